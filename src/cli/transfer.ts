/**
 * Everything of one store carried to another that is empty: counted, moved, and both sides read again before it counts
 * as done. Never changes the source, never merges, and goes on where an earlier run of the same move stopped.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { StoreFault } from '../store/fault.ts';
import { FILE, openSqliteStore } from '../store/sqlite.ts';
import type { Moved, Store } from '../store/store.ts';
import { OperatorFault } from './command.ts';
import type { UnderWay } from './half-moved.ts';
import { isHalfMoved, removeMark, setMark, underWay } from './half-moved.ts';
import { openStore } from './machine.ts';
import { typed } from './setup.ts';
import type { Counts, Tally } from './tally.ts';
import { tallying, tallyOf } from './tally.ts';
import type { StoreKind, Target } from './transfer-words.ts';
import * as words from './transfer-words.ts';

export interface TransferParts {
  readonly config: Config;
  readonly from: StoreKind;
  readonly to: StoreKind;
  /** Looks and counts only; changes and makes nothing. */
  readonly dryRun: boolean;
  /** Hears how many records of how many are in the target. */
  readonly onProgress: (done: number, all: number) => void;
}

export interface Transfer {
  readonly moved: boolean;
  readonly counts: Counts;
  /** How much of it was in the target from an earlier run. */
  readonly found: number;
  readonly digest: string;
  /** Another process has the source open (only a dry run gets so far). */
  readonly inUse: boolean;
}

/** Records on their way at once; an SQLite file joins them in one transaction. */
const AT_ONCE = 128;

function fileOf(config: Config): string {
  return join(config.store.dataDir, FILE);
}

async function open(kind: StoreKind, config: Config): Promise<Store> {
  return kind === 'sqlite' ? openSqliteStore(config.store.dataDir) : openStore(config);
}

/** Opens a store for the time of some work. */
async function within<T>(kind: StoreKind, config: Config, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await open(kind, config);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Whoever closes an SQLite file last removes its log; one that stays is somebody else's. Of Redis nobody can tell. */
function isOpenElsewhere(kind: StoreKind, config: Config): boolean {
  return kind === 'sqlite' && existsSync(`${fileOf(config)}-wal`);
}

async function tallyOfTarget(kind: StoreKind, config: Config): Promise<Tally> {
  // Opening it would make it.
  if (kind === 'sqlite' && !existsSync(fileOf(config))) return tallying().end();
  return within(kind, config, (store) => tallyOf(store.dump()));
}

function targetOf({ config, to }: TransferParts): Target {
  return { kind: to, file: typed(fileOf(config)), cluster: config.store.redisCluster };
}

function refuseFilled(target: Tally, way: UnderWay, before: Tally, parts: TransferParts): void {
  const to = targetOf(parts);
  if (way === 'nothing' && target.records.size > 0) {
    throw new OperatorFault(words.notEmpty(to, target.counts));
  }
  // What lies there must be a part of what comes; else somebody has spoken to it, or the source has gone on.
  const foreign = [...target.records].some(([sum, times]) => times > (before.records.get(sum) ?? 0));
  if (way === 'another' || (way === 'this' && foreign)) throw new OperatorFault(words.otherHalf(to));
}

/** Carries what is not there yet, and tallies all of it. */
async function carry(source: Store, target: Store, there: Tally, all: number, parts: TransferParts): Promise<Tally> {
  const left = new Map(there.records);
  const tally = tallying();
  // Nodes of a cluster do not wait for one another; what is shown in its order goes one by one.
  const oneByOne = parts.to === 'redis' && parts.config.store.redisCluster ? ['event', 'dead'] : [];
  let under: Moved[] = [];
  let done = 0;

  async function settle(): Promise<void> {
    await Promise.all(under.map((moved) => target.restore(moved)));
    done += under.length;
    parts.onProgress(done, all);
    under = [];
  }

  /** Two replies of one session are never on their way together: if the first is lost, the second must not arrive. */
  function isBehind(moved: Moved): boolean {
    // An SQLite file takes all that is under way at once or nothing.
    if (moved.kind !== 'reply' || parts.to === 'sqlite') return false;
    return under.some((other) => other.kind === 'reply' && other.due.key === moved.due.key);
  }

  for await (const moved of source.dump()) {
    const sum = tally.add(moved);
    if (sum === undefined) continue;
    const copies = left.get(sum) ?? 0;
    if (copies > 0) {
      left.set(sum, copies - 1);
      done += 1;
      continue;
    }
    if (under.length >= AT_ONCE || oneByOne.includes(moved.kind) || isBehind(moved)) await settle();
    under.push(moved);
  }
  await settle();
  return tally.end();
}

function total({ records }: Tally): number {
  return records.values().reduce((sum, times) => sum + times, 0);
}

/**
 * Moves everything, or says what would be moved. Throws OperatorFault with what to do: no or another source, a target
 * that is not empty, a source that is in use; StoreFault when a store fails. The mark stays in the target until both
 * sides were found equal.
 */
export async function transfer(parts: TransferParts): Promise<Transfer> {
  const { config, from, to, dryRun } = parts;
  if (from === 'sqlite' && !existsSync(fileOf(config))) {
    throw new OperatorFault(words.noSource(typed(fileOf(config))));
  }
  const before = await within(from, config, async (store) => {
    if (await isHalfMoved(store)) throw new OperatorFault(words.HALF_SOURCE);
    return tallyOf(store.dump());
  });
  if (before.records.size === 0) throw new OperatorFault(words.emptySource(from));
  const inUse = isOpenElsewhere(from, config);
  if (inUse && !dryRun) throw new OperatorFault(words.inUse(typed(fileOf(config))));

  const there = await tallyOfTarget(to, config);
  const report = { counts: before.counts, found: total(there), digest: before.digest, inUse };
  if (to === 'sqlite' && !existsSync(fileOf(config)) && dryRun) return { ...report, moved: false };
  return within(to, config, async (target) => {
    refuseFilled(there, await underWay(target, before.digest), before, parts);
    if (dryRun) return { ...report, moved: false };
    await setMark(target, before.digest);
    await check(target, there, before, parts).catch((error: unknown) => {
      throw error instanceof StoreFault ? new OperatorFault(words.interrupted(error.message)) : error;
    });
    await removeMark(target);
    return { ...report, moved: true };
  });
}

/** Moves, then reads both sides again. */
async function check(target: Store, there: Tally, before: Tally, parts: TransferParts): Promise<void> {
  const { config, from } = parts;
  const to = targetOf(parts);
  const [moved, after] = await within(from, config, async (source) => [
    await carry(source, target, there, total(before), parts),
    await tallyOf(source.dump()),
  ]);
  if (moved.digest !== before.digest || after.digest !== before.digest || isOpenElsewhere(from, config)) {
    throw new OperatorFault(words.sourceChanged(to, before.counts, after.counts));
  }
  const arrived = await tallyOf(target.dump());
  if (arrived.digest !== moved.digest || arrived.seen !== moved.seen) {
    throw new OperatorFault(words.unequal(to, moved.counts, arrived.counts));
  }
}
