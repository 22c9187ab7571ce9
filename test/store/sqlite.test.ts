/** What the SQLite store promises beyond the contract: files, several processes on one file, faults, erasure. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storedKey } from '../../src/store/key.ts';
import { faultOf } from '../../src/store/sqlite/database.ts';
import { FILE, openSqliteStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { commitAnyway, converse, entryOf, replyOf, submissionOf, turnOf } from './sample.ts';

const root = mkdtempSync(join(tmpdir(), 'shenbao-sqlite-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ann = 'telegram:ann';
let folder: string;
let opened: Store[];

function open(): Store {
  // Merged every 50 turns, so that every test of many turns crosses merges.
  const store = openSqliteStore(folder, { run: 50 });
  opened.push(store);
  return store;
}

beforeEach(() => {
  folder = mkdtempSync(join(root, 's-'));
  opened = [];
});
afterEach(async () => {
  for (const store of opened) await store.close();
});

/** Enough turns of many people to be merged into the indexes more than once. */
async function crowd(store: Store, name: string, people = 40, turns = 30): Promise<void> {
  await Promise.all(Array.from({ length: people }, (_, i) => converse(store, `${name}:${i}`, 0, turns)));
}

describe('a file of sessions', () => {
  it('is made for its owner only, with its folder', async () => {
    folder = join(folder, 'new', 'folder');
    await converse(open(), ann, 0, 1);
    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect(mode(folder)).toBe(0o700);
    expect(readdirSync(folder).toSorted()).toEqual([FILE, `${FILE}-shm`, `${FILE}-wal`]);
    for (const file of readdirSync(folder)) expect(mode(join(folder, file))).toBe(0o600);
  });

  it('is there again after closing, past what was merged and before it', async () => {
    const first = open();
    await crowd(first, 'web');
    await converse(first, ann, 0, 5);
    await first.close();
    const shell = new DatabaseSync(join(folder, FILE));
    // Some of them merged, some not: else this would test only one way of finding them.
    expect(
      shell.prepare('SELECT merged > 1000 AND merged < (SELECT max(seq) FROM turn) AS both FROM mark').get(),
    ).toEqual({
      both: 1,
    });
    shell.close();
    const second = open();
    expect((await second.load('web:7')).entries).toEqual(Array.from({ length: 30 }, (_, n) => entryOf(n)));
    expect((await second.load(ann)).entries).toEqual(Array.from({ length: 5 }, (_, n) => entryOf(n)));
    expect(await second.sessions(1000)).toHaveLength(41);
    expect((await second.sessions(1))[0]).toMatchObject({ length: 5, updatedAt: 1_004 });
    for (const [key, n] of [
      ['web:7', 0],
      ['web:39', 29],
      [ann, 4],
    ] as const)
      expect(await second.seen(key, `in:${key}:${n}`)).toBe(true);
    expect(await second.commit(turnOf('web:7', 0))).toEqual({ kind: 'duplicate' });
    const late = await second.commit(turnOf('web:7', 28, { inbound: 'late' }));
    expect(late).toEqual({ kind: 'stale', length: 30, entries: [entryOf(28), entryOf(29)] });
    await converse(second, 'web:7', 30, 31);
    expect((await second.load('web:7')).entries).toHaveLength(31);
  });

  it('finds replies it did not add itself', async () => {
    const first = open();
    await first.commit(turnOf(ann, 0, { replies: [replyOf('a"1\0'), replyOf('a2'), replyOf('a3')] }));
    await first.close();
    const second = open();
    await second.confirm([{ key: ann, id: 'a"1\0' }]);
    await second.bury({ key: ann, id: 'a2' }, 'gone');
    expect((await second.claim(0, 1, 10, { key: ann })).map(({ outbound }) => outbound.id)).toEqual(['a3']);
  });
});

