/** Channels that cannot be opened, hang, fail and come back, beside others that work: real opening, delivery and store. */
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Adapter, Channel, Health, Intake } from '../../src/channel.ts';
import { ChannelFault, DeliveryFault } from '../../src/channel.ts';
import { channelsReady } from '../../src/cli/channels.ts';
import { servePlatforms } from '../../src/http/platform-call.ts';
import type { Outbound } from '../../src/message.ts';
import type { Channels, Tempo, Wanted } from '../../src/runtime/channels.ts';
import { openChannels } from '../../src/runtime/channels.ts';
import type { Delivery } from '../../src/runtime/delivery.ts';
import { openDelivery } from '../../src/runtime/delivery.ts';
import { openLog } from '../../src/runtime/log.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { plainChannel } from './plain-channel.ts';

const START = 1_760_000_000_000;
const MINUTE = 60_000;
const QUICK: Tempo = { first: 10, most: 20, mending: 30, patience: 50, look: 5 };
const WHY = { zh: '连不上', en: 'cannot be reached' };

let store: Store;
let now: number;
let got: string[];
let told: string[];
let dead: string[];
let channels: Channels;
let delivery: Delivery;

beforeEach(() => {
  store = openMemoryStore();
  now = START;
  got = [];
  told = [];
  dead = [];
});
afterEach(async () => {
  await delivery.close(50);
  await Promise.race([channels.close(), pause(50)]);
  await store.close();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 5_000; !holds(); await pause(2)) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
  }
}

/** A platform that takes everything, unless a test says otherwise. */
function channelOf(name: string, more: Partial<Channel> = {}): Channel {
  return { ...plainChannel(name, async (outbound) => void got.push(`${name}: ${outbound.body}`)), ...more };
}

function adapterOf(name: string, open: () => Promise<Channel>, env: z.ZodType = z.object({})): Adapter {
  return { name, env, show: () => ({ parts: [], buttons: [], misfits: [] }), open };
}

function wanted(name: string, open: () => Promise<Channel> = async () => channelOf(name)): Wanted {
  return { name, load: async () => adapterOf(name, open) };
}

const intake: Intake = {
  take: async () => 'ok',
  keep: async () => ({ kind: 'text', text: '' }),
  largestFile: 0,
  now: () => now,
  random: () => 0,
  tell: () => undefined,
};

function start(all: readonly Wanted[], tempo: Partial<Tempo> = {}): void {
  channels = openChannels({
    wanted: all,
    environment: { MINE_PORT: 'secret words' },
    intakeFor: () => intake,
    random: () => 0,
    tell: (name, { state, why }, cause) =>
      told.push([`${name} ${state}`, why?.en, cause instanceof Error ? cause.message : undefined].join(' | ')),
    tempo: { ...QUICK, ...tempo },
  });
  delivery = openDelivery({
    store,
    now: () => now,
    channelFor: (name) => channels.get(name),
    channels: channels.names,
    onFault: () => undefined,
    onDead: ({ outbound }) => dead.push(outbound.body),
  });
}

/** Replies owed to a person of a channel, in a session of their own. */
async function owe(channel: string, ...bodies: readonly string[]): Promise<void> {
  const key = `${channel}:${bodies[0]}`;
  const to = { channel, user: bodies[0] ?? '', chat: 'private' };
  const replies = bodies.map((body, i): Outbound => ({ id: `${key}:0:${i}`, re: 'm', to, kind: 'notice', body }));
  const entry = { id: 'm', at: START, by: '', channel, operations: [], replies: replies.length };
  await store.commit({ key, expected: 0, inbound: `${channel}:m`, entry, replies });
}

const open = (): readonly string[] => channels.names().filter((name) => stateOf(name)?.state === 'open');
const stateOf = (name: string): Health | undefined => channels.health().find((one) => one.name === name)?.health;

