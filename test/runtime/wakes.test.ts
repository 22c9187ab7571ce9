/** Timers: each once over all replicas, set again when they come early, never lost, and their replies sent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeTick, wakeAfter } from '../../src/engine/tick.ts';
import { takeTurn } from '../../src/engine/turn.ts';
import { compileCall } from '../../src/flow/compile.ts';
import type { Inbound } from '../../src/message.ts';
import type { Conversation } from '../../src/runtime/conversation.ts';
import { openConversation } from '../../src/runtime/conversation.ts';
import type { ConversationParts } from '../../src/runtime/conversation-parts.ts';
import type { Delivery } from '../../src/runtime/delivery.ts';
import { openDelivery } from '../../src/runtime/delivery.ts';
import { rounds } from '../../src/runtime/later.ts';
import type { Wakes } from '../../src/runtime/wakes.ts';
import { openWakes } from '../../src/runtime/wakes.ts';
import { storedKey } from '../../src/store/key.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { Commit, Store } from '../../src/store/store.ts';
import { SMALL_CALL } from '../flow/small-call.ts';
import { plainChannel } from './plain-channel.ts';

const call = compileCall(SMALL_CALL);
const NOON = Date.parse('2025-10-09T12:00:00+08:00');
const HOUR = 60 * 60_000;
const KEY = storedKey('web:u1');

let folder: string;
let store: Store;
let other: Store;
let now: number;
let sent: string[];
let errors: unknown[];
let commits: Commit[];
let count = 0;
const wakes: Wakes[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shenbao-'));
  const opened = openSqliteStore(folder);
  commits = [];
  store = {
    ...opened,
    commit: (commit) => {
      commits.push(commit);
      return opened.commit(commit);
    },
  };
  other = openSqliteStore(folder);
  now = NOON;
  sent = [];
  errors = [];
});

afterEach(async () => {
  for (const one of wakes.splice(0)) await one.stop();
  await store.close();
  await other.close();
  rmSync(folder, { recursive: true });
});

function inbound(text: string, given?: string): Inbound {
  count += 1;
  const id = given ?? `m${count}`;
  const content = { kind: 'text', text } as const;
  return { channel: 'web', id, user: 'u1', chat: 'private', addressed: true, at: now, content };
}

/** What a session does when its time has come, by the real engine: the timer says 进度 in the applicant's place. */
const tick: NonNullable<ConversationParts['tick']> = (given, session, at, around) =>
  takeTurn(given, session, inbound('进度', `timer:${at}`), around);

/** An hour after the last word. */
const hourly: NonNullable<ConversationParts['wakeAfter']> = (_call, _session, at) => at + HOUR;

function converse(on: Store, more: Partial<ConversationParts> = {}): Conversation {
  return openConversation({
    store: on,
    call: () => call,
    version: '1',
    clock: (one) => one.at,
    now: () => now,
    tick,
    wakeAfter: hourly,
    ...more,
  });
}

function deliver(on: Store): Delivery {
  const channel = plainChannel('web', async (outbound) => {
    sent.push(outbound.id);
  });
  return openDelivery({ store: on, channelFor: () => channel, now: () => now, onFault: () => undefined });
}

