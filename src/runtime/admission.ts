/**
 * Who is let in to take a turn: one at a time for each key, in order, a limited number over all keys, and a limited line
 * behind them. Beyond that it refuses, so that a flood is felt by the platforms instead of eating the memory.
 */
import { openGate } from './gate.ts';

/** Too many turns wait already. Nothing was done: the same message may come again. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
  readonly retryable = true;
}

export interface Admission {
  /** Works of one key run in the order of the calls. Rejects with `Overloaded` at once when the line is full. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Resolves once nothing is under way and nobody waits. */
  idle(): Promise<void>;
}

export interface AdmissionLimits {
  /** Turns under way at once. */
  readonly underWay?: number | undefined;
  /** Turns waiting behind them. */
  readonly waiting?: number | undefined;
}

const UNDER_WAY = 256;
const WAITING = 10_000;

export function openAdmission(limits: AdmissionLimits = {}): Admission {
  const underWay = limits.underWay ?? UNDER_WAY;
  const most = underWay + (limits.waiting ?? WAITING);
  const gate = openGate(underWay);
  const tails = new Map<string, Promise<void>>();
  let held = 0;
  let waitingForIdle: (() => void)[] = [];

  function left(key: string, tail: Promise<void>): void {
    held -= 1;
    if (tails.get(key) === tail) tails.delete(key);
    if (held > 0) return;
    for (const resolve of waitingForIdle) resolve();
    waitingForIdle = [];
  }

  return {
    run(key, work) {
      if (held >= most) return Promise.reject(new Overloaded(`${held} turns wait already`));
      held += 1;
      const before = tails.get(key);
      const done = before === undefined ? gate.run(work) : before.then(() => gate.run(work));
      const tail = done.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, tail);
      void tail.then(() => left(key, tail));
      return done;
    },
    idle: () =>
      held === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waitingForIdle.push(resolve);
          }),
  };
}
