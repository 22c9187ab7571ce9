/**
 * The pace of one WeChat account: one message at a time over everybody, with a gap as a person would leave, and no more
 * than so many a minute. Sends nothing itself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryFault } from '../../src/channel.ts';

/** Milliseconds, and messages a minute. */
export interface Pace {
  /** Least pause between two messages. */
  readonly gap: number;
  /** Up to so much is added to it at random. */
  readonly jitter: number;
  readonly perMinute: number;
  /** A message that would wait longer than this is put off instead. */
  readonly patience: number;
}

/** No numbers are published; these are the habits of accounts that lived long. */
export const HUMAN: Pace = { gap: 1_000, jitter: 1_500, perMinute: 20, patience: 20_000 };

const MINUTE = 60_000;

/** Runs deeds one after another at the pace. */
export interface Pacer {
  /** @throws DeliveryFault when it would wait too long (with the wait), or the signal aborted before it began */
  run<T>(deed: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/**
 * @param now milliseconds that only grow
 * @param random 0 to 1
 */
export function openPacer(pace: Pace, now: () => number, random: () => number): Pacer {
  const begun: number[] = [];
  let free = Number.NEGATIVE_INFINITY;
  let waiting = 0;
  let line: Promise<unknown> = Promise.resolve();

  /** How long the next one would wait, were it alone. */
  function wait(): number {
    const at = now();
    while (begun.length > 0 && (begun[0] ?? at) <= at - MINUTE) begun.shift();
    const oldest = begun.length < pace.perMinute ? undefined : begun[begun.length - pace.perMinute];
    return Math.max(0, free - at, oldest === undefined ? 0 : oldest + MINUTE - at);
  }

  async function inTurn<T>(deed: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const pause = wait();
    if (pause > pace.patience) throw new DeliveryFault('rate_limited', 'the account is busy', { retryAfter: pause });
    try {
      if (pause > 0) await sleep(pause, undefined, { signal });
      signal?.throwIfAborted();
    } catch (error) {
      throw new DeliveryFault('transient', 'its time was over before its turn came', { cause: error });
    }
    begun.push(now());
    try {
      return await deed();
    } finally {
      free = now() + pace.gap + random() * pace.jitter;
    }
  }

  return {
    run(deed, signal) {
      const ahead = wait() + waiting * (pace.gap + pace.jitter / 2);
      if (ahead > pace.patience) {
        return Promise.reject(new DeliveryFault('rate_limited', 'the account is busy', { retryAfter: ahead }));
      }
      waiting += 1;
      const own = line
        .then(() => inTurn(deed, signal))
        .finally(() => {
          waiting -= 1;
        });
      line = own.catch(() => undefined);
      return own;
    },
  };
}
