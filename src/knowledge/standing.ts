/**
 * What a ranking amounts to once it is known what each entry does: how likely handing over is, how likely the answer of
 * the best entry is whichever entry gives it. Decides nothing.
 */
import type { Organizer } from '../flow/call.ts';
import type { Faq } from '../flow/faq.ts';
import { actionAt } from '../flow/faq.ts';
import type { Retrieved } from './retrieve.ts';

/** What says what an entry does. */
export interface Doing {
  readonly faq: Faq;
  readonly organizer: Organizer;
}

/** How a ranking stands, chances from 0 to 1. */
export interface Standing {
  /** Does the best entry hand over, as long as no fact is set? */
  readonly hands: boolean;
  /** The chance of all entries that hand over together. */
  readonly handing: number;
  /** The chance of all entries together that say the same as the best one. */
  readonly agreeing: number;
}

/** Is a person to answer this entry at this moment? Also where there is none. `now`: milliseconds since 1970. */
export function handsOver({ faq, organizer }: Doing, id: string | undefined, now = Number.NEGATIVE_INFINITY): boolean {
  const entry = id === undefined ? undefined : faq.entryById.get(id);
  const action = entry === undefined ? 'handoff' : actionAt(entry, organizer, now);
  return action === 'handoff' || action === 'pending';
}

/**
 * Is a person to answer this entry as long as the organizer has set no fact? Calibrations are learned by this, so that
 * they hold whatever facts are set later.
 */
export function waits(doing: Doing, id: string | undefined, now?: number): boolean {
  return handsOver(doing, id, now) || (id !== undefined && doing.faq.entryById.get(id)?.action === 'pending');
}

/** Do two entries say the same: one entry, one first clause, or both a person's to answer? */
export function saysTheSame(doing: Doing, one: string, other: string | undefined, now?: number): boolean {
  if (one === other) return true;
  const hands = waits(doing, one, now);
  if (hands || waits(doing, other, now)) return hands && waits(doing, other, now);
  const clause = doing.faq.entryById.get(one)?.clauses[0];
  return clause !== undefined && other !== undefined && clause === doing.faq.entryById.get(other)?.clauses[0];
}

/** How a ranking stands at a moment. */
export function standingOf(doing: Doing, { candidates }: Retrieved, now?: number): Standing {
  const best = candidates[0]?.id;
  let handing = 0;
  let agreeing = 0;
  for (const { id, chance } of candidates) {
    if (waits(doing, id, now)) handing += chance;
    if (saysTheSame(doing, id, best, now)) agreeing += chance;
  }
  return { hands: waits(doing, best, now), handing, agreeing };
}
