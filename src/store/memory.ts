/**
 * The store for tests: the same promises as the others as long as the process lives, by plain maps. Everything passes
 * through JSON, so that what a durable store would lose or change is lost and changed here too. Never used to serve.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '../engine/operation.ts';
import type { Submission } from '../engine/submission.ts';
import type { Outbound } from '../message.ts';
import { StoreFault } from './fault.ts';
import { storedId, storedKey } from './key.ts';
import type { Commit, Committed, Due, Store, StoredSubmission, StoreEvent } from './store.ts';

interface Kept {
  readonly entries: string[];
  snapshot: { readonly length: number; readonly state: string } | undefined;
  /** Place of its last turn in the order of commits. */
  last: number;
}

interface Owed {
  readonly id: string;
  readonly session: string;
  readonly reply: string;
  due: number;
  attempts: number;
}

interface Filed {
  readonly session: string;
  readonly at: number;
  readonly document: string;
  withdrawnAt: number | undefined;
}

function stored(filed: Filed): StoredSubmission {
  return { submission: JSON.parse(filed.document) as Submission, withdrawnAt: filed.withdrawnAt };
}

/** An empty store; it is gone with the last reference to it. */
export function openMemoryStore(): Store {
  const sessions = new Map<string, Kept>();
  const inbounds = new Set<string>();
  // In the order of commits, hence in order within each session.
  const outbox = new Map<string, Owed>();
  const dead = new Map<string, Owed & { readonly reason: string }>();
  const submissions = new Map<string, Filed>();
  let events: StoreEvent[] = [];
  let commits = 0;
  let closed = false;

  function entriesOf(kept: Kept | undefined, from: number): readonly Entry[] {
    return (kept?.entries.slice(from) ?? []).map((entry) => JSON.parse(entry) as Entry);
  }

  function check({ submission, withdrawn }: Commit, session: string): void {
    const filed = submission === undefined ? undefined : submissions.get(submission.submission_id);
    if (filed !== undefined && !isDeepStrictEqual(JSON.parse(filed.document), JSON.parse(JSON.stringify(submission)))) {
      throw new StoreFault('conflict', `submission ${submission?.submission_id} exists with other content`);
    }
    if (withdrawn === undefined || withdrawn.id === submission?.submission_id) return;
    if (submissions.get(withdrawn.id)?.session !== session) {
      throw new StoreFault(
        'conflict',
        `submission ${withdrawn.id} cannot be withdrawn: this session has none of that id`,
      );
    }
  }

  function commit(turn: Commit): Committed {
    const session = storedKey(turn.key);
    const inbound = storedId(turn.inbound);
    if (inbounds.has(inbound)) return { kind: 'duplicate' };
    const kept = sessions.get(session) ?? { entries: [], snapshot: undefined, last: 0 };
    const length = kept.entries.length;
    if (length !== turn.expected) return { kind: 'stale', length, entries: entriesOf(kept, turn.expected) };
    check(turn, session);
    inbounds.add(inbound);
    sessions.set(session, kept);
    kept.entries.push(JSON.stringify(turn.entry));
    kept.last = ++commits;
    for (const reply of turn.replies) {
      const id = storedId(reply.id);
      outbox.set(id, { id, session, reply: JSON.stringify(reply), due: 0, attempts: 0 });
    }
    if (turn.submission !== undefined && !submissions.has(turn.submission.submission_id)) {
      const document = JSON.stringify(turn.submission);
      submissions.set(turn.submission.submission_id, { session, at: turn.entry.at, document, withdrawnAt: undefined });
    }
    const taken = turn.withdrawn === undefined ? undefined : submissions.get(turn.withdrawn.id);
    if (taken !== undefined) taken.withdrawnAt ??= turn.withdrawn?.at;
    if (turn.snapshot !== undefined) kept.snapshot = { length: length + 1, state: JSON.stringify(turn.snapshot) };
    return { kind: 'ok' };
  }

  /** Gives up the lease on what was claimed behind a reply: it was not sent either. */
  function release(owed: Owed): void {
    let behind = false;
    for (const other of outbox.values()) {
      if (other === owed) behind = true;
      else if (behind && other.session === owed.session) other.due = 0;
    }
  }

  function due(now: number, limit: number, session: string | undefined): readonly Owed[] {
    const blocked = new Set<string>();
    const found: Owed[] = [];
    for (const owed of outbox.values()) {
      if (blocked.has(owed.session) || (session !== undefined && owed.session !== session)) continue;
      if (owed.due > now || session === undefined) blocked.add(owed.session);
      if (owed.due <= now) found.push(owed);
    }
    // Stable, so those due at the same time keep the order of commits.
    return (session === undefined ? found.sort((a, b) => a.due - b.due) : found).slice(0, limit);
  }

  function claim(now: number, lease: number, limit: number, session: string | undefined): readonly Due[] {
    return due(now, limit, session).map((owed) => {
      owed.due = now + lease;
      return { key: owed.session, outbound: JSON.parse(owed.reply) as Outbound, attempts: owed.attempts };
    });
  }

  function erase(session: string): number {
    sessions.delete(session);
    events = events.filter((event) => event.key !== session);
    for (const replies of [outbox, dead]) {
      for (const [id, owed] of replies) if (owed.session === session) replies.delete(id);
    }
    let gone = 0;
    for (const [id, filed] of submissions) if (filed.session === session && submissions.delete(id)) gone += 1;
    return gone;
  }

  async function alive<T>(work: () => T): Promise<T> {
    if (closed) throw new StoreFault('closed', 'the store was closed');
    return work();
  }

  return {
    load: (key) =>
      alive(() => {
        const kept = sessions.get(storedKey(key));
        const length = kept?.entries.length ?? 0;
        if (kept?.snapshot === undefined) return { length, entries: entriesOf(kept, 0) };
        const snapshot = { length: kept.snapshot.length, state: JSON.parse(kept.snapshot.state) as unknown };
        return { length, snapshot, entries: entriesOf(kept, snapshot.length) };
      }),
    commit: (turn) => alive(() => commit(turn)),
    seen: (inbound) => alive(() => inbounds.has(storedId(inbound))),
    claim: (now, lease, limit, key) =>
      alive(() => claim(now, lease, limit, key === undefined ? undefined : storedKey(key))),
    confirm: (ids) =>
      alive(() => {
        for (const id of ids) outbox.delete(storedId(id));
      }),
    retry: (id, at) =>
      alive(() => {
        const owed = outbox.get(storedId(id));
        if (owed === undefined) return;
        owed.due = at;
        owed.attempts += 1;
        release(owed);
      }),
    bury: (id, reason) =>
      alive(() => {
        const owed = outbox.get(storedId(id));
        if (owed === undefined) return;
        release(owed);
        dead.set(owed.id, { ...owed, reason });
        outbox.delete(owed.id);
      }),
    sessions: (limit) =>
      alive(() =>
        [...sessions]
          .sort(([, a], [, b]) => b.last - a.last)
          .slice(0, limit)
          .map(([key, kept]) => {
            const length = kept.entries.length;
            return { key, length, updatedAt: entriesOf(kept, length - 1)[0]?.at ?? 0 };
          }),
      ),
    submissions: (filter = {}) =>
      alive(() =>
        [...submissions]
          .sort(([a, one], [b, other]) => one.at - other.at || (a < b ? -1 : 1))
          .map(([, filed]) => stored(filed))
          .filter(({ submission, withdrawnAt }) => {
            const status = withdrawnAt === undefined ? submission.status : 'withdrawn';
            return (filter.list ?? submission.list.id) === submission.list.id && (filter.status ?? status) === status;
          }),
      ),
    submission: (id) =>
      alive(() => {
        const filed = submissions.get(id);
        return filed === undefined ? undefined : stored(filed);
      }),
    record: (event) =>
      alive(() => {
        events.push({ ...event, key: storedKey(event.key) });
      }),
    events: (kind, limit) =>
      alive(() =>
        events
          .filter((event) => kind === undefined || event.kind === kind)
          .toReversed()
          .slice(0, limit),
      ),
    erase: (key) => alive(() => erase(storedKey(key))),
    async close() {
      closed = true;
    },
  };
}
