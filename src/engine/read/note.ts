/** Judges a note an option or a step demands, and puts a choice with its notes together. Matches no options. */
import type { MultiStep, Note, Option } from '../../flow/step.ts';
import type { ChoicesValue, ChoiceValue, Partial } from '../value.ts';
import { countCharacters } from './normalise.ts';
import { maskedBefore, withoutNumbers } from './personal.ts';
import type { Doubt, Params, Reading, RejectionCode } from './reading.ts';
import { rejection, value } from './reading.ts';

export type Judged =
  | { readonly fits: true; readonly text: string; readonly doubts: readonly Doubt[] }
  | { readonly fits: false; readonly code: RejectionCode; readonly params: Params };

/** A note as said: trimmed, personal numbers masked, length within the note's bounds (characters without white space). */
export function judgeNote(text: string, note: { readonly min: number; readonly max: number }): Judged {
  const trimmed = text.trim();
  const have = countCharacters(trimmed);
  if (have < note.min)
    return { fits: false, code: 'too_short', params: { short: note.min - have, have, min: note.min } };
  if (have > note.max) return { fits: false, code: 'too_long', params: { over: have - note.max, have, max: note.max } };
  const safe = withoutNumbers(trimmed);
  return { fits: true, text: safe.text, doubts: doubtOf(safe.masked) };
}

/** The doubt about a masked number, if there was one. */
export function doubtOf(masked: string | undefined): readonly Doubt[] {
  return masked === undefined ? [] : [{ code: 'personal_number', params: { masked } }];
}

/** A choice on its way: options chosen, notes so far and what was said besides. */
export interface Chosen {
  readonly options: readonly Option[];
  /** Positions, ascending. */
  readonly at: readonly number[];
  readonly notes: Readonly<Record<string, string>>;
  readonly note: string | undefined;
  /** The step's own note (multi), when the choice calls for one. */
  readonly stepNote: Note | undefined;
  readonly many: boolean;
}

/**
 * The value when no note is owed, else the partial that awaits the first one. `given`: words said with the choice,
 * taken as the first note owed if their length fits. `doubts`: about the note that just arrived.
 */
export function settle(chosen: Chosen, given = '', doubts: readonly Doubt[] = []): Reading {
  const owed = firstOwed(chosen);
  if (owed === undefined) return value(chosenValue(chosen), doubts.length > 0 ? doubts : maskedBefore(textsOf(chosen)));
  if (given !== '') {
    const judged = judgeNote(given, owed.note);
    if (judged.fits) return settle(withNote(chosen, owed.option, judged.text), '', judged.doubts);
    return awaiting(chosen, owed, countCharacters(given));
  }
  return awaiting(chosen, owed, undefined);
}

function awaiting(chosen: Chosen, owed: OwedNote, have: number | undefined): Reading {
  const { min, max } = owed.note;
  const ids = chosen.at.map((i) => chosen.options[i]?.id ?? '');
  const partial: Partial =
    chosen.note === undefined
      ? { kind: 'choice', ids, notes: chosen.notes, awaiting: owed.option }
      : { kind: 'choice', ids, notes: chosen.notes, note: chosen.note, awaiting: owed.option };
  const base = { what: 'note', option: owed.option, min, max } as const;
  return { kind: 'partial', partial, owed: have === undefined ? base : { ...base, have } };
}

interface OwedNote {
  readonly option: string;
  readonly note: Note;
}

function firstOwed(chosen: Chosen): OwedNote | undefined {
  for (const i of chosen.at) {
    const option = chosen.options[i];
    if (option?.note !== undefined && !Object.hasOwn(chosen.notes, option.id))
      return { option: option.id, note: option.note };
  }
  return chosen.stepNote !== undefined && chosen.note === undefined ? { option: '', note: chosen.stepNote } : undefined;
}

/** The choice with one more note; option "" is the step's own. */
export function withNote(chosen: Chosen, option: string, text: string): Chosen {
  return option === '' ? { ...chosen, note: text } : { ...chosen, notes: { ...chosen.notes, [option]: text } };
}

function textsOf(chosen: Chosen): readonly string[] {
  return chosen.note === undefined ? Object.values(chosen.notes) : [...Object.values(chosen.notes), chosen.note];
}

function chosenValue(chosen: Chosen): ChoiceValue | ChoicesValue {
  const ids = chosen.at.map((i) => chosen.options[i]?.id ?? '');
  const hasNotes = Object.keys(chosen.notes).length > 0;
  if (!chosen.many) {
    const id = ids[0] ?? '';
    return hasNotes ? { id, notes: chosen.notes } : { id };
  }
  return {
    ids,
    ...(hasNotes ? { notes: chosen.notes } : {}),
    ...(chosen.note === undefined ? {} : { note: chosen.note }),
  };
}

/** The step's own note, unless only exclusive options ("none of these") are chosen. */
export function stepNoteOf(step: MultiStep, at: readonly number[]): Note | undefined {
  return at.every((i) => step.options[i]?.exclusive === true) ? undefined : step.note;
}

/** A rejection in the shape readers return. */
export function refused(judged: Extract<Judged, { fits: false }>): Reading {
  return rejection(judged.code, judged.params);
}