describe('a channel that cannot be opened', () => {
  const never = (): Promise<never> => new Promise(() => undefined);
  const port = z.object({ MINE_PORT: z.coerce.number(), MINE_TOKEN: z.string() });
  const bad: readonly Wanted[] = [
    { name: 'torn', load: async () => Promise.reject(new SyntaxError('Unexpected token')) },
    { name: 'empty', load: async () => JSON.parse('{}') as Adapter },
    { name: 'misset', load: async () => adapterOf('misset', never, port) },
    wanted('stuck', never),
    wanted('refused', async () => Promise.reject(new ChannelFault('令牌不对', 'the token is wrong'))),
    wanted('away', async () => Promise.reject(new ChannelFault('不在', 'away', { retryable: true }))),
    wanted('mad', async () => channelOf('mad', { health: () => JSON.parse('no health') as Health })),
  ];

  it('keeps nobody waiting on the others, whatever it is that is wrong with it', async () => {
    start([...bad, wanted('good')]);
    await owe('good', 'for ann');
    await until(() => stateOf('good')?.state === 'open', 'the good one is open');
    await delivery.sweep();
    expect(got).toEqual(['good: for ann']);
  });

  it('is named in readiness with the reason, and told once however often it is tried', async () => {
    start([...bad, wanted('good')]);
    await until(() => stateOf('stuck')?.state === 'broken', 'the stuck one is given up');
    await pause(100);
    const ready = Object.fromEntries(channelsReady(channels.health()).map(({ name, ...how }) => [name, how]));
    expect(ready).toMatchObject({
      good: { ready: true, state: 'open' },
      torn: { ready: false, state: 'broken', why: expect.stringContaining('could not be opened (SyntaxError)') },
      empty: { ready: false, state: 'broken', why: expect.stringContaining('could not be opened (TypeError)') },
      misset: { ready: false, state: 'failed', why: 'these settings are wrong: MINE_PORT, MINE_TOKEN' },
      stuck: { ready: false, state: 'broken', why: expect.stringContaining('still waiting') },
      refused: { ready: false, state: 'failed', why: 'the token is wrong' },
      away: { ready: false, state: 'broken', why: 'away' },
      mad: { ready: false, state: 'broken', why: expect.stringContaining('cannot say how it is (SyntaxError)') },
    });
    expect(told.map((line) => line.split(' ')[0]).sort()).toEqual([...bad.map(({ name }) => name), 'good'].sort());
    expect(told.find((line) => line.startsWith('torn'))).toContain('Unexpected token');
    expect(told.join('\n')).not.toContain('secret words');
  });

  it('is served when its opening, long given up, comes after all', async () => {
    const { promise, resolve } = Promise.withResolvers<Channel>();
    start([wanted('late', () => promise)]);
    await owe('late', 'for ben');
    await until(() => stateOf('late')?.state === 'broken', 'it is given up');
    resolve(channelOf('late'));
    await until(() => stateOf('late')?.state === 'open', 'it is open');
    await delivery.sweep();
    expect(got).toEqual(['late: for ben']);
  });

  it('is tried again by itself, also when a person had to mend it on the side of the platform', async () => {
    let tries = 0;
    const faults = [
      new ChannelFault('不在', 'away', { retryable: true }),
      new ChannelFault('没有发布', 'not published'),
      new TypeError('a defect'),
    ];
    start([
      wanted('once', async () => {
        const fault = faults[tries];
        tries += 1;
        if (fault !== undefined) throw fault;
        return channelOf('once');
      }),
    ]);
    await until(() => stateOf('once')?.state === 'open', 'it is open');
    expect(told.map((line) => line.split(' | ')[0])).toEqual([
      'once broken',
      'once failed',
      'once broken',
      'once open',
    ]);
  });

  it('opens no more once the process ends, and is closed if it opens then', async () => {
    const { promise, resolve } = Promise.withResolvers<Channel>();
    let closed = false;
    start([wanted('late', () => promise)]);
    await channels.close();
    const close = async (): Promise<void> => {
      closed = true;
    };
    resolve(channelOf('late', { close }));
    await until(() => closed, 'it is closed');
    expect(channels.get('late')).toBeUndefined();
  });
});

describe('a platform that takes nothing', () => {
  it('and never answers keeps nobody waiting on another', async () => {
    start([
      wanted('hung', async () => channelOf('hung', { send: () => new Promise(() => undefined) })),
      wanted('good'),
    ]);
    await until(() => open().length === 2, 'both are open');
    for (let n = 0; n < 70; n += 1) await owe('hung', `lost ${n}`);
    void delivery.sweep();
    await pause(10);
    await owe('good', 'for ann', 'more for ann');
    void delivery.sweep();
    await until(() => got.length === 2, 'ann hears everything');
  });

  it('or throws instead of rejecting keeps nobody waiting on another', async () => {
    const thrown = (): never => {
      throw new TypeError('a defect');
    };
    start([wanted('mad', async () => channelOf('mad', { send: thrown, close: thrown })), wanted('good')]);
    await until(() => open().length === 2, 'both are open');
    await owe('mad', 'for nobody');
    await owe('good', 'for ann');
    await delivery.sweep();
    expect(got).toEqual(['good: for ann']);
    await channels.close();
  });
});

