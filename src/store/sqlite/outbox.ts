/**
 * Replies that are owed, in an SQLite file: leased in the order of their lane (a session's on one channel), forgotten once sent,
 * kept with a reason when they cannot be. Sends nothing and opens no transaction.
 */
import type { Outbound } from '../../message.ts';
import type { Backlog, ClaimFilter, DeadLetter, Due, ReplyRef } from '../store.ts';
import type { Database } from './database.ts';

/** Room between the positions of two turns; a turn has a handful of replies. */
const ROOM = 1000;
/** What comes from another store is placed from here on, below every turn. */
const FIRST_CARRIED = -1_000_000_000_000_000;
/** Positions remembered at most; one that is forgotten is searched for, which only costs time. */
const REMEMBERED = 100_000;

interface Row {
  readonly position: number;
  readonly session: number;
  readonly due: number;
  readonly attempts: number;
  readonly reply: string;
  readonly channel: string;
}

interface DeadRow {
  readonly key: string;
  readonly reply: string;
  readonly attempts: number;
  readonly reason: string;
}

function letterOf({ key, reply, attempts, reason }: DeadRow): DeadLetter {
  return { key, outbound: JSON.parse(reply) as Outbound, attempts, reason: JSON.parse(reason) as string };
}

/** A reply with its words already written, so that the transaction only stores. */
export interface Written {
  readonly id: string;
  readonly reply: string;
  readonly channel: string;
}

export function written(outbound: Outbound): Written {
  return { id: outbound.id, reply: JSON.stringify(outbound), channel: outbound.to.channel };
}

export interface Outbox {
  /** `seq`: the turn's place in the order of commits. */
  add(session: number, seq: number, replies: readonly Written[], due: number): void;
  /** Is anything of the session owed in these lanes (none: in any), leased or not? */
  owes(session: number, channels: readonly string[]): boolean;
  isDue(now: number, session: number | undefined, channels: ClaimFilter['channels']): boolean;
  claim(
    now: number,
    lease: number,
    limit: number,
    session: number | undefined,
    channels: ClaimFilter['channels'],
  ): readonly Due[];
  confirm(sent: readonly ReplyRef[]): void;
  retry(id: string, at: number): void;
  /** Gives a lease back. */
  release(id: string, at: number): void;
  bury(id: string, reason: string): void;
  dead(limit: number): readonly DeadLetter[];
  backlog(): Backlog;
  /** Every reply that is owed, with when it is due, and every dead letter; for moving them. */
  all(): { readonly owed: readonly { readonly due: Due; readonly at: number }[]; readonly dead: readonly DeadLetter[] };
  /** Adds a reply from another store. */
  carry(session: number, due: Due, at: number): void;
  carryDead(session: number, letter: DeadLetter): void;
  /** Forgets what is in memory, after a rollback. */
  forget(): void;
  erase(session: number): void;
}

