/**
 * Writes that arrive in the same tick, joined into one transaction: one wait for the disk instead of many. Keeps the
 * order of arrival, lets no job fail because of another, and resolves a job only after its transaction has committed.
 */
import { StoreFault } from '../fault.ts';

/** What a write must outlive before it resolves: `power`: it is on the disk; `process`: the system has it. */
export type Worth = 'power' | 'process';

/** One write. `run` is called inside a transaction, again if that was rolled back. */
export interface Job {
  readonly worth: Worth;
  readonly run: () => unknown;
}

interface Waiting extends Job {
  readonly resolve: (value: never) => void;
  readonly reject: (error: StoreFault) => void;
}

export interface Batch {
  add<T>(worth: Worth, run: () => T): Promise<T>;
  /** Takes no more; resolves when what was taken is settled. */
  close(): Promise<void>;
}

export interface BatchParts {
  /** All jobs in one transaction; the results in their order, or it throws and nothing has happened. */
  readonly transact: (jobs: readonly Job[]) => readonly unknown[];
  readonly faultOf: (error: unknown) => StoreFault;
}

/** Jobs in one transaction at most, so that a flood does not hold up everything else for long. */
const JOBS = 512;
/** A file held by another process is tried again after 5, 10, 20, … ms: about five seconds in all. */
const TRIES = 10;
const FIRST_PAUSE = 5;

export function openBatch(parts: BatchParts): Batch {
  let queue: Waiting[] = [];
  let scheduled = false;
  let tries = 0;
  let closed = false;
  let drained: (() => void) | undefined;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    scheduled = false;
    const jobs = queue.length <= JOBS ? queue : queue.slice(0, JOBS);
    queue = queue.length <= JOBS ? [] : queue.slice(JOBS);
    const fault = settle(jobs);
    if (fault?.kind === 'busy' && tries < TRIES) {
      queue = [...jobs, ...queue];
      scheduled = true;
      setTimeout(flush, FIRST_PAUSE * 2 ** tries);
      tries += 1;
      return;
    }
    tries = 0;
    if (fault !== undefined) for (const job of jobs) job.reject(fault);
    if (queue.length > 0) schedule();
    else drained?.();
  }

  /** Settles every job, or returns the fault that concerns them all. */
  function settle(jobs: readonly Waiting[]): StoreFault | undefined {
    let results: readonly unknown[];
    try {
      results = parts.transact(jobs);
    } catch (error) {
      const fault = parts.faultOf(error);
      if (jobs.length === 1 || !(fault.kind === 'conflict' || fault.kind === 'unavailable')) return fault;
      // One of them is at fault; which one shows when each has a transaction of its own.
      for (const job of jobs) {
        const own = settle([job]);
        if (own !== undefined) job.reject(own);
      }
      return;
    }
    for (let i = 0; i < jobs.length; i++) jobs[i]?.resolve(results[i] as never);
    return;
  }

  return {
    add(worth, run) {
      if (closed) return Promise.reject(new StoreFault('closed', 'the store was closed'));
      return new Promise((resolve, reject) => {
        queue.push({ worth, run, resolve, reject });
        schedule();
      });
    },
    close() {
      closed = true;
      return queue.length === 0 && !scheduled ? Promise.resolve() : new Promise((resolve) => (drained = resolve));
    },
  };
}
