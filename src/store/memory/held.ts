/** What the memory store holds, as plain maps, and how all of it is moved out and in. Promises nothing by itself. */
import type { Entry } from '../../engine/operation.ts';
import type { Submission } from '../../engine/submission.ts';
import type { Outbound } from '../../message.ts';
import { storedId } from '../key.ts';
import type { Due, Moved, StoredSubmission, StoreEvent } from '../store.ts';

export interface Kept {
  readonly entries: string[];
  snapshot: { readonly length: number; readonly state: string } | undefined;
  /** Place of its last turn in the order of commits. */
  last: number;
}

export interface Owed {
  readonly id: string;
  readonly session: string;
  readonly channel: string;
  readonly reply: string;
  due: number;
  attempts: number;
}

export interface Filed {
  readonly session: string;
  readonly at: number;
  readonly document: string;
  withdrawnAt: number | undefined;
}

export function stored(filed: Filed): StoredSubmission {
  return { submission: JSON.parse(filed.document) as Submission, withdrawnAt: filed.withdrawnAt };
}

export interface Held {
  readonly sessions: Map<string, Kept>;
  /** Whose each applied message was. */
  readonly inbounds: Map<string, string>;
  /** In the order of commits, hence in order within each session. */
  readonly outbox: Map<string, Owed>;
  readonly dead: Map<string, Owed & { readonly reason: string }>;
  readonly submissions: Map<string, Filed>;
  events: StoreEvent[];
  readonly wakes: Map<string, { readonly at: number; due: number }>;
  readonly handles: Map<string, { readonly session: string }>;
  readonly codes: Map<string, { readonly session: string; readonly until: number; readonly by?: string }>;
  commits: number;
}

export function nothingHeld(): Held {
  return {
    sessions: new Map(),
    inbounds: new Map(),
    outbox: new Map(),
    dead: new Map(),
    submissions: new Map(),
    events: [],
    wakes: new Map(),
    handles: new Map(),
    codes: new Map(),
    commits: 0,
  };
}

export function setWake(held: Held, session: string, at: number | null): void {
  if (at === null) held.wakes.delete(session);
  else held.wakes.set(session, { at, due: at });
}

export function entriesOf(kept: Kept | undefined, from: number): readonly Entry[] {
  return (kept?.entries.slice(from) ?? []).map((entry) => JSON.parse(entry) as Entry);
}

export function dueOf(owed: Owed): Due {
  return { key: owed.session, outbound: JSON.parse(owed.reply) as Outbound, attempts: owed.attempts };
}

/** Everything, for `Store.dump`. */
export function everythingIn(held: Held): Moved[] {
  const { sessions, inbounds, wakes, outbox, dead, submissions, events, handles } = held;
  const all: Moved[] = [];
  for (const [key, kept] of sessions) {
    const ids = [...inbounds].filter(([, session]) => session === key).map(([id]) => id);
    all.push({ kind: 'seen', key, ids });
    const { snapshot } = kept;
    all.push({
      kind: 'session',
      key,
      entries: entriesOf(kept, 0),
      snapshot: snapshot && { length: snapshot.length, state: JSON.parse(snapshot.state) as unknown },
      wake: wakes.get(key)?.at,
    });
  }
  for (const owed of outbox.values()) all.push({ kind: 'reply', due: dueOf(owed), at: owed.due });
  for (const owed of dead.values()) all.push({ kind: 'dead', letter: { ...dueOf(owed), reason: owed.reason } });
  for (const filed of submissions.values())
    all.push({ kind: 'submission', key: filed.session, at: filed.at, stored: stored(filed) });
  for (const event of events) all.push({ kind: 'event', event });
  for (const [handle, { session }] of handles) all.push({ kind: 'link', handle, key: session });
  return all;
}

/** One thing another store dumped, for `Store.restore`. */
export function restoreInto(held: Held, moved: Moved): void {
  const { sessions, inbounds, outbox, dead, submissions, events, handles } = held;
  switch (moved.kind) {
    case 'session': {
      if (sessions.has(moved.key)) return;
      const { key, snapshot, wake } = moved;
      const state = snapshot && { length: snapshot.length, state: JSON.stringify(snapshot.state) };
      const entries = moved.entries.map((entry) => JSON.stringify(entry));
      sessions.set(key, { entries, snapshot: state, last: ++held.commits });
      if (wake !== undefined) setWake(held, key, wake);
      return;
    }
    case 'seen':
      for (const id of moved.ids) inbounds.set(id, moved.key);
      return;
    case 'reply':
    case 'dead': {
      const from = moved.kind === 'reply' ? moved.due : moved.letter;
      const id = storedId(from.outbound.id);
      const reply = JSON.stringify(from.outbound);
      const { channel } = from.outbound.to;
      const owed: Owed = { id, session: from.key, channel, reply, due: 0, attempts: from.attempts };
      if (moved.kind === 'reply') outbox.set(id, { ...owed, due: moved.at });
      else dead.set(id, { ...owed, reason: moved.letter.reason });
      return;
    }
    case 'submission': {
      const { submission, withdrawnAt } = moved.stored;
      if (submissions.has(submission.submission_id)) return;
      const document = JSON.stringify(submission);
      submissions.set(submission.submission_id, { session: moved.key, at: moved.at, document, withdrawnAt });
      return;
    }
    case 'event':
      events.push(moved.event);
      return;
    case 'link':
      handles.set(moved.handle, { session: moved.key });
      return;
    default:
      moved satisfies never;
  }
}
