/**
 * Turns a second of the SQLite store, fsync before each acknowledgement, beside a bare node:sqlite that writes a whole
 * state as one row a turn: same run, same settings, interleaved rounds. Times stores only: no engine, no channel.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Entry } from '../src/engine/operation.ts';
import type { Outbound } from '../src/message.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';

/** One figure: a median over the rounds; `ratio` to the bare one of the same run (median of the rounds' ratios). */
export interface Line {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
}

const ROUNDS = 5;
const BARE = 'bare whole state';
/** Turns of one conversation before the next begins, as a form of list 3 has. */
const TURNS = 30;
const AT_ONCE = [1, 64] as const;
const TIMED: Readonly<Record<(typeof AT_ONCE)[number], number>> = { 1: 1_500, 64: 32_000 };

const words = '跨境供应链金融智能风控平台服务中小微企业';

/** An accepted answer of list 3: about 250 bytes of JSON. */
function entryOf(n: number): Entry {
  return {
    id: `om_${n}`,
    at: 1_760_000_000_000 + n,
    by: '3f9a8b7c6d5e4f30',
    channel: 'feishu',
    operations: [{ op: 'answered', step: 'case.name', value: { text: words }, raw: words }],
    replies: 1,
  };
}

/** The next question: about 400 bytes of JSON. */
function replyOf(user: string, n: number): Outbound {
  return {
    id: `feishu:${user}:${n}:0`,
    re: `om_${n}`,
    to: { channel: 'feishu', user, chat: 'private' },
    kind: 'question',
    body: '该项目是否由在沪机构牵头实施？非在沪机构牵头的，请选择合作方式。',
    prompt: {
      id: `p${n}`,
      step: 'list3.path',
      type: 'single',
      multiple: false,
      options: [
        { n: 1, id: 'lead', label: '在沪机构牵头' },
        { n: 2, id: 'joint', label: '与在沪机构合作' },
      ],
    },
  };
}

/** A session after some twenty answers, as a store of whole states would hold it: about 4 KB of JSON. */
function wholeState(n: number): object {
  const answers: Record<string, object> = {};
  for (let i = 0; i < 17; i++) {
    answers[`step.${i}`] = {
      value: words,
      raw: words,
      by: '3f9a8b7c6d5e4f30',
      channel: 'feishu',
      message: `om_${i}`,
      at: 1_760_000_000_000 + i,
      status: 'ok',
    };
  }
  return { step: n, list: 'L3', recent: Array.from({ length: 8 }, (_, i) => `om_${n - i}`), answers };
}

async function timed(turns: number, work: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await work();
  return (turns / (performance.now() - start)) * 1000;
}

/** What a bare database does beside writing the state: nothing, or what the store promises too. */
type Promised = 'state' | 'state, dedupe id, reply and confirm';

/**
 * Turns a second of a bare database: every turn writes its whole state over the last one, `atOnce` in a transaction.
 * With all promises it also refuses a message it has seen, and keeps the reply until the next transaction removes it.
 */
