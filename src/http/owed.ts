/**
 * What a person is owed on this channel when the turn's replies are not simply theirs to hear: whoever was about to say
 * it, and what was handed out before. Decides which of it is said again; sends nothing.
 */
import type { Outbound } from '../message.ts';
import type { Due, ReplyRef, Store } from '../store/store.ts';
import { DOUBT, HELD, NOT_ARRIVED } from './handed.ts';
import { JSON_CHANNEL } from './json-message.ts';

/** Longer than any lease, ms. */
const PAST_LEASES = 10 * 60_000;
/** More than one message ever leads to. */
const REPLIES = 1000;

export interface Asking {
  readonly store: Store;
  /** The store's clock, ms since 1970. */
  readonly now: () => number;
  readonly key: string;
  /** Who asks: in a session that several people on this channel were joined to, each hears their own replies. */
  readonly user: string;
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
  /** Handed out before, and it seems that it arrived. */
  readonly arrived: readonly ReplyRef[];
}

/**
 * What is to be said. Nobody hears again what was handed out well before their message came (whoever sends it got on), except
 * that a repeated message hears its own replies. What nobody has heard yet is said whatever the message.
 */
export async function owed(asking: Asking): Promise<Owed> {
  const { store, key, message, fresh, said } = asking;
  const { all, before, sure } = await claimed(asking);
  const unheard = all.map(({ outbound, attempts }, n) => !said.has(outbound.id) && (n >= before || attempts === 0));
  const wanted = all.map(({ outbound }, n) => unheard[n] === true || outbound.re === message);
  const first = wanted.indexOf(true);
  // Behind what is said for the first time nothing may be left out, or it would come too late.
  const end = unheard.includes(true) ? all.length : wanted.lastIndexOf(true) + 1;
  const replies = all.flatMap(({ outbound }, n) =>
    first >= 0 && n >= first && n < end && !said.has(outbound.id) ? [outbound] : [],
  );
  const again = new Set(replies.map(({ id }) => id));
  const rest = all.flatMap(({ outbound: { id } }) => (said.has(id) || again.has(id) ? [] : [{ key, id }]));
  if (fresh) return { replies, arrived: rest };
  // A repeated message tells nothing of the others: they wait on as they did.
  if (!sure) for (const one of rest) await store.release(one, asking.came + HELD);
  return { replies, arrived: [] };
}

/** All that is owed here, and how many of it, from the first, were leased or handed out well before the message came. */
async function claimed({ store, now, key, user, message, fresh, came }: Asking) {
  // What was handed out is due so much later: no later than this if that was well before the message came, and it stays so.
  // What was handed out a moment before something new was said may have been on a connection that broke.
  const filter = { key, channels: [JSON_CHANNEL] };
  const early = await store.claim(came + HELD - (fresh ? DOUBT : 0), 0, REPLIES, filter);
  const sure = early.some(({ outbound }) => outbound.re === message);
  // What another process was answering when it died is answered here; none of that has arrived as far as is known.
  const past = now() + PAST_LEASES;
  const all = sure ? early : await store.claim(past, NOT_ARRIVED - PAST_LEASES, REPLIES, filter);
  const isOwn = ({ outbound: { to } }: Due): boolean => to.user === user;
  for (const { outbound } of all.filter((due) => !isOwn(due)))
    await store.release({ key, id: outbound.id }, came + HELD);
  return { all: all.filter(isOwn), before: early.filter(isOwn).length, sure };
}
