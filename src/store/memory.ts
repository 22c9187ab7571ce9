/**
 * The store for tests: the same promises as the others as long as the process lives, by plain maps. Everything passes
 * through JSON, so that what a durable store would lose or change is lost and changed here too. Never used to serve.
 */
import { isDeepStrictEqual } from 'node:util';
import { StoreFault } from './fault.ts';
import { seenId, storedId, storedKey } from './key.ts';
import type { Owed } from './memory/held.ts';
import { dueOf, entriesOf, everythingIn, nothingHeld, restoreInto, setWake, stored } from './memory/held.ts';
import type { ClaimFilter, Commit, Committed, Due, Store } from './store.ts';
import { TAKEN_FOR } from './store.ts';

function sameLane(one: Owed, other: Owed): boolean {
  return one.session === other.session && one.channel === other.channel;
}

/** An empty store; it is gone with the last reference to it. */
export function openMemoryStore(): Store {
  const held = nothingHeld();
  const { sessions, inbounds, outbox, dead, submissions, wakes, handles, codes } = held;
  let closed = false;

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
    const inbound = seenId(session, turn.inbound);
    if (inbounds.has(inbound)) return { kind: 'duplicate' };
    const kept = sessions.get(session) ?? { entries: [], snapshot: undefined, last: 0 };
    const length = kept.entries.length;
    if (length !== turn.expected) return { kind: 'stale', length, entries: entriesOf(kept, turn.expected) };
    check(turn, session);
    inbounds.set(inbound, session);
    sessions.set(session, kept);
    kept.entries.push(JSON.stringify(turn.entry));
    kept.last = ++held.commits;
    const { lease } = turn;
    const lanes = new Set(turn.replies.map(({ to }) => to.channel));
    const isBehind = (owed: Owed): boolean => owed.session === session && (lanes.size === 0 || lanes.has(owed.channel));
    const leased = lease !== undefined && ![...outbox.values()].some(isBehind);
    for (const reply of turn.replies) {
      const id = storedId(reply.id);
      const { channel } = reply.to;
      outbox.set(id, { id, session, channel, reply: JSON.stringify(reply), due: leased ? lease : 0, attempts: 0 });
    }
    if (turn.submission !== undefined && !submissions.has(turn.submission.submission_id)) {
      const document = JSON.stringify(turn.submission);
      submissions.set(turn.submission.submission_id, { session, at: turn.entry.at, document, withdrawnAt: undefined });
    }
    const taken = turn.withdrawn === undefined ? undefined : submissions.get(turn.withdrawn.id);
    if (taken !== undefined) taken.withdrawnAt ??= turn.withdrawn?.at;
    if (turn.snapshot !== undefined) kept.snapshot = { length: length + 1, state: JSON.stringify(turn.snapshot) };
    for (const note of turn.events ?? []) held.events.push({ ...note, at: turn.entry.at, key: session });
    if (turn.wake !== undefined) setWake(held, session, turn.wake);
    return leased ? { kind: 'ok', leased: true } : { kind: 'ok' };
  }

  /** Gives up the lease on what was claimed behind a reply: it was not sent either. */
  function release(owed: Owed): void {
    let behind = false;
    for (const other of outbox.values()) {
      if (other === owed) behind = true;
      else if (behind && sameLane(other, owed)) other.due = 0;
    }
  }

  function due(
    now: number,
    limit: number,
    session: string | undefined,
    channels: readonly string[] | undefined,
  ): readonly Owed[] {
    const blocked = new Set<string>();
    const found: Owed[] = [];
    for (const owed of outbox.values()) {
      const lane = `${owed.session} ${owed.channel}`;
      if (blocked.has(lane) || (session !== undefined && owed.session !== session)) continue;
      if (channels?.includes(owed.channel) === false) continue;
      if (owed.due > now || session === undefined) blocked.add(lane);
      if (owed.due <= now) found.push(owed);
    }
    // Stable, so those due at the same time keep the order of commits.
    return (session === undefined ? found.sort((a, b) => a.due - b.due) : found).slice(0, limit);
  }

  function claim(now: number, lease: number, limit: number, { key, channels }: ClaimFilter): readonly Due[] {
    return due(now, limit, key === undefined ? undefined : storedKey(key), channels).map((owed) => {
      owed.due = now + lease;
      return dueOf(owed);
    });
  }

  function erase(session: string): number {
    sessions.delete(session);
    wakes.delete(session);
    for (const links of [handles, codes]) for (const [id, one] of links) if (one.session === session) links.delete(id);
    held.events = held.events.filter((event) => event.key !== session);
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
    now: async () => Date.now(),
    load: (key) =>
      alive(() => {
        const kept = sessions.get(storedKey(key));
        const length = kept?.entries.length ?? 0;
        if (kept?.snapshot === undefined) return { length, entries: entriesOf(kept, 0) };
        const snapshot = { length: kept.snapshot.length, state: JSON.parse(kept.snapshot.state) as unknown };
        return { length, snapshot, entries: entriesOf(kept, snapshot.length) };
      }),
    commit: (turn) => alive(() => commit(turn)),
    seen: (key, inbound) => alive(() => inbounds.has(seenId(key, inbound))),
    claim: (now, lease, limit, filter = {}) => alive(() => claim(now, lease, limit, filter)),
    confirm: (sent) =>
      alive(() => {
        for (const { id } of sent) outbox.delete(storedId(id));
      }),
    retry: ({ id }, at) =>
      alive(() => {
        const owed = outbox.get(storedId(id));
        if (owed === undefined) return;
        owed.due = at;
        owed.attempts += 1;
        release(owed);
      }),
    release: ({ id }, at) =>
      alive(() => {
        const owed = outbox.get(storedId(id));
        if (owed === undefined) return;
        owed.due = at;
        release(owed);
      }),
    bury: ({ id }, reason) =>
      alive(() => {
        const owed = outbox.get(storedId(id));
        if (owed === undefined) return;
        release(owed);
        dead.set(owed.id, { ...owed, reason });
        outbox.delete(owed.id);
      }),
    dead: (limit) =>
      alive(() =>
        [...dead.values()]
          .toReversed()
          .slice(0, limit)
          .map((one) => ({ ...dueOf(one), reason: one.reason })),
      ),
    backlog: () =>
      alive(() => {
        const times = [...outbox.values()].map((owed) => owed.due);
        return { owed: times.length, oldest: times.length === 0 ? undefined : Math.min(...times), dead: dead.size };
      }),
    wakes: (now, lease, limit) =>
      alive(() => {
        const found = [...wakes].filter(([, one]) => one.due <= now).sort(([, a], [, b]) => a.due - b.due);
        return found.slice(0, limit).map(([key, one]) => {
          one.due = now + lease;
          return { key, at: one.at };
        });
      }),
    wake: (key, expected, at) =>
      alive(() => {
        const session = storedKey(key);
        if ((sessions.get(session)?.entries.length ?? 0) === expected) setWake(held, session, at);
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
        held.events.push({ ...event, key: storedKey(event.key) });
      }),
    events: (kind, limit) =>
      alive(() =>
        held.events
          .filter((event) => kind === undefined || event.kind === kind)
          .toReversed()
          .slice(0, limit),
      ),
    link: (handle, key) =>
      alive(() => {
        if (key === undefined) handles.delete(storedId(handle));
        else handles.set(storedId(handle), { session: storedKey(key) });
      }),
    linked: (handle) => alive(() => handles.get(storedId(handle))?.session),
    part: (key, except) =>
      alive(() => {
        const kept = except === undefined ? undefined : storedId(except);
        const joined = [...handles].filter(([handle, { session }]) => session === storedKey(key) && handle !== kept);
        for (const [handle] of joined) handles.delete(handle);
        return joined.length;
      }),
    offer: (code, key, until) =>
      alive(() => {
        codes.set(storedId(code), { session: storedKey(key), until });
      }),
    redeem: (code, by, now) =>
      alive(() => {
        const id = storedId(code);
        const found = codes.get(id);
        const taker = storedId(by);
        if (found === undefined || found.until <= now || (found.by ?? taker) !== taker) return undefined;
        if (found.by === undefined) codes.set(id, { session: found.session, until: now + TAKEN_FOR, by: taker });
        return found.session;
      }),
    erase: (key) => alive(() => erase(storedKey(key))),
    async *dump() {
      for (const one of await alive(() => everythingIn(held))) yield one;
    },
    restore: (moved) => alive(() => restoreInto(held, moved)),
    async close() {
      closed = true;
    },
  };
}
