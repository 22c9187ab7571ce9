/** What hostile or unlucky people and a stern platform do to the Telegram channel. Through grammY against the local server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import telegram from '../../adapters/telegram.ts';
import type { Channel, Intake, Taken } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import { Refused } from '../platforms/telegram/methods.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { Posted } from '../platforms/telegram/world.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';

const GROUP = -1_001_999_000_111;
const TOPIC = 77;

let server: TelegramServer;
let house: House;
let channel: Channel;
/** What happens to a message before the machine takes it. */
let before: () => Promise<Taken | undefined>;

beforeEach(async () => {
  server = await openTelegramServer();
  house = await openHouse();
  before = async () => undefined;
  const intake = house.intakeFor('telegram');
  const watched: Intake = { ...intake, take: async (inbound) => (await before()) ?? intake.take(inbound) };
  const environment = { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url };
  channel = await house.open(telegram, environment, watched);
});

afterEach(async () => {
  await house.close();
  await server.close();
});

const quiet = (): Promise<true> =>
  until(
    () => server.waiting.length === 0,
    () => `${server.waiting.length} updates unconfirmed`,
  );
const said = (chat: number, words: string): Promise<Posted> =>
  until(
    () => server.world.ours(chat).find(({ text }) => text.includes(words)),
    () =>
      `“${words}” among:\n${server.world
        .ours(chat)
        .map(({ text }) => text)
        .join('\n---\n')}`,
  );
const calls = (method: string): number => server.calls.filter((call) => call.method === method).length;

function notice(user: number, body: string, more: Partial<Outbound> = {}): Outbound {
  const to = { channel: 'telegram', user: String(user), chat: 'private' };
  return { id: `o${body.length}`, re: 'timer:1', to, kind: 'notice', body, ...more };
}

/** To the first multiple choice. */
async function severalFor(id: number): Promise<Posted> {
  const one = personAt(server, id);
  await one.say('你好', '可以开始吗');
  await one.say('同意', '哪个榜单');
  await one.say('1', '第 1 题');
  return one.say('1', '第 2 题');
}

describe('a tap', () => {
  it('is answered at once, also while the machine is slow, and once, also when it is taken again', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    let release: (taken: Taken | undefined) => void = () => undefined;
    const first = new Promise<Taken | undefined>((resolve) => {
      release = resolve;
    });
    let tries = 0;
    before = async () => {
      tries++;
      return tries === 1 ? first : undefined;
    };
    server.world.tap(1, '同意并开始');
    await until(
      () => server.world.taps.size === 0,
      () => 'the phone still waits',
    );
    expect(house.taken).toHaveLength(1);
    release('error');
    await said(1, '哪个榜单');
    expect(tries).toBe(2);
    expect(calls('answerCallbackQuery')).toBe(1);
  });

  it('of two different choices at once answers with the first, and says of the second that it has one', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    const lists = await one.say('同意', '哪个榜单');
    const [first, second] = lists.rows.flat();
    server.world.tapOn(1, lists, first?.callback_data ?? '');
    server.world.tapOn(1, lists, second?.callback_data ?? '');
    await said(1, '第 1 题');
    await quiet();
    expect(house.taken).toHaveLength(3);
    await until(
      () => server.calls.some(({ method, payload }) => method === 'answerCallbackQuery' && payload.text === '收到了。'),
      () => 'a word about the second tap',
    );
    expect(server.world.ours(1).filter(({ text }) => text.includes('第 1 题'))).toHaveLength(1);
  });

  it('on a message Telegram does not show any more counts where it can, and says what to do where it cannot', async () => {
    const asked = await severalFor(1);
    const [mark] = asked.rows.flat();
    const done = asked.rows.at(-1)?.[0];
    for (const button of [mark, done]) server.world.tapUnseen(1, asked, button?.callback_data ?? '');
    await until(
      () => server.world.taps.size === 0,
      () => 'the phone still waits',
    );
    const toasts = server.calls.filter(({ method }) => method === 'answerCallbackQuery').map((one) => one.payload.text);
    expect(toasts).toEqual([expect.stringContaining('太旧了'), expect.stringContaining('太旧了')]);
    // The keyboard somebody may still see is left as it is.
    expect(asked.rows.flat().length).toBeGreaterThan(1);
    expect(house.taken).toHaveLength(4);

    const two = personAt(server, 2);
    const consent = await two.say('你好', '可以开始吗');
    server.world.tapUnseen(2, consent, consent.rows[0]?.[0]?.callback_data ?? '');
    await said(2, '哪个榜单');
  });

  it('made up by a changed client chooses nothing that is not asked, and for nobody else', async () => {
    const one = personAt(server, 1);
    const consent = await one.say('你好', '可以开始吗');
    const own = consent.rows[0]?.[0]?.callback_data ?? '';
    const [, owner = '', prompt = ''] = own.split(':');
    for (const data of [
      `p:2:${prompt}:agree`,
      'p:::',
      '💥',
      `p:${owner}:${prompt}:no_such`,
      `p:${owner}:d9.x.9:agree`,
    ]) {
      server.world.tapOn(1, consent, data);
    }
    await quiet();
    expect(server.world.ours(1).some(({ text }) => text.includes('哪个榜单'))).toBe(false);
    expect(new Set(house.taken.map(({ inbound }) => inbound.user))).toEqual(new Set(['1']));
    expect(house.errors).toEqual([]);
    await one.say('同意', '哪个榜单');
  });

  it('that switches a choice waits as long as Telegram asks, and is not lost', async () => {
    const asked = await severalFor(1);
    server.befall('editMessageReplyMarkup', new Refused(429, 'Too Many Requests: retry after 1', { retry_after: 1 }));
    const edits = calls('editMessageReplyMarkup');
    const start = performance.now();
    server.world.tap(1, '1.');
    await until(
      () => asked.rows.flat()[0]?.text.startsWith('✅'),
      () => 'a mark',
    );
    expect(performance.now() - start).toBeGreaterThanOrEqual(1_000);
    expect(calls('editMessageReplyMarkup') - edits).toBe(2);
  });
});

