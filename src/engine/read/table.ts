/** Splits a message into the lines and cells of a table: one row a line, pasted tables, labelled lines. Reads no cell. */
import type { Column } from '../../flow/step.ts';
import { readDay } from './calendar.ts';
import { key } from './labels.ts';
import { isHan } from './normalise.ts';
import type { ReadingContext } from './reading.ts';

/** More lines than any table may have rows: nothing beyond is looked at. */
const MOST_LINES = 400;

/** Cells of one row by position of their column; `have` counts what was given, `line` is 1-based. */
export interface Line {
  readonly cells: readonly string[];
  readonly have: number;
  readonly line: number;
}

/** Rows split into cells, or undefined when nothing in the message separates cells. */
export type Table = { readonly lines: readonly Line[] } | undefined;

const names = new WeakMap<readonly Column[], ReadonlyMap<string, number>>();

function namesOf(columns: readonly Column[]): ReadonlyMap<string, number> {
  let map = names.get(columns);
  if (map === undefined) {
    const made = new Map<string, number>();
    columns.forEach((column, i) => {
      for (const name of [column.label.zh, column.label.en, column.id, ...column.aliases])
        if (!made.has(key(name))) made.set(key(name), i);
    });
    map = made;
    names.set(columns, map);
  }
  return map;
}

/** The message as rows of cells; header lines and rules of pasted tables are used and left out. */
export function splitTable(text: string, columns: readonly Column[], around: ReadingContext): Table {
  const lines: string[] = [];
  for (const whole of text.split('\n', MOST_LINES)) {
    for (const part of datedParts(whole, columns)) {
      const line = withoutBullet(part);
      if (isHan(line.charCodeAt(0)) || (line.trim() !== '' && !/^[\s|:+-]+$/.test(line))) lines.push(line);
    }
  }
  const vertical = columns.length > 1 ? asOneRow(lines, columns) : undefined;
  if (vertical !== undefined) return { lines: [vertical] };
  const rows: Line[] = [];
  let order: readonly number[] | undefined;
  let separated = false;
  for (const [i, content] of lines.entries()) {
    const split =
      order === undefined ? splitLine(content, columns, around) : splitAs(content, order.length, columns, around);
    separated ||= split !== undefined;
    const cells = split ?? [content.trim()];
    const header = i === 0 ? headerOf(cells, columns) : undefined;
    if (header !== undefined) order = header;
    else rows.push(placed(cells, order, columns.length, rows.length + 1));
  }
  return rows.length === 0 || !separated ? undefined : { lines: rows };
}

/** "2025年3月 上线；2025年4月 投产": rows that begin with a month, one after another on a line. */
function datedParts(line: string, columns: readonly Column[]): readonly string[] {
  if (columns[0]?.type !== 'month' || !/[;；]/.test(line)) return [line];
  const parts = line.split(/[;；]/).filter((part) => part.trim() !== '');
  return parts.length > 1 && parts.every((part) => /^\s*(?:\d{4}|二〇)\D/.test(part)) ? parts : [line];
}

function withoutBullet(line: string): string {
  if (isHan(line.charCodeAt(0))) return line;
  return line.replace(/^\s*(?:[-*•·▪●]\s+|[(（]?\d{1,2}\s*(?:[、)）]|[.．](?=\s|[^\d\s]))\s*|[①-⑳]\s*)/, '');
}

/** A column a line: either every line begins with a column's name, or there are as many bare lines as columns. */
function asOneRow(lines: readonly string[], columns: readonly Column[]): Line | undefined {
  if (lines.length < 2) return undefined;
  const cells: string[] = columns.map(() => '');
  const labelled = lines.every((line) => {
    const [, name = '', rest = ''] = /^([^:：]{1,20})[:：](.*)$/s.exec(line) ?? [];
    const at = namesOf(columns).get(key(name));
    if (at !== undefined) cells[at] = rest.trim();
    return at !== undefined;
  });
  if (labelled) return { cells, have: columns.length, line: 1 };
  const typed = columns.some((column) => column.type !== 'text');
  const bare = typed && lines.length === columns.length && lines.every((line) => !/[|｜\t；;]/.test(line));
  return bare && columns.length > 2
    ? { cells: lines.map((line) => line.trim()), have: columns.length, line: 1 }
    : undefined;
}

