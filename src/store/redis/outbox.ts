/**
 * Replies owed, in Redis: leased in the order of their lane, forgotten once sent, kept with a reason when they
 * cannot be. Sends nothing.
 */
import { storedKey } from '../key.ts';
import type { Backlog, ClaimFilter, DeadLetter, Due, ReplyRef } from '../store.ts';
import type { Waiting } from './batch.ts';
import { openBatch } from './batch.ts';
import type { Argument, Connection } from './connection.ts';
import { grouped, spread } from './group.ts';
import type { Keys } from './keys.ts';
import { replyId, wordOf } from './keys.ts';
import { BACKLOG } from './lua/backlog.ts';
import { BURY } from './lua/bury.ts';
import { CLAIM } from './lua/claim.ts';
import { CONFIRM } from './lua/confirm.ts';
import { DUE } from './lua/due.ts';
import { PUT_OFF } from './lua/put-off.ts';
import { unpacked } from './reply.ts';

/** Replies confirmed in one call at most. */
const CONFIRMED = 256;

export interface Outbox {
  claim(now: number, lease: number, limit: number, filter: ClaimFilter): Promise<readonly Due[]>;
  confirm(sent: readonly ReplyRef[]): Promise<void>;
  /** `attempts`: how many to add. */
  putOff(reply: ReplyRef, at: number, attempts: 0 | 1): Promise<void>;
  bury(reply: ReplyRef, reason: string): Promise<void>;
  dead(limit: number): Promise<readonly DeadLetter[]>;
  backlog(): Promise<Backlog>;
  /** Sends the confirmations of this tick now. */
  flush(): void;
}

interface Target {
  readonly session: string;
  readonly limit: number;
  /** Channels they may go to, commas between; '' for any. */
  readonly channels: string;
}

/** A dead letter as stored, with when it was buried, µs; see `keys.ts`. */
export function letterOf(stored: string): { readonly at: number; readonly letter: DeadLetter } {
  const line = stored.indexOf('\n');
  const [at = '', attempts = '', key = '', ...reason] = stored.slice(0, line).split(' ');
  const outbound = unpacked(stored.slice(line + 1));
  const letter = { key, outbound, attempts: Number(attempts), reason: JSON.parse(reason.join(' ')) as string };
  return { at: Number(at), letter };
}

export function openOutbox(connection: Connection, keys: Keys): Outbox {
  async function lease(now: number, until: number, targets: readonly Target[]): Promise<readonly Due[]> {
    const groups = grouped(connection, targets, ({ session }) => keys.baseOf(session));
    const replies = await Promise.all(
      groups.map(({ bases, members }) => {
        const args: Argument[] = [now, until];
        for (const { base, one } of members) args.push(base, one.session, one.limit, one.channels);
        return connection.run(CLAIM, bases, args) as Promise<readonly string[]>;
      }),
    );
    const found: Due[] = [];
    for (const flat of replies)
      for (let n = 0; n < flat.length; n += 3) {
        const outbound = unpacked(flat[n + 2] ?? '');
        found.push({ key: flat[n] ?? '', outbound, attempts: Number(flat[n + 1]) });
      }
    return found;
  }

  /** Lanes whose first reply is due, over all partitions. */
  async function longestDue(now: number, limit: number, channels: readonly string[]) {
    const args = [now, limit, ...channels];
    const replies = await Promise.all(spread(connection, keys).map((bases) => connection.run(DUE, bases, args)));
    const found: { readonly channel: string; readonly session: string; readonly due: number }[] = [];
    for (const flat of replies as readonly (readonly string[])[]) {
      for (let n = 0; n < flat.length; n += 3)
        found.push({ channel: flat[n] ?? '', session: flat[n + 1] ?? '', due: Number(flat[n + 2]) });
    }
    return found.sort((a, b) => a.due - b.due).slice(0, limit);
  }

  const confirming = openBatch<readonly ReplyRef[], void>(
    async (jobs: readonly Waiting<readonly ReplyRef[], void>[]) => {
      const refs = jobs.flatMap(({ job }) => job.map(({ key, id }) => ({ session: storedKey(key), id: replyId(id) })));
      await Promise.all(
        grouped(connection, refs, ({ session }) => keys.baseOf(session), CONFIRMED).map(({ bases, members }) =>
          connection.run(
            CONFIRM,
            bases,
            members.map(({ base, one }) => `${base} ${one.session} ${one.id}`),
          ),
        ),
      );
      for (const { resolve } of jobs) resolve();
    },
  );

  return {
    async claim(now, span, limit, { key, channels }) {
      const until = now + span;
      if (channels?.length === 0) return [];
      const words = channels?.map(wordOf);
      if (key !== undefined)
        return lease(now, until, [{ session: storedKey(key), limit, channels: words?.join(',') ?? '' }]);
      const first = await longestDue(now, limit, words ?? []);
      if (first.length === 0) return [];
      const order = new Map(first.map(({ session }, n) => [session, n]));
      const due = await lease(
        now,
        until,
        first.map(({ session, channel }) => ({ session, limit: 1, channels: channel })),
      );
      return due.toSorted((a, b) => (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0));
    },
    confirm: async (sent) => (sent.length === 0 ? undefined : confirming.add(sent)),
    flush: confirming.flush,
    async putOff({ key, id }, at, attempts) {
      const session = storedKey(key);
      await connection.run(PUT_OFF, [keys.baseOf(session)], [session, replyId(id), at, attempts]);
    },
    async bury({ key, id }, reason) {
      const session = storedKey(key);
      await connection.run(BURY, [keys.baseOf(session)], [session, replyId(id), JSON.stringify(reason)]);
    },
    async dead(limit) {
      if (limit <= 0) return [];
      const lists = await Promise.all(keys.bases.map((base) => connection.call('LRANGE', `${base}z`, 0, limit - 1)));
      const letters = (lists as readonly string[][]).flat().map(letterOf);
      return letters
        .sort((a, b) => b.at - a.at)
        .slice(0, limit)
        .map(({ letter }) => letter);
    },
    async backlog() {
      const counts = await Promise.all(spread(connection, keys).map((bases) => connection.run(BACKLOG, bases, [])));
      let total: Backlog = { owed: 0, oldest: undefined, dead: 0 };
      for (const [owed, first, dead] of counts as readonly (readonly [number, string | null, number])[]) {
        const since = first === null ? undefined : Math.floor(Number(first));
        const oldest = since === undefined ? total.oldest : Math.min(since, total.oldest ?? since);
        total = { owed: total.owed + owed, oldest, dead: total.dead + dead };
      }
      return total;
    },
  };
}
