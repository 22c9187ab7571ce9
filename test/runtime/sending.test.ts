/** Replies against slow, limited and failing platforms, two processes on one outbox, and the end of a process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rates } from '../../src/channel.ts';
import { DeliveryFault } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import type { Delivery, DeliveryParts } from '../../src/runtime/delivery.ts';
import { openDelivery } from '../../src/runtime/delivery.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { plainChannel } from './plain-channel.ts';
import type { Tap } from './tapped-store.ts';
import { tapped } from './tapped-store.ts';

const START = 1_760_000_000_000;
const LEASE = 30_000;

/** A platform: what it got, and what it does with a message. */
interface Platform {
  readonly got: { readonly body: string; readonly id: string; readonly at: number }[];
  answer: (outbound: Outbound, signal: AbortSignal | undefined) => Promise<void>;
}

let real: Store;
let tap: Tap;
let now: number;
let news: string[];
let platform: Platform;

beforeEach(() => {
  real = openMemoryStore();
  tap = tapped(real);
  now = START;
  news = [];
  platform = { got: [], answer: async () => undefined };
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function open(more: Partial<DeliveryParts> = {}, rates?: Rates): Delivery {
  const channel = plainChannel(
    'web',
    async (outbound, id, signal) => {
      platform.got.push({ body: outbound.body, id, at: now });
      await platform.answer(outbound, signal);
    },
    { rates },
  );
  return openDelivery({
    store: tap.store,
    channelFor: (name) => (name === 'web' ? channel : undefined),
    channels: () => ['web'],
    now: () => now,
    onFault: (fault, { outbound }) => news.push(`${outbound.body} ${fault.reason}`),
    onDead: ({ outbound }, fault) => news.push(`${outbound.body} dead ${fault.reason}`),
    onPutOff: ({ outbound }, wait) => news.push(`${outbound.body} put off ${wait}`),
    onLate: ({ outbound }) => news.push(`${outbound.body} late`),
    ...more,
  });
}

/** A turn of `user` with these replies; leased if there is a time. */
async function owe(user: string, length: number, bodies: readonly string[], lease?: number, chat = 'private') {
  const key = `web:${user}`;
  const id = `${user}-${length}`;
  const to = { channel: 'web', user, chat };
  const replies = bodies.map(
    (body, i): Outbound => ({ id: `${key}:${length}:${i}`, re: id, to, kind: 'notice', body }),
  );
  const entry = { id, at: START, by: '', channel: 'web', operations: [], replies: replies.length };
  const committed = await real.commit({ key, expected: length, inbound: `web:${id}`, entry, replies, lease });
  expect(committed).toEqual(lease === undefined ? { kind: 'ok' } : { kind: 'ok', leased: true });
  return replies;
}

const bodies = (): string[] => platform.got.map((one) => one.body);

describe('what a commit leased', () => {
  it('is sent in order without asking the store, and confirmed', async () => {
    const leased = await owe('a', 0, ['a1', 'a2', 'a3'], START + LEASE);
    await open().send('web:a', leased, START + LEASE);
    expect(bodies()).toEqual(['a1', 'a2', 'a3']);
    expect(new Set(tap.calls)).toEqual(new Set(['confirm']));
    expect((await real.backlog()).owed).toBe(0);
  });

  it('of many sessions is confirmed together', async () => {
    const delivery = open();
    const users = Array.from({ length: 20 }, (_, i) => `p${i}`);
    const leased = await Promise.all(users.map((user) => owe(user, 0, [user], START + LEASE)));
    await Promise.all(users.map((user, i) => delivery.send(`web:${user}`, leased[i] ?? [], START + LEASE)));
    expect(tap.calls).toEqual(['confirm']);
    expect((await real.backlog()).owed).toBe(0);
  });

  it('is followed by what the same person was owed meanwhile, never overtaken', async () => {
    const delivery = open();
    platform.answer = () => pause(10);
    const sending = delivery.send('web:a', await owe('a', 0, ['a1', 'a2'], START + LEASE), START + LEASE);
    await owe('a', 1, ['a3']);
    await Promise.all([delivery.deliver('web:a'), delivery.deliver('web:a'), sending]);
    expect(bodies()).toEqual(['a1', 'a2', 'a3']);
  });

  it('and never sent, because the process was killed, is sent by another once the lease is over', async () => {
    await owe('a', 0, ['a1', 'a2'], START + LEASE);
    const other = open();
    expect(await other.sweep()).toBe(0);
    now += LEASE + 1;
    expect(await other.sweep()).toBe(2);
    expect(platform.got.map((one) => one.id)).toEqual(['web:a:0:0', 'web:a:0:1']);
  });
});

describe('a platform that does not answer', () => {
  it('is waited for no longer than 60 % of the lease; then the reply comes again, and nothing overtakes it', async () => {
    const delivery = open({ lease: 100, now: () => Date.now() });
    let signal: AbortSignal | undefined;
    platform.answer = (_, given) => {
      signal ??= given;
      return platform.got.length === 1 ? new Promise(() => undefined) : Promise.resolve();
    };
    const begun = Date.now();
    await delivery.send('web:a', await owe('a', 0, ['a1', 'a2'], begun + 100), begun + 100);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(55);
    expect(Date.now() - begun).toBeLessThan(100);
    expect(signal?.aborted).toBe(true);
    expect([bodies(), news]).toEqual([['a1'], ['a1 transient']]);
    // The visit for the retry is planned by the delivery itself.
    while (platform.got.length < 3) await pause(20);
    expect(bodies()).toEqual(['a1', 'a1', 'a2']);
  });

  it('gets the same time for a first reply and a later one, and less at the end of a lease', async () => {
    const times: number[] = [];
    const delivery = open({
      later: (ms) => {
        times.push(ms);
        return () => undefined;
      },
    });
    platform.answer = async () => {
      now += 10_000;
    };
    await delivery.send('web:a', await owe('a', 0, ['a1', 'a2', 'a3'], START + LEASE), START + LEASE);
    expect(times).toEqual([18_000, 17_000, 7_000]);
  });

  it('holds up at most so many sends at once, and never another platform', async () => {
    let underWay = 0;
    let most = 0;
    platform.answer = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await pause(2);
      underWay -= 1;
    };
    for (let i = 0; i < 40; i++) await owe(`p${i}`, 0, [`p${i}`]);
    expect(await open({ room: 8 }).sweep()).toBe(40);
    expect(most).toBe(8);
  });

  it('that begins too late in a lease is not asked: the reply is claimed anew', async () => {
    const leased = await owe('a', 0, ['a1'], START + LEASE);
    now = START + LEASE - 1000;
    await open().send('web:a', leased, START + LEASE);
    expect(tap.calls).toEqual(['release', 'claim', 'confirm']);
    expect(bodies()).toEqual(['a1']);
  });

  it('answers after the lease was lost: nothing is confirmed and the next reply waits for its owner', async () => {
    const leased = await owe('a', 0, ['a1', 'a2'], START + LEASE);
    platform.answer = async () => {
      // The process slept meanwhile, and another claimed the replies.
      now += LEASE;
      await real.claim(now, LEASE, 10, { key: 'web:a' });
      platform.answer = async () => undefined;
    };
    await open().send('web:a', leased, START + LEASE);
    expect([bodies(), news, tap.calls]).toEqual([['a1'], ['a1 late'], []]);
    now += LEASE + 1;
    await open().sweep();
    expect(bodies()).toEqual(['a1', 'a1', 'a2']);
  });
});

describe('rates of a platform', () => {
  /** Lets time pass in steps of 10 ms of the given clock, visits included. */
  function stepping(): { later: DeliveryParts['later']; pass: (ms: number) => Promise<void> } {
    const planned: { at: number; work: () => void }[] = [];
    return {
      later: (ms, work) => {
        const one = { at: now + ms, work };
        planned.push(one);
        return () => planned.splice(0, planned.length, ...planned.filter((other) => other !== one));
      },
      async pass(ms) {
        for (const end = now + ms; now < end; now += 10) {
          for (const one of planned.filter(({ at }) => at <= now)) {
            planned.splice(planned.indexOf(one), 1);
            one.work();
          }
          for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
        }
      },
    };
  }

  function mostIn(ms: number): number {
    return Math.max(...platform.got.map(({ at }) => platform.got.filter((o) => o.at >= at && o.at < at + ms).length));
  }

  it('are kept for one group however many people are answered there, and all are answered', async () => {
    const { later, pass } = stepping();
    for (let i = 0; i < 30; i++) await owe(`p${i}`, 0, [`p${i}`], undefined, 'g1');
    const delivery = open({ later }, { perChat: 5, perSecond: 50 });
    await Promise.all([delivery.sweep(), pass(6500)]);
    expect(mostIn(1000)).toBe(5);
    expect(bodies().toSorted()).toEqual(Array.from({ length: 30 }, (_, i) => `p${i}`).toSorted());
    expect(news.every((one) => one.includes('put off'))).toBe(true);
  });

  it('are kept for the whole channel, and a group that is full holds up nobody in private', async () => {
    const { later, pass } = stepping();
    for (let i = 0; i < 30; i++) await owe(`g${i}`, 0, [`g${i}`], undefined, 'g1');
    for (let i = 0; i < 20; i++) await owe(`p${i}`, 0, [`p${i}`]);
    const delivery = open({ later }, { perChat: 1, perSecond: 10 });
    await Promise.all([delivery.sweep(), pass(3500)]);
    expect(mostIn(1000)).toBe(10);
    expect(bodies().filter((body) => body.startsWith('p'))).toHaveLength(20);
    expect(bodies().filter((body) => body.startsWith('g')).length).toBeGreaterThanOrEqual(3);
  });

  it('below one a second are kept too, in the order of the conversation', async () => {
    const { later, pass } = stepping();
    const delivery = open({ later }, { perChat: 0.5, perSecond: 50 });
    const leased = await owe('a', 0, ['a1', 'a2', 'a3'], START + LEASE);
    await Promise.all([delivery.send('web:a', leased, START + LEASE), pass(4500)]);
    expect(platform.got.map(({ body, at }) => [body, Math.round((at - START) / 1000)])).toEqual([
      ['a1', 0],
      ['a2', 2],
      ['a3', 4],
    ]);
  });

  it('named by the platform itself pause the chat for everybody in it', async () => {
    const { later, pass } = stepping();
    await owe('a', 0, ['a1'], undefined, 'g1');
    await owe('b', 0, ['b1'], undefined, 'g1');
    const delivery = open({ later });
    platform.answer = async () => {
      platform.answer = async () => undefined;
      throw new DeliveryFault('rate_limited', 'slow down', { retryAfter: 2000 });
    };
    await delivery.deliver('web:a');
    await delivery.deliver('web:b');
    expect([bodies(), news]).toEqual([['a1'], ['a1 rate_limited', 'b1 put off 2000']]);
    await pass(2100);
    expect(bodies().toSorted()).toEqual(['a1', 'a1', 'b1']);
  });
});

it('retries are spread, so that not everybody comes back at the same moment', async () => {
  const delivery = open({ random: () => 1 });
  await owe('a', 0, ['a1']);
  platform.answer = async () => Promise.reject(new DeliveryFault('transient', 'later'));
  await delivery.deliver('web:a');
  platform.answer = async () => undefined;
  now += 1249;
  expect(await delivery.sweep()).toBe(0);
  now += 1;
  expect(await delivery.sweep()).toBe(1);
});

it('a reply that can never arrive is a dead letter with its reason, told once, and the next one goes out', async () => {
  await owe('a', 0, ['a1', 'a2']);
  platform.answer = async ({ body }) => {
    if (body === 'a1') throw new DeliveryFault('blocked', 'the person blocked us');
  };
  await open().sweep();
  expect(bodies()).toEqual(['a1', 'a2']);
  expect(news).toEqual(['a1 blocked', 'a1 dead blocked']);
  expect((await real.dead(10)).map((one) => one.reason)).toEqual(['blocked: the person blocked us']);
});

it('a confirmation that could not be told is told when the store is back, and nothing is sent twice', async () => {
  const delivery = open({
    later: (_, work) => {
      const timer = setTimeout(work, 5);
      return () => clearTimeout(timer);
    },
  });
  const leased = await owe('a', 0, ['a1'], START + LEASE);
  tap.line = 'away';
  await expect(delivery.send('web:a', leased, START + LEASE)).rejects.toMatchObject({ kind: 'unavailable' });
  expect(tap.calls.length).toBeGreaterThan(0);
  tap.line = 'up';
  while ((await real.backlog()).owed > 0) await pause(2);
  now += LEASE + 1;
  await delivery.sweep();
  expect(bodies()).toEqual(['a1']);
});

describe('two processes on one SQLite file', () => {
  let folder: string;
  let stores: Store[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shenbao-'));
    stores = [openSqliteStore(folder), openSqliteStore(folder)];
    real = stores[0] as Store;
  });
  afterEach(async () => {
    for (const one of stores) await one.close();
    rmSync(folder, { recursive: true });
  });

  it('send every reply once and in order while both sweep', async () => {
    for (let i = 0; i < 25; i++) await owe(`p${i}`, 0, [`p${i} 1`, `p${i} 2`, `p${i} 3`]);
    platform.answer = () => pause(1);
    const both = stores.map((store) => open({ store }));
    const totals = await Promise.all(both.map((delivery) => delivery.sweep()));
    expect(totals.reduce((a, b) => a + b, 0)).toBe(75);
    expect(platform.got).toHaveLength(75);
    for (let i = 0; i < 25; i++)
      expect(bodies().filter((body) => body.startsWith(`p${i} `))).toEqual([`p${i} 1`, `p${i} 2`, `p${i} 3`]);
  });

  it('leave to the other what goes to a channel that is only open there', async () => {
    await owe('a', 0, ['a1']);
    const feishu = open({ channels: () => ['feishu'], channelFor: () => undefined });
    expect(await feishu.sweep()).toBe(0);
    expect(await open({ store: stores[1] as Store }).sweep()).toBe(1);
  });
});