/** Positions of the columns a header names, -1 for one we do not ask (序号); undefined when the line is no header. */
function headerOf(cells: readonly string[], columns: readonly Column[]): readonly number[] | undefined {
  if (columns.length < 2 && cells.length < 2) return undefined;
  const named = namesOf(columns);
  const order: number[] = [];
  let known = 0;
  for (const cell of cells) {
    const name = /[(（*＊]/.test(cell) ? cell.replace(/[(（][^()（）]{0,40}[)）]|[*＊]/g, '') : cell;
    const at = named.get(key(name)) ?? -1;
    if (at !== -1) {
      if (order.includes(at)) return undefined;
      known += 1;
    }
    order.push(at);
    // Most first lines are rows: given up as soon as no more than half of the cells can be names.
    const rest = cells.length - order.length;
    if (known + rest < 2 || (known + rest) * 2 <= cells.length) return undefined;
  }
  return order;
}

function placed(cells: readonly string[], order: readonly number[] | undefined, columns: number, line: number): Line {
  if (order === undefined) {
    const filled = cells.slice();
    while (filled.length < columns) filled.push('');
    return { cells: filled, have: cells.length, line };
  }
  const sorted: string[] = Array.from({ length: columns }, () => '');
  cells.forEach((cell, i) => {
    const at = order[i] ?? -1;
    if (at !== -1) sorted[at] = cell;
  });
  return { cells: sorted, have: cells.length > order.length ? columns + cells.length - order.length : columns, line };
}

/** Fewest cells a row can have when optional columns at its end are left out. */
function fewest(columns: readonly Column[]): number {
  return columns.findLastIndex((column) => column.required) + 1;
}

/** Most lines about months: nothing in them could separate otherwise. */
const MONTH_AND_WORDS = /^((?:19|20)\d\d年(?:0?[1-9]|1[0-2])月) ([^\s,，;；|｜:：、-][^\s,，;；|｜]*)$/;

/** The cells of a line, or undefined when nothing in it separates them. */
function splitLine(line: string, columns: readonly Column[], around: ReadingContext): readonly string[] | undefined {
  if (columns.length === 1 && !/[|｜\t]/.test(line)) return [line.trim()];
  if (columns.length === 2 && columns[0]?.type === 'month') {
    const [, month, words] = MONTH_AND_WORDS.exec(line) ?? [];
    if (month !== undefined && words !== undefined) return [month, words];
  }
  const strong = byStrong(line);
  if (strong !== undefined) return strong;
  return byWeak(line, columns, Math.max(2, fewest(columns)), columns.length) ?? afterMonth(line, columns, around);
}

function splitAs(
  line: string,
  count: number,
  columns: readonly Column[],
  around: ReadingContext,
): readonly string[] | undefined {
  return byStrong(line) ?? byWeak(line, columns, count, count) ?? splitLine(line, columns, around);
}

function byStrong(line: string): readonly string[] | undefined {
  const wide = line.includes('｜');
  if (wide || line.includes('|')) {
    const trimmed = line.trim();
    const from = isBar(trimmed.charCodeAt(0)) ? 1 : 0;
    const to = isBar(trimmed.charCodeAt(trimmed.length - 1)) ? trimmed.length - 1 : trimmed.length;
    const inner = trimmed.slice(from, Math.max(from, to));
    const even = wide && inner.includes('|') ? inner.replaceAll('｜', '|') : inner;
    return even.split(wide && even === inner ? '｜' : '|').map((cell) => cell.trim());
  }
  return line.includes('\t')
    ? line
        .replace(/\n$/, '')
        .split('\t')
        .map((cell) => cell.trim())
    : undefined;
}

function isBar(code: number): boolean {
  return code === 0x7c || code === 0xff5c;
}

/** Each with a sign that it occurs at all: splitting costs far more than looking. */
const WEAK: readonly (readonly [sign: RegExp, separator: RegExp])[] = [
  [/[;；]/, /\s*[;；]\s*/],
  [/\s\s/, /\s{2,}/],
  [/[,，]/, /\s*[,，](?!\d{3}(?!\d))\s*/],
];
const SPACES = [/\s/, /\s+/] as const;

/** Separators that also occur inside cells count only when the number of cells comes out right. */
function byWeak(line: string, columns: readonly Column[], min: number, max: number): readonly string[] | undefined {
  const trimmed = line.trim();
  for (const weak of WEAK) {
    const cells = cellsBy(trimmed, weak, min, max);
    if (cells !== undefined) return cells;
  }
  const single = columns.length > 2 && columns.some((column) => column.type !== 'text');
  return single ? cellsBy(trimmed, SPACES, min, max) : undefined;
}

function cellsBy(
  text: string,
  [sign, separator]: readonly [sign: RegExp, separator: RegExp],
  min: number,
  max: number,
): readonly string[] | undefined {
  if (!sign.test(text)) return undefined;
  const cells = text.split(separator, max + 1);
  return cells.length >= min && cells.length <= max ? cells.map((cell) => cell.trim()) : undefined;
}

/** "2025年3月 上线" and "2025年3月上线": the month, then the words. */
function afterMonth(line: string, columns: readonly Column[], around: ReadingContext): readonly string[] | undefined {
  if (columns.length !== 2 || columns[0]?.type !== 'month') return undefined;
  const month =
    /^\s*((?:[\d二〇零○一九八]{2,4}\s*年|[去今前明上本]年)?\s*[\d一二三四五六七八九十]{1,2}\s*月份?(?:\s*\d{1,2}\s*[日号])?|\d{4}\s*[-./]\s*\d{1,2}(?:[-./]\d{1,2})?|上个?月|本月|这个月|[A-Za-z]{3,9}\.?\s+\d{4})[\s:：,，、-]*(\S.*)$/s.exec(
      line,
    );
  const [, date = '', words = ''] = month ?? [];
  return month !== null && readDay(date, around).ok ? [date.trim(), words.trim()] : undefined;
}
