/**
 * `npm run bench [-- part…] [--write]`: runs the named parts (all without a name), prints their tables, and with
 * --write replaces the results in bench/README.md. Decides nothing about what is good enough.
 */
import { fileURLToPath } from 'node:url';
import { loadCall } from '../src/flow/load.ts';
import { benchCold } from './cold.ts';
import { benchEngine } from './engine.ts';
import { benchFaq } from './faq.ts';
import { benchHeap } from './heap.ts';
import { benchLength } from './length.ts';
import { swallowedSum } from './measure.ts';
import { benchRecommend } from './recommend.ts';
import { benchRedis } from './redis.ts';
import type { Report } from './report.ts';
import { printedReport, short } from './report.ts';
import type { Line } from './stores.ts';
import { benchStores } from './stores.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

async function benchSqlite(report: Report): Promise<void> {
  const lines: Line[] = [];
  await benchStores((line) => lines.push(line));
  report.table(
    'SQLite: durable turns',
    ['', 'value', 'ratio to bare'],
    lines.map(({ name, value, unit, ratio }) => [name, `${short(value)} ${unit}`, ratio?.toFixed(2) ?? '']),
    'Bare: node:sqlite with the same settings, the whole state written as one row a turn.',
  );
}

const PARTS: Readonly<Record<string, (report: Report) => void | Promise<void>>> = {
  engine: (report) => benchEngine(loadCall(`${root}flows/fintech-events-2025`), report),
  length: benchLength,
  heap: (report) => benchHeap(loadCall(`${root}flows/fintech-events-2025`), report),
  sqlite: benchSqlite,
  redis: (report) => benchRedis(root, loadCall(`${root}flows/fintech-events-2025`), report),
  faq: (report) => benchFaq(root, report),
  recommend: (report) => benchRecommend(root, report),
  cold: (report) => benchCold(root, report),
};

const words = process.argv.slice(2);
const named = words.filter((word) => word !== '--write');
const unknown = named.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  process.stderr.write(`no part named ${unknown.join(', ')}; the parts are ${Object.keys(PARTS).join(', ')}\n`);
  process.exitCode = 64;
} else {
  const report = printedReport();
  for (const [name, run] of Object.entries(PARTS)) {
    if (named.length === 0 || named.includes(name)) await run(report);
  }
  process.stdout.write(`(${swallowedSum()} keeps the measured work from being left out)\n`);
  if (words.includes('--write')) report.writeInto(`${root}bench/README.md`);
}
