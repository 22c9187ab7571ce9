/** The outcome of reading one reply to one step: a value, a part of one, or a rejection with the reason. Shows nothing. */
import type { Content } from '../../message.ts';
import type { Partial, Value } from '../value.ts';

/** A reply as the readers get it. Text is already cleaned of control and zero-width characters. */
export type Reply = Exclude<Content, { kind: 'unsupported' }>;

/** What readers may look at besides the step and the reply. `now` in ms; `timezone` IANA. */
export interface ReadingContext {
  readonly now: number;
  readonly timezone: string;
}

/** Facts to fill into the words of a code: numbers and short strings. */
export type Params = Readonly<Record<string, string | number>>;

/** Read well, yet doubtful: the applicant is asked once and may insist. */
export interface Doubt {
  readonly code: DoubtCode;
  readonly params: Params;
}

export type DoubtCode =
  /** The check digit of the code does not fit; `expected` is the one that would. */
  | 'uscc_checksum'
  /** Looks like an abbreviation of an organisation's name. */
  | 'short_name'
  /** A date computed from "last March": `date`. */
  | 'relative_date'
  /** A date in the future: `date`. */
  | 'future_date'
  /** after < before and nobody said that lower is better: `row` (1-based), `name`. */
  | 'lower_is_better'
  /** A unit of % where the change may be meant in 百分点: `row`, `name`. */
  | 'percent_or_points'
  /** Something that looks like an ID card or bank card number: `masked`. The raw text is not stored. */
  | 'personal_number'
  /** "None" where the answer had rows until now: `rows`. */
  | 'rows_cleared'
  /** A check of the flow file with level `warn`: `say` holds its words, `check` its code. */
  | 'check';

/** What is still owed of an answer that is gathered over several messages. */
export type Owed =
  /** A note for option `option` ("" = the step's note); `min`/`max` characters; `have` when one was given but does not fit. */
  | {
      readonly what: 'note';
      readonly option: string;
      readonly min: number;
      readonly max: number;
      readonly have?: number;
    }
  /** More text: `have` characters so far, at least `min`, at most `max`. `enough`: 好了 would finish it. */
  | {
      readonly what: 'text';
      readonly have: number;
      readonly min: number;
      readonly max: number;
      readonly enough: boolean;
    }
  /** Rows taken so far; more or 好了. `added` in this message. */
  | { readonly what: 'rows'; readonly rows: number; readonly added: number; readonly enough: boolean }
  /** One column of the row being asked. */
  | { readonly what: 'cell'; readonly column: string; readonly row: number }
  /** Fields of the contact. */
  | { readonly what: 'contact'; readonly fields: readonly ('name' | 'title' | 'phone' | 'email')[] }
  /** More files or 完成. */
  | { readonly what: 'files'; readonly files: number };

export type RejectionCode =
  /** Nothing (or only spaces) was said. */
  | 'empty'
  /** No option fits; `text` is a short echo. */
  | 'no_such_option'
  /** Several options fit: `candidates` = ids joined by ",". */
  | 'ambiguous_option'
  /** A number beyond the options: `n`, `count`. */
  | 'number_out_of_range'
  /** `exclusive` was chosen together with others: `option`. */
  | 'exclusive_option'
  | 'too_few_options'
  | 'too_many_options'
  /** One option is wanted, several were named: `candidates`. */
  | 'one_option_only'
  /** `over` characters too many of `max`; `have`. Nothing is cut. */
  | 'too_long'
  /** `short` characters too few of `min`; `have`. */
  | 'too_short'
  | 'not_a_name'
  /** 好的, 没有, 不方便说 where a person's name or title is wanted: `text`. */
  | 'not_a_person'
  | 'not_a_title'
  /** Nothing but a phone number, an e-mail address or an ID number, where words are wanted. Never echoed. */
  | 'only_personal'
  /** 好的, 不知道, 1 where words are wanted: `text`. Not taken for them. */
  | 'small_talk'
  | 'not_a_number'
  | 'number_range'
  | 'not_an_integer'
  | 'one_number_only'
  | 'number_in_words'
  | 'not_a_percent'
  | 'not_a_date'
  | 'no_such_date'
  | 'date_range'
  | 'not_a_phone'
  | 'not_an_email'
  | 'nothing_recognised'
  /** `have` characters instead of 18. */
  | 'uscc_length'
  /** Letters that never occur: `bad`; `suggestion` when I/O/Z were probably meant as 1/0/2. */
  | 'uscc_letters'
  /** A row lacks a column or has one that cannot be read: `row`, `column`, `reason` (another code), and its params. */
  | 'bad_row'
  | 'too_many_columns'
  | 'too_many_rows'
  | 'too_few_rows'
  | 'duplicate_row'
  | 'no_such_row'
  /** "None" is not offered while there are rows: `rows`. */
  | 'rows_there'
  /** `n` beyond the `files` sent. */
  | 'no_such_file'
  | 'text_expected'
  | 'file_not_expected'
  | 'file_expected'
  | 'file_too_big'
  | 'file_type'
  | 'too_many_files'
  /** A check of the flow file with level `error`: `say` holds its words. */
  | 'check';

export type Reading =
  | { readonly kind: 'value'; readonly value: Value; readonly doubts: readonly Doubt[] }
  | { readonly kind: 'partial'; readonly partial: Partial; readonly owed: Owed }
  | { readonly kind: 'rejection'; readonly code: RejectionCode; readonly params: Params };

export function rejection(code: RejectionCode, params: Params = {}): Reading {
  return { kind: 'rejection', code, params };
}

export function value(read: Value, doubts: readonly Doubt[] = []): Reading {
  return { kind: 'value', value: read, doubts };
}
