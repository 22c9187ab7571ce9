/**
 * Kills writing processes without warning, 200 times, and looks after each kill: what was acknowledged is there exactly
 * once, what was not is there wholly or not at all, and the next process goes on from there.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { FILE, openSqliteStore } from '../../src/store/sqlite.ts';

const writer = fileURLToPath(new URL('writer.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'shenbao-kill-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const people = ['web:1', 'web:2', 'web:3', 'web:4', 'web:5', 'web:6'];
/** Most writers die within this time after their first acknowledgement, ms. */
const WRITING = 25;

/** The time the last writer took to its first acknowledgement, ms. */
let starting = 100;

/**
 * Runs one writer until it is killed, `early` while it starts or opens the file; resolves with the complete lines it
 * printed.
 */
function kill(folder: string, run: string, early: boolean): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const die = (): boolean => child.kill('SIGKILL');
    const child = spawn(process.execPath, [writer, folder, run, people.join(',')]);
    let printed = '';
    let failed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (printed === '') {
        starting = performance.now() - start;
        if (!early) setTimeout(die, Math.random() * WRITING);
      }
      printed += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      failed += chunk.toString('utf8');
    });
    if (early) setTimeout(die, (0.3 + 0.9 * Math.random()) * starting);
    child.on('close', (_, signal) => {
      if (signal === 'SIGKILL') resolve(printed.split('\n').slice(0, -1));
      else reject(new Error(`the writer ended by itself: ${failed}`));
    });
  });
}

/** Does the writer file a submission with this turn? */
function files(turn: string): boolean {
  return Number(turn.split('/').at(-1)) % 4 === 0;
}

/** Everything the file says, compared with everything that was ever acknowledged. Returns the number of turns in it. */
async function inspect(folder: string, acknowledged: ReadonlySet<string>): Promise<number> {
  const store = openSqliteStore(folder);
  const turns: string[] = [];
  const owed = new Set<string>();
  for (const key of people) {
    const log = await store.load(key);
    expect(log.entries.length + (log.snapshot?.length ?? 0)).toBe(log.length);
    if (log.snapshot !== undefined) expect(log.snapshot.state).toEqual({ length: log.snapshot.length });
    // A stale commit tells all there is, before the snapshot too.
    const all = await store.commit({
      key,
      expected: -1,
      inbound: 'probe',
      entry: log.entries[0] ?? probe,
      replies: [],
    });
    if (all.kind !== 'stale') throw new Error(`the probe was ${all.kind}`);
    for (const entry of all.entries) for (const op of entry.operations) if (op.op === 'answered') turns.push(op.raw);
    for (const due of await store.claim(0, 0, 1e6, { key })) owed.add(due.outbound.id);
  }
  const submissions = new Set((await store.submissions()).map((one) => one.submission.submission_id));
  await store.close();

  const once = new Set(turns);
  expect(once.size).toBe(turns.length);
  const torn = turns.filter((turn) => !owed.has(`${turn}/b`) || (files(turn) && !submissions.has(turn)));
  expect(torn).toEqual([]);
  const unsent = turns.filter((turn) => owed.has(`${turn}/a`)).length;
  expect({ submissions: submissions.size, owed: owed.size }).toEqual({
    submissions: turns.filter(files).length,
    owed: turns.length + unsent,
  });
  const lost = [...acknowledged].filter((line) => {
    const [what, id = ''] = line.split(' ');
    return what === 'turn' ? !once.has(id) : owed.has(id);
  });
  expect(lost).toEqual([]);
  const database = new DatabaseSync(join(folder, FILE));
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  database.close();
  return turns.length;
}

const probe = { id: 'probe', at: 0, by: '', channel: 'web', operations: [], replies: 0 };

async function killMany(atOnce: number, kills: number): Promise<number> {
  let total = 0;
  for (let done = 0; done < kills; ) {
    // A fresh file now and then, so that some die while it is being made.
    const folder = mkdtempSync(join(root, 'k-'));
    const acknowledged = new Set<string>();
    let turns = 0;
    for (let round = 0; round < 4 && done < kills; round++) {
      const lines = await Promise.all(
        Array.from({ length: atOnce }, (_, i) => kill(folder, `${done}-${i}`, (round + i) % 5 === 0)),
      );
      done += atOnce;
      for (const line of lines.flat()) acknowledged.add(line);
      turns = await inspect(folder, acknowledged);
    }
    total += turns;
    rmSync(folder, { recursive: true, force: true });
  }
  return total;
}

it('loses and doubles nothing when a process is killed, 200 times, alone and with another on the same file', async () => {
  const start = performance.now();
  const [alone, together] = await Promise.all([killMany(1, 100), killMany(2, 100)]);
  process.stdout.write(`200 kills, ${alone + together} turns, ${Math.round((performance.now() - start) / 1000)} s\n`);
  expect(alone).toBeGreaterThan(1_000);
  expect(together).toBeGreaterThan(1_000);
}, 120_000);
