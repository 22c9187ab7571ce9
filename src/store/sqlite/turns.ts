/**
 * The turns of all sessions in an SQLite file: appended in the order of commits, found by session and by inbound id.
 * The newest are indexed in memory only, and merged into the tables' indexes in sorted runs; decides nothing about a
 * commit and opens no transaction.
 */
import type { Database } from './database.ts';

/** What is in memory of a session: its length and the places of its turns not merged yet, which are its last ones. */
interface Recent {
  length: number;
  readonly seqs: number[];
}

interface Row {
  readonly seq: number;
  readonly session: number;
  readonly n: number;
  readonly inbound: string;
}

export interface Turns {
  /** Takes note of what other processes wrote. To be called first in every transaction. */
  sync(): void;
  /** Forgets what is in memory, after a rollback. */
  forget(): void;
  seen(inbound: string): boolean;
  /** The number of a session; undefined before its first turn. */
  find(key: string): number | undefined;
  length(session: number | undefined): number;
  /** Entries from number `from` on, as JSON. */
  entries(session: number | undefined, from: number): readonly string[];
  /** Numbers a new session. */
  start(key: string): number;
  /** Adds the turn and returns its place in the order of commits. The caller has checked `n` and `inbound`. */
  append(session: number, n: number, inbound: string, entry: string): number;
  /** Merges when enough has gathered. To be called last in every writing transaction. */
  settle(): void;
  /** Removes the turns of a session; their inbound ids stay. */
  erase(session: number): void;
}

/** `run`: how many turns gather before they are merged. */
export function openTurns(database: Database, run: number): Turns {
  const version = database.prepare('PRAGMA data_version');
  const readMark = database.prepare('SELECT merged, erasures FROM mark');
  const later = database.prepare('SELECT seq, session, n, inbound FROM turn WHERE seq > ? ORDER BY seq');
  const seenBefore = database.prepare('SELECT 1 FROM seen WHERE inbound = ?');
  const numberOf = database.prepare('SELECT no FROM session WHERE key = ?');
  const addSession = database.prepare('INSERT INTO session(key) VALUES(?) RETURNING no');
  const deleteSession = database.prepare('DELETE FROM session WHERE no = ?');
  const lastOf = database.prepare('SELECT max(n) AS n FROM place WHERE session = ?');
  const insert = database.prepare('INSERT INTO turn(seq, session, n, inbound, entry) VALUES(?, ?, ?, ?, ?)');
  const entryAt = database.prepare('SELECT entry FROM turn WHERE seq = ?');
  const merged = database.prepare(
    'SELECT entry FROM place JOIN turn USING(seq) WHERE place.session = ? AND place.n >= ? ORDER BY place.n',
  );
  const mergePlaces = database.prepare(
    'INSERT INTO place(session, n, seq) SELECT session, n, seq FROM turn WHERE seq > ? ORDER BY session, n',
  );
  const mergeSeen = database.prepare(
    'INSERT OR IGNORE INTO seen SELECT inbound FROM turn WHERE seq > ? ORDER BY inbound',
  );
  const setMark = database.prepare('UPDATE mark SET merged = ?, erasures = ?');
  const deleteTurns = database.prepare('DELETE FROM turn WHERE seq IN (SELECT seq FROM place WHERE session = ?)');
  const deletePlaces = database.prepare('DELETE FROM place WHERE session = ?');

  let known: number | undefined;
  let mark = { merged: 0, erasures: 0 };
  let last = 0;
  let gathered = 0;
  const numbers = new Map<string, number>();
  const recent = new Map<number, Recent>();
  const ids = new Set<string>();

  function note({ seq, session, n, inbound }: Row): void {
    const place = recent.get(session);
    if (place === undefined) recent.set(session, { length: n + 1, seqs: [seq] });
    else {
      place.length = n + 1;
      place.seqs.push(seq);
    }
    ids.add(inbound);
    gathered += 1;
    last = seq;
  }

  function begin(next: { merged: number; erasures: number }): void {
    numbers.clear();
    recent.clear();
    ids.clear();
    gathered = 0;
    mark = next;
    last = next.merged;
  }

  function remember(key: string, session: number): number {
    numbers.set(key, session);
    return session;
  }

  function lengthOf(session: number | undefined): number {
    if (session === undefined) return 0;
    const place = recent.get(session);
    if (place !== undefined) return place.length;
    const { n } = lastOf.get(session) as { n: number | null };
    return n === null ? 0 : n + 1;
  }

  function merge(): void {
    mergePlaces.run(mark.merged);
    mergeSeen.run(mark.merged);
    setMark.run(last, mark.erasures);
    begin({ merged: last, erasures: mark.erasures });
  }

  return {
    sync() {
      // Changes only when another connection has committed.
      const { data_version } = version.get() as { data_version: number };
      if (data_version === known) return;
      const stored = readMark.get() as { merged: number; erasures: number };
      if (known === undefined || stored.merged !== mark.merged || stored.erasures !== mark.erasures) begin(stored);
      for (const row of later.all(last)) note(row as Row);
      known = data_version;
    },
    forget() {
      known = undefined;
    },
    seen: (inbound) => ids.has(inbound) || seenBefore.get(inbound) !== undefined,
    find(key) {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const row = numberOf.get(key) as { no: number } | undefined;
      return row === undefined ? undefined : remember(key, row.no);
    },
    length: lengthOf,
    entries(session, from) {
      if (session === undefined) return [];
      const place = recent.get(session);
      const length = lengthOf(session);
      const first = length - (place?.seqs.length ?? 0);
      const found = from < first ? merged.all(session, from).map((row) => (row as { entry: string }).entry) : [];
      for (const seq of place?.seqs.slice(Math.max(0, from - first)) ?? []) {
        found.push((entryAt.get(seq) as { entry: string }).entry);
      }
      return found;
    },
    start: (key) => remember(key, (addSession.get(key) as { no: number }).no),
    append(session, n, inbound, entry) {
      const seq = last + 1;
      insert.run(seq, session, n, inbound, entry);
      note({ seq, session, n, inbound });
      return seq;
    },
    settle() {
      if (gathered >= run) merge();
    },
    erase(session) {
      merge();
      deleteTurns.run(session);
      deletePlaces.run(session);
      deleteSession.run(session);
      setMark.run(mark.merged, mark.erasures + 1);
      begin({ merged: mark.merged, erasures: mark.erasures + 1 });
    },
  };
}
