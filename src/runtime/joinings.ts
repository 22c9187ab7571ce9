/**
 * Joins handles to sessions and parts them, before the turn that says so is taken: codes are redeemed, wrong ones counted.
 * Safe to do again for the same message, on any replica; says nothing and records nothing itself.
 */
import type { Joining, JoinWish } from '../engine/joining.ts';
import { CODE_MINUTES } from '../engine/resume-code.ts';
import { storedKey } from '../store/key.ts';
import type { Store } from '../store/store.ts';
import type { Links } from './links.ts';

/** A handle that wishes something: `channel:user`, the session it speaks in now, and the message's dedupe id. */
export interface Wishing {
  readonly handle: string;
  readonly key: string;
  readonly inbound: string;
  /** By the store's clock, ms. */
  readonly now: number;
}

/** How it came out, and the session the handle speaks in from now on. */
export interface Joined {
  readonly key: string;
  readonly joining: Joining;
}

export interface Joinings {
  /** Rejects with the store's faults; the same message may be tried again. */
  settle(wish: JoinWish, wishing: Wishing): Promise<Joined>;
}

export interface JoiningParts {
  readonly store: Pick<Store, 'redeem' | 'part'>;
  readonly links: Links;
  /** A clock that never jumps, ms. */
  readonly monotonic?: (() => number) | undefined;
}

/** How long a code lives, and wrong ones are counted, ms. */
export const CODE_LIFE = CODE_MINUTES * 60_000;
/** Wrong codes of one handle in that time. */
const TRIES = 5;
/** Handles remembered with wrong codes. */
const ROOM = 10_000;
/** Takes a code that must not be used any more. */
const NOBODY = 'nobody';

export function openJoinings({ store, links, monotonic = () => performance.now() }: JoiningParts): Joinings {
  /** When each handle tried in vain, the latest last. */
  const wrong = new Map<string, readonly number[]>();

  function lately(handle: string): readonly number[] {
    const since = monotonic() - CODE_LIFE;
    return wrong.get(handle)?.filter((at) => at > since) ?? [];
  }

  function count(handle: string): void {
    const tries = [...lately(handle), monotonic()];
    wrong.delete(handle);
    wrong.set(handle, tries);
    const oldest = wrong.keys().next();
    if (wrong.size > ROOM && oldest.done !== true) wrong.delete(oldest.value);
  }

  async function join(secret: string, { handle, key, inbound, now }: Wishing): Promise<Joined> {
    if (lately(handle).length >= TRIES) return { key, joining: { kind: 'limited' } };
    const found = await store.redeem(secret, `${handle} ${inbound}`, now);
    if (found === undefined) {
      count(handle);
      return { key, joining: { kind: 'refused' } };
    }
    if (found === storedKey(handle)) {
      // Back to its own session, wherever it was joined to meanwhile.
      if (key === found) return { key, joining: { kind: 'here' } };
      await links.join(handle, undefined);
    } else await links.join(handle, found);
    return { key: found, joining: { kind: 'joined' } };
  }

  return {
    async settle(wish, wishing) {
      const { handle, key, now } = wishing;
      switch (wish.kind) {
        case 'join':
          return join(wish.secret, wishing);
        case 'expose':
          await store.redeem(wish.secret, NOBODY, now);
          return { key, joining: { kind: 'exposed' } };
        case 'part': {
          const own = storedKey(handle);
          if (key === own) return { key, joining: { kind: 'apart' } };
          await links.join(handle, undefined);
          return { key: own, joining: { kind: 'parted', from: key } };
        }
        case 'alone': {
          const parted = await store.part(key, handle);
          links.forget();
          return { key, joining: { kind: 'alone', parted } };
        }
        default:
          return wish satisfies never;
      }
    },
  };
}
