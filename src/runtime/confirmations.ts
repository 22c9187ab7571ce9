/**
 * Tells the store what was sent: what came together goes together, and before anything else is asked in the same tick,
 * or a person's next turn would find their replies still owed. Never confirms what is no longer this process's to confirm.
 */
import type { ReplyRef, Store } from '../store/store.ts';
import type { Later } from './later.ts';

export interface Confirmations {
  /** @param until end of the lease, ms. Rejects when it could not be told; it is then tried again while the lease lasts. */
  add(reply: ReplyRef, until: number): Promise<void>;
}

interface Waiting {
  readonly reply: ReplyRef;
  readonly until: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const AGAIN = 1_000;
const nobody = (): void => undefined;

export function openConfirmations(store: Pick<Store, 'confirm'>, now: () => number, later: Later): Confirmations {
  let waiting: Waiting[] = [];

  async function tell(batch: readonly Waiting[]): Promise<void> {
    // Whoever has it now sends it again; to confirm it would let the next one overtake.
    const ours = batch.filter(({ until }) => until > now());
    try {
      if (ours.length > 0) await store.confirm(ours.map(({ reply }) => reply));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
      later(AGAIN, () => {
        for (const { reply, until } of ours) push({ reply, until, resolve: nobody, reject: nobody });
      });
    }
  }

  function push(one: Waiting): void {
    // The next tick of the process comes once all that can go on now has gone on.
    if (waiting.push(one) === 1)
      process.nextTick(() => {
        const batch = waiting;
        waiting = [];
        void tell(batch);
      });
  }

  return {
    add: (reply, until) => new Promise((resolve, reject) => push({ reply, until, resolve, reject })),
  };
}
