/** Calls to /feishu/webhook: whoever cannot prove to be Feishu is refused before anything is read, and the process lives. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import feishu from '../../adapters/feishu.ts';
import type { PlatformAnswer, Route } from '../../src/channel.ts';
import { ChannelFault } from '../../src/channel.ts';
import { messageOf, sealed, signed, TOKEN, tapOf } from '../platforms/feishu/events.ts';
import type { Office } from '../platforms/feishu/office.ts';
import { openOffice, until } from '../platforms/feishu/office.ts';
import { personAt, wordsOf } from '../platforms/feishu/person.ts';
import { openHouse } from '../platforms/house.ts';

const KEY = 'encrypt-key-of-the-app';
const NOW = Date.parse('2025-10-09T12:00:00+08:00');
const HOUR = 60 * 60_000;

let office: Office;
let route: Route;

beforeEach(async () => {
  const environment = { FEISHU_MODE: 'webhook', FEISHU_ENCRYPT_KEY: KEY, FEISHU_VERIFICATION_TOKEN: TOKEN };
  office = await openOffice({ environment, now: () => NOW });
  const [first] = office.channel.routes ?? [];
  if (first === undefined) throw new Error('no route');
  route = first;
});

afterEach(() => office.close());

function call(
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
  method = 'POST',
): Promise<PlatformAnswer> {
  return route.answer({
    method,
    header: (name) => headers[name],
    body: typeof body === 'string' ? Buffer.from(body) : body,
  });
}

function push(event: unknown, at = NOW): Promise<PlatformAnswer> {
  const body = sealed(KEY, event);
  return call(body, signed(KEY, body, at));
}

const hello = (id: string) =>
  messageOf({ id, at: NOW, user: 'ou_wang', type: 'text', content: { text: '你好，科技金融' } });

describe('Feishu itself', () => {
  it('is answered its challenge, sealed and unsigned as it comes', async () => {
    const challenge = { type: 'url_verification', challenge: 'abc', token: TOKEN };
    expect(await call(sealed(KEY, challenge))).toEqual({ status: 200, body: '{"challenge":"abc"}' });
    expect(await push(challenge)).toEqual({ status: 200, body: '{"challenge":"abc"}' });
    expect(await call(sealed(KEY, { ...challenge, token: 'wrong' }))).toMatchObject({ status: 401 });
  });

  it('delivers messages and taps, which are answered', async () => {
    const wang = personAt(office.server, 'ou_wang');
    expect(await push(hello('1'))).toEqual({ status: 200, body: '{}' });
    await until(() => wang.seen().some((one) => wordsOf(one).includes('可以开始吗')));
    const value = wang.seen().at(-1)?.buttons[0]?.value;
    const answer = await push(tapOf({ id: 't', at: NOW, user: 'ou_wang', value, message: 'om_1', chat: 'oc_1' }));
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ toast: { type: 'success' }, card: { type: 'raw' } });
    expect(office.channel.health()).toMatchObject({ state: 'open', lastInbound: NOW });
  });

  it('may deliver again hours later, under the old signature or a new one; nothing happens twice', async () => {
    const event = hello('1');
    expect(await push(event)).toMatchObject({ status: 200 });
    expect(await push(event, NOW - 7.2 * HOUR)).toMatchObject({ status: 200 });
    expect(await push(event, NOW + 5 * 60_000)).toMatchObject({ status: 200 });
    expect(office.house.taken.map(({ taken }) => taken)).toEqual(['ok', 'duplicate', 'duplicate']);
  });

  it('is told 500 while nothing can be taken, so that it delivers again', async () => {
    await office.close();
    office = await openOffice({
      environment: { FEISHU_MODE: 'webhook', FEISHU_ENCRYPT_KEY: KEY },
      now: () => NOW,
      intake: (own) => ({ ...own, take: async () => 'error' }),
    });
    route = office.channel.routes?.[0] ?? route;
    expect(await push(hello('1'))).toMatchObject({ status: 500 });
  });
});

describe('anybody else', () => {
  afterEach(() => {
    expect(office.house.taken).toEqual([]);
    expect(office.house.told.join()).not.toMatch(/你好|科技|ou_wang/u);
  });

  it('without a signature, or with a wrong one, is refused with 401', async () => {
    const body = sealed(KEY, hello('1'));
    const headers = signed(KEY, body, NOW);
    expect(await call(body)).toMatchObject({ status: 401 });
    expect(await call(body, { ...headers, 'x-lark-signature': '' })).toMatchObject({ status: 401 });
    expect(await call(body, { ...headers, 'x-lark-signature': 'f'.repeat(64) })).toMatchObject({ status: 401 });
    expect(await call(body, signed('another key', body, NOW))).toMatchObject({ status: 401 });
    expect(await call(`${body} `, headers)).toMatchObject({ status: 401 });
    expect(await call(body, { ...headers, 'x-lark-request-timestamp': '1e9' })).toMatchObject({ status: 401 });
    expect(office.house.told.at(-1)).toContain('401');
  });

  it('with an old call, or one from the future, is refused', async () => {
    expect(await push(hello('1'), NOW - 24 * HOUR)).toMatchObject({ status: 401 });
    expect(await push(hello('1'), NOW - 8 * HOUR - 1_000)).toMatchObject({ status: 401 });
    expect(await push(hello('1'), NOW + 11 * 60_000)).toMatchObject({ status: 401 });
  });

  it('with the token of another app is refused with 403', async () => {
    const event = hello('1');
    expect(await push({ ...event, header: { ...event.header, token: 'of another app' } })).toMatchObject({
      status: 403,
    });
    expect(await push({ ...event, header: { event_type: 'im.message.receive_v1' } })).toMatchObject({ status: 403 });
  });

  it('with an event that is not sealed, garbage, or a body that is too large gets nowhere, and the process lives', async () => {
    const bodies = [
      JSON.stringify(hello('1')),
      '{"encrypt":"garbage"}',
      '{"encrypt":""}',
      '{"encrypt":{}}',
      'null',
      '',
      '{',
      '\u0000\u0001',
      '['.repeat(50_000),
      sealed('another key', hello('1')),
      sealed(KEY, 'text'),
      sealed(KEY, { header: 3 }),
      sealed(KEY, { schema: '2.0', header: { token: TOKEN } }),
    ];
    for (const body of bodies) {
      expect((await call(body)).status).toBe(401);
      expect((await call(body, signed(KEY, body, NOW))).status).toBe(400);
    }
    const large = 'x'.repeat(route.longest + 1);
    expect((await call(large, signed(KEY, large, NOW))).status).toBe(400);
    expect((await call('', {}, 'GET')).status).toBe(400);
    expect(route.longest).toBe(1024 * 1024);
  });
});

describe('a channel for callbacks', () => {
  it('does not open without an encrypt key', async () => {
    const house = await openHouse();
    const settings = feishu.env.parse({
      FEISHU_APP_ID: 'cli_0123456789abcdef',
      FEISHU_APP_SECRET: 's',
      FEISHU_MODE: 'webhook',
    });
    const opening = feishu.open(settings, house.intakeFor('feishu'));
    await expect(opening).rejects.toThrow(ChannelFault);
    await expect(opening).rejects.toThrow('FEISHU_ENCRYPT_KEY');
    await house.close();
  });
});
