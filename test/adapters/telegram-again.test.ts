/** Updates of Telegram that come again, late, out of order, or to two processes at once; and a process killed in between. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import telegram from '../../adapters/telegram.ts';
import type { Route } from '../../src/channel.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import type { Front } from '../platforms/telegram/front.ts';
import { openFront } from '../platforms/telegram/front.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';

const SECRET = 'a-secret_of-16-or-more';
const START = Date.parse('2025-10-09T12:00:00+08:00');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** When the same delivery comes again, after the first. */
const AGAIN = [15 * SECOND, 5 * MINUTE, HOUR, 6 * HOUR];

let server: TelegramServer;
let store: Store;
let front: Front;
let houses: House[];

beforeEach(async () => {
  server = await openTelegramServer();
  store = openMemoryStore();
  front = await openFront();
  houses = [];
});

afterEach(async () => {
  await Promise.all(houses.map((house) => house.close(true)));
  await server.close();
  await front.close();
  await store.close();
});

async function openHere(more: { readonly now?: () => number; readonly lease?: number } = {}): Promise<House> {
  const house = await openHouse({ store, ...more });
  houses.push(house);
  return house;
}

const polling = (): Record<string, string> => ({ TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url });

async function openHooked(house: House): Promise<Route> {
  const channel = await house.open(telegram, {
    ...polling(),
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_URL: front.url,
    TELEGRAM_WEBHOOK_SECRET: SECRET,
  });
  const [route] = channel.routes ?? [];
  if (route === undefined) throw new Error('no route');
  front.serve(route);
  return route;
}

/** Delivers an update, as Telegram would. */
async function deliver(route: Route, update: unknown): Promise<number> {
  const answer = await route.answer({
    method: 'POST',
    header: (name) => (name === 'x-telegram-bot-api-secret-token' ? SECRET : undefined),
    body: new TextEncoder().encode(JSON.stringify(update)),
  });
  return answer.status;
}

function saying(number: number, user: number, text: string | undefined, at: number, more = {}): unknown {
  server.world.reachable.add(user);
  return {
    update_id: number,
    message: {
      message_id: number,
      date: Math.floor(at / 1000),
      chat: { id: user, type: 'private' },
      from: { id: user, is_bot: false },
      text,
      ...more,
    },
  };
}

const count = (chat: number, words: string): number =>
  server.world.ours(chat).filter(({ text }) => text.includes(words)).length;

const seen = (chat: number, words: string): Promise<true> =>
  until(
    () => count(chat, words) > 0,
    () =>
      `“${words}” among:\n${server.world
        .ours(chat)
        .map(({ text }) => text)
        .join('\n---\n')}`,
  );

/** Time for a reply that must not come. */
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

describe('an update that comes again', () => {
  it('after 15 s, 5 min, 1 h and 6 h changes nothing and says nothing, typed or tapped', async () => {
    let clock = START;
    const house = await openHere({ now: () => clock });
    const route = await openHooked(house);
    const hello = saying(1, 601, '你好', clock);
    expect(await deliver(route, hello)).toBe(200);
    await seen(601, '可以开始吗');
    const asked = server.world.ours(601).at(-1);
    if (asked === undefined) throw new Error('no question');
    const { message_id, text, rows } = asked;
    const tap = {
      update_id: 2,
      callback_query: {
        id: 'q1',
        from: { id: 601, is_bot: false },
        message: {
          message_id,
          date: 1,
          chat: { id: 601, type: 'private' },
          text,
          reply_markup: { inline_keyboard: rows },
        },
        data: rows[0]?.[0]?.callback_data,
      },
    };
    expect(await deliver(route, tap)).toBe(200);
    await seen(601, '你想申报哪个榜单');
    const said = server.world.ours(601).length;
    const entries = (await store.load('telegram:601')).length;
    for (const after of AGAIN) {
      clock = START + after;
      expect(await deliver(route, hello)).toBe(200);
      expect(await deliver(route, tap)).toBe(200);
    }
    await quiet();
    expect(server.world.ours(601)).toHaveLength(said);
    expect((await store.load('telegram:601')).length).toBe(entries);
    expect(house.taken.slice(2).every(({ taken }) => taken === 'duplicate')).toBe(true);
    expect(asked.text.match(/你点了/gu)).toHaveLength(1);
    expect(house.errors).toEqual([]);
  });

  it('first after 6 h is taken as if it had just been said', async () => {
    const house = await openHere({ now: () => START + 6 * HOUR });
    const route = await openHooked(house);
    expect(await deliver(route, saying(1, 602, '你好', START))).toBe(200);
    await seen(602, '可以开始吗');
    expect(await deliver(route, saying(2, 602, '同意', START + 1))).toBe(200);
    await seen(602, '你想申报哪个榜单');
  });
});

