/**
 * Answers in the making: the one being gathered now, and those laid aside while another question is changed. Moves them
 * between the two; neither reads a reply nor decides what is asked.
 */
import type { Partial } from './value.ts';

/** Parts of answers laid aside, by step ordinal. */
export type Shelf = Readonly<Record<number, Partial>>;

export const EMPTY_SHELF: Shelf = {};

/** What of a draft is written here. `gathering`: ordinal of the step `partial` belongs to; -1 for none. */
export interface Gathering {
  gathering: number;
  partial: Partial | undefined;
  shelf: Shelf;
}

/** What was gathered for a step, in hand or laid aside. */
export function gatheredFor(draft: Readonly<Gathering>, ordinal: number): Partial | undefined {
  return draft.gathering === ordinal ? draft.partial : draft.shelf[ordinal];
}

/** Takes `partial` in hand for a step; what was in hand for another one is laid aside. */
export function gather(draft: Gathering, ordinal: number, partial: Partial): void {
  if (draft.gathering !== ordinal) layAside(draft);
  draft.gathering = ordinal;
  draft.partial = partial;
  forget(draft, ordinal);
}

/** Lays aside what is in hand, so that it is there when its question is asked again. */
export function layAside(draft: Gathering): void {
  if (draft.gathering >= 0 && draft.partial !== undefined)
    draft.shelf = { ...draft.shelf, [draft.gathering]: draft.partial };
  draft.gathering = -1;
  draft.partial = undefined;
}

/** Drops what was gathered for a step: it was answered, or is to be answered anew. */
export function drop(draft: Gathering, ordinal: number): void {
  if (draft.gathering === ordinal) {
    draft.gathering = -1;
    draft.partial = undefined;
  }
  forget(draft, ordinal);
}

/** Takes in hand again what was laid aside for the step that is asked now. */
export function takeUp(draft: Gathering, ordinal: number): void {
  const partial = draft.shelf[ordinal];
  if (partial !== undefined) gather(draft, ordinal, partial);
}

function forget(draft: Gathering, ordinal: number): void {
  if (draft.shelf[ordinal] === undefined) return;
  const { [ordinal]: _, ...others } = draft.shelf;
  draft.shelf = others;
}

/** Is anything laid aside? */
export function hasShelved(draft: Readonly<Gathering>): boolean {
  for (const _ in draft.shelf) return true;
  return false;
}