describe('a file of the first format', () => {
  it('is brought to the present one with everything in it', async () => {
    const first = open();
    await first.commit(turnOf(ann, 0, { replies: [replyOf('a1'), replyOf('a2')], submission: submissionOf('S1') }));
    await first.close();
    const shell = new DatabaseSync(join(folder, FILE));
    shell.exec(`DROP INDEX outbox_lane; CREATE INDEX outbox_order ON outbox(session, position, due);
      DROP TABLE wake; DROP TABLE link; DROP TABLE code; DROP TABLE carried;
      ALTER TABLE outbox DROP COLUMN channel; PRAGMA user_version = 1;`);
    shell.close();
    const second = open();
    expect((await second.load(ann)).entries).toEqual([entryOf(0)]);
    expect(await second.claim(1e13, 1, 10, { channels: ['wechat'] })).toEqual([]);
    expect(await second.claim(1e13, 1, 10, { channels: ['telegram'] })).toHaveLength(1);
    expect(await second.commit(turnOf(ann, 1, { wake: 5 }))).toEqual({ kind: 'ok' });
    expect(await second.wakes(5, 1, 1)).toHaveLength(1);
    expect(await second.submission('S1')).toBeDefined();
  });
});

describe('a file of the second format', () => {
  it('keeps its codes, which can then be taken', async () => {
    const first = open();
    await first.offer('7K3', ann, 60_000);
    await first.close();
    const shell = new DatabaseSync(join(folder, FILE));
    shell.exec(`DROP INDEX outbox_lane; CREATE INDEX outbox_order ON outbox(session, position, due);
      ALTER TABLE code DROP COLUMN taker; PRAGMA user_version = 2;`);
    shell.close();
    const second = open();
    expect(await second.redeem('7K3', 'me', 1)).toBeDefined();
    expect(await second.redeem('7K3', 'you', 1)).toBeUndefined();
  });
});

