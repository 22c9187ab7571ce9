/**
 * Replies that are owed, in an SQLite file: leased in the order of their session, forgotten once sent, kept with a
 * reason when they cannot be. Sends nothing and opens no transaction.
 */
import type { Outbound } from '../../message.ts';
import type { Due } from '../store.ts';
import type { Database } from './database.ts';

/** Room between the positions of two turns; a turn has a handful of replies. */
const ROOM = 1000;
/** Positions remembered at most; one that is forgotten is searched for, which only costs time. */
const REMEMBERED = 100_000;

interface Row {
  readonly position: number;
  readonly session: number;
  readonly due: number;
  readonly attempts: number;
  readonly reply: string;
}

/** A reply with its words already written, so that the transaction only stores. */
export interface Written {
  readonly id: string;
  readonly reply: string;
}

export function written(outbound: Outbound): Written {
  return { id: outbound.id, reply: JSON.stringify(outbound) };
}

export interface Outbox {
  /** `seq`: the turn's place in the order of commits. */
  add(session: number, seq: number, replies: readonly Written[]): void;
  isDue(now: number, session: number | undefined): boolean;
  claim(now: number, lease: number, limit: number, session: number | undefined): readonly Due[];
  confirm(ids: readonly string[]): void;
  retry(id: string, at: number): void;
  bury(id: string, reason: string): void;
  /** Forgets what is in memory, after a rollback. */
  forget(): void;
  erase(session: number): void;
}

export function openOutbox(database: Database): Outbox {
  const insert = database.prepare('INSERT INTO outbox(position, session, due, attempts, reply) VALUES(?, ?, 0, 0, ?)');
  const ofSession = database.prepare('SELECT * FROM outbox WHERE session = ? ORDER BY position LIMIT ?');
  // Beside min(), SQLite takes the other columns from the row of the minimum: the first unsent reply of each session.
  const heads = database.prepare(`
    SELECT outbox.* FROM
      (SELECT min(position) AS position, due FROM outbox GROUP BY session HAVING due <= ? ORDER BY due, 1 LIMIT ?)
      AS head JOIN outbox USING(position)
    ORDER BY head.due, head.position`);
  const lend = database.prepare('UPDATE outbox SET due = ? WHERE position = ?');
  const remove = database.prepare('DELETE FROM outbox WHERE position = ?');
  const rowAt = database.prepare('SELECT * FROM outbox WHERE position = ?');
  const search = database.prepare('SELECT position, reply FROM outbox WHERE instr(reply, ?) > 0');
  const postpone = database.prepare('UPDATE outbox SET due = ?, attempts = attempts + 1 WHERE position = ?');
  const keyOf = database.prepare('SELECT key FROM session WHERE no = ?');
  const release = database.prepare('UPDATE outbox SET due = 0 WHERE session = ? AND position > ?');
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

  function take(id: string): Row | undefined {
    const position = positionOf(id);
    return position === undefined ? undefined : (rowAt.get(position) as Row | undefined);
  }

  function due(now: number, limit: number, session: number | undefined): readonly Row[] {
    if (session === undefined) return heads.all(now, limit) as Row[];
    const rows = ofSession.all(session, limit) as Row[];
    const waiting = rows.findIndex((row) => row.due > now);
    return waiting < 0 ? rows : rows.slice(0, waiting);
  }

  return {
    add(session, seq, replies) {
      let position = seq * ROOM;
      for (const { id, reply } of replies) {
        insert.run(position, session, reply);
        remember(id, position);
        position += 1;
      }
    },
    isDue: (now, session) => due(now, 1, session).length > 0,
    claim: (now, lease, limit, session) =>
      due(now, limit, session).map((row) => {
        const outbound = JSON.parse(row.reply) as Outbound;
        lend.run(now + lease, row.position);
        remember(outbound.id, row.position);
        const { key } = keyOf.get(row.session) as { key: string };
        return { key, outbound, attempts: row.attempts };
      }),
    confirm(ids) {
      for (const id of ids) {
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
      release.run(row.session, row.position);
    },
    bury(id, reason) {
      const row = take(id);
      if (row === undefined) return;
      keep.run(row.position, row.session, row.attempts, row.reply, JSON.stringify(reason));
      remove.run(row.position);
      release.run(row.session, row.position);
    },
    forget: () => positions.clear(),
    erase(session) {
      eraseReplies.run(session);
      eraseDead.run(session);
    },
  };
}
