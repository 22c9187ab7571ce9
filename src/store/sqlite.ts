/**
 * The store in one SQLite file, `shenbao.db` in the given folder: turns of one tick joined in one transaction and on
 * the disk before they are acknowledged. Several processes may share the file. Never deletes or repairs a file it
 * does not understand.
 *
 * Promises: a commit, submission, event or erasure outlives a loss of power (WAL, synchronous FULL). What became of a
 * reply (claimed, sent, put off, buried) outlives the process only: after a loss of power a reply may be sent again
 * under the same id, which is what "at least once" allows, and costs no wait for the disk.
 */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Entry } from '../engine/operation.ts';
import { StoreFault } from './fault.ts';
import { makeFolder } from './folder.ts';
import { seenId, storedId, storedKey } from './key.ts';
import { openArchive } from './sqlite/archive.ts';
import type { Job } from './sqlite/batch.ts';
import { openBatch } from './sqlite/batch.ts';
import { committing } from './sqlite/commit.ts';
import { faultOf } from './sqlite/database.ts';
import { openMover } from './sqlite/move.ts';
import { openOutbox } from './sqlite/outbox.ts';
import { openRegistry } from './sqlite/registry.ts';
import { APPLICATION, SCHEMA, UPGRADES, VERSION } from './sqlite/schema.ts';
import { openTurns } from './sqlite/turns.ts';
import type { Store } from './store.ts';

/** The name of the file inside the folder. */
export const FILE = 'shenbao.db';

/** How long one call may block waiting for another process, ms; the batch then tries again without blocking. */
const BLOCKED = 50;
/** Pages in the log before they are copied to the file: 4 MB, a few ms of copying. */
const CHECKPOINT = 1000;
/** Turns merged into the indexes at once: more makes a turn cheaper and the merge a longer pause (see `run`). */
const RUN = 8192;
const SCRUB_TRIES = 50;
const SCRUB_PAUSE = 20;

function number(database: DatabaseSync, sql: string): number {
  const row = database.prepare(sql).get() ?? {};
  return Number(Object.values(row)[0]);
}

/** Makes the tables in an empty file; throws `foreign` or `newer` on a file that is not this store's. */
function claimFile(database: DatabaseSync, file: string): void {
  const application = number(database, 'PRAGMA application_id');
  const version = number(database, 'PRAGMA user_version');
  if (application === APPLICATION) {
    if (version <= VERSION) {
      for (let from = version; from < VERSION; from++) database.exec(UPGRADES[from] ?? '');
      return;
    }
    throw new StoreFault(
      'newer',
      `${file}: written by a newer version (format ${version}, this one knows ${VERSION}). Update the program; the file is untouched.`,
    );
  }
  if (application !== 0 || version !== 0 || number(database, 'SELECT count(*) FROM sqlite_master') !== 0) {
    throw new StoreFault(
      'foreign',
      `${file}: an SQLite file of another program. Choose another DATA_DIR; the file is untouched.`,
    );
  }
  database.exec(SCHEMA);
}

