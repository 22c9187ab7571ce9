/**
 * Where an applicant stands, derived from the answers each time: which steps apply, which is next, how far along.
 * Nothing here is stored; back, edit, resume and progress are arithmetic on it.
 */
import type { Call } from '../flow/call.ts';
import type { Step } from '../flow/step.ts';
import type { Draft } from './session.ts';
import { ANSWERED, INVALID, RELEVANT, STALE } from './session.ts';

/** The steps of the chosen list in order; before a list is chosen, the opening ones. */
export function routeOf(call: Call, draft: Draft): readonly Step[] {
  if (draft.list === undefined) return call.opening;
  return call.listById.get(draft.list)?.route ?? call.opening;
}

/** Steps that are about the form itself and are not counted as questions. */
export function isShell(step: Step): boolean {
  return step.type === 'consent' || step.type === 'list' || step.type === 'review';
}

/** Must this step (still) be asked? */
export function isOwed(draft: Draft, ordinal: number): boolean {
  const marks = draft.marks[ordinal] ?? 0;
  return (marks & RELEVANT) !== 0 && ((marks & ANSWERED) === 0 || (marks & (STALE | INVALID)) !== 0);
}

export interface Standing {
  /** The question to ask: the one in focus, else the first that is owed; undefined when there is none. */
  readonly step: Step | undefined;
  /** Number of that question among those that apply, from 1, shell steps not counted. */
  readonly number: number;
  /** Questions still owed after it, shell steps not counted. */
  readonly left: number;
  /** Questions that apply, shell steps not counted. */
  readonly total: number;
}

/** A route as numbers, so that the walk of every turn touches no step: ordinals, and 1 for steps that are counted. */
interface Track {
  readonly ordinals: Uint16Array;
  readonly counted: Uint8Array;
}

const tracks = new WeakMap<readonly Step[], Track>();

function trackOf(route: readonly Step[]): Track {
  const known = tracks.get(route);
  if (known !== undefined) return known;
  const made: Track = {
    ordinals: Uint16Array.from(route, (step) => step.ordinal),
    counted: Uint8Array.from(route, (step) => (isShell(step) ? 0 : 1)),
  };
  tracks.set(route, made);
  return made;
}

/** Derives the open question and the progress in one walk. */
export function standing(call: Call, draft: Draft): Standing {
  const route = routeOf(call, draft);
  const { ordinals, counted } = trackOf(route);
  const { marks, focus } = draft;
  let place = -1;
  let number = 0;
  let left = 0;
  let total = 0;
  for (let i = 0; i < ordinals.length; i++) {
    const ordinal = ordinals[i] as number;
    const mark = marks[ordinal] as number;
    if ((mark & RELEVANT) === 0) continue;
    const counts = counted[i] as number;
    total += counts;
    const owed = (mark & (ANSWERED | STALE | INVALID)) !== ANSWERED;
    if (focus >= 0 ? ordinal === focus : owed && place < 0) {
      place = i;
      number = total;
    } else if (owed) {
      left += counts;
    }
  }
  return { step: place < 0 ? undefined : route[place], number, left, total };
}

/** The step as this draft's list asks it (overrides applied); undefined where the list does not ask it. */
export function stepOnRoute(call: Call, draft: Draft, ordinal: number): Step | undefined {
  const list = draft.list === undefined ? undefined : call.listById.get(draft.list);
  if (list === undefined) return call.opening.find((step) => step.ordinal === ordinal);
  const place = list.place[ordinal] ?? -1;
  return place < 0 ? undefined : list.route[place];
}

/** Relevant steps without shell ones, numbered as the applicant sees them: the nth has number n. */
export function numberedSteps(call: Call, draft: Draft): readonly Step[] {
  return routeOf(call, draft).filter((step) => !isShell(step) && ((draft.marks[step.ordinal] ?? 0) & RELEVANT) !== 0);
}

/** The step to go back to from `from` (or from the end): the nearest earlier one that has an answer. */
export function stepBefore(call: Call, draft: Draft, from: Step | undefined): Step | undefined {
  const route = routeOf(call, draft);
  const place = from === undefined ? route.length : route.findIndex((step) => step.ordinal === from.ordinal);
  for (let i = place - 1; i >= 0; i--) {
    const step = route[i] as Step;
    const marks = draft.marks[step.ordinal] ?? 0;
    if (step.type !== 'consent' && (marks & RELEVANT) !== 0 && (marks & ANSWERED) !== 0) return step;
  }
  return undefined;
}
