/**
 * What a person is owed on this channel when the turn's replies are not simply theirs to hear: whoever was about to say
 * it, and what was handed out before. Decides which of it is said again; sends nothing.
 */
import type { Outbound } from '../message.ts';
import type { Due, ReplyRef, Store } from '../store/store.ts';
import { HELD } from './handed.ts';
import { JSON_CHANNEL } from './json-message.ts';

/** Longer than any lease, ms: what another process was answering when it died is answered here. */
const PAST_LEASES = 10 * 60_000;
/** Nobody else hands out what is being handed out, ms. */
const LEASE = 30_000;
/** More than one message ever leads to. */
const REPLIES = 1000;

export interface Asking {
  readonly store: Store;
  /** The store's clock, ms since 1970. */
  readonly now: () => number;
  readonly key: string;
  /** Id of the message that is answered. */
  readonly message: string;
  /** Was its turn taken just now? */
  readonly fresh: boolean;
  /** When it came, ms by the store's clock. */
  readonly came: number;
  /** Ids of replies that stand before this in the same answer. */
  readonly said: ReadonlySet<string>;
}

export interface Owed {
  /** To be said, in order. */
  readonly replies: readonly Outbound[];
  /** Known to have arrived: to be forgotten. */
  readonly arrived: readonly ReplyRef[];
}

/**
 * What is to be said and what is over. A new message hears nothing that was handed out before it came: whoever sends it got on.
 * A repeated one hears everything that is owed as soon as its own replies are among it, or some that nobody has heard.
 */
export async function owed(asking: Asking): Promise<Owed> {
  const { store, key, message, fresh, said } = asking;
  const { all, before } = await claimed(asking);
  const handed = all.map(({ attempts }, n) => n < before && attempts > 0);
  const heard = all.map(({ outbound }, n) => said.has(outbound.id) || handed[n] === true);
  if (fresh) {
    const first = heard.indexOf(false);
    const over = (first < 0 ? all : all.slice(0, first)).filter(({ outbound }) => !said.has(outbound.id));
    const arrived = over.map(({ outbound }) => ({ key, id: outbound.id }));
    return { replies: first < 0 ? [] : wordsOf(all.slice(first), said), arrived };
  }
  if (all.some(({ outbound }) => outbound.re === message) || heard.includes(false))
    return { replies: wordsOf(all, said), arrived: [] };
  // A late copy of an older message; what was handed out since waits on.
  for (const [n, { outbound }] of all.entries()) {
    if (handed[n] === true) await store.release({ key, id: outbound.id }, asking.came + HELD);
  }
  return { replies: [], arrived: [] };
}

function wordsOf(due: readonly Due[], said: ReadonlySet<string>): readonly Outbound[] {
  return due.flatMap(({ outbound }) => (said.has(outbound.id) ? [] : [outbound]));
}

/** All that is owed here, and how many of it, from the first, were due or handed out before the message came. */
async function claimed({ store, now, key, message, came }: Asking) {
  const claim = async (at: number): Promise<readonly Due[]> => store.claim(at, now() + LEASE - at, REPLIES, { key });
  // What was handed out at some time is due so much later: no later than this if that was before the message came.
  const early = await claim(came + HELD);
  const all = early.some(({ outbound }) => outbound.re === message) ? early : await claim(now() + PAST_LEASES);
  const foreign = all.findIndex(({ outbound }) => outbound.to.channel !== JSON_CHANNEL);
  const first = foreign < 0 ? undefined : all[foreign];
  if (first !== undefined) await store.release({ key, id: first.outbound.id }, 0);
  return { all: foreign < 0 ? all : all.slice(0, foreign), before: early.length };
}
