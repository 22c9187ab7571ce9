/**
 * Sessions kept folded in memory, a bounded number, least recently used out first. Never the truth: whatever it holds
 * may be behind the store, which says so at the commit.
 */
import { foldEntries } from '../engine/fold.ts';
import type { Session } from '../engine/session.ts';
import { newSession } from '../engine/session.ts';
import { restoreSnapshot } from '../engine/snapshot.ts';
import type { Call } from '../flow/call.ts';
import type { Log } from '../store/store.ts';

/** A session, and the wake that was set when it had this length (ms; undefined: nobody here knows). */
export interface Folded {
  readonly session: Session;
  readonly wake: number | undefined;
}

export interface Folds {
  /** The session as last seen here, if it was folded over these files. */
  get(key: string, call: Call): Folded | undefined;
  keep(key: string, call: Call, folded: Folded): void;
  drop(key: string): void;
}

/** @param room sessions kept */
export function openFolds(room: number): Folds {
  const kept = new Map<string, Folded & { readonly hash: string }>();
  return {
    get(key, call) {
      const found = kept.get(key);
      return found?.hash === call.hash ? found : undefined;
    },
    keep(key, call, { session, wake }) {
      kept.delete(key);
      kept.set(key, { session, wake, hash: call.hash });
      if (kept.size <= room) return;
      const oldest = kept.keys().next();
      if (oldest.done !== true) kept.delete(oldest.value);
    },
    drop: (key) => {
      kept.delete(key);
    },
  };
}

/** The session a log makes. */
export function folded(call: Call, key: string, log: Log): Folded {
  const base = log.snapshot === undefined ? newSession(key) : restoreSnapshot(call, key, log.snapshot.state);
  return { session: foldEntries(call, base, log.entries), wake: undefined };
}
