/**
 * Deletes everything of a person: because they said so, or because its time is over. Decides neither; what is deleted does
 * not come back.
 */
import { dialogue } from '../engine/phrases/phrases.ts';
import type { Turn } from '../engine/turn-frame.ts';
import type { Inbound, Locale } from '../message.ts';
import { storedKey } from '../store/key.ts';
import type { Store } from '../store/store.ts';
import type { Folds } from './folds.ts';
import type { Links } from './links.ts';
import type { Outcome } from './outcome.ts';
import { leasedBy } from './outcome.ts';
import { farewellOf, notesOf } from './turn-commit.ts';

export interface Erasure {
  /** Deletes it and says so; only the hash of the message's id remains. Rejects with the store's faults. */
  farewell(key: string, inbound: Inbound, locale: Locale, now: number): Promise<Outcome>;
  /**
   * Deletes it without a word. The turn was committed first, so that words said in the same moment win; a process that
   * dies in between leaves a wake behind that comes here again.
   */
  expire(key: string, turn: Turn): Promise<void>;
}

export interface ErasureParts {
  readonly store: Store;
  readonly folds: Pick<Folds, 'drop'>;
  readonly links: Links;
  /** Hears whether the store answers. */
  readonly watch: <T>(asked: Promise<T>) => Promise<T>;
  /** Removes what is kept of a person elsewhere (files), before the store forgets them. */
  readonly onErase?: (key: string) => Promise<void>;
  /** Until when the farewell is the caller's to send. */
  readonly lease?: () => number;
}

export function openErasure({ store, folds, links, watch, onErase, lease }: ErasureParts): Erasure {
  async function forget(key: string): Promise<void> {
    folds.drop(key);
    await onErase?.(key);
    await watch(store.erase(key));
    links.forget();
  }

  return {
    async farewell(key, inbound, locale, now) {
      const { channel, user, id } = inbound;
      if (await watch(store.seen(key, `${channel}:${id}`))) return { status: 'duplicate', key };
      // What was here before the handle was joined to that session is theirs as well; first, while it is joined: should
      // the process die in between, the same message deletes the rest.
      const own = storedKey(`${channel}:${user}`);
      if (own !== key) await forget(own);
      await forget(key);
      const until = lease?.();
      const said = farewellOf(key, inbound, dialogue(locale).erased, now, until);
      const committed = await watch(store.commit(said));
      if (committed.kind === 'duplicate') return { status: 'duplicate', key };
      return { status: 'ok', key, ...leasedBy(committed, said.replies, until) };
    },
    async expire(key, { entry }) {
      await forget(key);
      // What organizers see of it went with the rest.
      for (const note of notesOf(entry)) await watch(store.record({ ...note, at: entry.at, key }));
    },
  };
}