describe('a clock of ours that is slow', () => {
  it('puts nothing in the future: what Telegram dates later was said now', async () => {
    const house = await openHere({ now: () => START });
    const route = await openHooked(house);
    await deliver(route, saying(1, 605, '你好', START + 5 * MINUTE));
    await deliver(route, saying(2, 605, '进度', START - 5 * MINUTE));
    expect(house.taken.map(({ inbound }) => inbound.at)).toEqual([START, START - 5 * MINUTE]);
  });
});

describe('updates out of order', () => {
  it('are each taken once, nothing is lost, and the open question stands at the end', async () => {
    const house = await openHere();
    const route = await openHooked(house);
    await deliver(route, saying(1, 603, '你好', START));
    await seen(603, '可以开始吗');
    expect(await deliver(route, saying(3, 603, '进度', START + 2_000))).toBe(200);
    expect(await deliver(route, saying(2, 603, '同意', START + 1_000))).toBe(200);
    await seen(603, '你想申报哪个榜单');
    expect(house.taken.map(({ taken }) => taken)).toEqual(['ok', 'ok', 'ok']);
    expect((await store.load('telegram:603')).length).toBe(3);
  });

  it('at the same time are taken one after the other for one person', async () => {
    const house = await openHere();
    const route = await openHooked(house);
    await deliver(route, saying(1, 604, '你好', START));
    server.world.files.set('f1', { name: '', mime: '', bytes: Buffer.from('%PDF-1.4\n') });
    const document = { file_id: 'f1', file_name: '早.pdf', mime_type: 'application/pdf' };
    // The file has to be fetched; what was said after it must not overtake it.
    const sent = [
      saying(2, 604, undefined, START, { document }),
      saying(3, 604, '同意', START),
      saying(4, 604, '1', START),
    ];
    const statuses = await Promise.all(sent.map((update) => deliver(route, update)));
    expect(statuses).toEqual([200, 200, 200]);
    await seen(604, '第 1 题');
    expect(house.taken.map(({ inbound }) => inbound.id)).toEqual(['1', '2', '3', '4']);
    expect(house.errors).toEqual([]);
  });
});

describe('two processes with one token', () => {
  it('take every update once between them, and nobody is answered twice', async () => {
    const first = await openHere();
    const second = await openHere();
    await first.open(telegram, polling());
    await second.open(telegram, polling());
    const people = [611, 612, 613, 614];
    for (const id of people) server.world.say(id, '你好');
    await Promise.all(people.map((id) => seen(id, '可以开始吗')));
    for (const id of people) server.world.say(id, '同意');
    await Promise.all(people.map((id) => seen(id, '你想申报哪个榜单')));
    for (const id of people) server.world.say(id, '1');
    await Promise.all(people.map((id) => seen(id, '第 1 题')));
    await until(
      () => server.waiting.length === 0,
      () => `${server.waiting.length} unconfirmed`,
    );
    for (const id of people) {
      expect([count(id, '可以开始吗'), count(id, '你想申报哪个榜单'), count(id, '第 1 题')]).toEqual([1, 1, 1]);
    }
    const taken = [...first.taken, ...second.taken].filter((one) => one.taken === 'ok');
    expect(taken).toHaveLength(12);
    expect([...first.errors, ...second.errors]).toEqual([]);
  });
});

describe('a process that is killed after sending and before it could note so', () => {
  it('leaves a reply that another sends: none is missing, and only that one can be there twice', async () => {
    const first = await openHere({ lease: 300 });
    server.befall('sendMessage', 'cut after it was done');
    await first.open(telegram, polling());
    server.world.say(621, '你好');
    await seen(621, '我是申报助手');
    await first.close(true);

    const second = await openHere({ lease: 300 });
    await second.open(telegram, polling());
    await seen(621, '可以开始吗');
    expect(count(621, '我是申报助手')).toBe(2);
    await personAt(server, 621).tap('同意并开始', '你想申报哪个榜单');
    expect(count(621, '可以开始吗')).toBe(1);
    expect(second.errors).toEqual([]);
  });
});
