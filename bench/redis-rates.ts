/**
 * Turns a second in Redis: the whole path and its parts beside the bare limits, in interleaved rounds on one server.
 * Ratios are formed inside a round. Judges nothing.
 */
import type { Call } from '../src/flow/call.ts';
import { collectGarbage, figure } from './measure.ts';
import { openAppend, openEngineState, openWholeState } from './redis-limit.ts';
import { openTurns, openWhole } from './redis-path.ts';
import type { Answering } from './redis-people.ts';
import { converse } from './redis-people.ts';
import type { Server } from './redis-server.ts';
import { openServer } from './redis-server.ts';
import type { Report } from './report.ts';
import { shown } from './report.ts';

const ROUNDS = 3;
const MODE_ROUNDS = 3;
/** Conversations at once, and the applications of each in one round. */
const CROWDS = [
  { atOnce: 1, each: 12 },
  { atOnce: 16, each: 4 },
  { atOnce: 64, each: 2 },
  { atOnce: 256, each: 1 },
] as const;
const MANY = { atOnce: 64, each: 1 } as const;

const MODES: Readonly<Record<string, readonly string[]>> = {
  everysec: ['--appendonly', 'yes', '--appendfsync', 'everysec'],
  always: ['--appendonly', 'yes', '--appendfsync', 'always'],
};

/** For each side its rates, one a round. */
async function rounds(
  server: Server,
  sides: readonly Answering[],
  crowd: { readonly atOnce: number; readonly each: number },
  count: number,
): Promise<readonly (readonly number[])[]> {
  const rates = sides.map((): number[] => []);
  for (let round = 0; round < count; round++) {
    for (let turn = 0; turn < sides.length; turn++) {
      const index = (turn + round) % sides.length;
      collectGarbage();
      const rate = await converse(sides[index] as Answering, { tag: `r${crowd.atOnce}-${round}`, ...crowd });
      rates[index]?.push(rate);
      await server.empty();
    }
  }
  return rates;
}

/** A row for each side; the first side is what the others are compared with. */
function rowsOf(
  what: string,
  sides: readonly Answering[],
  rates: readonly (readonly number[])[],
): readonly (readonly string[])[] {
  return sides.map(({ name }, i) => {
    const own = rates[i] ?? [];
    const ratio = figure(own.map((rate, round) => rate / (rates[0]?.[round] ?? Number.NaN)));
    return [what, name, shown(figure(own)), i === 0 ? '1' : shown(ratio)];
  });
}

async function warmUp(server: Server, sides: readonly Answering[]): Promise<void> {
  for (const side of sides) {
    await converse(side, { tag: 'warm', ...MANY });
    await server.empty();
  }
}

async function close(sides: readonly Answering[]): Promise<void> {
  for (const side of sides) await side.close();
}

/** Runs this section and reports it. `server`: one without persistence. */
export async function benchRates(server: Server, call: Call, report: Report): Promise<void> {
  const { url } = server;
  const sides = [
    openWholeState(url),
    openAppend(url),
    openEngineState(url, call),
    await openTurns(url, call),
    await openWhole(url, call),
  ];
  await warmUp(server, sides);
  const rows: (readonly string[])[] = [];
  for (const crowd of CROWDS) {
    const rates = await rounds(server, sides, crowd, ROUNDS);
    rows.push(...rowsOf(String(crowd.atOnce), sides, rates));
  }
  await close(sides);
  report.table(
    'Redis: turns a second, nothing kept on the disk',
    ['at once', '', 'turns/s', 'ratio to the limit'],
    rows,
    'The limits take the turn in a hand-written switch (µs where the engine needs tens), send no replies, refuse no message seen before. “This engine, whole state” takes our turn and writes its state as the limit does, nothing else.',
  );
}

/** Runs the section on servers that keep what they are told. */
export async function benchModes(call: Call, report: Report): Promise<void> {
  const rows: (readonly string[])[] = [];
  for (const [mode, settings] of Object.entries(MODES)) {
    const server = await openServer(settings);
    try {
      const { url } = server;
      const sides = [openWholeState(url), await openTurns(url, call), await openWhole(url, call)];
      await warmUp(server, sides);
      rows.push(...rowsOf(mode, sides, await rounds(server, sides, MANY, MODE_ROUNDS)));
      await close(sides);
    } finally {
      await server.stop();
    }
  }
  report.table('Redis: 64 at once, kept on the disk', ['appendfsync', '', 'turns/s', 'ratio to the limit'], rows);
}
