/**
 * The store's clock carried on by this machine's monotonic one, so that leases and wakes mean the same on every replica
 * and a jump of the wall clock here changes nothing. Sets no clock and tells no dates.
 */
import type { Store } from '../store/store.ts';

export interface Clock {
  /** ms since 1970 by the store's clock, whole. */
  now(): number;
  /** No further look at the store's clock. */
  close(): void;
}

export interface ClockSettings {
  /** ms between two looks at the store's clock. */
  readonly every?: number;
  /** A clock that never jumps, ms since any moment. */
  readonly monotonic?: () => number;
}

const EVERY = 30_000;
/** An answer that took longer tells too little, ms. */
const SLOW = 1_000;

/** Opens the clock; rejects with the store's fault when that cannot be asked even once. Later failures change nothing. */
export async function openClock(store: Pick<Store, 'now'>, settings: ClockSettings = {}): Promise<Clock> {
  const monotonic = settings.monotonic ?? (() => performance.now());

  async function look(): Promise<{ readonly offset: number; readonly took: number }> {
    const asked = monotonic();
    const told = await store.now();
    const answered = monotonic();
    return { offset: told - (asked + answered) / 2, took: answered - asked };
  }

  let { offset } = await look();
  const timer = setInterval(() => {
    look().then(
      (found) => {
        if (found.took < SLOW) offset = found.offset;
      },
      () => undefined,
    );
  }, settings.every ?? EVERY);
  timer.unref();
  return {
    now: () => Math.floor(offset + monotonic()),
    close: () => clearInterval(timer),
  };
}
