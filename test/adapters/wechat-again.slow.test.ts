/**
 * WeChat when things come twice or not at all: a message told again hours later, a process killed between sending and
 * noting so, and one killed before it took what it heard.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TEMPO, wechatAt } from '../../adapters/wechat.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import type { WechatServer } from '../platforms/wechat-server.ts';
import { openWechatServer } from '../platforms/wechat-server.ts';

const quick = wechatAt({
  ...TEMPO,
  pace: { gap: 0, jitter: 0, perMinute: 100_000, patience: 20_000 },
  rates: { perChat: 1_000, perSecond: 1_000 },
  line: { ...TEMPO.line, first: 20, most: 40, patience: 300 },
});
const NOON = Date.parse('2025-11-03T12:00:00+08:00');

let server: WechatServer;
let store: Store;
let now: number;
const houses: House[] = [];

beforeEach(async () => {
  server = await openWechatServer();
  server.person('wang', '王');
  store = openMemoryStore();
  now = NOON;
});

afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
  await store.close();
  await server.close();
});

async function enter(): Promise<House> {
  const house = await openHouse({ store, lease: 300, now: () => now });
  houses.push(house);
  await house.open(quick, server.environment);
  return house;
}

const toWang = (): string[] => server.sent.filter(({ to }) => to === 'wang').map(({ text }) => text);
const heard = (check: () => void | Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 8_000, interval: 10 });

describe('a message that is told again', () => {
  it('after 15 s, 5 min, 1 h and 6 h changes nothing and says nothing', async () => {
    const house = await enter();
    const id = server.says('wang', '你好');
    await heard(() => expect(toWang()).toHaveLength(2));
    for (const [times, later] of [15_000, 5 * 60_000, 3_600_000, 6 * 3_600_000].entries()) {
      now = NOON + later;
      server.says('wang', '你好', { id });
      await heard(() => expect(house.taken).toHaveLength(times + 2));
    }
    expect(house.taken.map(({ taken }) => taken)).toEqual(['ok', ...Array.from({ length: 4 }, () => 'duplicate')]);
    expect(toWang()).toHaveLength(2);
  });

  it('behind a later one is still known', async () => {
    const house = await enter();
    const first = server.says('wang', '你好');
    await heard(() => expect(toWang()).toHaveLength(2));
    server.says('wang', '1');
    await heard(() => expect(toWang().at(-1)).toContain('你想申报哪个榜单'));
    server.says('wang', '你好', { id: first });
    await heard(() => expect(house.taken).toHaveLength(3));
    expect(house.taken.at(-1)?.taken).toBe('duplicate');
    expect((await store.sessions(1))[0]?.length).toBe(2);
  });
});

describe('a process that is killed', () => {
  it('after sending and before noting so: another sends it again, under the eyes of the same person, and goes on', async () => {
    const first = await enter();
    // WeChat knows no idempotency: what was sent and not noted is said again, and the answer to it counts once.
    server.says('wang', '你好');
    await heard(() => expect(toWang().length).toBeGreaterThan(0));
    await first.close(true);
    houses.splice(0);
    now += 1_000;
    await enter();
    await heard(() => expect(toWang().at(-1)).toContain('可以开始吗'));
    server.says('wang', '1');
    await heard(() => expect(toWang().at(-1)).toContain('你想申报哪个榜单'));
    await heard(async () => expect((await store.backlog()).owed).toBe(0));
    expect((await store.sessions(1))[0]?.length).toBe(2);
  });

  it('before it took what it heard: told again, it is taken once', async () => {
    const first = await enter();
    await first.close(true);
    houses.splice(0);
    const id = server.says('wang', '你好');
    const second = await enter();
    server.says('wang', '你好', { id });
    await heard(() => expect(toWang()).toHaveLength(2));
    expect(second.taken.filter(({ taken }) => taken === 'ok')).toHaveLength(1);
  });
});
