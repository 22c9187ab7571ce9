/** The webhook of Telegram while Telegram is away, or while somebody else takes it: announced again without a person. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import telegram from '../../adapters/telegram.ts';
import type { Channel } from '../../src/channel.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import type { Front } from '../platforms/telegram/front.ts';
import { openFront } from '../platforms/telegram/front.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';

let server: TelegramServer;
let house: House;
let front: Front;

beforeEach(async () => {
  server = await openTelegramServer();
  house = await openHouse();
  front = await openFront();
});

afterEach(async () => {
  await house.close(true);
  await server.close();
  await front.close();
});

async function openHooked(): Promise<Channel> {
  const channel = await house.open(telegram, {
    TELEGRAM_BOT_TOKEN: server.token,
    TELEGRAM_API_ROOT: server.url,
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_URL: front.url,
    TELEGRAM_WEBHOOK_SECRET: 'a-secret_of-16-or-more',
  });
  const [route] = channel.routes ?? [];
  if (route === undefined) throw new Error('no route');
  front.serve(route);
  return channel;
}

const becomes = (channel: Channel, state: string): Promise<true> =>
  until(
    () => channel.health().state === state,
    () => channel.health().state,
    15_000,
  );

it('is announced within five seconds once Telegram can be reached, and what was said meanwhile is answered', async () => {
  await server.leave();
  const channel = await openHooked();
  expect(channel.health().state).toBe('broken');
  server.world.say(631, '你好');
  await server.comeBack();
  const start = performance.now();
  await personAt(server, 632).say('你好', '可以开始吗');
  expect(performance.now() - start).toBeLessThan(5_000);
  await until(
    () => server.world.ours(631).some(({ text }) => text.includes('可以开始吗')),
    () => 'an answer to what was said while Telegram was away',
  );
  expect(channel.health().state).toBe('open');
});

it('is asked for in vain while no one knows yet who the assistant is: the call must come again', async () => {
  await server.leave();
  const channel = await openHooked();
  const answer = await channel.routes?.[0]?.answer({
    method: 'POST',
    header: () => 'a-secret_of-16-or-more',
    body: new TextEncoder().encode(
      '{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"from":{"id":1},"text":"你好"}}',
    ),
  });
  expect(answer?.status).toBe(500);
  expect(house.taken).toEqual([]);
});

it('that another program takes away is announced again by itself, and operators are told', async () => {
  const channel = await openHooked();
  await personAt(server, 633).say('你好', '可以开始吗');
  await fetch(`${server.url}/bot${server.token}/deleteWebhook`, { method: 'POST', body: '{}' });
  server.world.say(633, '同意');
  await until(
    () => server.world.ours(633).some(({ text }) => text.includes('你想申报哪个榜单')),
    () => 'an answer',
    15_000,
  );
  expect(house.told.some((line) => line.includes('took the webhook away'))).toBe(true);
  expect(channel.health().state).toBe('open');
}, 30_000);

it('shows in its health that Telegram is away, though nobody calls, and that it is back', async () => {
  const channel = await openHooked();
  await server.leave();
  await becomes(channel, 'broken');
  expect(channel.health().why?.zh).toContain('自动重试');
  await server.comeBack();
  const start = performance.now();
  await becomes(channel, 'open');
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(house.told.filter((line) => line.includes('arrive'))).toEqual([]);
}, 30_000);

it('that Telegram cannot reach is told to operators, once, and again when it can', async () => {
  const channel = await openHooked();
  const told = (words: string): number => house.told.filter((line) => line.includes(words)).length;
  const calm = front;
  await front.close();
  server.world.say(634, '你好');
  await until(
    () => told('do not arrive') === 1,
    () => house.told.join('\n'),
    15_000,
  );
  expect(house.told.join('\n')).not.toContain(calm.url);
  front = await openFront(Number(new URL(calm.url).port));
  const [route] = channel.routes ?? [];
  if (route === undefined) throw new Error('no route');
  front.serve(route);
  await until(
    () => told('arrive again') === 1,
    () => house.told.join('\n'),
    15_000,
  );
  expect(told('do not arrive')).toBe(1);
  expect(channel.health().state).toBe('open');
}, 40_000);