async function bare(folder: string, atOnce: number, turns: number, promised: Promised): Promise<number> {
  const database = new DatabaseSync(join(folder, 'bare.db'));
  database.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000;
    CREATE TABLE session(key TEXT PRIMARY KEY, version INTEGER, state TEXT);
    CREATE TABLE seen(id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE reply(id TEXT PRIMARY KEY, due INTEGER, words TEXT);
  `);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const end = database.prepare('COMMIT');
  const write = database.prepare(
    'INSERT INTO session VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, state = excluded.state',
  );
  const see = database.prepare('INSERT INTO seen VALUES(?) ON CONFLICT DO NOTHING');
  const owe = database.prepare('INSERT INTO reply VALUES(?, 0, ?)');
  const sent = database.prepare('DELETE FROM reply WHERE id = ?');
  const states = Array.from({ length: TURNS }, (_, n) => wholeState(n));
  let owed: string[] = [];
  const walk = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      begin.run();
      for (const id of owed) sent.run(id);
      owed = [];
      for (let j = 0; j < atOnce; j++) {
        const user = `ou_${j}_${Math.floor(i / TURNS)}`;
        const n = i % TURNS;
        write.run(`feishu:${user}`, n, JSON.stringify(states[n]));
        if (promised === 'state') continue;
        if (see.run(`feishu:om_${j}_${i}`).changes !== 1) throw new Error('seen before');
        const reply = replyOf(user, n);
        owe.run(reply.id, JSON.stringify(reply));
        owed.push(reply.id);
      }
      end.run();
    }
  };
  const rounds = Math.ceil(turns / atOnce);
  const warm = Math.ceil(rounds / 4);
  walk(0, warm);
  const rate = await timed(rounds * atOnce, () => walk(warm, warm + rounds));
  database.close();
  return rate;
}

/** What of a turn the store is given. */
type Given = 'turn' | 'turn and reply' | 'turn, reply and confirm';

/** One person after another, each waiting for the acknowledgement of every turn (and, if told, of the confirmation). */
async function converse(store: Store, name: string, turns: number, given: Given): Promise<void> {
  for (let i = 0; i < turns; i++) {
    const user = `ou_${name}_${Math.floor(i / TURNS)}`;
    const n = i % TURNS;
    const key = `feishu:${user}`;
    const reply = replyOf(user, n);
    const replies = given === 'turn' ? [] : [reply];
    const inbound = `feishu:om_${name}_${i}`;
    const done = await store.commit({ key, expected: n, inbound, entry: entryOf(n), replies });
    if (done.kind !== 'ok') throw new Error(`${inbound}: ${done.kind}`);
    if (given === 'turn, reply and confirm') await store.confirm([{ key, id: reply.id }]);
  }
}

async function ours(folder: string, atOnce: number, turns: number, given: Given): Promise<number> {
  const store = openSqliteStore(folder);
  const each = Math.ceil(turns / atOnce);
  const all = async (part: string, count: number): Promise<void> => {
    await Promise.all(Array.from({ length: atOnce }, (_, i) => converse(store, `${part}${i}`, count, given)));
  };
  await all('w', Math.ceil(each / 4));
  const rate = await timed(each * atOnce, () => all('t', each));
  await store.close();
  return rate;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Half the range, in percent of the median. */
function spread(values: readonly number[]): number {
  return ((Math.max(...values) - Math.min(...values)) / 2 / median(values)) * 100;
}

/** Runs the whole comparison (about twenty seconds) and reports a rate and a spread for each contestant. */
export async function benchStores(report: (line: Line) => void): Promise<void> {
  for (const atOnce of AT_ONCE) {
    const turns = TIMED[atOnce];
    const contestants: Readonly<Record<string, (folder: string) => Promise<number>>> = {
      [BARE]: (folder) => bare(folder, atOnce, turns, 'state'),
      'bare whole state, dedupe id, reply and confirm': (folder) =>
        bare(folder, atOnce, turns, 'state, dedupe id, reply and confirm'),
      'store, turn': (folder) => ours(folder, atOnce, turns, 'turn'),
      'store, turn and reply': (folder) => ours(folder, atOnce, turns, 'turn and reply'),
      'store, turn, reply and confirm': (folder) => ours(folder, atOnce, turns, 'turn, reply and confirm'),
    };
    const rates = new Map<string, number[]>(Object.keys(contestants).map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, run] of Object.entries(contestants)) {
        // On the disk of the working folder: /tmp may be memory, where fsync costs nothing.
        const folder = mkdtempSync(join(process.cwd(), '.bench-'));
        try {
          rates.get(name)?.push(await run(folder));
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }
    }
    const base = rates.get(BARE) ?? [];
    for (const [name, values] of rates) {
      const ratio = median(values.map((value, i) => value / (base[i] ?? Number.NaN)));
      report({ name: `sqlite, ${atOnce} at once: ${name}`, value: median(values), unit: 'turns/s', ratio });
      report({ name: `sqlite, ${atOnce} at once: ${name}, spread`, value: spread(values), unit: '±%' });
    }
  }
}