describe('the end of a process', () => {
  it('lets what is under way end, gives the rest back at once, and begins nothing', async () => {
    platform.answer = () => pause(20);
    const delivery = open();
    const sending = delivery.send('web:a', await owe('a', 0, ['a1', 'a2'], START + LEASE), START + LEASE);
    await delivery.close(1000);
    await sending;
    const late = await owe('b', 0, ['b1'], START + LEASE);
    await delivery.send('web:b', late, START + LEASE);
    await delivery.deliver('web:a');
    expect(await delivery.sweep()).toBe(0);
    expect(bodies()).toEqual(['a1']);
    expect(await open().sweep()).toBe(2);
    expect(bodies().toSorted()).toEqual(['a1', 'a2', 'b1']);
  });

  it('waits for no platform beyond the time given, and gives the reply back without counting an attempt', async () => {
    platform.answer = () => new Promise(() => undefined);
    const delivery = open();
    void delivery.send('web:a', await owe('a', 0, ['a1'], START + LEASE), START + LEASE);
    const begun = performance.now();
    await delivery.close(100);
    expect(performance.now() - begun).toBeLessThan(200);
    expect(await real.claim(now, 1, 10)).toMatchObject([{ outbound: { body: 'a1' }, attempts: 0 }]);
    expect(news).toEqual([]);
  });
});
