/** Moves a whole installation from SQLite to Redis or back, for the operator. Moves no attachment and empties nothing. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { EXIT, OperatorFault, UsageFault } from './command.ts';
import { settings, typed } from './setup.ts';
import { aligned } from './table.ts';
import type { Transfer } from './transfer.ts';
import { transfer } from './transfer.ts';
import type { StoreKind } from './transfer-words.ts';
import { KINDS } from './transfer-words.ts';

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'into-empty-only': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** ms between two showings of the progress line. */
const SHOWN = 100;

function isStore(word: string | undefined): word is StoreKind {
  return word === 'sqlite' || word === 'redis';
}

/** `migrate --from sqlite|redis --to redis|sqlite [--dry-run] [--json]`: 0 only when both sides were read and are equal. */
export async function migrate(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  const { from, to, json = false } = values;
  if (!isStore(from) || !isStore(to) || from === to) {
    throw new UsageFault(
      '写明从哪里到哪里：migrate --from sqlite --to redis，或反过来。/ Say from where to where: migrate --from sqlite --to redis, or back.',
    );
  }
  const config = settings();
  if (config.store.redisUrl === undefined) {
    throw new OperatorFault(
      '没有设置 REDIS_URL，不知道 Redis 在哪里。/ REDIS_URL is not set, so there is no Redis to move from or to.',
      EXIT.setup,
    );
  }
  const dryRun = values['dry-run'] === true;
  const began = performance.now();
  const progress = progressLine();
  const done = await transfer({ config, from, to, dryRun, onProgress: progress.show }).finally(progress.clear);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const files = typed(join(config.store.dataDir, 'files'));
  process.stdout.write(
    json
      ? `${JSON.stringify({ from, to, ...done, files, seconds }, null, 2)}\n`
      : inWords(done, from, to, config, files),
  );
  return EXIT.ok;
}

/** One line on standard error that is written over, where somebody watches. */
function progressLine() {
  let last = Number.NEGATIVE_INFINITY;
  return {
    show(done: number, all: number): void {
      if (!process.stderr.isTTY || performance.now() - last < SHOWN) return;
      last = performance.now();
      process.stderr.write(`\r已搬 ${done} / ${all} 条 moved\u001b[K`);
    },
    clear(): void {
      if (last > 0) process.stderr.write('\r\u001b[K');
    },
  };
}

function inWords(done: Transfer, from: StoreKind, to: StoreKind, config: Config, files: string): string {
  const width = Math.max(...KINDS.map(([name]) => String(done.counts[name]).length));
  const rows = KINDS.map(([name, zh, en]) => [String(done.counts[name]).padStart(width), zh, en]);
  return [aligned(rows), '', ...(done.moved ? afterwards(done, from, to, config, files) : beforehand(done, from, to))]
    .map((line) => (line.endsWith('\n') ? line : `${line}\n`))
    .join('');
}

function beforehand({ inUse, found }: Transfer, from: StoreKind, to: StoreKind): readonly string[] {
  return [
    `只是看看：会从 ${from} 搬到 ${to}，什么都没有动。/ Only counted: nothing was changed.`,
    ...(found > 0 ? [`其中 ${found} 条上次已经搬到。/ ${found} of the records are there from an earlier run.`] : []),
    ...(inUse ? ['来源正被别的进程打开着，搬之前先停掉它。/ The source is open elsewhere; stop that first.'] : []),
    '搬之前停掉所有助手。/ Stop every assistant before you move.',
  ];
}

function afterwards(
  { digest, found }: Transfer,
  from: StoreKind,
  to: StoreKind,
  config: Config,
  files: string,
): readonly string[] {
  const next =
    to === 'redis'
      ? [
          '接下来：启动时都带上同一个 REDIS_URL，可以开任意多个副本。',
          'Next: start with this REDIS_URL set, as many replicas as you like.',
        ]
      : [
          '接下来：去掉 REDIS_URL 再启动，只开一个。',
          `Next: unset REDIS_URL and start one assistant, on ${typed(config.store.dataDir)}.`,
        ];
  return [
    `搬完了：两边逐条核对一致（摘要 ${digest}）。${found > 0 ? `其中 ${found} 条是上次搬的。` : ''}`,
    `Done: both sides were read again and are equal (digest ${digest}).`,
    `附件留在 ${files}，没有搬：多个副本要共用这个文件夹。`,
    `Attachments stay in ${files}: replicas on several machines must share that folder.`,
    `${from} 原样留着作备份，之后不会再更新，别再在它上面启动。`,
    `${from} is left as it was, a backup from now on: do not start on it again.`,
    ...next,
  ];
}
