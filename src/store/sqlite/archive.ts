/**
 * What people look at later, in an SQLite file: submissions, events, and a snapshot of each long session. A submission
 * is written once; nothing here changes or judges one.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Submission } from '../../engine/submission.ts';
import { StoreFault } from '../fault.ts';
import type { Moved, SessionSummary, StoredSubmission, StoreEvent, SubmissionFilter } from '../store.ts';
import type { Database } from './database.ts';

interface SubmissionRow {
  readonly document: string;
  readonly withdrawn_at: number | null;
}

/** A submission with its document already written. */
export interface Document {
  readonly submission: Submission;
  readonly document: string;
}

export interface Archive {
  /** Throws `conflict` when the id is taken by another document. Writes nothing; for the start of a commit. */
  check(document: Document | undefined, withdrawn: string | undefined, session: string): void;
  add(session: string, at: number, document: Document): void;
  withdraw(id: string, at: number): void;
  submission(id: string): StoredSubmission | undefined;
  submissions(filter: SubmissionFilter): readonly StoredSubmission[];
  record(session: string, event: StoreEvent): void;
  events(kind: string | undefined, limit: number): readonly StoreEvent[];
  sessions(limit: number): readonly SessionSummary[];
  snapshot(session: string): { readonly length: number; readonly state: unknown } | undefined;
  keepSnapshot(session: string, length: number, state: string): void;
  /** Every submission and event, oldest first, for moving them. */
  all(): readonly Extract<Moved, { kind: 'submission' | 'event' }>[];
  /** Adds a submission from another store, unless one of its id is there. */
  carry(moved: Extract<Moved, { kind: 'submission' }>): void;
  /** Returns how many submissions went. */
  erase(session: string): number;
}

function stored(row: SubmissionRow): StoredSubmission {
  return { submission: JSON.parse(row.document) as Submission, withdrawnAt: row.withdrawn_at ?? undefined };
}

export function openArchive(database: Database): Archive {
  const find = database.prepare('SELECT document, withdrawn_at FROM submission WHERE id = ?');
  const owned = database.prepare('SELECT 1 FROM submission WHERE id = ? AND session = ?');
  const insert = database.prepare(
    'INSERT OR IGNORE INTO submission(id, session, list, status, receipt, at, document) VALUES(?, ?, ?, ?, ?, ?, ?)',
  );
  const withdraw = database.prepare(
    "UPDATE submission SET status = 'withdrawn', withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL",
  );
  const list = database.prepare(
    'SELECT document, withdrawn_at FROM submission WHERE (?1 IS NULL OR list = ?1) AND (?2 IS NULL OR status = ?2) ORDER BY at, id',
  );
  const record = database.prepare('INSERT INTO event(at, kind, session, text) VALUES(?, ?, ?, ?)');
  const events = database.prepare('SELECT at, kind, session AS key, text FROM event ORDER BY seq DESC LIMIT ?');
  const eventsOf = database.prepare(
    'SELECT at, kind, session AS key, text FROM event WHERE kind = ? ORDER BY seq DESC LIMIT ?',
  );
  const sessions = database.prepare(`
    SELECT key, length, json_extract(entry, '$.at') AS updatedAt FROM
      (SELECT session, max(n) + 1 AS length, max(seq) AS last FROM placed GROUP BY session ORDER BY last DESC LIMIT ?)
      AS one JOIN turn ON turn.seq = last JOIN session ON no = one.session
    ORDER BY last DESC`);
  const snapshot = database.prepare('SELECT length, state FROM snapshot WHERE session = ?');
  const keepSnapshot = database.prepare('INSERT OR REPLACE INTO snapshot(session, length, state) VALUES(?, ?, ?)');
  const allSubmissions = database.prepare('SELECT session, at, document, withdrawn_at FROM submission ORDER BY at, id');
  const allEvents = database.prepare('SELECT at, kind, session AS key, text FROM event ORDER BY seq');
  const eraseEvents = database.prepare('DELETE FROM event WHERE session = ?');
  const eraseSnapshot = database.prepare('DELETE FROM snapshot WHERE session = ?');
  const eraseSubmissions = database.prepare('DELETE FROM submission WHERE session = ?');

  return {
    check(document, withdrawn, session) {
      if (document !== undefined) {
        const id = document.submission.submission_id;
        const row = find.get(id) as SubmissionRow | undefined;
        if (row !== undefined && !isDeepStrictEqual(JSON.parse(row.document), JSON.parse(document.document))) {
          throw new StoreFault('conflict', `submission ${id} exists with other content; a submission never changes`);
        }
      }
      if (withdrawn === undefined || document?.submission.submission_id === withdrawn) return;
      if (owned.get(withdrawn, session) === undefined) {
        throw new StoreFault(
          'conflict',
          `submission ${withdrawn} cannot be withdrawn: this session has none of that id`,
        );
      }
    },
    add(session, at, { submission, document }) {
      const { submission_id, list: from, status, receipt_no } = submission;
      insert.run(submission_id, session, from.id, status, receipt_no, at, document);
    },
    withdraw(id, at) {
      withdraw.run(at, id);
    },
    submission(id) {
      const row = find.get(id) as SubmissionRow | undefined;
      return row === undefined ? undefined : stored(row);
    },
    submissions: (filter) => (list.all(filter.list ?? null, filter.status ?? null) as SubmissionRow[]).map(stored),
    record(session, event) {
      record.run(event.at, event.kind, session, JSON.stringify(event.text));
    },
    events(kind, limit) {
      const rows = kind === undefined ? events.all(limit) : eventsOf.all(kind, limit);
      return (rows as StoreEvent[]).map((row) => ({ ...row, text: JSON.parse(row.text) as string }));
    },
    sessions: (limit) => (sessions.all(limit) as SessionSummary[]).map((row) => ({ ...row })),
    snapshot(session) {
      const row = snapshot.get(session) as { length: number; state: string } | undefined;
      return row === undefined ? undefined : { length: row.length, state: JSON.parse(row.state) as unknown };
    },
    keepSnapshot(session, length, state) {
      keepSnapshot.run(session, length, state);
    },
    all: () => [
      ...(allSubmissions.all() as unknown as (SubmissionRow & { session: string; at: number })[]).map((row) => ({
        kind: 'submission' as const,
        key: row.session,
        at: row.at,
        stored: stored(row),
      })),
      ...(allEvents.all() as unknown as StoreEvent[]).map((row) => ({
        kind: 'event' as const,
        event: { ...row, text: JSON.parse(row.text) as string },
      })),
    ],
    carry({ key, at, stored: { submission, withdrawnAt } }) {
      const { submission_id, list: from, status, receipt_no } = submission;
      insert.run(submission_id, key, from.id, status, receipt_no, at, JSON.stringify(submission));
      if (withdrawnAt !== undefined) withdraw.run(withdrawnAt, submission_id);
    },
    erase(session) {
      eraseEvents.run(session);
      eraseSnapshot.run(session);
      return Number(eraseSubmissions.run(session).changes);
    },
  };
}
