/**
 * Measuring side by side: warm-up, then interleaved rounds whose order turns, medians with their spread, and ratios
 * formed inside one round, so that what the machine does besides falls on both. Knows nothing of what is measured.
 */

/** One of the things compared. `run` does one batch and adds nothing else; `units` is what one batch counts for. */
export interface Contender {
  readonly name: string;
  readonly units: number;
  run(): void;
}

/** A figure over the rounds. `spread`: half the range between the smallest and the largest, relative to the median. */
export interface Figure {
  readonly median: number;
  readonly spread: number;
}

export interface Timing {
  readonly name: string;
  /** Microseconds a unit. */
  readonly micros: Figure;
  /** Time of the first contender divided by this one's, inside each round: 1 is as fast, 0.5 takes twice as long. */
  readonly ratio: Figure;
}

/** How long a contender is run in one round and before the first one, in milliseconds. */
const ROUND_MS = 400;
const WARM_UP_MS = 1_200;

let swallowed = 0;

/** Takes a text as a send would: it must exist as one flat string and cannot be optimised away. */
export function swallow(text: string): void {
  swallowed = (swallowed + text.length + text.charCodeAt(text.length >> 1)) | 0;
}

/** What was swallowed in all: printed at the end, so that it is needed. */
export function swallowedSum(): number {
  return swallowed;
}

/** The median and spread of some samples; NaN for none. */
export function figure(samples: readonly number[]): Figure {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
  return { median, spread: ((sorted.at(-1) ?? median) - (sorted[0] ?? median)) / 2 / median };
}

/** Frees what the last contender left, where the process was started with --expose-gc. */
export function collectGarbage(): void {
  globalThis.gc?.();
}

/** Runs a contender for about `ms` milliseconds; microseconds a unit. */
function clocked(contender: Contender, ms: number): number {
  const start = performance.now();
  let batches = 0;
  let elapsed = 0;
  do {
    contender.run();
    batches += 1;
    elapsed = performance.now() - start;
  } while (elapsed < ms);
  return (elapsed * 1000) / (batches * contender.units);
}

/** Rounds of all contenders, each round in another order; the first contender is what the others are compared with. */
export function compare(contenders: readonly Contender[], rounds: number): readonly Timing[] {
  for (const contender of contenders) clocked(contender, WARM_UP_MS);
  const samples = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const index = (turn + round) % contenders.length;
      collectGarbage();
      const contender = contenders[index] as Contender;
      samples[index]?.push(clocked(contender, ROUND_MS));
    }
  }
  const first = samples[0] ?? [];
  return contenders.map(({ name }, i) => {
    const own = samples[i] ?? [];
    return { name, micros: figure(own), ratio: figure(own.map((micros, round) => (first[round] ?? micros) / micros)) };
  });
}
