/**
 * Answers as a submission records them: options with the label and clause they had, free text as it was given. Drops
 * nothing and judges nothing; a value of another shape than its step (the flow changed since) is recorded as nothing.
 */
import type { MultiStep, NoneOption, Option, RowsStep, Step } from '../flow/step.ts';
import { maskEmail, maskPhone } from './mask.ts';
import type {
  Recorded,
  RecordedCell,
  RecordedChoice,
  RecordedContact,
  RecordedOption,
  RecordedRow,
  UsccCheck,
} from './recorded.ts';
import type { ChoicesValue, ChoiceValue, ContactValue, Row, RowsValue, Value } from './value.ts';

type OptionStep = Extract<Step, { readonly options: readonly Option[] }>;

function labelOf(options: readonly Option[], id: string): string {
  return options.find((option) => option.id === id)?.label.zh ?? id;
}

function recordedOption(step: OptionStep, id: string, note: string | undefined): RecordedOption {
  const option = step.options.find((one) => one.id === id);
  // A step that answers one clause only says with each of its options which clause that is.
  const clause = option?.clause ?? (step.clauses.length === 1 ? step.clauses[0] : undefined) ?? null;
  const recorded = { id, label: labelOf(step.options, id), clause };
  return note === undefined || note === '' ? recorded : { ...recorded, note };
}

/** One choice as it stands under a named field. */
export function recordedChoice(step: OptionStep, value: ChoiceValue): RecordedChoice {
  const note = value.notes?.[value.id];
  const recorded = { id: value.id, label: labelOf(step.options, value.id) };
  return note === undefined || note === '' ? recorded : { ...recorded, note };
}

function recordedChoices(step: MultiStep, value: ChoicesValue): Recorded {
  const options = value.ids.map((id) => recordedOption(step, id, value.notes?.[id]));
  return value.note === undefined || value.note === '' ? options : { options, note: value.note };
}

/** Rows with one entry a column of the step; a closed value carries its label. */
export function recordedRows(step: RowsStep, rows: readonly Row[]): RecordedRow[] {
  return rows.map((row) => {
    const recorded: RecordedRow = {};
    for (const column of step.columns) {
      const cell: RecordedCell = row[column.id] ?? null;
      const named = column.values?.find((one) => one.id === cell);
      recorded[column.id] = named === undefined ? cell : { id: named.id, label: named.label.zh };
    }
    return recorded;
  });
}

/** "No rows" as chosen: id, label and the explanation where one was given. */
export function recordedNone(none: NoneOption | undefined, value: RowsValue): RecordedChoice {
  const recorded = { id: none?.id ?? 'none', label: none?.label.zh ?? '没有' };
  return value.note === undefined || value.note === '' ? recorded : { ...recorded, note: value.note };
}

export function recordedContact(value: ContactValue): RecordedContact {
  const { name, title, phone, email } = value;
  return { name, title, phone, email, masked: { phone: maskPhone(phone), email: maskEmail(email) } };
}

/** The credit code, or null with the reason why there is none. */
export function recordedUscc(value: Value): { code: string | null; check: UsccCheck } | undefined {
  if ('code' in value) {
    const warning = value.valid ? null : 'uscc_checksum_warning';
    return { code: value.code, check: { valid_checksum: value.valid, warning, explanation: null } };
  }
  if ('none' in value && !('rows' in value)) {
    return { code: null, check: { valid_checksum: null, warning: 'no_uscc', explanation: value.note } };
  }
  return undefined;
}

/**
 * An answer in the shape it has under `scope`; undefined where the value does not fit the step. Files are recorded
 * with the attachments, see `attachment.ts`.
 */
export function recorded(step: Exclude<Step, { readonly type: 'files' }>, value: Value): Recorded | undefined {
  switch (step.type) {
    case 'single':
    case 'consent':
    case 'confirm':
    case 'list':
    case 'review':
      return 'id' in value ? [recordedOption(step, value.id, value.notes?.[value.id])] : undefined;
    case 'multi':
      return 'ids' in value ? recordedChoices(step, value) : undefined;
    case 'text':
    case 'longtext':
      return 'text' in value ? value.text : undefined;
    case 'number':
      return 'number' in value ? value.number : undefined;
    case 'percent_note':
      return 'percent' in value ? { percent: value.percent, note: value.note } : undefined;
    case 'date':
      return 'date' in value ? value.date : undefined;
    case 'rows':
      if (!('rows' in value)) return undefined;
      if (value.none === true) return { none: recordedNone(step.none, value), rows: [] };
      return recordedRows(step, value.rows);
    case 'contact':
      return 'email' in value ? recordedContact(value) : undefined;
    case 'uscc':
      return recordedUscc(value);
    default:
      return step satisfies never;
  }
}
