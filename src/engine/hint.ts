/**
 * What a turn may ask a language model about the message it is taking, and what it may be told. Asks nobody: whoever
 * takes the turn does, and takes it again with the hint, which counts only as far as it stays within what was offered.
 */

/** Answers the question about entries: none of them. */
export const NO_ENTRY = 'none';

/** An entry of the knowledge as offered to choose from; `text` is the organizer's, of a few hundred characters. */
export interface OfferedEntry {
  readonly id: string;
  readonly clauses: readonly string[];
  readonly text: string;
}

/** A step whose answer may stand in the text; with `options`, one or several of them by id. */
export interface WantedField {
  readonly step: string;
  readonly description: string;
  readonly options?: readonly { readonly id: string; readonly label: string }[];
}

/** `text`: the applicant's own words, personal data and all. */
export type Wish =
  | { readonly kind: 'entry'; readonly text: string; readonly candidates: readonly OfferedEntry[] }
  | { readonly kind: 'values'; readonly text: string; readonly fields: readonly WantedField[] };

/** `words`: the passage of the text that says it, unchanged; `options`: ids, for a step that has them. */
export interface HintedValue {
  readonly step: string;
  readonly words: string;
  readonly options?: readonly string[] | undefined;
}

/** `entry`: the id of an offered one, or NO_ENTRY. */
export type Hint =
  | { readonly kind: 'entry'; readonly entry: string }
  | { readonly kind: 'values'; readonly values: readonly HintedValue[] };
