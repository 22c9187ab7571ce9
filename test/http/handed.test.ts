/** What was handed out over HTTP and how long it waits: a real store, a clock that the test moves. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Handed } from '../../src/http/handed.ts';
import { HELD, openHanded } from '../../src/http/handed.ts';
import type { Outbound } from '../../src/message.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';

const HANDLE = 'json:u1';

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

const moment = () => ({ at: time, steady: time });

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) {
    time += 1_000;
    await vi.advanceTimersByTimeAsync(1_000);
  }
}

/** A turn with two replies, handed out. */
async function handOut(handed: Handed | undefined, expected = 0): Promise<readonly Outbound[]> {
  const re = `m${expected}`;
  const replies = [0, 1].map(
    (n): Outbound => ({
      id: `${HANDLE}:${expected}:${n}`,
      re,
      to: { channel: 'json', user: 'u1', chat: 'private' },
      kind: 'notice',
      body: `${n}`,
    }),
  );
  const entry = { id: re, at: time, by: '', channel: 'json', operations: [], replies: 2 };
  await store.commit({ key: HANDLE, expected, inbound: `json:${re}`, entry, replies, lease: time + 30_000 });
  handed?.out([{ handle: HANDLE, key: HANDLE, replies }], moment());
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
