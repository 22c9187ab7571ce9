/**
 * Writes of one tick joined into few calls. Keeps the order of arrival, asks again while the server does not answer,
 * and never resolves what is not certain.
 */
import { StoreFault } from '../fault.ts';

/** One write waiting for its call. */
export interface Waiting<T, R> {
  readonly job: T;
  readonly resolve: (result: R) => void;
  readonly reject: (fault: unknown) => void;
}

/** For how long a write is asked again, ms; every platform waits longer for its acknowledgement. */
const PATIENCE = 4_000;
const FIRST_PAUSE = 25;

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}

/**
 * Repeats something idempotent until the server has answered it, for some four seconds. Rejects with the last fault,
 * or the first that waiting does not help.
 */
export async function persist<R>(work: () => Promise<R>): Promise<R> {
  const until = performance.now() + PATIENCE;
  for (let next = FIRST_PAUSE; ; next *= 2) {
    try {
      return await work();
    } catch (error) {
      const passing = error instanceof StoreFault && error.kind === 'unavailable';
      if (!passing || performance.now() + next > until) throw error;
      await pause(next);
    }
  }
}

/** Writes gathered until the end of the tick. */
export interface Batch<T, R> {
  add(job: T): Promise<R>;
  /** Sends what was added so far now. */
  flush(): void;
}

/**
 * Joins what is added in one tick.
 * @param send makes the calls; settles every job given, or throws what concerns them all
 * @param before is done first, in the same tick: what must arrive before these
 */
export function openBatch<T, R>(
  send: (jobs: readonly Waiting<T, R>[]) => Promise<void>,
  before: () => void = () => undefined,
): Batch<T, R> {
  let queue: Waiting<T, R>[] = [];

  function flush(): void {
    if (queue.length === 0) return;
    const jobs = queue;
    queue = [];
    before();
    send(jobs).catch((error: unknown) => {
      for (const job of jobs) job.reject(error);
    });
  }

  return {
    add: (job) =>
      new Promise((resolve, reject) => {
        if (queue.push({ job, resolve, reject }) === 1) setImmediate(flush);
      }),
    flush,
  };
}
