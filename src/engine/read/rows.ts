/** Reads a table over one or several messages: rows, a row column by column, changes, "none", 好了. All or nothing a message. */
import type { Note, RowsStep } from '../../flow/step.ts';
import type { Partial, Row } from '../value.ts';
import { readCell } from './cell.ts';
import { finished, splitFinish } from './finish.ts';
import { key, labelsFor, named } from './labels.ts';
import { countCharacters, excerpt } from './normalise.ts';
import { judgeNote, refused } from './note.ts';
import type { Reading, ReadingContext, Reply } from './reading.ts';
import { rejection } from './reading.ts';
import { badCell, finishRows, readRow, repeated } from './row.ts';
import type { RowEdit } from './row-edit.ts';
import { readRowEdit } from './row-edit.ts';
import { isSmallTalk } from './small-talk.ts';
import type { Line } from './table.ts';
import { splitTable } from './table.ts';

const LONGEST = 200_000;
const LONGEST_NONE = 20;
const NO_ROWS = /^(?:没有|无|都没有|暂无|暂时没有|none|no)$/;
/** 没有联合申报单位, 没有其他的了: says so in a few words more. No name of an organisation begins like this. */
const NONE_SAID =
  /^(?:我们|我方|目前|暂时|这次)*(?:没有|暂无|无(?=其[他它]|别的|更多|联合))(其[他它]|别的|更多|另外)?[\u4e00-\u9fff]{0,8}(了)?$/;
/** The row that is asked column by column is not wanted after all. */
const GIVEN_UP =
  /^(?:算了|不要了|取消|这一?行不要了?|这一?行算了|取消这一?行|不填这一?行|never mind|cancel)[。.!！~～]?$/i;
const DONE = 'done';

type RowsPartial = Extract<Partial, { kind: 'rows' }>;
const NOTHING: RowsPartial = { kind: 'rows', rows: [] };

/**
 * Value: RowsValue with doubts; partial `rows` until 好了 or the option `done`. When a message holds a row that cannot
 * be read, none of its rows is taken and earlier ones stay. Rejections: empty, bad_row, too_many_columns, too_few_rows,
 * too_many_rows, duplicate_row, no_such_row, no_such_option, rows_there, too_short/too_long (the note about "none").
 */
export function readRows(step: RowsStep, reply: Reply, partial: Partial | undefined, around: ReadingContext): Reading {
  const gathering = partial?.kind === 'rows' ? partial : undefined;
  const so: RowsPartial = gathering ?? NOTHING;
  if (reply.kind === 'file') return rejection('file_not_expected');
  if (reply.kind === 'choose') return chosen(step, reply.options, gathering, around);
  const text = reply.text.trim();
  if (text === '') return rejection('empty');
  if (text.length > LONGEST) return rejection('too_many_rows', { max: step.max });
  if (so.none === true && step.none?.note !== undefined) return explained(step, step.none.note, text, around);
  return readWords(step, text, so, around);
}

/** The note about "none", unless a row is given after all. */
function explained(step: RowsStep, note: Note, text: string, around: ReadingContext): Reading {
  const rows = /[|｜\t]/.test(text) ? add(step, text, NOTHING, around) : undefined;
  if (rows !== undefined && rows.kind !== 'rejection') return rows;
  const judged = judgeNote(text, note);
  if (!judged.fits) return refused(judged);
  return { kind: 'value', value: { rows: [], none: true, note: judged.text }, doubts: judged.doubts };
}

/** "None" is offered before the first row, 没有了 between rows: a tap on what is not offered now changes nothing. */
function chosen(step: RowsStep, ids: readonly string[], so: RowsPartial | undefined, around: ReadingContext): Reading {
  const [id] = ids;
  const rows = (so?.rows.length ?? 0) + (so?.row === undefined ? 0 : 1);
  if (ids.length === 1 && id === step.none?.id) return rows > 0 ? rejection('rows_there', { rows }) : noRows(step, '');
  if (ids.length === 1 && id === DONE && so !== undefined && so.none !== true && so.row === undefined)
    return finish(step, so, around);
  return rejection('no_such_option', { text: excerpt(ids.join(',')) });
}

function readWords(step: RowsStep, text: string, so: RowsPartial, around: ReadingContext): Reading {
  const edit = readRowEdit(text);
  if (edit !== undefined) return changed(step, edit, so, around);
  if (so.row !== undefined && GIVEN_UP.test(text)) return gathered(step, withoutBegun(so), so.rows, 0);
  const awaited = awaitedCell(step, text, so, around);
  if (awaited !== undefined) return awaited;
  const none = saysNone(step, text);
  if (none !== undefined && so.rows.length === 0) return noRows(step, none);
  if (finished(text) || (so.rows.length > 0 && saysNoMore(text))) return finish(step, so, around);
  if (none !== undefined) return rejection('rows_there', { rows: so.rows.length });
  return add(step, text, so, around);
}

