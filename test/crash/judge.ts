/**
 * The verdict on a run: what the store holds and what the applicants saw, against the model. Reads only; a figure that is
 * not zero is a fault of the store, the runtime or the HTTP part.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '../../src/engine/operation.ts';
import type { Store, StoredSubmission } from '../../src/store/store.ts';
import type { History } from './history.ts';
import type { Expected } from './model.ts';
import { expectedOf, keyOf } from './model.ts';
import type { Breath, Message } from './script.ts';

export interface Verdict {
  /** Acknowledged messages that are not in the session. */
  readonly lost: number;
  /** Messages that are there again, and submissions beyond one a submit. */
  readonly doubled: number;
  /** Replies that nobody ever saw. */
  readonly unreplied: number;
  /** Messages and replies that came after what was said later. */
  readonly reordered: number;
  /** Turns, submissions and replies that are not what those messages in that order lead to. */
  readonly wrong: number;
  /** Replies that came more than once, under the same id. */
  readonly repeats: number;
}

export const FAULTLESS = { lost: 0, doubled: 0, unreplied: 0, reordered: 0, wrong: 0 };

/** What one applicant said, and what they saw. */
export interface Said {
  readonly user: string;
  readonly breaths: readonly Breath[];
  readonly history: History;
}

export interface Stored {
  readonly entries: readonly Entry[];
  readonly submissions: readonly StoredSubmission[];
}

/** Everything the store holds, by session. */
export async function readStore(store: Store): Promise<ReadonlyMap<string, Stored>> {
  const sessions = new Map<string, { entries: readonly Entry[]; submissions: StoredSubmission[] }>();
  const of = (key: string) => {
    const found = sessions.get(key) ?? { entries: [], submissions: [] };
    sessions.set(key, found);
    return found;
  };
  for await (const moved of store.dump()) {
    if (moved.kind === 'session') of(moved.key).entries = moved.entries;
    if (moved.kind === 'submission') of(moved.key).submissions.push(moved.stored);
  }
  return sessions;
}

/** The messages as the store says they were applied, so far as that may be: those of a breath in any order. */
function applied(breaths: readonly Breath[], places: ReadonlyMap<string, number>): readonly Message[] {
  const place = ({ id }: Message): number => places.get(id) ?? Number.POSITIVE_INFINITY;
  return breaths.flatMap((breath) => breath.toSorted((a, b) => place(a) - place(b)));
}

/** Messages that stand before one that was acknowledged before they were sent. */
function outOfOrder(entries: readonly Entry[], { sent, acked }: History): number {
  let count = 0;
  let latest = Number.NEGATIVE_INFINITY;
  for (const { id } of entries) {
    if ((acked.get(id) ?? Number.POSITIVE_INFINITY) < latest) count += 1;
    latest = Math.max(latest, sent.get(id) ?? latest);
  }
  return count;
}

/**
 * Replies first seen after a later one: behind it in the same answer, or not even asked for before the later one had come.
 * Between messages said at once there is order only within an answer: who does not wait for an answer, and loses it, may
 * hear the next one first.
 */
function late({ seen, sent, acked }: History, { replies, entries }: Expected): number {
  const turns = new Map(entries.map(({ id }, n) => [String(n), id]));
  const said = [...replies.keys()].flatMap((reply) => {
    const sight = seen.get(reply);
    const message = turns.get(reply.split(':').at(-2) ?? '') ?? '';
    return sight === undefined ? [] : [{ sight, message }];
  });
  const isLate = ({ sight, message }: (typeof said)[number], n: number): boolean => {
    const known = acked.get(message) ?? Number.POSITIVE_INFINITY;
    return said.slice(n + 1).some((later) => {
      if (later.sight.asked === sight.asked && later.sight.at === sight.at) return sight.place > later.sight.place;
      return sight.asked > later.sight.at && (sent.get(later.message) ?? 0) > known;
    });
  };
  return said.filter(isLate).length;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function differing(stored: readonly unknown[], expected: readonly unknown[]): number {
  const most = Math.max(stored.length, expected.length);
  let count = 0;
  for (let n = 0; n < most; n++) if (!isDeepStrictEqual(plain(stored[n] ?? null), plain(expected[n] ?? null))) count++;
  return count;
}

function byId(submissions: readonly StoredSubmission[]): readonly StoredSubmission[] {
  return submissions.toSorted((a, b) => (a.submission.submission_id < b.submission.submission_id ? -1 : 1));
}

/** The verdict on one applicant. Everything they said must have been acknowledged. */
export function judge({ user, breaths, history }: Said, stored: Stored | undefined): Verdict {
  const { entries = [], submissions = [] } = stored ?? {};
  const places = new Map<string, number>();
  for (const [n, { id }] of entries.entries()) if (!places.has(id)) places.set(id, n);
  const messages = applied(breaths, places);
  const by = entries[0]?.by ?? '';
  const expected = expectedOf(user, messages, by);
  const unseen = [...expected.replies.keys()].filter((id) => !history.seen.has(id)).length;
  const unknown = [...history.seen].filter(([id, { text }]) => expected.replies.get(id) !== text).length;
  return {
    lost: [...history.acked.keys()].filter((id) => !places.has(id)).length,
    doubled: entries.length - places.size + Math.max(0, submissions.length - expected.submissions.length),
    unreplied: unseen,
    reordered: outOfOrder(entries, history) + late(history, expected),
    wrong:
      differing(entries, expected.entries) +
      differing(byId(submissions), byId(expected.submissions)) +
      unknown +
      history.changed,
    repeats: history.repeats,
  };
}

export function judgeAll(all: readonly Said[], stored: ReadonlyMap<string, Stored>): Verdict {
  const verdicts = all.map((one) => judge(one, stored.get(keyOf(one.user))));
  const sum = (name: keyof Verdict): number => verdicts.reduce((total, verdict) => total + verdict[name], 0);
  return {
    lost: sum('lost'),
    doubled: sum('doubled'),
    unreplied: sum('unreplied'),
    reordered: sum('reordered'),
    wrong: sum('wrong'),
    repeats: sum('repeats'),
  };
}
