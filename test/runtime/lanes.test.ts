/** One person on two platforms: what one of them does holds up nothing on the other, and nothing is lost or doubled there. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../src/channel.ts';
import { DeliveryFault } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import type { Delivery } from '../../src/runtime/delivery.ts';
import { openDelivery } from '../../src/runtime/delivery.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { plainChannel } from './plain-channel.ts';

const START = 1_760_000_000_000;
const KEY = 'wechat:w1';
/** Longer than any pause between two tries. */
const LATER = 10 * 60_000;

let store: Store;
let now: number;
let said: string[];
let wechat: 'up' | 'down' | 'hanging' | 'shut';
let letGo: () => void;
let delivery: Delivery;

beforeEach(() => {
  store = openMemoryStore();
  now = START;
  said = [];
  wechat = 'up';
  letGo = () => undefined;
  const channels: Readonly<Record<string, Channel>> = {
    wechat: plainChannel('wechat', async ({ body }) => {
      if (wechat === 'down') throw new DeliveryFault('transient', 'down');
      if (wechat === 'hanging')
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
      said.push(body);
    }),
    feishu: plainChannel('feishu', async ({ body }) => {
      said.push(body);
    }),
  };
  delivery = openDelivery({
    store,
    channelFor: (name) => (name === 'wechat' && wechat === 'shut' ? undefined : channels[name]),
    channels: () => (wechat === 'shut' ? ['feishu'] : ['wechat', 'feishu']),
    now: () => now,
    onFault: () => undefined,
  });
});

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** A turn with these replies, `w…` on WeChat and `f…` on Feishu; leased to this process where the store leases. */
async function owe(length: number, ...bodies: string[]): Promise<readonly Outbound[] | undefined> {
  const replies = bodies.map((body, n): Outbound => {
    const channel = body.startsWith('w') ? 'wechat' : 'feishu';
    return { id: `${KEY}:${length}:${n}`, re: 'm', to: { channel, user: 'u', chat: 'private' }, kind: 'notice', body };
  });
  const entry = { id: `m${length}`, at: START, by: '', channel: 'wechat', operations: [], replies: replies.length };
  const commit = { key: KEY, expected: length, inbound: `wechat:m${length}`, entry, replies, lease: now + 30_000 };
  const done = await store.commit(commit);
  return done.kind === 'ok' && done.leased === true ? replies : undefined;
}

describe.each(['down', 'hanging', 'shut'] as const)('while WeChat is %s', (state) => {
  it('Feishu goes on at once and in order; afterwards WeChat says the rest in order, nothing twice', async () => {
    wechat = state;
    const first = await owe(0, 'w1', 'f1', 'w2');
    const sending = delivery.send(KEY, first ?? [], now + 30_000);
    await settled();
    for (const [length, body] of ['f2', 'f3', 'w3', 'f4'].entries()) {
      const leased = await owe(length + 1, body);
      void (leased === undefined ? delivery.deliver(KEY) : delivery.send(KEY, leased, now + 30_000));
      await settled();
    }
    expect(said).toEqual(['f1', 'f2', 'f3', 'f4']);
    wechat = 'up';
    letGo();
    await sending;
    await settled();
    now += LATER;
    await delivery.sweep();
    await delivery.deliver(KEY);
    expect(said).toEqual(['f1', 'f2', 'f3', 'f4', 'w1', 'w2', 'w3']);
    expect((await store.backlog()).owed).toBe(0);
  });
});

it('a sweep of one platform sends what is owed there behind what another owes', async () => {
  wechat = 'shut';
  await owe(0, 'w1', 'f1', 'f2');
  now += LATER;
  expect(await delivery.sweep()).toBe(2);
  expect(said).toEqual(['f1', 'f2']);
});