describe('two processes on one file', () => {
  it('see each other’s turns, duplicates and lost races', async () => {
    const [one, other] = [open(), open()];
    await converse(one, ann, 0, 2);
    expect((await other.load(ann)).length).toBe(2);
    expect(await other.commit(turnOf(ann, 1))).toEqual({ kind: 'duplicate' });
    expect(await other.commit(turnOf(ann, 1, { inbound: 'x' }))).toEqual({
      kind: 'stale',
      length: 2,
      entries: [entryOf(1)],
    });
    await converse(other, ann, 2, 3);
    expect(await one.seen(ann, `in:${ann}:2`)).toBe(true);
    expect(await one.commit(turnOf(ann, 2, { inbound: 'y' }))).toMatchObject({ kind: 'stale', length: 3 });
    expect(await one.sessions(10)).toMatchObject([{ length: 3 }]);
  });

  it('make one history of each person together, through merges', async () => {
    const stores = [open(), open()];
    const people = Array.from({ length: 20 }, (_, i) => `web:${i}`);
    const jobs = stores.flatMap((store, s) =>
      people.map(async (key) => {
        for (let i = 0; i < 25; i++) {
          const raw = `${s}/${i}`;
          await commitAnyway(store, turnOf(key, 0, { inbound: `${key}/${raw}`, entry: entryOf(i, raw), replies: [] }));
        }
      }),
    );
    await Promise.all(jobs);
    const expected = [0, 1].flatMap((s) => Array.from({ length: 25 }, (_, i) => `${s}/${i}`)).toSorted();
    for (const [i, key] of people.entries()) {
      const log = await (stores[i % 2] as Store).load(key);
      expect(log.entries.map(({ operations: [op] }) => (op?.op === 'answered' ? op.raw : '')).toSorted()).toEqual(
        expected,
      );
    }
  });

  it('lend a reply to one of them only', async () => {
    const [one, other] = [open(), open()];
    await crowd(one, 'web', 30, 1);
    const claims = await Promise.all([one, other, one, other].map((store) => store.claim(0, 1_000, 20)));
    const due = claims.flat();
    const ids = due.map(({ outbound }) => outbound.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(30);
    await other.confirm(due.map(({ key, outbound }) => ({ key, id: outbound.id })));
    expect(await one.claim(1e12, 1, 10)).toEqual([]);
  });

  it('notice what the other has erased', async () => {
    const [one, other] = [open(), open()];
    await converse(one, ann, 0, 3);
    await converse(one, 'web:1', 0, 3);
    expect((await other.load(ann)).length).toBe(3);
    await one.erase(ann);
    expect(await other.commit(turnOf(ann, 3))).toEqual({ kind: 'stale', length: 0, entries: [] });
    expect(await other.commit(turnOf(ann, 1))).toEqual({ kind: 'duplicate' });
    await converse(other, 'web:2', 0, 2);
    await converse(one, 'web:3', 0, 2);
    await converse(one, 'web:1', 3, 4);
    expect((await other.load('web:1')).length).toBe(4);
    expect((await one.load('web:2')).length).toBe(2);
    expect((await other.load('web:3')).length).toBe(2);
  });

  it('notice an erasure after everything was merged', async () => {
    const [one, other] = [openSqliteStore(folder, { run: 1 }), openSqliteStore(folder, { run: 1 })];
    opened.push(one, other);
    await converse(one, ann, 0, 2);
    expect((await other.load(ann)).length).toBe(2);
    await one.erase(ann);
    expect(await other.commit(turnOf(ann, 0, { inbound: 'again' }))).toEqual({ kind: 'ok' });
    await converse(one, 'web:1', 0, 3);
    expect((await one.load(ann)).length).toBe(1);
    expect((await other.load('web:1')).length).toBe(3);
    expect(await one.sessions(10)).toHaveLength(2);
  });

  it('wait for one another', async () => {
    const store = open();
    await converse(store, ann, 0, 1);
    const shell = new DatabaseSync(join(folder, FILE));
    shell.exec('BEGIN IMMEDIATE');
    const done = store.commit(turnOf(ann, 1));
    const settled = done.then(() => true);
    expect(await Promise.race([settled, new Promise((resolve) => setTimeout(() => resolve('waiting'), 300))])).toBe(
      'waiting',
    );
    shell.exec('ROLLBACK');
    shell.close();
    expect(await done).toEqual({ kind: 'ok' });
  });
});

describe('a file that cannot be used', () => {
  const file = (): string => join(folder, FILE);
  const sql = (statements: string): void => {
    const database = new DatabaseSync(join(folder, FILE));
    database.exec(statements);
    database.close();
  };
  const fault = (): unknown => {
    try {
      opened.push(openSqliteStore(folder));
      return 'opened';
    } catch (error) {
      return error;
    }
  };

  it('is refused by name when it is no database, and left as it is', () => {
    const text = 'name,amount\nsomebody,3\n'.repeat(100);
    writeFileSync(file(), text);
    expect(fault()).toMatchObject({ name: 'StoreFault', kind: 'corrupt', message: expect.stringContaining(file()) });
    expect(readFileSync(file(), 'utf8')).toBe(text);
  });

  it('is refused when it belongs to another program, and left as it is', () => {
    sql('CREATE TABLE contact(name); INSERT INTO contact VALUES(1)');
    const before = readFileSync(file());
    expect(fault()).toMatchObject({ kind: 'foreign', retryable: false, message: expect.stringContaining(file()) });
    expect(readFileSync(file())).toEqual(before);
  });

  it('is refused when a newer version wrote it', async () => {
    const store = openSqliteStore(folder);
    await converse(store, ann, 0, 1);
    await store.close();
    sql('PRAGMA user_version = 99');
    expect(fault()).toMatchObject({ kind: 'newer', message: expect.stringMatching(/format 99.*Update/) });
  });

  it('is refused when it is a folder, or its folder is a file', () => {
    mkdirSync(file());
    expect(fault()).toMatchObject({ name: 'StoreFault', kind: 'foreign', message: expect.stringContaining(file()) });
    rmSync(file(), { recursive: true });
    writeFileSync(file(), '');
    folder = file();
    expect(fault()).toMatchObject({ name: 'StoreFault', kind: 'foreign' });
  });

  it('is said to be damaged when its pages are', async () => {
    const store = openSqliteStore(folder);
    await crowd(store, 'web', 150, 30);
    await store.close();
    const bytes = readFileSync(file());
    bytes.fill(0xa5, 8192);
    writeFileSync(file(), bytes);
    const found = fault();
    if (found !== 'opened') expect(found).toMatchObject({ kind: 'corrupt' });
    else await expect(opened[0]?.load('web:1')).rejects.toMatchObject({ kind: 'corrupt', retryable: false });
  });

  it('is said to be full or read-only by the library’s own errors', () => {
    const errorOf = (work: () => void): unknown => {
      try {
        work();
        return 'no error';
      } catch (error) {
        return faultOf(error, 'f.db');
      }
    };
    const full = new DatabaseSync(join(folder, FILE));
    full.exec('PRAGMA max_page_count = 2; CREATE TABLE t(x)');
    const insert = (): void => full.exec('INSERT INTO t VALUES(zeroblob(100000))');
    expect(errorOf(insert)).toMatchObject({ kind: 'full', retryable: true, message: expect.stringContaining('f.db') });
    full.close();
    const locked = new DatabaseSync(file(), { readOnly: true });
    expect(errorOf(() => locked.exec('INSERT INTO t VALUES(1)'))).toMatchObject({ kind: 'readonly', retryable: false });
    locked.close();
  });
});

describe('an applicant who asks to be deleted', () => {
  const canary = '金丝雀canary-7f3a';
  const traces = (): readonly string[] =>
    readdirSync(folder).filter((file) => {
      const bytes = readFileSync(join(folder, file));
      return ['canary-7f3a', 'telegram:ann', storedKey(ann)].some((trace) => bytes.includes(trace));
    });

  it.each([
    ['at once', 0],
    ['after the turns were merged', 60],
  ])('leaves no trace in any file, %s', async (_, turns) => {
    const store = open();
    const said = (n: number) =>
      turnOf(ann, n, {
        entry: entryOf(n, `${canary} ${n}`),
        replies: [replyOf(`${ann}:${n}:0`, canary.repeat(20)), replyOf(`${ann}:${n}:1`, canary)],
        submission:
          n === 3
            ? submissionOf('S1', { locale: 'en', channel: { ...submissionOf('S1').channel, platform: canary } })
            : undefined,
        snapshot: n === 4 ? { canary } : undefined,
      });
    for (let n = 0; n < 6; n++) await store.commit(said(n));
    await store.confirm([0, 1, 2].map((n) => ({ key: ann, id: `${ann}:${n}:0` })));
    await store.bury({ key: ann, id: `${ann}:4:0` }, canary);
    await store.record({ at: 1, kind: 'escalated', key: ann, text: canary });
    if (turns > 0) await crowd(store, 'web', 100, turns);
    expect(traces()).not.toEqual([]);
    expect(await store.erase(ann)).toBe(1);
    expect(traces()).toEqual([]);
    expect(await store.commit(said(2))).toEqual({ kind: 'duplicate' });
    expect(await store.submission('S1')).toBeUndefined();
    const shell = new DatabaseSync(join(folder, FILE));
    expect(shell.prepare('SELECT erasures, scrubbed FROM mark').get()).toEqual({ erasures: 1, scrubbed: 1 });
    shell.close();
    if (turns > 0) expect((await store.load('web:99')).length).toBe(turns);
  });

  it('leaves none though the process died between deleting and clearing up', async () => {
    const store = openSqliteStore(folder);
    await store.commit(turnOf(ann, 0, { entry: entryOf(0, canary) }));
    await store.close();
    const shell = new DatabaseSync(join(folder, FILE));
    shell.exec('DELETE FROM turn; DELETE FROM outbox; DELETE FROM session; UPDATE mark SET erasures = 1, merged = 1');
    shell.close();
    expect(traces()).not.toEqual([]);
    const next = open();
    expect(traces()).toEqual([]);
    expect(await next.load(ann)).toEqual({ length: 0, entries: [] });
  });

  it('leaves none behind a reader that holds the log for a while', async () => {
    const store = open();
    await store.commit(turnOf(ann, 0, { entry: entryOf(0, canary) }));
    const shell = new DatabaseSync(join(folder, FILE));
    shell.exec('BEGIN; SELECT count(*) FROM turn');
    const gone = store.erase(ann);
    setTimeout(() => shell.close(), 200);
    await gone;
    expect(traces()).toEqual([]);
  });
});