function changed(step: RowsStep, edit: RowEdit, so: RowsPartial, around: ReadingContext): Reading {
  // The row that was begun has the next number: it can be taken away, too.
  if (edit.what === 'remove' && so.row !== undefined && edit.row === so.rows.length + 1)
    return gathered(step, withoutBegun(so), so.rows, 0);
  if (edit.row < 1 || edit.row > so.rows.length)
    return rejection('no_such_row', { row: edit.row, rows: so.rows.length });
  if (edit.what === 'replace') return replace(step, edit.row, edit.text, so, around);
  return gathered(
    step,
    so,
    so.rows.filter((_, i) => i !== edit.row - 1),
    0,
  );
}

function withoutBegun({ row: _, awaiting: __, ...others }: RowsPartial): RowsPartial {
  return others;
}

/** 没有, or the number of the choice 没有了 below the rows so far. */
function saysNoMore(text: string): boolean {
  if (text === '1' || text === '１') return true;
  const said = text.length <= LONGEST_NONE ? NONE_SAID.exec(text.replace(/[。.!！~～\s]+$/, '')) : null;
  if (said !== null && (said[1] !== undefined || said[2] !== undefined)) return true;
  return text.length <= 20 && /^(?:[没无都暂]|[^\u4e00-\u9fff])/.test(text) && NO_ROWS.test(key(text));
}

function finish(step: RowsStep, so: RowsPartial, around: ReadingContext): Reading {
  const row = so.row === undefined ? undefined : completed(step, so.row);
  if (so.row !== undefined && row === undefined) {
    const column = step.columns.find((column) => column.id === so.awaiting) ?? step.columns[0];
    if (column !== undefined) return asRejection(badCell(so.rows.length + 1, column, 'empty', {}));
  }
  return finishRows(step, row === undefined ? so.rows : [...so.rows, row], around);
}

/** A row asked column by column is whole when only optional columns are left. */
function completed(step: RowsStep, row: Row): Row | undefined {
  const missing = step.columns.filter((column) => !Object.hasOwn(row, column.id));
  return missing.some((column) => column.required)
    ? undefined
    : { ...row, ...Object.fromEntries(missing.map((column) => [column.id, null])) };
}

function asRejection(refusal: {
  readonly code: Parameters<typeof rejection>[0];
  readonly params: Parameters<typeof rejection>[1];
}): Reading {
  return rejection(refusal.code, refusal.params);
}

/** Other rows in hand: what else is under way (a row begun, a mending) goes on. */
function gathered(step: RowsStep, so: RowsPartial, rows: readonly Row[], added: number): Reading {
  const partial: RowsPartial = { ...so, rows };
  if (partial.row !== undefined && partial.awaiting !== undefined)
    return { kind: 'partial', partial, owed: { what: 'cell', column: partial.awaiting, row: rows.length + 1 } };
  return {
    kind: 'partial',
    partial,
    owed: { what: 'rows', rows: rows.length, added, enough: rows.length >= step.min },
  };
}

function replace(step: RowsStep, number: number, text: string, so: RowsPartial, around: ReadingContext): Reading {
  const [line, more] = splitTable(text, step.columns, around)?.lines ?? [{ cells: [text], have: 1, line: 1 }];
  if (line === undefined || more !== undefined) return rejection('too_many_rows', { max: 1 });
  const read = readRow(step, line, number, around);
  if (!read.ok) return asRejection(read);
  const others = so.rows.filter((_, i) => i !== number - 1);
  const twice = repeated(step, read.row, others);
  if (twice !== undefined)
    return rejection('duplicate_row', { row: number, column: step.unique ?? '', text: excerpt(twice) });
  return gathered(
    step,
    so,
    so.rows.map((row, i) => (i === number - 1 ? read.row : row)),
    0,
  );
}

/** The message as the next cell of the row being asked; a whole row or 好了 instead is left to the others. */
function awaitedCell(step: RowsStep, text: string, so: RowsPartial, around: ReadingContext): Reading | undefined {
  if (so.row === undefined) return undefined;
  const at = step.columns.findIndex((column) => column.id === so.awaiting);
  const column = step.columns[at];
  if (column === undefined) return undefined;
  const line = finished(text) ? undefined : splitTable(text, step.columns, around)?.lines[0];
  if (finished(text) || (line !== undefined && /[|｜\t\n]/.test(text))) return undefined;
  const unit = so.row.unit;
  const read = readCell(column, text, around, typeof unit === 'string' ? unit : '');
  if (!read.ok) return asRejection(badCell(so.rows.length + 1, column, read.reason, read.params));
  return proceed(step, { ...so.row, [column.id]: read.cell }, at + 1, so);
}

