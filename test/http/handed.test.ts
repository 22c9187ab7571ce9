/** What was handed out over HTTP and how long it waits: a real store, a clock that the test moves. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Handed } from '../../src/http/handed.ts';
import { HELD, openHanded } from '../../src/http/handed.ts';
import type { Outbound } from '../../src/message.ts';
import { storedKey } from '../../src/store/key.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';

const HANDLE = 'json:u1';
const KEY = storedKey(HANDLE);

let store: Store;
let time: number;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  store = openMemoryStore();
  time = Date.now();
});
afterEach(() => vi.useRealTimers());

function openHere(): Handed {
  return openHanded({
    store,
    now: () => time,
    report: (error) => {
      throw error;
    },
  });
}

const moment = (connection = 1) => ({ at: time, steady: time, connection });

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) {
    time += 1_000;
    await vi.advanceTimersByTimeAsync(1_000);
  }
}

function repliesOf(key: string, expected: number): readonly Outbound[] {
  return [0, 1].map((n) => ({
    id: `${key}:${expected}:${n}`,
    re: `m${expected}`,
    to: { channel: 'json', user: 'u1', chat: 'private' },
    kind: 'notice',
    body: `${n}`,
  }));
}

async function commit(key: string, expected: number, replies: readonly Outbound[]): Promise<void> {
  const entry = { id: `m${expected}`, at: time, by: '', channel: 'json', operations: [], replies: 2 };
  await store.commit({ key, expected, inbound: `json:m${expected}`, entry, replies, lease: time + 30_000 });
}

/** A turn with two replies, handed out if somebody does. */
async function handOut(handed: Handed | undefined, expected = 0): Promise<readonly Outbound[]> {
  const replies = repliesOf(HANDLE, expected);
  await commit(HANDLE, expected, replies);
  handed?.out([{ handle: HANDLE, key: KEY, replies }], moment());
  await pass(1_000);
  return replies;
}

const owed = async (): Promise<number> => (await store.backlog()).owed;

it('what was handed out waits for a minute', async () => {
  await handOut(openHere());
  await pass(HELD - 5_000);
  expect(await owed()).toBe(2);
  await pass(10_000);
  expect(await owed()).toBe(0);
});

it('the same message or one that came before the answer settles nothing, another one everything', async () => {
  const handed = openHere();
  const before = moment();
  await handOut(handed);
  handed.meet(HANDLE, 'm0', moment());
  handed.meet(HANDLE, 'm1', before);
  handed.meet('json:u2', 'm1', moment());
  await pass(1_000);
  expect(await owed()).toBe(2);
  handed.meet(HANDLE, 'm1', moment());
  await pass(1_000);
  expect(await owed()).toBe(0);
});

it('a message on another connection right behind the answer settles nothing, on the same one or later everything', async () => {
  for (const [n, connection, wait, left] of [
    [0, 2, 0, 2],
    [1, 1, 0, 0],
    [2, 2, 1_000, 0],
  ] as const) {
    const handle = `json:p${n}`;
    const key = storedKey(handle);
    const handed = openHere();
    const replies = repliesOf(key, 0);
    await commit(key, 0, replies);
    handed.out([{ handle, key, replies }], moment());
    time += 1 + wait;
    handed.meet(handle, 'm1', moment(connection));
    await pass(1_000);
    expect((await store.claim(time + 10 * HELD, 0, 9, { key })).length).toBe(left);
  }
});

it('what seems to have arrived elsewhere waits for the next message', async () => {
  const replies = await handOut(undefined);
  const handed = openHere();
  handed.adopt(
    HANDLE,
    replies.map(({ id }) => ({ key: KEY, id })),
    moment(),
  );
  await pass(1_000);
  expect(await owed()).toBe(2);
  handed.meet(HANDLE, 'm2', moment(7));
  await pass(1_000);
  expect(await owed()).toBe(0);
});

it('what an ended process handed out is settled by another after its time, what nobody handed out is kept', async () => {
  await handOut(openHere());
  // Nobody handed this out: its process died with the answer in hand.
  await handOut(undefined, 1);
  vi.clearAllTimers();
  openHere();
  await pass(3 * HELD);
  const left = await store.claim(time + 10 * HELD, 0, 9, { key: HANDLE });
  expect(left.map(({ outbound }) => outbound.id)).toEqual([`${HANDLE}:1:0`, `${HANDLE}:1:1`]);
});
