/** Replies on their way: in order, at least once, put off when a platform is busy, kept aside when they cannot arrive. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryReason } from '../../src/channel.ts';
import { DeliveryFault } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import type { Delivery } from '../../src/runtime/delivery.ts';
import { openDelivery } from '../../src/runtime/delivery.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { plainChannel } from './plain-channel.ts';

const START = 1_760_000_000_000;

let store: Store;
let now: number;
let sent: string[];
let faults: string[];
/** What the platform answers to a reply, by its id; sent when there is nothing here. */
let answers: Map<string, DeliveryFault | Error>;
let delivery: Delivery;

beforeEach(() => {
  store = openMemoryStore();
  now = START;
  sent = [];
  faults = [];
  answers = new Map();
  delivery = open('web');
});

function open(name: string): Delivery {
  const channel = plainChannel(name, async (outbound, id) => {
    const fault = answers.get(id);
    if (fault !== undefined) throw fault;
    sent.push(outbound.body);
  });
  return openDelivery({
    store,
    channelFor: (wanted) => (wanted === name ? channel : undefined),
    now: () => now,
    onFault: (fault, due) => faults.push(`${due.outbound.id} ${fault.reason}`),
  });
}

/** A turn of `user` with these replies. */
async function owe(user: string, length: number, ...bodies: string[]): Promise<void> {
  const key = `web:${user}`;
  const replies = bodies.map(
    (body, i): Outbound => ({
      id: `${key}:${length}:${i}`,
      re: `${user}${length}`,
      to: { channel: 'web', user, chat: 'private' },
      kind: 'notice',
      body,
    }),
  );
  const entry = { id: `${user}${length}`, at: START, by: '', channel: 'web', operations: [], replies: replies.length };
  const committed = await store.commit({ key, expected: length, inbound: `web:${user}${length}`, entry, replies });
  expect(committed.kind).toBe('ok');
}

const fault = (reason: DeliveryReason, retryAfter?: number): DeliveryFault =>
  new DeliveryFault(reason, 'platform says no', retryAfter === undefined ? {} : { retryAfter });

it('replies of a person come in the order they were said, and once', async () => {
  await owe('a', 0, 'a1', 'a2');
  await owe('a', 1, 'a3');
  await delivery.deliver('web:a');
  await delivery.deliver('web:a');
  expect(sent).toEqual(['a1', 'a2', 'a3']);
});

it('a sweep finds what anybody is owed, after a restart say', async () => {
  for (const user of ['a', 'b', 'c']) await owe(user, 0, `${user}1`, `${user}2`, `${user}3`);
  expect(await open('web').sweep()).toBe(9);
  expect(await delivery.sweep()).toBe(0);
  for (const user of ['a', 'b', 'c'])
    expect(sent.filter((body) => body.startsWith(user))).toEqual([`${user}1`, `${user}2`, `${user}3`]);
});

it('what one process is sending, another leaves alone until its lease is over', async () => {
  await owe('a', 0, 'a1');
  expect(await store.claim(now, 30_000, 1)).toHaveLength(1);
  await delivery.deliver('web:a');
  expect(sent).toEqual([]);
  now += 30_001;
  await delivery.sweep();
  expect(sent).toEqual(['a1']);
});

describe('a platform that is busy', () => {
  it('gets the reply again after a second, then later and later, and nothing overtakes it', async () => {
    await owe('a', 0, 'a1', 'a2');
    answers.set('web:a:0:0', fault('transient'));
    await delivery.deliver('web:a');
    now += 999;
    await delivery.deliver('web:a');
    expect(faults).toHaveLength(1);
    now += 1;
    await delivery.deliver('web:a');
    expect(faults).toHaveLength(2);
    now += 1999;
    await delivery.deliver('web:a');
    expect(faults).toHaveLength(2);
    expect(sent).toEqual([]);
    answers.clear();
    now += 1;
    await delivery.deliver('web:a');
    expect(sent).toEqual(['a1', 'a2']);
  });

  it('is obeyed when it names the pause', async () => {
    await owe('a', 0, 'a1');
    answers.set('web:a:0:0', fault('rate_limited', 7000));
    await delivery.deliver('web:a');
    answers.clear();
    now += 6999;
    await delivery.sweep();
    expect(sent).toEqual([]);
    now += 1;
    await delivery.sweep();
    expect(sent).toEqual(['a1']);
  });

  it('holds up nobody else', async () => {
    await owe('a', 0, 'a1');
    await owe('b', 0, 'b1', 'b2');
    answers.set('web:a:0:0', fault('transient'));
    await delivery.sweep();
    await delivery.sweep();
    expect(sent).toEqual(['b1', 'b2']);
  });

  it('is given up after twelve attempts; the reply is kept aside and the next one goes out', async () => {
    await owe('a', 0, 'a1', 'a2');
    answers.set('web:a:0:0', fault('transient'));
    for (let attempt = 0; attempt < 12; attempt++) {
      await delivery.deliver('web:a');
      now += 5 * 60_000;
    }
    await delivery.deliver('web:a');
    expect(faults).toHaveLength(12);
    expect(sent).toEqual(['a2']);
  });
});

it.each(['blocked', 'gone', 'too_long'] as const)(
  'a reply that is %s is kept aside at once and never tried again',
  async (reason) => {
    await owe('a', 0, 'a1', 'a2');
    answers.set('web:a:0:0', fault(reason));
    await delivery.deliver('web:a');
    await delivery.deliver('web:a');
    expect(faults).toEqual([`web:a:0:0 ${reason}`]);
    expect(sent).toEqual(['a2']);
    now += 24 * 60 * 60_000;
    answers.clear();
    expect(await delivery.sweep()).toBe(0);
    expect(sent).toEqual(['a2']);
  },
);

it('a reply refused for wrong credentials waits for an operator to mend them', async () => {
  await owe('a', 0, 'a1');
  answers.set('web:a:0:0', fault('unauthorised'));
  await delivery.deliver('web:a');
  expect(faults).toEqual(['web:a:0:0 unauthorised']);
  answers.clear();
  now += 5 * 60_000;
  await delivery.sweep();
  expect(sent).toEqual(['a1']);
});

it('an error nobody foresaw counts as passing', async () => {
  await owe('a', 0, 'a1');
  answers.set('web:a:0:0', new Error('socket hang up'));
  await delivery.deliver('web:a');
  expect(faults).toEqual(['web:a:0:0 transient']);
  answers.clear();
  now += 1000;
  await delivery.sweep();
  expect(sent).toEqual(['a1']);
});

it('a reply whose channel is not open here waits, and is sent once it is', async () => {
  await owe('a', 0, 'a1');
  await open('feishu').sweep();
  expect(sent).toEqual([]);
  now += 5 * 60_000;
  await delivery.sweep();
  expect(sent).toEqual(['a1']);
});

it('a reply is sent again when it could not be noted that it was sent', async () => {
  await owe('a', 0, 'a1');
  const confirm = store.confirm;
  store = { ...store, confirm: () => Promise.reject(new Error('no room left')) };
  await expect(open('web').deliver('web:a')).rejects.toThrow('no room left');
  store = { ...store, confirm };
  now += 30_001;
  await open('web').deliver('web:a');
  expect(sent).toEqual(['a1', 'a1']);
});
