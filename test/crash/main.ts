/**
 * `npm run test:crash`: plays the long runs, prints their figures and fails where one is not what it must be. With
 * `--write` the figures of all runs go into bench/README.md, if all are right; `--scale 0.1` plays a tenth; names of
 * runs play only those.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { FAULTLESS } from './judge.ts';
import type { Result } from './run.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenario.ts';

const README = fileURLToPath(new URL('../../bench/README.md', import.meta.url));
const BEGIN = '<!-- crash: begin -->';
const END = '<!-- crash: end -->';
const FAULTS = ['lost', 'doubled', 'unreplied', 'reordered', 'wrong'] as const satisfies (keyof typeof FAULTLESS)[];

function isFine({ must }: Scenario, result: Result): boolean {
  switch (must) {
    case 'clean':
      return FAULTS.every((name) => result[name] === 0);
    case 'caught':
      return result.lost + result.doubled + result.unreplied > 0;
    case 'told':
      return true;
    default:
      return must satisfies never;
  }
}

function row({ what, must }: Scenario, result: Result): string {
  const { turns, deliveries, kills, pauses, disasters, repeats, seconds } = result;
  const verdict = must === 'clean' ? 'all zero' : must === 'caught' ? 'caught' : '';
  const faults = FAULTS.map((name) => result[name]);
  const cells = [what, turns, deliveries, kills, pauses, disasters, ...faults, repeats, seconds, verdict];
  return `| ${cells.join(' | ')} |`;
}

const HEAD = `| run | turns | deliveries | kills | pauses | other blows | ${FAULTS.join(' | ')} | repeats | s | must be |
|${' --- |'.repeat(9 + FAULTS.length)}`;

function write(rows: readonly string[]): void {
  const text = readFileSync(README, 'utf8');
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`${README} has no place marked ${BEGIN} … ${END}`);
  const table = `${BEGIN}\n\n${HEAD}\n${rows.join('\n')}\n\n`;
  writeFileSync(README, `${text.slice(0, before)}${table}${text.slice(after)}`);
}

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false }, scale: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const chosen = SCENARIOS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const rows: string[] = [];
let failed = 0;
process.stdout.write(`${HEAD}\n`);
for (const scenario of chosen) {
  const result = await scenario.play(Number(values.scale));
  const line = row(scenario, result);
  rows.push(line);
  process.stdout.write(`${line}\n`);
  if (!isFine(scenario, result)) {
    failed += 1;
    process.stdout.write(`^ ${scenario.name} is not what it must be\n`);
  }
}
if (values.write && failed === 0 && chosen.length === SCENARIOS.length) write(rows);
process.exitCode = failed === 0 ? 0 : 1;
