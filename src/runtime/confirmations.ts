/**
 * Tells the store what was sent, in as few calls as possible: what gathers in a tick, or while a call is under way, goes
 * together. Never confirms what is no longer this process's to confirm.
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
  let running = false;

  async function tell(batch: readonly Waiting[]): Promise<void> {
    // Whoever has it now sends it again; to confirm it would let the next one overtake.
    const ours = batch.filter(({ until }) => until > now());
    try {
      if (ours.length > 0) await store.confirm(ours.map(({ reply }) => reply));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
      later(AGAIN, () => {
        waiting.push(...ours.map(({ reply, until }) => ({ reply, until, resolve: nobody, reject: nobody })));
        start();
      });
    }
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await tell(batch);
    }
    running = false;
  }

  function start(): void {
    if (running || waiting.length === 0) return;
    running = true;
    setImmediate(() => void run());
  }

  return {
    add: (reply, until) =>
      new Promise((resolve, reject) => {
        waiting.push({ reply, until, resolve, reject });
        start();
      }),
  };
}