export function openOutbox(database: Database): Outbox {
  const insert = database.prepare(
    'INSERT INTO outbox(position, session, due, attempts, reply, channel) VALUES(?, ?, ?, ?, ?, ?)',
  );
  const ofSession = database.prepare('SELECT * FROM outbox WHERE session = ? ORDER BY position');
  // Beside min(), SQLite takes the other columns from the row of the minimum: the first unsent reply of each lane.
  const heads = database.prepare(`
    SELECT outbox.* FROM
      (SELECT min(position) AS position, due, channel FROM outbox GROUP BY session, channel
        HAVING due <= ?1 AND (?3 IS NULL OR channel IN (SELECT value FROM json_each(?3))) ORDER BY due, 1 LIMIT ?2)
      AS head JOIN outbox USING(position)
    ORDER BY head.due, head.position`);
  const lend = database.prepare('UPDATE outbox SET due = ? WHERE position = ?');
  const remove = database.prepare('DELETE FROM outbox WHERE position = ?');
  const rowAt = database.prepare('SELECT * FROM outbox WHERE position = ?');
  const search = database.prepare('SELECT position, reply FROM outbox WHERE instr(reply, ?) > 0');
  const postpone = database.prepare('UPDATE outbox SET due = ?, attempts = attempts + 1 WHERE position = ?');
  const keyOf = database.prepare('SELECT key FROM session WHERE no = ?');
  const anyOf = database.prepare('SELECT 1 FROM outbox WHERE session = ? LIMIT 1');
  const inLane = database.prepare('SELECT 1 FROM outbox WHERE session = ? AND channel = ? LIMIT 1');
  const putOff = database.prepare('UPDATE outbox SET due = ? WHERE position = ?');
  const deadOnes = database.prepare(
    'SELECT key, reply, attempts, reason FROM dead JOIN session ON no = session ORDER BY position DESC LIMIT ?',
  );
  const everything = database.prepare(
    'SELECT key, due, attempts, reply FROM outbox JOIN session ON no = session ORDER BY position',
  );
  const counts = database.prepare(
    'SELECT (SELECT count(*) FROM outbox) AS owed, (SELECT count(*) FROM dead) AS dead, (SELECT min(due) FROM outbox) AS oldest',
  );
  const lastCarried = database.prepare(
    'SELECT coalesce(max(position), ?) + 1 AS position FROM outbox WHERE position < 0',
  );
  const lastCarriedDead = database.prepare(
    'SELECT coalesce(max(position), ?) + 1 AS position FROM dead WHERE position < 0',
  );
  const freeRest = database.prepare('UPDATE outbox SET due = 0 WHERE session = ? AND channel = ? AND position > ?');
  const keep = database.prepare('INSERT INTO dead(position, session, attempts, reply, reason) VALUES(?, ?, ?, ?, ?)');
  const eraseReplies = database.prepare('DELETE FROM outbox WHERE session = ?');
  const eraseDead = database.prepare('DELETE FROM dead WHERE session = ?');

  // By id, of replies added or claimed here. Positions are never used twice, so a stale one finds nothing; an index of
  // ids in the file would cost every turn more than all searches together.
  const positions = new Map<string, number>();

  function remember(id: string, position: number): void {
    if (positions.size >= REMEMBERED) positions.clear();
    positions.set(id, position);
  }

  function positionOf(id: string): number | undefined {
    const known = positions.get(id);
    if (known !== undefined) {
      positions.delete(id);
      return known;
    }
    const rows = search.all(`"id":${JSON.stringify(id)}`) as Row[];
    return rows.find((row) => (JSON.parse(row.reply) as Outbound).id === id)?.position;
  }

  /** A position after all that came from another store and before every turn taken here. */
  function before(table: 'outbox' | 'dead'): number {
    const { position } = (table === 'outbox' ? lastCarried : lastCarriedDead).get(FIRST_CARRIED) as {
      position: number;
    };
    return position;
  }

  function take(id: string): Row | undefined {
    const position = positionOf(id);
    return position === undefined ? undefined : (rowAt.get(position) as Row | undefined);
  }

  function due(
    now: number,
    limit: number,
    session: number | undefined,
    channels: ClaimFilter['channels'],
  ): readonly Row[] {
    if (session === undefined)
      return heads.all(now, limit, channels === undefined ? null : JSON.stringify(channels)) as Row[];
    const waiting = new Set<string>();
    const rows = (ofSession.all(session) as Row[]).filter((row) => {
      if (row.due > now) waiting.add(row.channel);
      return !waiting.has(row.channel) && channels?.includes(row.channel) !== false;
    });
    return rows.slice(0, limit);
  }

  return {
    add(session, seq, replies, due) {
      let position = seq * ROOM;
      for (const { id, reply, channel } of replies) {
        insert.run(position, session, due, 0, reply, channel);
        remember(id, position);
        position += 1;
      }
    },
    owes: (session, channels) =>
      channels.length === 0
        ? anyOf.get(session) !== undefined
        : channels.some((channel) => inLane.get(session, channel) !== undefined),
    isDue: (now, session, channels) => due(now, 1, session, channels).length > 0,
    claim: (now, lease, limit, session, channels) =>
      due(now, limit, session, channels).map((row) => {
        const outbound = JSON.parse(row.reply) as Outbound;
        lend.run(now + lease, row.position);
        remember(outbound.id, row.position);
        const { key } = keyOf.get(row.session) as { key: string };
        return { key, outbound, attempts: row.attempts };
      }),
    confirm(sent) {
      for (const { id } of sent) {
        const position = positionOf(id);
        if (position !== undefined) remove.run(position);
      }
    },
    retry(id, at) {
      const row = take(id);
      if (row === undefined) return;
      postpone.run(at, row.position);
      remember(id, row.position);
      // What was claimed behind it was not sent either.
      freeRest.run(row.session, row.channel, row.position);
    },
    release(id, at) {
      const row = take(id);
      if (row === undefined) return;
      putOff.run(at, row.position);
      remember(id, row.position);
      freeRest.run(row.session, row.channel, row.position);
    },
    bury(id, reason) {
      const row = take(id);
      if (row === undefined) return;
      keep.run(row.position, row.session, row.attempts, row.reply, JSON.stringify(reason));
      remove.run(row.position);
      freeRest.run(row.session, row.channel, row.position);
    },
    dead: (limit) => (deadOnes.all(limit) as DeadRow[]).map(letterOf),
    backlog() {
      const { owed, dead, oldest } = counts.get() as { owed: number; dead: number; oldest: number | null };
      return { owed, dead, oldest: oldest ?? undefined };
    },
    all: () => ({
      owed: (everything.all() as (Pick<Row, 'due' | 'attempts' | 'reply'> & { key: string })[]).map((row) => ({
        due: { key: row.key, outbound: JSON.parse(row.reply) as Outbound, attempts: row.attempts },
        at: row.due,
      })),
      dead: (deadOnes.all(-1) as DeadRow[]).map(letterOf).toReversed(),
    }),
    carry(session, { outbound, attempts }, at) {
      insert.run(before('outbox'), session, at, attempts, JSON.stringify(outbound), outbound.to.channel);
    },
    carryDead(session, { outbound, attempts, reason }) {
      keep.run(before('dead'), session, attempts, JSON.stringify(outbound), JSON.stringify(reason));
    },
    forget: () => positions.clear(),
    erase(session) {
      eraseReplies.run(session);
      eraseDead.run(session);
    },
  };
}
