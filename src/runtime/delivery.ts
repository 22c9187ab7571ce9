/**
 * Sends what is due: claims replies from the outbox, hands them to their channel in order, and records what became of
 * them. A reply is sent at least once and carries the same id each time; it never decides what is said.
 */
import type { Channel } from '../channel.ts';
import { DeliveryFault } from '../channel.ts';
import type { Due, ReplyRef, Store } from '../store/store.ts';

export interface Delivery {
  /** Sends what is due for one session now. */
  deliver(key: string): Promise<void>;
  /** Sends whatever is due for anybody: after a restart, and from time to time. Returns how many were sent. */
  sweep(): Promise<number>;
}

export interface DeliveryParts {
  readonly store: Store;
  /** The open channel of that name; undefined when it is not open here. */
  readonly channelFor: (name: string) => Channel | undefined;
  readonly now: () => number;
  readonly onFault: (fault: DeliveryFault, due: Due) => void;
}

/** How long a claimed reply is nobody else's, ms; a send must end well before. */
const LEASE = 30_000;
const BATCH = 64;
const FIRST_RETRY = 1_000;
const LAST_RETRY = 5 * 60_000;
const ATTEMPTS = 12;

function refOf({ key, outbound }: Due): ReplyRef {
  return { key, id: outbound.id };
}

export function openDelivery(parts: DeliveryParts): Delivery {
  const { store } = parts;

  /** Sends in order; stops at the first of a session that cannot be sent, so that order is kept. */
  async function send(batch: readonly Due[]): Promise<number> {
    const sent: ReplyRef[] = [];
    const blocked = new Set<string>();
    for (const due of batch) {
      if (blocked.has(due.key)) continue;
      const channel = parts.channelFor(due.outbound.to.channel);
      if (channel === undefined) {
        blocked.add(due.key);
        await store.release(refOf(due), parts.now() + LAST_RETRY);
        continue;
      }
      try {
        await channel.send(due.outbound, due.outbound.id);
        sent.push(refOf(due));
      } catch (error) {
        blocked.add(due.key);
        await failed(due, error);
      }
    }
    if (sent.length > 0) await store.confirm(sent);
    return sent.length;
  }

  async function failed(due: Due, error: unknown): Promise<void> {
    const fault =
      error instanceof DeliveryFault
        ? error
        : new DeliveryFault('transient', error instanceof Error ? error.message : String(error), { cause: error });
    parts.onFault(fault, due);
    if (!fault.retryable || due.attempts + 1 >= ATTEMPTS) {
      await store.bury(refOf(due), `${fault.reason}: ${fault.message}`);
      return;
    }
    const pause = fault.retryAfter ?? Math.min(FIRST_RETRY * 2 ** due.attempts, LAST_RETRY);
    await store.retry(refOf(due), parts.now() + pause, fault.reason);
  }

  return {
    async deliver(key) {
      for (;;) {
        const batch = await store.claim(parts.now(), LEASE, BATCH, { key });
        if (batch.length === 0 || (await send(batch)) < batch.length) return;
      }
    },
    async sweep() {
      let total = 0;
      for (;;) {
        const batch = await store.claim(parts.now(), LEASE, BATCH);
        if (batch.length === 0) return total;
        const sent = await send(batch);
        total += sent;
        if (sent < batch.length) return total;
      }
    },
  };
}