describe('a message that is edited after it was sent', () => {
  it('changes no answer, and its sender is told how to', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    await one.say('同意', '哪个榜单');
    const answer = server.world.posts.findLast(({ from }) => from === 1);
    if (answer === undefined) throw new Error('no answer');
    server.world.edit(answer, '不同意');
    await said(1, '修改');
    expect(house.taken.at(-1)?.inbound.content).toMatchObject({ kind: 'unsupported' });
    expect((await said(1, '哪个榜单')).rows.length).toBeGreaterThan(0);
    await one.say('1', '第 1 题');
  });

  it('in a group is left alone', async () => {
    const post = server.world.say(1, '今天开会', { chat: GROUP });
    await quiet();
    const taken = house.taken.length;
    server.world.edit(post, '@shenbao_bot 今天开会');
    await quiet();
    expect(house.taken).toHaveLength(taken);
  });
});

describe('somebody who blocks the assistant and lets it in again', () => {
  it('is asked the open question again when they come back', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    server.world.blocked.add(1);
    server.world.say(1, '同意');
    await until(
      () => house.faults.length > 0,
      () => 'a refused reply',
    );
    expect(house.faults[0]).toMatchObject({ reason: 'blocked' });
    server.world.blocked.delete(1);
    await one.say('/start', '哪个榜单');
    await one.tap('十大科技金融事件', '第 1 题');
    expect(house.errors).toEqual([]);
  });
});

describe('a topic of a forum', () => {
  const asIn = { channel: 'telegram', user: '1', chat: String(GROUP) };

  it('holds the answer to what was said in it, all of its parts', async () => {
    const one = personAt(server, 1);
    const reply = await one.say('@shenbao_bot 帮助', '随时可以发', { chat: GROUP, topic: TOPIC });
    expect(reply.topic).toBe(TOPIC);
    const re = house.taken.at(-1)?.inbound.id ?? '';
    await channel.send(notice(1, '长'.repeat(9_000), { re, to: asIn }), 'long');
    const parts = server.world.ours(GROUP).filter(({ text }) => text.startsWith('长'));
    expect(parts.map(({ topic }) => topic)).toEqual([TOPIC, TOPIC, TOPIC]);
    expect(parts.map(({ replyTo }) => replyTo !== undefined)).toEqual([true, false, false]);
  });

  it('that was deleted does not swallow it: it comes in the group', async () => {
    await personAt(server, 1).say('@shenbao_bot 帮助', '随时可以发', { chat: GROUP, topic: TOPIC });
    const re = house.taken.at(-1)?.inbound.id ?? '';
    server.world.topicsGone.add(TOPIC);
    for (const post of server.world.posts) Object.assign(post, { topic: undefined });
    await channel.send(notice(1, '还在', { re, to: asIn }), 'k');
    expect(server.world.ours(GROUP).at(-1)).toMatchObject({ text: '还在', topic: undefined });
  });

  it('that the assistant opened is no reply to it', async () => {
    const opened = server.world.post({ chat: GROUP, from: 7_000_000_001, text: '', entities: [], rows: [] });
    server.world.say(1, '今天开会', { chat: GROUP, topic: opened.message_id, replyTo: opened.message_id });
    await quiet();
    expect(house.taken.at(-1)?.inbound).toMatchObject({ addressed: false });
  });
});

describe('a token', () => {
  it('that Telegram refuses once, by its own mistake, is tried again soon', async () => {
    await personAt(server, 1).say('你好', '可以开始吗');
    server.befall('getUpdates', new Refused(401, 'Unauthorized'));
    server.cut();
    await until(
      () => channel.health().state === 'failed',
      () => channel.health().state,
    );
    const start = performance.now();
    await personAt(server, 2).say('你好', '可以开始吗');
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(channel.health().state).toBe('open');
  });
});
