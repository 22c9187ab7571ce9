/**
 * Whose session a handle (`channel:user`) speaks in: its own, or the one it was joined to. Remembers the answer for
 * seconds, so that a lively conversation asks nothing; decides no joining.
 */
import { createHash } from 'node:crypto';
import { storedKey } from '../store/key.ts';
import type { Store } from '../store/store.ts';

export interface Links {
  /** The answer as far as it is remembered. */
  known(handle: string): string | undefined;
  /** The key of the session in stored form, the same by whichever handle its person comes in. */
  resolve(handle: string): Promise<string>;
  /** Joins a handle to a session, or parts it again (undefined); felt at once here, in seconds elsewhere. */
  join(handle: string, key: string | undefined): Promise<void>;
  /** Remembers nothing any more: a session, and with it what joined handles to it, is gone. */
  forget(): void;
}

export interface LinkParts {
  readonly store: Pick<Store, 'link' | 'linked'>;
  /** ms an answer is remembered. */
  readonly during?: number | undefined;
  /** Answers remembered. */
  readonly room?: number | undefined;
  /** A clock that never jumps, ms. */
  readonly monotonic?: (() => number) | undefined;
}

const DURING = 5_000;
const ROOM = 10_000;

/** A name for a handle that tells nobody who it is. */
export function pseudonym(handle: string): string {
  return createHash('sha256').update(handle, 'utf8').digest('hex').slice(0, 16);
}

export function openLinks({
  store,
  during = DURING,
  room = ROOM,
  monotonic = () => performance.now(),
}: LinkParts): Links {
  const kept = new Map<string, { readonly key: string; readonly until: number }>();

  return {
    known(handle) {
      const found = kept.get(handle);
      return found !== undefined && found.until > monotonic() ? found.key : undefined;
    },
    async resolve(handle) {
      const asked = monotonic();
      const key = (await store.linked(handle)) ?? storedKey(handle);
      kept.delete(handle);
      kept.set(handle, { key, until: asked + during });
      const oldest = kept.keys().next();
      if (kept.size > room && oldest.done !== true) kept.delete(oldest.value);
      return key;
    },
    async join(handle, key) {
      try {
        await store.link(handle, key);
      } finally {
        // Also when it failed: it may have happened.
        kept.delete(handle);
      }
    },
    forget: () => kept.clear(),
  };
}