/** Asks the column at `next`, or adds the row when there is none. */
function proceed(step: RowsStep, row: Row, next: number, so: RowsPartial): Reading {
  const column = step.columns[next];
  if (column === undefined) return taken(step, [row], so);
  return gathered(step, { ...so, row, awaiting: column.id }, so.rows, 0);
}

/** Rows kept after a doubt, without those that are said again: the same name or event in other words of its row. */
function withoutSaidAgain(step: RowsStep, fresh: readonly Row[], rows: readonly Row[]): readonly Row[] {
  const named = step.columns.find((column) => column.type === 'text' && column.values === undefined);
  const by = { ...step, unique: step.unique ?? named?.id };
  return rows.filter((row) => repeated(by, row, fresh) === undefined);
}

function taken(step: RowsStep, fresh: readonly Row[], so: RowsPartial): Reading {
  const rows = so.mending === true ? withoutSaidAgain(step, fresh, so.rows) : so.rows;
  if (rows.length + fresh.length > step.max)
    return rejection('too_many_rows', { rows: rows.length + fresh.length, max: step.max });
  const all = [...rows];
  for (const row of fresh) {
    const twice = repeated(step, row, all);
    if (twice !== undefined)
      return rejection('duplicate_row', { row: all.length + 1, column: step.unique ?? '', text: excerpt(twice) });
    all.push(row);
  }
  return gathered(step, withoutBegun(so), all, fresh.length);
}

function add(step: RowsStep, text: string, so: RowsPartial, around: ReadingContext): Reading {
  const { body, end } = splitFinish(text);
  const table = splitTable(body, step.columns, around);
  if (table === undefined) return begin(step, body, so, around);
  const { lines } = table;
  if (so.mending !== true && so.rows.length + lines.length > step.max)
    return rejection('too_many_rows', { rows: so.rows.length + lines.length, max: step.max });
  const fresh: Row[] = [];
  for (const line of lines) {
    const read = readRow(step, line, numberOf(line, lines, so), around);
    if (!read.ok) return asRejection(read);
    fresh.push(read.row);
  }
  const reading = taken(step, fresh, so);
  if (!end || reading.kind !== 'partial' || reading.partial.kind !== 'rows') return reading;
  const whole = finishRows(step, reading.partial.rows, around);
  // 好了 came too early: the rows of this message are kept all the same.
  return whole.kind === 'rejection' ? reading : whole;
}

/** A lone row is named by its place in the table, one of several by its line in the message. */
function numberOf(line: Line, lines: readonly Line[], so: RowsPartial): number {
  return lines.length === 1 ? so.rows.length + 1 : line.line;
}

/** Nothing separates columns: the words are the first cell of a row that is asked column by column. */
function begin(step: RowsStep, text: string, so: RowsPartial, around: ReadingContext): Reading {
  const [column, second] = step.columns;
  if (column === undefined) return rejection('nothing_recognised');
  if (isSmallTalk(text)) return rejection('small_talk', { text: excerpt(text) });
  const number = so.rows.length + 1;
  if (number > step.max) return rejection('too_many_rows', { rows: number, max: step.max });
  if (second !== undefined && text.includes('\n'))
    return asRejection(badCell(1, second, 'empty', { have: countCharacters(text) }));
  const read = readCell(column, text, around);
  return read.ok
    ? proceed(step, { [column.id]: read.cell }, 1, so)
    : asRejection(badCell(number, column, read.reason, read.params));
}

function noRows(step: RowsStep, given: string): Reading {
  const note = step.none?.note;
  if (note === undefined) return { kind: 'value', value: { rows: [], none: true }, doubts: [] };
  const judged = judgeNote(given, note);
  if (given !== '' && judged.fits)
    return { kind: 'value', value: { rows: [], none: true, note: judged.text }, doubts: judged.doubts };
  const base = { what: 'note', option: step.none?.id ?? '', min: note.min, max: note.max } as const;
  const owed = given === '' ? base : { ...base, have: countCharacters(given) };
  return { kind: 'partial', partial: { kind: 'rows', rows: [], none: true }, owed };
}

/** What was said after "none"; undefined when the message does not say so. */
function saysNone(step: RowsStep, text: string): string | undefined {
  const { none } = step;
  if (none === undefined) return undefined;
  const match = /^([^:：,，;；。\n|｜\t]{1,60})(?:[:：,，;；。\n]+(.*))?$/s.exec(text);
  if (match === null) return undefined;
  const [, head = '', rest = ''] = match;
  const name = key(head);
  const labels = labelsFor(none, () => [none]);
  const said = text.length <= LONGEST_NONE && NONE_SAID.test(text.replace(/[。.!！~～\s]+$/, ''));
  if (said) return '';
  const meant = (name === '1' && rest === '') || named(labels, name).length > 0 || NO_ROWS.test(name);
  return meant ? rest.trim() : undefined;
}
