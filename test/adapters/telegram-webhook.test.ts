/** Telegram by webhook: who may call, what is answered, and that nothing is acknowledged before it was taken. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import telegram from '../../adapters/telegram.ts';
import type { Channel, PlatformAnswer, Route } from '../../src/channel.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';

const SECRET = 'a-secret_of-16-or-more';

let server: TelegramServer;
let house: House;
let channel: Channel;
let route: Route;
let answers: PlatformAnswer[];
let refuse: boolean;
/** Our own HTTP server, as far as a route needs one. */
const front = createServer((request, response) => {
  void buffer(request).then(async (body) => {
    const header = (name: string): string | undefined => request.headers[name]?.toString();
    const answer = await route.answer({ method: request.method ?? '', header, body });
    response.writeHead(answer.status).end(answer.body);
  });
});

beforeEach(async () => {
  server = await openTelegramServer();
  house = await openHouse();
  answers = [];
  refuse = false;
  await new Promise<void>((resolve) => {
    front.listen(0, '127.0.0.1', resolve);
  });
  const intake = house.intakeFor('telegram');
  channel = await house.open(
    telegram,
    {
      TELEGRAM_BOT_TOKEN: server.token,
      TELEGRAM_API_ROOT: server.url,
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${(front.address() as AddressInfo).port}/telegram/webhook`,
      TELEGRAM_WEBHOOK_SECRET: SECRET,
    },
    { ...intake, take: async (inbound) => (refuse ? 'error' : intake.take(inbound)) },
  );
  const [only] = channel.routes ?? [];
  if (only === undefined) throw new Error('no route');
  route = only;
});

afterEach(async () => {
  await house.close();
  await server.close();
  front.closeAllConnections();
  await new Promise((resolve) => {
    front.close(resolve);
  });
});

async function call(body: string | Uint8Array, secret: string | undefined = SECRET, method = 'POST'): Promise<number> {
  const answer = await route.answer({
    method,
    header: (name) => (name === 'x-telegram-bot-api-secret-token' ? secret : undefined),
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  });
  answers.push(answer);
  return answer.status;
}

it('an applicant is answered, and taps and typed answers arrive', async () => {
  const one = personAt(server, 1);
  await one.say('/start', '可以开始吗');
  await one.tap('同意并开始', '哪个榜单');
  await one.say('1', '第 1 题');
  expect(new Set(server.webhookAnswers)).toEqual(new Set([200]));
  expect(channel.health()).toMatchObject({ state: 'open', lastInbound: expect.any(Number) });
  expect(server.calls.some(({ method }) => method === 'getUpdates')).toBe(false);
});

it('what could not be taken is answered 500 and delivered again', async () => {
  refuse = true;
  server.world.say(1, '你好');
  await until(
    () => server.webhookAnswers.length >= 2,
    () => 'two deliveries',
  );
  expect(new Set(server.webhookAnswers)).toEqual(new Set([500]));
  refuse = false;
  await until(
    () => server.world.ours(1).some(({ text }) => text.includes('可以开始吗')),
    () => 'an answer',
  );
});

it('the same update delivered three times is taken once', async () => {
  const update = JSON.stringify({
    update_id: 4,
    message: { message_id: 1, date: 1, chat: { id: 1, type: 'private' }, from: { id: 1 }, text: '你好' },
  });
  server.world.reachable.add(1);
  expect(await Promise.all([call(update), call(update), call(update)])).toEqual([200, 200, 200]);
  expect(house.taken.map(({ taken }) => taken)).toEqual(['ok', 'duplicate', 'duplicate']);
});

it('a call without the secret is refused before anything is read', async () => {
  const update = JSON.stringify({
    update_id: 5,
    message: { message_id: 1, date: 1, chat: { id: 1, type: 'private' }, from: { id: 1 }, text: '你好' },
  });
  expect(await call(update, '')).toBe(401);
  expect(await call(update, `${SECRET}x`)).toBe(401);
  expect(await call(update, SECRET.toUpperCase())).toBe(401);
  expect(await call('{', 'wrong')).toBe(401);
  expect(await call(new Uint8Array(2 * 1024 * 1024), 'wrong')).toBe(401);
  const answer = await route.answer({ method: 'POST', header: () => undefined, body: new Uint8Array() });
  expect(answer.status).toBe(401);
  expect(house.taken).toEqual([]);
  expect(house.told.join('\n')).not.toContain('你好');
});

it('garbage, oversize and other methods are refused, and the process lives', async () => {
  for (const garbage of ['', '{', 'null', '[]', '"x"', '{"encrypt":"garbage"}', '{"update_id":"4"}', '\u0000']) {
    expect(await call(garbage), garbage).toBe(400);
  }
  expect(await call(Uint8Array.from([0xff, 0xfe, 0x7b]))).toBe(400);
  expect(await call(new Uint8Array(route.longest + 1))).toBe(413);
  expect(await call('{}', SECRET, 'GET')).toBe(405);
  // An update of a kind nobody reads would look the same the next time.
  for (const odd of ['{"update_id":1}', '{"update_id":2,"message":{"odd":true}}', '{"update_id":3,"poll":{}}']) {
    expect(await call(odd), odd).toBe(200);
  }
  expect(route).toMatchObject({ path: '/telegram/webhook', longest: 1024 * 1024 });
  expect(house.taken).toEqual([]);
  await personAt(server, 1).say('你好', '可以开始吗');
});

it('settings without a secret are not accepted', () => {
  const settings = { TELEGRAM_BOT_TOKEN: '1:x', TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: undefined };
  expect(telegram.env.safeParse(settings).success).toBe(false);
});