function watch(on: Store, conversation: Conversation, delivery = deliver(on)): Wakes {
  const made = openWakes({
    store: on,
    clock: { now: () => now },
    conversation,
    delivery,
    every: 1_000_000,
    onError: (error) => errors.push(error),
  });
  wakes.push(made);
  return made;
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** When the session is to be woken, found by asking minute by minute with no lease. */
async function wakeOf(on: Store): Promise<number | undefined> {
  return (await on.wakes(Number.MAX_SAFE_INTEGER, 0, 10))[0]?.at;
}

describe('a session that wants to be woken', () => {
  it('is woken once, whichever of two replicas comes first, and the reply goes out', async () => {
    const lease = (): number => now + 30_000;
    const replicas = [store, other].map((on) => converse(on, { lease }));
    await replicas[0]?.take(inbound('你好'));
    await deliver(store).sweep();
    now += HOUR + 60_000;
    await deliver(store).sweep();
    sent = [];
    // Both believe it is theirs, as after a lease that ran out while one slept.
    const outcomes = await Promise.all(replicas.map((one) => one.wake(KEY, NOON + HOUR)));
    expect(outcomes.map((one) => one.status).toSorted()).toEqual(['duplicate', 'ok']);
    expect((await store.load(KEY)).length).toBe(2);
    expect(await wakeOf(store)).toBe(now + HOUR);
  });

  it('is found by the loop at its time and not before', async () => {
    const conversation = converse(store);
    await conversation.take(inbound('你好'));
    await deliver(store).sweep();
    sent = [];
    const loop = watch(store, conversation);
    now = NOON + HOUR - 1;
    expect(await loop.look()).toBe(0);
    now = NOON + HOUR;
    expect(await loop.look()).toBe(1);
    expect(await loop.look()).toBe(0);
    await settled();
    expect(sent.length).toBeGreaterThan(0);
    expect(errors).toEqual([]);
  });

  it('is woken by one of two loops over one file, once', async () => {
    for (const on of [store, other]) watch(on, converse(on));
    await settled();
    await converse(store).take(inbound('你好'));
    now = NOON + HOUR;
    const found = await Promise.all(wakes.map((one) => one.look()));
    expect(found.toSorted()).toEqual([0, 1]);
    expect((await store.load(KEY)).length).toBe(2);
  });

  it('whose process died with the turn is woken by another after the lease, and what it had said is sent', async () => {
    const dying = converse(store, { lease: () => now + 30_000 });
    await dying.take(inbound('你好'));
    now = NOON + HOUR;
    await deliver(store).sweep();
    sent = [];
    // Claimed, taken and committed; the process dies before anything is sent or the wake is told to be over.
    expect(await store.wakes(now, 60_000, 10)).toHaveLength(1);
    const died = await dying.wake(KEY, NOON + HOUR);
    expect(died.leased?.length).toBeGreaterThan(0);
    now += 60_001;
    const survivor = deliver(other);
    await survivor.sweep();
    expect(sent).toEqual(died.leased?.map((one) => one.id));
  });

  it('is tried again after the lease when its turn could not be taken', async () => {
    let away = true;
    const conversation = converse({
      ...store,
      load: (key) => (away ? Promise.reject(new Error('no disk')) : store.load(key)),
    });
    await converse(store).take(inbound('你好'));
    const loop = watch(store, conversation);
    await settled();
    now = NOON + HOUR;
    await loop.look();
    expect(errors).toMatchObject([{ message: 'no disk' }]);
    away = false;
    now += 60_001;
    await loop.look();
    expect((await store.load(KEY)).length).toBe(2);
  });
});

describe('what is set', () => {
  it('is written with a turn only when nothing is known to be set or it must come earlier', async () => {
    const wanted = [NOON + HOUR, NOON + 2 * HOUR, NOON + 30 * 60_000, NOON + HOUR];
    const conversation = converse(store, { wakeAfter: () => wanted.shift() ?? null });
    for (const text of ['你好', '1', '2', '进度', '进度']) await conversation.take(inbound(text));
    expect(commits.map((one) => one.wake)).toEqual([NOON + HOUR, undefined, NOON + 30 * 60_000, undefined, undefined]);
    expect(await wakeOf(store)).toBe(NOON + 30 * 60_000);
  });

  it('is written by a replica that did not see it set, and after a lost race', async () => {
    const [one, two] = [converse(store), converse(store)];
    await one.take(inbound('你好'));
    await two.take(inbound('1'));
    now += 1000;
    await one.take(inbound('2'));
    expect(commits.map((commit) => commit.wake)).toEqual([NOON + HOUR, NOON + HOUR, undefined, NOON + 1000 + HOUR]);
  });

  it('too early is set again without a turn, and cleared when nothing is wanted any more', async () => {
    let wanted: number | null = NOON + HOUR;
    const conversation = converse(store, { tick: () => undefined, wakeAfter: () => wanted });
    await conversation.take(inbound('你好'));
    wanted = NOON + 3 * HOUR;
    await conversation.take(inbound('1'));
    now = NOON + HOUR;
    expect(await conversation.wake(KEY, NOON + HOUR)).toEqual({ status: 'silent', key: KEY });
    expect([await wakeOf(store), (await store.load(KEY)).length]).toEqual([NOON + 3 * HOUR, 2]);
    wanted = null;
    now = NOON + 3 * HOUR;
    await conversation.wake(KEY, NOON + 3 * HOUR);
    expect(await wakeOf(store)).toBeUndefined();
  });

  it('is written by a turn that comes after it was set later elsewhere, unheard', async () => {
    let wanted = NOON + HOUR;
    const one = converse(store, { wakeAfter: () => wanted });
    await one.take(inbound('你好'));
    // Woken too early there: set again for later, with no turn the first replica could hear of.
    now = NOON + HOUR;
    await converse(other, { tick: () => undefined }).wake(KEY, NOON + HOUR);
    expect(await wakeOf(store)).toBe(NOON + 2 * HOUR);
    wanted = NOON + HOUR + 120_000;
    await one.take(inbound('1'));
    expect(await wakeOf(store)).toBe(NOON + HOUR + 120_000);
  });

  it('too early is set again also by a replica that missed the last turns', async () => {
    const conversation = converse(store, { tick: () => undefined });
    await conversation.take(inbound('你好'));
    await converse(other).take(inbound('1'));
    now = NOON + HOUR;
    await conversation.wake(KEY, NOON + HOUR);
    expect(await wakeOf(store)).toBe(NOON + 2 * HOUR);
  });

  it('past cannot go round in circles', async () => {
    const conversation = converse(store, { tick: () => undefined, wakeAfter: () => NOON });
    const loop = watch(store, conversation);
    await settled();
    await conversation.take(inbound('你好'));
    now = NOON + 1;
    expect([await loop.look(), await loop.look(), await loop.look()]).toEqual([1, 0, 0]);
  });

  it('is forgotten with a person who was erased', async () => {
    const conversation = converse(store);
    for (const text of ['你好', '1', '删除我的数据', '1']) await conversation.take(inbound(text));
    expect(await wakeOf(store)).toBeUndefined();
    expect(await conversation.wake(KEY, NOON + HOUR)).toMatchObject({ status: 'ok' });
  });
});

describe('a draft whose time is over', () => {
  const DAY = 24 * HOUR;
  const thirty = { drafts: 30 * DAY, submissions: undefined };
  const brief = { ...call, timing: { reminders: undefined, quiet: { from: 0, to: 0 }, retention: thirty } };
  const timed = { call: () => brief, tick: takeTick, wakeAfter };
  let forgotten: string[];
  beforeEach(() => {
    forgotten = [];
  });
  const onErase = async (key: string): Promise<void> => {
    forgotten.push(key);
  };

  /** Half an application, left alone for long, and when its session wants to be woken. */
  async function left(conversation: Conversation): Promise<number> {
    for (const text of ['你好', '1', '2']) await conversation.take(inbound(text));
    const at = (await wakeOf(store)) ?? 0;
    now = NOON + 40 * DAY;
    return at;
  }

  it('is deleted with files and replies, without a word, and organizers see that it was', async () => {
    const conversation = converse(store, { ...timed, onErase });
    const at = await left(conversation);
    expect(at).toBe(NOON + 30 * DAY);
    await conversation.wake(KEY, at);
    expect([(await store.load(KEY)).length, (await store.backlog()).owed, forgotten]).toEqual([0, 0, [KEY]]);
    expect(await store.events('retention', 10)).toMatchObject([{ at: now }]);
    expect(await wakeOf(store)).toBeUndefined();
    // Another replica had the same wake in hand, and the person comes back.
    expect((await converse(other, timed).wake(KEY, at)).status).toBe('silent');
    expect((await store.load(KEY)).length).toBe(0);
    expect(await conversation.take(inbound('你好'))).toMatchObject({ status: 'ok' });
  });

  it('is deleted by another when the process dies between deciding and deleting', async () => {
    const dying = converse({ ...store, erase: () => Promise.reject(new Error('killed')) }, timed);
    const at = await left(dying);
    await expect(dying.wake(KEY, at)).rejects.toThrow('killed');
    const again = (await wakeOf(store)) ?? 0;
    expect(again).toBe(now + 60_000);
    now = again;
    await converse(other, { ...timed, onErase }).wake(KEY, again);
    expect([(await store.load(KEY)).length, forgotten]).toEqual([0, [KEY]]);
    expect(await store.events('retention', 10)).toHaveLength(1);
  });

  it('stays when the person speaks in the very moment', async () => {
    const person = converse(other, timed);
    let speak = true;
    const conversation = converse(
      {
        ...store,
        async commit(commit) {
          if (speak && commit.inbound.startsWith('timer:')) {
            speak = false;
            await person.take(inbound('进度'));
          }
          return store.commit(commit);
        },
      },
      timed,
    );
    const at = await left(conversation);
    expect((await conversation.wake(KEY, at)).status).toBe('silent');
    expect((await store.load(KEY)).length).toBe(4);
    expect(await wakeOf(store)).toBe(now + 30 * DAY);
  });
});

it('a round that fails is told and followed by the next; none begins after the stop', async () => {
  const told: unknown[] = [];
  let begun = 0;
  const round = rounds(
    2,
    async () => {
      begun += 1;
      if (begun === 1) throw new Error('first');
    },
    (error) => told.push(error),
  );
  while (begun < 3) await settled();
  await round.stop();
  const after = begun;
  await settled();
  expect([begun, told.length]).toEqual([after, 1]);
});
