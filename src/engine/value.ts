/** What an answer was read as: plain JSON values, one shape a step type. Stored in operations; interpreted nowhere else. */
import type { FileRef } from '../message.ts';

/** single, list, consent, confirm, review. `notes` by option id where an option demands one. */
export interface ChoiceValue {
  readonly id: string;
  readonly notes?: Readonly<Record<string, string>>;
}
/** multi. Ids in the order of the options. `note` is the step's own note. */
export interface ChoicesValue {
  readonly ids: readonly string[];
  readonly notes?: Readonly<Record<string, string>>;
  readonly note?: string;
}
/** text, longtext. */
export interface TextValue {
  readonly text: string;
}
export interface NumberValue {
  readonly number: number;
}
/** percent null: the applicant cannot say. */
export interface PercentValue {
  readonly percent: number | null;
  readonly note: string;
}
/** YYYY-MM or YYYY-MM-DD. */
export interface DateValue {
  readonly date: string;
}
/** A cell is a string, a number (number columns), or null (empty optional cell). */
export type Row = Readonly<Record<string, string | number | null>>;
/** `none`: "no rows" was chosen, perhaps with a note. */
export interface RowsValue {
  readonly rows: readonly Row[];
  readonly none?: true;
  readonly note?: string;
}
/** `later`: the applicant will add files (or more of them) afterwards. */
export interface FilesValue {
  readonly files: readonly FileRef[];
  readonly later: boolean;
}
export interface ContactValue {
  readonly name: string;
  readonly title: string;
  readonly phone: string;
  readonly email: string;
}
/** `valid` false: the check digit does not fit and the applicant insisted. */
export interface UsccValue {
  readonly code: string;
  readonly valid: boolean;
}
export interface NoUsccValue {
  readonly none: true;
  readonly note: string;
}

export type Value =
  | ChoiceValue
  | ChoicesValue
  | TextValue
  | NumberValue
  | PercentValue
  | DateValue
  | RowsValue
  | FilesValue
  | ContactValue
  | UsccValue
  | NoUsccValue;

/**
 * An answer being gathered over several messages: kept in the session until it is whole. One shape a step type;
 * `awaiting` names what the next message is taken as.
 */
export type Partial =
  /** single/multi/list…: chosen, a note is still owed for option `awaiting` ("" = the step's own note). */
  | {
      readonly kind: 'choice';
      readonly ids: readonly string[];
      readonly notes: Readonly<Record<string, string>>;
      readonly note?: string;
      readonly awaiting: string;
    }
  /** longtext in several bubbles. */
  | { readonly kind: 'text'; readonly parts: readonly string[] }
  /** rows so far; `row` is a row being asked column by column, `awaiting` its next column; `none`: a note for "none" is owed; `mending`: kept after a doubt, so that a row said again replaces the one before. */
  | {
      readonly kind: 'rows';
      readonly rows: readonly Row[];
      readonly row?: Row;
      readonly awaiting?: string;
      readonly none?: true;
      readonly mending?: true;
    }
  | { readonly kind: 'percent'; readonly percent: number | null }
  | {
      readonly kind: 'contact';
      readonly have: {
        readonly name?: string;
        readonly title?: string;
        readonly phone?: string;
        readonly email?: string;
      };
    }
  | { readonly kind: 'files'; readonly files: readonly FileRef[] }
  /** "no code" was chosen; the explanation is owed. */
  | { readonly kind: 'uscc' };
