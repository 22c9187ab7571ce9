/** A step compiled for the engine: one question, its choices, bounds and conditions. Reads no answers, shows nothing. */
import type { Condition } from './condition.ts';
import type { Words } from './words.ts';

export interface Note {
  readonly min: number;
  readonly max: number;
  readonly ask: Words | undefined;
  readonly example: Words | undefined;
}

export interface Option {
  readonly id: string;
  readonly label: Words;
  readonly clause: string | undefined;
  readonly aliases: readonly string[];
  readonly exclusive: boolean;
  readonly note: Note | undefined;
  readonly hint: Words | undefined;
}

export interface Column {
  readonly id: string;
  readonly label: Words;
  readonly type: 'text' | 'number' | 'month' | 'period' | 'uscc';
  readonly required: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly aliases: readonly string[];
  readonly values:
    | readonly { readonly id: string; readonly label: Words; readonly aliases: readonly string[] }[]
    | undefined;
  readonly example: Words | undefined;
}

export interface Check {
  readonly when: Condition;
  readonly say: Words;
  readonly level: 'error' | 'warn';
  readonly code: string;
}

export interface NoneOption {
  readonly id: string;
  readonly label: Words;
  readonly aliases: readonly string[];
  readonly note: Note | undefined;
}

/** What every compiled step has. `ordinal` is its index in `Call.steps`, the same in every list. */
export interface StepBase {
  readonly ordinal: number;
  readonly id: string;
  readonly title: Words;
  readonly ask: Words;
  readonly hint: Words | undefined;
  readonly example: Words | undefined;
  readonly aliases: readonly string[];
  readonly clauses: readonly string[];
  readonly when: Condition | undefined;
  readonly required: boolean;
  readonly pii: { readonly purpose: Words; readonly retention: Words } | undefined;
  /** Asked and shown in private only (personal data always is). */
  readonly private: boolean;
  readonly carry: boolean;
  readonly field: string | undefined;
  readonly revision: number;
  readonly checks: readonly Check[];
}

export interface SingleStep extends StepBase {
  readonly type: 'single';
  readonly options: readonly Option[];
}
export interface MultiStep extends StepBase {
  readonly type: 'multi';
  readonly options: readonly Option[];
  readonly min: number;
  readonly max: number | undefined;
  readonly note: Note | undefined;
}
export interface TextStep extends StepBase {
  readonly type: 'text';
  readonly min: number;
  readonly max: number;
  readonly pattern: 'any' | 'name' | 'phone' | 'email';
}
export interface LongTextStep extends StepBase {
  readonly type: 'longtext';
  readonly min: number;
  readonly max: number;
}
export interface NumberStep extends StepBase {
  readonly type: 'number';
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly integer: boolean;
  readonly unit: Words | undefined;
}
export interface PercentNoteStep extends StepBase {
  readonly type: 'percent_note';
  readonly note: Note;
}
export interface DateStep extends StepBase {
  readonly type: 'date';
  readonly precision: 'month' | 'day';
  readonly earliest: string | undefined;
  readonly latest: string | undefined;
}
export interface RowsStep extends StepBase {
  readonly type: 'rows';
  readonly columns: readonly Column[];
  readonly min: number;
  readonly max: number;
  readonly none: NoneOption | undefined;
  readonly unique: string | undefined;
  readonly suggestions: readonly { readonly clause: string | undefined; readonly say: Words }[];
}
export interface FilesStep extends StepBase {
  readonly type: 'files';
  readonly max: number;
  readonly maxBytes: number;
  readonly accept: readonly string[];
  readonly later: Option;
  readonly done: Option;
}
export interface ContactStep extends StepBase {
  readonly type: 'contact';
}
export interface UsccStep extends StepBase {
  readonly type: 'uscc';
  readonly none: (NoneOption & { readonly note: Note }) | undefined;
}
export interface ConsentStep extends StepBase {
  readonly type: 'consent';
  readonly options: readonly Option[];
  readonly statement: Words;
  readonly version: string;
}
export interface ConfirmStep extends StepBase {
  readonly type: 'confirm';
  readonly options: readonly Option[];
  readonly statement: Words;
  readonly version: string;
}
/** `options`: the call's lists in order (option id = list id), then `help`. */
export interface ListStep extends StepBase {
  readonly type: 'list';
  readonly options: readonly Option[];
}
export interface ReviewStep extends StepBase {
  readonly type: 'review';
  readonly options: readonly Option[];
}

export type Step =
  | SingleStep
  | MultiStep
  | TextStep
  | LongTextStep
  | NumberStep
  | PercentNoteStep
  | DateStep
  | RowsStep
  | FilesStep
  | ContactStep
  | UsccStep
  | ConsentStep
  | ConfirmStep
  | ListStep
  | ReviewStep;