describe('a platform that goes away and comes back', () => {
  let health: Health;
  /** What was tried to be sent, in order. */
  let tried: string[];
  let isStern: boolean;
  /** It learns by the next message that it works. */
  let isMending: boolean;
  /** How many times it asks to wait first. */
  let asks: number;
  const fault = new DeliveryFault('transient', 'nobody answers');
  const platform = wanted('tele', async () =>
    channelOf('tele', {
      health: () => health,
      send: async (outbound) => {
        tried.push(outbound.body);
        if (isMending) health = { state: 'open' };
        if (tried.length <= asks) throw new DeliveryFault('rate_limited', 'later', { retryAfter: 30_000 });
        if (isStern || health.state !== 'open') throw fault;
        got.push(`tele: ${outbound.body}`);
      },
    }),
  );
  beforeEach(async () => {
    health = { state: 'open' };
    tried = [];
    isStern = false;
    isMending = false;
    asks = 0;
    start([platform, wanted('good')]);
    await until(() => open().length === 2, 'both are open');
  });

  it('is told once each time, with the reason', async () => {
    for (const state of ['broken', 'open', 'failed', 'open'] as const) {
      health = state === 'open' ? { state } : { state, why: WHY };
      const count = told.length;
      await until(() => told.length > count, state);
      await pause(20);
    }
    expect(told.filter((line) => line.startsWith('tele'))).toEqual([
      'tele open |  | ',
      'tele broken | cannot be reached | ',
      'tele open |  | ',
      'tele failed | cannot be reached | ',
      'tele open |  | ',
    ]);
  });

  it('owes nobody a longer wait, and buries no reply, however long it was away', async () => {
    health = { state: 'broken', why: WHY };
    await owe('tele', 'one', 'two', 'three');
    await owe('tele', 'other');
    for (let minutes = 0; minutes < 24 * 60; minutes += 1) {
      await delivery.sweep();
      await delivery.deliver('tele:one');
      now += MINUTE;
    }
    expect(got).toEqual([]);
    health = { state: 'open' };
    await delivery.sweep();
    expect(got.sort()).toEqual(['tele: one', 'tele: other', 'tele: three', 'tele: two']);
    expect([dead, await store.backlog()]).toEqual([[], { owed: 0, oldest: undefined, dead: 0 }]);
  });

  it('sends in order what was put off, also by a process that ended in the outage', async () => {
    health = { state: 'failed', why: WHY };
    await owe('tele', 'one', 'two', 'three');
    await delivery.sweep();
    await delivery.close(50);
    await channels.close();
    start([platform]);
    await until(() => channels.get('tele') !== undefined, 'it is opened again');
    await delivery.deliver('tele:one');
    now += 1_000;
    health = { state: 'open' };
    await delivery.sweep();
    expect(got).toEqual(['tele: one', 'tele: two', 'tele: three']);
  });

  it.each([
    ['broken', 30],
    ['failed', 2],
  ] as const)(
    'is tried with one reply now and then while it is %s: it may take replies before it knows',
    async (state, times) => {
      health = { state, why: WHY };
      for (let n = 0; n < 200; n += 1) await owe('tele', `p${n}`);
      for (let seconds = 0; seconds < 60; seconds += 1) {
        await delivery.sweep();
        now += 1_000;
      }
      expect(new Set(tried).size).toBe(times);
      health = { state: 'open' };
      await delivery.sweep();
      expect(got).toHaveLength(200);
    },
  );

  it('brings everything at once when such a reply shows that it is back', async () => {
    health = { state: 'failed', why: WHY };
    for (let n = 0; n < 200; n += 1) await owe('tele', `p${n}`);
    isMending = true;
    await delivery.sweep();
    expect(got).toHaveLength(200);
  });

  it('may ask to be left alone as often as it likes: no reply is given up for it', async () => {
    health = { state: 'open' };
    await owe('tele', 'one');
    asks = 20;
    for (let minutes = 0; minutes < 25; minutes += 1) {
      await delivery.sweep();
      now += MINUTE;
    }
    expect([got, dead]).toEqual([['tele: one'], []]);
  });

  it('counts tries and waits longer each time where it is open and takes nothing all the same', async () => {
    health = { state: 'open' };
    isStern = true;
    await owe('tele', 'one');
    for (let minutes = 0; minutes < 60; minutes += 1) {
      await delivery.sweep();
      now += MINUTE;
    }
    expect([tried.length, dead]).toEqual([12, ['one']]);
  });
});

describe('a call of a platform', () => {
  it('that its adapter throws at or never answers leaves the calls of others answered', async () => {
    const route = (name: string, answer: () => Promise<{ status: number }>): Wanted =>
      wanted(name, async () => channelOf(name, { routes: [{ path: `/${name}/webhook`, longest: 100, answer }] }));
    start([
      route('mad', () => {
        throw new TypeError('a defect');
      }),
      route('hung', () => new Promise(() => undefined)),
      route('good', async () => ({ status: 200 })),
    ]);
    await until(() => open().length === 3, 'all are open');
    const app = new Hono<{ Bindings: HttpBindings }>();
    const log = openLog('silent');
    servePlatforms(app, { route: channels.route, log, onRefused: () => undefined });
    const call = async (name: string): Promise<number> =>
      (await app.request(`/${name}/webhook`, { method: 'POST', body: '{}' })).status;
    void call('hung');
    expect([await call('mad'), await call('good'), await call('absent')]).toEqual([500, 200, 503]);
  });
});
