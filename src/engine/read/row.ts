/** Reads one row of a table from its cells, and judges a finished table. Keeps no state between messages. */
import type { Column, RowsStep } from '../../flow/step.ts';
import type { Row } from '../value.ts';
import { isFuture } from './calendar.ts';
import type { Cell } from './cell.ts';
import { COMPUTED, readCell } from './cell.ts';
import { excerpt, plain } from './normalise.ts';
import { maskedBefore } from './personal.ts';
import type { Doubt, Params, Reading, ReadingContext, RejectionCode } from './reading.ts';
import { rejection, value } from './reading.ts';
import type { Line } from './table.ts';
import { readCode } from './uscc.ts';

/** Measures everybody knows to be better when lower. */
const LOWER_IS_PLAIN =
  /时长|时间|成本|利率|不良|审批|风险|投诉|损失|费用|次数|周期|耗时|cost|time|duration|rate|risk|loss|complaint|fee|days?\b|hours?\b/i;
const CHANGE =
  /提升|提高|上升|增长|增加|下降|降低|降幅|增幅|减少|改善|压缩|increase|decrease|growth|reduction|improve|drop/i;

export type RowReading =
  | { readonly ok: true; readonly row: Row }
  | { readonly ok: false; readonly code: RejectionCode; readonly params: Params };

const wrong = (code: RejectionCode, params: Params): RowReading => ({ ok: false, code, params });

/** The row of a line, or why it is none: too_many_columns, or bad_row with `row`, `column`, `reason` and its params. */
export function readRow(step: RowsStep, line: Line, number: number, around: ReadingContext): RowReading {
  const { columns } = step;
  if (line.have > columns.length)
    return wrong('too_many_columns', { row: number, have: line.have, max: columns.length });
  const unit = line.cells[columns.findIndex((column) => column.id === 'unit')] ?? '';
  const row: Record<string, Cell> = {};
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] as Column;
    const read = readCell(column, line.cells[i] ?? '', around, unit);
    if (!read.ok) return badCell(number, column, read.reason, read.params);
    row[column.id] = read.cell;
  }
  return { ok: true, row };
}

/** The refusal of one cell: the row's number, the column's id, the reason and what belongs to the reason. */
export function badCell(
  row: number,
  column: Column,
  reason: RejectionCode,
  params: Params,
): Extract<RowReading, { ok: false }> {
  return { ok: false, code: 'bad_row', params: { ...params, row, column: column.id, reason } };
}

/** Does the row share the value of the `unique` column with one of the others? Then that value, else undefined. */
export function repeated(step: RowsStep, row: Row, others: readonly Row[]): string | undefined {
  if (step.unique === undefined) return undefined;
  const own = row[step.unique];
  const written = comparable(own);
  return written !== '' && others.some((other) => comparable(other[step.unique ?? '']) === written)
    ? String(own)
    : undefined;
}

function comparable(cell: Cell | undefined): string {
  return cell === undefined || cell === null ? '' : plain(String(cell)).replace(/\s+/g, '');
}

/** The whole table, its counts and repetitions checked, with every doubt about it. */
export function finishRows(step: RowsStep, rows: readonly Row[], around: ReadingContext): Reading {
  if (rows.length < step.min) return rejection('too_few_rows', { rows: rows.length, min: step.min });
  if (rows.length > step.max) return rejection('too_many_rows', { rows: rows.length, max: step.max });
  const doubts: Doubt[] = [];
  const texts: string[] = [];
  for (const [i, row] of rows.entries()) {
    const twice = step.unique === undefined ? undefined : repeated(step, row, rows.slice(0, i));
    if (twice !== undefined)
      return rejection('duplicate_row', { row: i + 1, column: step.unique ?? '', text: excerpt(twice) });
    addDoubts(doubts, step, row, i + 1, around);
    for (const cell of Object.values(row)) if (typeof cell === 'string') texts.push(cell);
  }
  doubts.push(...maskedBefore(texts));
  return value({ rows: rows.map((row) => settled(step, row)) }, doubts);
}

function isComputed(column: Column, cell: Cell | undefined): cell is string {
  return column.type === 'month' && typeof cell === 'string' && cell.endsWith(COMPUTED);
}

/** The row without the marks of computed months. */
function settled(step: RowsStep, row: Row): Row {
  if (!step.columns.some((column) => isComputed(column, row[column.id]))) return row;
  const marked = step.columns.filter((column) => isComputed(column, row[column.id]));
  return { ...row, ...Object.fromEntries(marked.map((column) => [column.id, month(row[column.id])])) };
}

function month(cell: Cell | undefined): string {
  return String(cell ?? '').replace(COMPUTED, '');
}

function addDoubts(doubts: Doubt[], step: RowsStep, row: Row, number: number, around: ReadingContext): void {
  for (const column of step.columns) {
    const cell = row[column.id];
    if (column.type === 'month' && typeof cell === 'string') {
      const date = month(cell);
      if (isComputed(column, cell)) doubts.push({ code: 'relative_date', params: { date, row: number } });
      if (isFuture(date, around)) doubts.push({ code: 'future_date', params: { date, row: number } });
    }
    if (column.type === 'uscc' && typeof cell === 'string') {
      const code = readCode(cell);
      if (code.ok && !code.valid)
        doubts.push({ code: 'uscc_checksum', params: { code: code.code, expected: code.expected, row: number } });
    }
  }
  const measure = measureDoubt(step, row, number);
  if (measure !== undefined) doubts.push(measure);
}

/** Rule coverage §3.0 metrics: lower after than before, and per cent against 百分点. */
function measureDoubt(step: RowsStep, row: Row, number: number): Doubt | undefined {
  const { before, after, unit } = row;
  const worse = typeof before === 'number' && typeof after === 'number' && after < before;
  const percent = before === null && typeof unit === 'string' && /^(?:[%％]|百分比|percent)$/i.test(unit.trim());
  if (!worse && !percent) return undefined;
  const texts = step.columns
    .filter((column) => column.type === 'text')
    .map((column) => row[column.id])
    .filter((cell) => typeof cell === 'string');
  const params = { row: number, name: excerpt(texts[0] ?? '') };
  if (worse) return LOWER_IS_PLAIN.test(texts.join(' ')) ? undefined : { code: 'lower_is_better', params };
  return CHANGE.test(texts[0] ?? '') ? { code: 'percent_or_points', params } : undefined;
}