function prepareFile(database: DatabaseSync, file: string): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    claimFile(database, file);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = ${CHECKPOINT};
    PRAGMA cache_size = -16000;
    PRAGMA temp_store = MEMORY;
  `);
}

/** Opens a file that another process may be making at the same moment. */
function openFile(folder: string, file: string): DatabaseSync {
  makeFolder(folder);
  // SQLite gives its -wal and -shm files the rights of this one.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    prepareFile(database, file);
    database.exec(`PRAGMA busy_timeout = ${BLOCKED}`);
    // A process may have died between an erasure and its scrub.
    if (number(database, 'SELECT erasures > scrubbed FROM mark') !== 0) scrubNow(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Writes the file anew without what was deleted, and empties the log, which still holds it. False when another process
 * is in the way.
 */
function scrubNow(database: DatabaseSync, file: string): boolean {
  try {
    const erasures = number(database, 'SELECT erasures FROM mark');
    database.exec('VACUUM');
    if (number(database, 'PRAGMA wal_checkpoint(TRUNCATE)') !== 0) return false;
    database.exec(`UPDATE mark SET scrubbed = ${erasures}`);
    return true;
  } catch (error) {
    if (faultOf(error, file).kind === 'busy') return false;
    throw error;
  }
}

export interface SqliteSettings {
  /** Turns that gather in memory before they are merged into the file's indexes; small ones make merges frequent. */
  readonly run?: number;
}

/**
 * Opens `<folder>/shenbao.db`, making folder (0700) and file (0600) when they are not there.
 * Throws StoreFault: `foreign`, `newer`, `corrupt`, `readonly`, `full`, `busy`.
 */
export function openSqliteStore(folder: string, settings: SqliteSettings = {}): Store {
  const file = join(folder, FILE);
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw faultOf(error, file);
    }
  };
  const database = guard(() => openFile(folder, file));
  const parts = guard(() => ({
    turns: openTurns(database, settings.run ?? RUN),
    outbox: openOutbox(database),
    archive: openArchive(database),
    registry: openRegistry(database),
  }));
  const { turns, outbox, archive, registry } = parts;
  const mover = guard(() => openMover(database, parts));
  const begin = database.prepare('BEGIN');
  const beginWriting = database.prepare('BEGIN IMMEDIATE');
  const end = database.prepare('COMMIT');
  let synced = true;
  let open = true;

  function within<T>(start: { run(): unknown }, work: () => T): T {
    start.run();
    try {
      turns.sync();
      const result = work();
      end.run();
      return result;
    } catch (error) {
      turns.forget();
      outbox.forget();
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  function transact(jobs: readonly Job[]): readonly unknown[] {
    const toDisk = jobs.some((job) => job.worth === 'power');
    if (toDisk !== synced) {
      database.exec(toDisk ? 'PRAGMA synchronous = FULL' : 'PRAGMA synchronous = NORMAL');
      synced = toDisk;
    }
    return within(beginWriting, () => {
      const results = jobs.map((job) => job.run());
      turns.settle();
      return results;
    });
  }

  const batch = openBatch({ transact, faultOf: (error) => faultOf(error, file) });

  async function read<T>(work: () => T): Promise<T> {
    if (!open) throw new StoreFault('closed', `${file}: the store was closed`);
    return guard(() => within(begin, work));
  }

  async function scrub(): Promise<void> {
    for (let tries = 1; ; tries++) {
      await new Promise((resolve) => setTimeout(resolve, tries === 1 ? 0 : SCRUB_PAUSE));
      if (guard(() => scrubNow(database, file))) return;
      if (tries === SCRUB_TRIES) {
        throw new StoreFault('busy', `${file}: erased, but another process keeps its traces in the log. Erase again.`);
      }
    }
  }

  // One that comes while a scrub waits is served by it: every try starts afresh.
  let scrubbing: Promise<void> | undefined;
  function scrubbed(): Promise<void> {
    scrubbing ??= scrub().finally(() => {
      scrubbing = undefined;
    });
    return scrubbing;
  }

  return {
    now: async () => Date.now(),
    load: (key) =>
      read(() => {
        const stored = storedKey(key);
        const session = turns.find(stored);
        const snapshot = archive.snapshot(stored);
        const entries = turns.entries(session, snapshot?.length ?? 0).map((one) => JSON.parse(one) as Entry);
        return { length: turns.length(session), ...(snapshot === undefined ? {} : { snapshot }), entries };
      }),
    commit: async (commit) => batch.add('power', committing(commit, parts)),
    seen: (key, inbound) => read(() => turns.seen(seenId(key, inbound))),
    async claim(now, lease, limit, { key, channels } = {}) {
      const stored = key === undefined ? undefined : storedKey(key);
      // Most calls find nothing; looking first spares them a transaction.
      const due = await read(() => {
        const session = stored === undefined ? undefined : turns.find(stored);
        return (stored === undefined || session !== undefined) && outbox.isDue(now, session, channels);
      });
      if (!due) return [];
      return batch.add('process', () => {
        const session = stored === undefined ? undefined : turns.find(stored);
        if (stored !== undefined && session === undefined) return [];
        return outbox.claim(now, lease, limit, session, channels);
      });
    },
    confirm: (sent) => batch.add('process', () => outbox.confirm(sent)),
    retry: ({ id }, at) => batch.add('process', () => outbox.retry(id, at)),
    release: ({ id }, at) => batch.add('process', () => outbox.release(id, at)),
    bury: ({ id }, reason) => batch.add('process', () => outbox.bury(id, reason)),
    dead: (limit) => read(() => outbox.dead(limit)),
    backlog: () => read(() => outbox.backlog()),
    async wakes(now, lease, limit) {
      if (!(await read(() => registry.isDue(now)))) return [];
      return batch.add('process', () => registry.wakes(now, lease, limit));
    },
    wake: (key, expected, at) =>
      batch.add('power', () => {
        const stored = storedKey(key);
        if (turns.length(turns.find(stored)) === expected) registry.setWake(stored, at);
      }),
    sessions: (limit) => read(() => archive.sessions(limit)),
    submissions: (filter = {}) => read(() => archive.submissions(filter)),
    submission: (id) => read(() => archive.submission(id)),
    record: (event) => batch.add('power', () => archive.record(storedKey(event.key), event)),
    events: (kind, limit) => read(() => archive.events(kind, limit)),
    link: (handle, key) =>
      batch.add('power', () => registry.link(storedId(handle), key === undefined ? undefined : storedKey(key))),
    linked: (handle) => read(() => registry.linked(storedId(handle))),
    part: (key, except) =>
      batch.add('power', () => registry.part(storedKey(key), except === undefined ? '' : storedId(except))),
    offer: (code, key, until) => batch.add('power', () => registry.offer(storedId(code), storedKey(key), until)),
    redeem: (code, by, now) => batch.add('power', () => registry.redeem(storedId(code), storedId(by), now)),
    async erase(key) {
      const stored = storedKey(key);
      const gone = await batch.add('power', () => {
        const session = turns.find(stored);
        if (session !== undefined) {
          outbox.erase(session);
          turns.erase(session);
        }
        registry.erase(stored);
        return archive.erase(stored);
      });
      await scrubbed();
      return gone;
    },
    async *dump() {
      for (const key of await read(() => mover.keys())) yield* await read(() => mover.session(key));
      yield* await read(() => mover.rest());
    },
    restore: (moved) => batch.add('power', () => mover.restore(moved)),
    async close() {
      await batch.close();
      await scrubbing?.catch(() => undefined);
      if (open) database.close();
      open = false;
    },
  };
}
