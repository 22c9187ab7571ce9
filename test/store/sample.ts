/** Small turns, replies and submissions for the tests of stores. Knows nothing of a real call. */
import { readFileSync } from 'node:fs';
import type { Entry } from '../../src/engine/operation.ts';
import type { Submission } from '../../src/engine/submission.ts';
import type { Outbound } from '../../src/message.ts';
import type { Commit, Committed, Store } from '../../src/store/store.ts';

/** Turn `n` of a person: an answer with `raw` in it. */
export function entryOf(n: number, raw = `answer ${n}`): Entry {
  return {
    id: `m${n}`,
    at: 1_000 + n,
    by: 'somebody',
    channel: 'telegram',
    operations: [{ op: 'answered', step: 'case.name', value: { text: raw }, raw }],
    replies: 1,
  };
}

export function replyOf(id: string, body = `reply ${id}`): Outbound {
  return { id, re: 'm', to: { channel: 'telegram', user: 'u', chat: 'private' }, kind: 'question', body };
}

/** A turn of one reply (`key:n:0`), its inbound id made of key and `n` unless given. */
export function turnOf(key: string, n: number, more: Partial<Commit> = {}): Commit {
  return {
    key,
    expected: n,
    inbound: `in:${key}:${n}`,
    entry: entryOf(n),
    replies: [replyOf(`${key}:${n}:0`)],
    ...more,
  };
}

/** Commits turns `from` to `to` (exclusive) one after another. */
export async function converse(store: Store, key: string, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n++) {
    const done = await store.commit(turnOf(key, n));
    if (done.kind !== 'ok') throw new Error(`turn ${n} of ${key}: ${done.kind}`);
  }
}

/** What a conversation does: takes the turn again on whatever it lacked. Returns the number of races lost. */
export async function commitAnyway(store: Store, turn: Commit): Promise<number> {
  let expected = turn.expected;
  for (let lost = 0; ; lost++) {
    const done: Committed = await store.commit({ ...turn, expected });
    if (done.kind !== 'stale') return lost;
    if (done.length !== expected + done.entries.length) throw new Error('stale did not say what was missing');
    expected = done.length;
  }
}

const example = JSON.parse(
  readFileSync(new URL('../engine/submission.example.json', import.meta.url), 'utf8'),
) as Submission;

export function submissionOf(id: string, more: Partial<Submission> = {}): Submission {
  return { ...example, submission_id: id, ...more };
}
