/** Does a stored answer still satisfy the structure of a step whose flow files changed? Judges no words. */
import type { Column, Note, Option, RowsStep, Step } from '../../flow/step.ts';
import type { ChoicesValue, ChoiceValue, ContactValue, Row, Value } from '../value.ts';
import { isWritten } from './calendar.ts';
import { isPeriod } from './cell.ts';
import { inSpan } from './date.ts';
import { readEmail } from './email.ts';
import { acceptable } from './files.ts';
import { countCharacters } from './normalise.ts';
import { inBounds } from './number.ts';
import { readPhone } from './phone.ts';
import { readCode } from './uscc.ts';

/** True when the value has the shape of the step's type, its options and columns exist and its bounds hold. */
export function valueFits(step: Step, value: Value): boolean {
  switch (step.type) {
    case 'single':
    case 'consent':
    case 'confirm':
    case 'list':
    case 'review':
      return 'id' in value && choiceFits(step.options, value);
    case 'multi':
      return 'ids' in value && choicesFit(step, value);
    case 'text':
      return 'text' in value && !('none' in value) && textFits(step, value.text);
    case 'longtext':
      return 'text' in value && within(value.text, step);
    case 'number':
      return 'number' in value && inBounds(value.number, step) && (!step.integer || Number.isInteger(value.number));
    case 'percent_note':
      return (
        'percent' in value &&
        within(value.note, step.note) &&
        (value.percent === null || (value.percent >= 0 && value.percent <= 100))
      );
    case 'date':
      return (
        'date' in value &&
        isWritten(value.date) &&
        inSpan(value.date, step) &&
        value.date.length === (step.precision === 'day' ? 10 : 7)
      );
    case 'rows':
      return 'rows' in value && rowsFit(step, value.rows, value.none === true, value.note);
    case 'files':
      return (
        'files' in value &&
        value.files.length <= step.max &&
        (value.later || value.files.length > 0) &&
        value.files.every((file) => file.size <= step.maxBytes && acceptable(step, file))
      );
    case 'contact':
      return 'phone' in value && contactFits(value);
    case 'uscc':
      if ('code' in value) return codeFits(value.code, value.valid);
      return 'none' in value && !('rows' in value) && step.none !== undefined && within(value.note, step.none.note);
    default:
      return step satisfies never;
  }
}

function within(text: string, bounds: { readonly min: number; readonly max: number }): boolean {
  const have = countCharacters(text);
  return have >= bounds.min && have <= bounds.max;
}

/** A note is there and fits exactly where one is demanded; a note no longer demanded does no harm. */
function noteFits(note: Note | undefined, text: string | undefined): boolean {
  return note === undefined || (text !== undefined && within(text, note));
}

function choiceFits(options: readonly Option[], value: ChoiceValue): boolean {
  const option = options.find((option) => option.id === value.id);
  return option !== undefined && noteFits(option.note, value.notes?.[option.id]);
}

function choicesFit(step: Extract<Step, { type: 'multi' }>, value: ChoicesValue): boolean {
  const chosen = step.options.filter((option) => value.ids.includes(option.id));
  if (chosen.length !== new Set(value.ids).size || chosen.length === 0) return false;
  if (chosen.some((option) => !noteFits(option.note, value.notes?.[option.id]))) return false;
  const exclusive = chosen.some((option) => option.exclusive);
  if (exclusive && chosen.length > 1) return false;
  if (!exclusive && (chosen.length < step.min || !noteFits(step.note, value.note))) return false;
  return step.max === undefined || chosen.length <= step.max;
}

function textFits(step: Extract<Step, { type: 'text' }>, text: string): boolean {
  switch (step.pattern) {
    case 'phone':
      return readPhone(text) === text;
    case 'email':
      return readEmail(text).ok;
    case 'name':
      return within(text, step) && /\p{L}/u.test(text);
    case 'any':
      return within(text, step);
    default:
      return step.pattern satisfies never;
  }
}

function rowsFit(step: RowsStep, rows: readonly Row[], none: boolean, note: string | undefined): boolean {
  if (none) return step.none !== undefined && rows.length === 0 && noteFits(step.none.note, note);
  if (rows.length < step.min || rows.length > step.max) return false;
  if (step.unique !== undefined) {
    const keys = rows.map((row) => row[step.unique ?? '']).filter((cell) => cell !== null);
    if (new Set(keys).size !== keys.length) return false;
  }
  const ids = new Set(step.columns.map((column) => column.id));
  return rows.every(
    (row) =>
      Object.keys(row).every((id) => ids.has(id)) &&
      step.columns.every((column) => cellFits(column, row[column.id] ?? null)),
  );
}

function cellFits(column: Column, cell: string | number | null): boolean {
  if (cell === null) return !column.required;
  const { min, max } = column;
  if (column.type === 'number')
    return typeof cell === 'number' && cell >= (min ?? -Infinity) && cell <= (max ?? Infinity);
  if (typeof cell !== 'string') return false;
  switch (column.type) {
    case 'month':
      return isWritten(cell);
    case 'uscc':
      return readCode(cell).ok;
    case 'period':
      return isPeriod(cell) && within(cell, { min: min ?? 1, max: max ?? Infinity });
    case 'text':
      return column.values === undefined
        ? within(cell, { min: min ?? 1, max: max ?? Infinity })
        : column.values.some((value) => value.id === cell);
    default:
      return column.type satisfies never;
  }
}

function contactFits(value: ContactValue): boolean {
  const name = countCharacters(value.name);
  return (
    name >= 2 && name <= 20 && value.title !== '' && readPhone(value.phone) !== undefined && readEmail(value.email).ok
  );
}

function codeFits(code: string, valid: boolean): boolean {
  const read = readCode(code);
  return read.ok && read.valid === valid;
}
