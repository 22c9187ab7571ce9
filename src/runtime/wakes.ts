/**
 * Wakes sessions whose time has come: claims them by the store's clock, has their turns taken and their replies sent.
 * Decides neither when a session wants to be woken nor what it says; what fails is claimed again after its lease.
 */
import type { Store, Wake } from '../store/store.ts';
import type { Clock } from './clock.ts';
import type { Conversation } from './conversation.ts';
import type { Delivery } from './delivery.ts';
import { rounds } from './later.ts';

export interface Wakes {
  /** Takes every turn that is due now; resolves with how many were claimed. Rejects when the store cannot be asked. */
  look(): Promise<number>;
  /** Claims nothing more; resolves once the turns under way are over. */
  stop(): Promise<void>;
}

export interface WakeParts {
  readonly store: Pick<Store, 'wakes'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly conversation: Pick<Conversation, 'wake'>;
  readonly delivery: Pick<Delivery, 'send' | 'deliver'>;
  /** A wake that failed, or (undefined) a round that could not begin or replies that could not be handed on. */
  readonly onError: (error: unknown, wake: Wake | undefined) => void;
  /** ms between two rounds. */
  readonly every?: number;
  /** ms a claimed wake is nobody else's. */
  readonly lease?: number;
}

const EVERY = 2_000;
const LEASE = 60_000;
const BATCH = 64;

/** Begins its first round at once. */
export function openWakes(parts: WakeParts): Wakes {
  const { store, clock, conversation, delivery, onError } = parts;
  let stopped = false;

  async function take(wake: Wake): Promise<void> {
    try {
      const { status, key, leased, until } = await conversation.wake(wake.key, wake.at);
      if (status !== 'ok') return;
      // Not waited for: a slow platform must not hold up anybody's timer.
      const handed = leased === undefined ? delivery.deliver(key) : delivery.send(key, leased, until);
      handed.catch((error: unknown) => onError(error, undefined));
    } catch (error) {
      onError(error, wake);
    }
  }

  async function look(): Promise<number> {
    let total = 0;
    while (!stopped) {
      const due = await store.wakes(clock.now(), parts.lease ?? LEASE, BATCH);
      await Promise.all(due.map(take));
      total += due.length;
      if (due.length < BATCH) break;
    }
    return total;
  }

  const round = rounds(parts.every ?? EVERY, look, (error) => onError(error, undefined));
  return {
    look,
    stop() {
      stopped = true;
      return round.stop();
    },
  };
}
