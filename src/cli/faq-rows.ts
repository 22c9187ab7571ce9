/**
 * The columns of the table of questions: what is exported, and what rows that come back teach. Every fault of every row
 * at once, with its row and column; touches no file.
 */
import type { Cell } from '../exports/xlsx-rows.ts';
import type { Faq } from '../flow/faq.ts';
import { LONGEST_QUESTION } from '../flow/faq.ts';
import { questionKey } from '../flow/likeness.ts';
import { didYouMean } from '../flow/nearest.ts';
import type { Lesson } from './faq-teach.ts';

const HEAD = ['entry', 'question', 'voice', 'topic', 'action', 'clauses', 'lists', 'answer'] as const;

/** What is wrong with a cell and what to do. Rows and columns from 1. */
export interface CellFault {
  readonly row: number;
  readonly column: number;
  readonly zh: string;
  readonly en: string;
}

/** A head, then one row a question, or one for an entry that has none. */
export function rowsOf(faq: Faq): string[][] {
  const rows = faq.entries.flatMap((entry) => {
    const rest = [entry.topic.zh, entry.action, entry.clauses.join(' '), entry.lists.join(' '), entry.answer.zh];
    const own = faq.variants.filter((variant) => variant.entry === entry.id);
    if (own.length === 0) return [[entry.id, '', '', ...rest]];
    return own.map((variant) => [entry.id, variant.text, variant.voice, ...rest]);
  });
  return [[...HEAD], ...rows];
}

/** One fault, as an organizer finds its place in a spreadsheet. */
export function cellFaultLine(file: string, { row, column, zh, en }: CellFault): string {
  const letter = letterOf(column);
  return `${file}: 第 ${row} 行 ${letter} 列：${zh}/ row ${row}, column ${letter}: ${en}`;
}

/** 1 → A, 27 → AA. */
function letterOf(column: number): string {
  const before = Math.floor((column - 1) / 26);
  return `${before > 0 ? letterOf(before) : ''}${String.fromCharCode(65 + ((column - 1) % 26))}`;
}

/** Spaces somebody typed by mistake. Tabs and line ends are nobody's slip, and stay. */
const EDGES = /^[ \u00A0\u3000]+|[ \u00A0\u3000]+$/gu;

/** The questions a table teaches, or why it teaches nothing: lessons count only where there are no faults. */
export function lessonsOf(
  table: readonly (readonly Cell[])[],
  faq: Faq,
): { readonly lessons: readonly Lesson[]; readonly faults: readonly CellFault[] } {
  const [head = [], ...rows] = table;
  const names = head.map((cell) => cell?.trim().toLowerCase() ?? '');
  const faults = [...headFaults(names)];
  const places = { entry: names.indexOf('entry'), question: names.indexOf('question') };
  if (places.entry < 0 || places.question < 0) return { lessons: [], faults };
  const lessons: Lesson[] = [];
  const askers = askersOf(faq);
  for (const [index, row] of rows.entries()) {
    const found = [...cellFaults(row, names, places)];
    const [entry, text] = [cellAt(row, places.entry), cellAt(row, places.question)];
    const lesson = { entry: entry?.trim() ?? '', text: text?.replaceAll(EDGES, '') ?? '' };
    if (entry !== undefined && lesson.text !== '') {
      found.push(...lessonFaults(lesson, faq, places, askers));
      askers.add(lesson);
      lessons.push(lesson);
    }
    for (const [column, zh, en] of found) faults.push({ row: index + 2, column: column + 1, zh, en });
  }
  return { lessons, faults };
}

/** Columns from 0. */
interface Places {
  readonly entry: number;
  readonly question: number;
}

type Said = readonly [column: number, zh: string, en: string];

/** A short row ends in empty cells. */
function cellAt(row: readonly Cell[], column: number): Cell {
  return column < row.length ? row[column] : '';
}

function* cellFaults(row: readonly Cell[], names: readonly string[], { entry, question }: Places): Generator<Said> {
  for (const [column, cell] of row.entries()) {
    if (cell !== '' && (names[column] ?? '') === '')
      yield [column, '这一列没有列名，请删掉这一格或补上列名。', 'its column has no name: remove the cell or name it'];
    else if (cell === undefined && (column === entry || column === question))
      yield [column, '是日期或错误值，请改成文本。', 'a date or an error: write it as text'];
  }
}

/** Which entries are asked a question; two spellings of one question are one. */
interface Askers {
  of(text: string): ReadonlySet<string>;
  add(lesson: Lesson): void;
}

function askersOf(faq: Faq): Askers {
  const held = new Map<string, Set<string>>();
  const add = ({ text, entry }: Lesson): void => {
    const key = questionKey(text);
    held.set(key, (held.get(key) ?? new Set()).add(entry));
  };
  for (const variant of faq.variants) add(variant);
  return { of: (text) => held.get(questionKey(text)) ?? new Set(), add };
}

function* headFaults(names: readonly string[]): Generator<CellFault> {
  for (const [index, name] of names.entries()) {
    const at = { row: 1, column: index + 1 };
    if (name === '') continue;
    if (!(HEAD as readonly string[]).includes(name)) {
      const hint = didYouMean(name, HEAD) ?? 'remove the column';
      yield { ...at, zh: `没有“${name}”这种列（有 ${HEAD.join('、')}）。`, en: `unknown column "${name}"; ${hint}` };
    } else if (names.indexOf(name) < index) {
      yield { ...at, zh: `“${name}”出现了两次，请删掉一列。`, en: `the column "${name}" is there twice: remove one` };
    }
  }
  for (const name of ['entry', 'question']) {
    if (names.includes(name)) continue;
    const [zh, en] = [`第一行缺“${name}”这一列。`, `the first row needs the column "${name}"`];
    yield { row: 1, column: names.length + 1, zh, en };
  }
}

function* lessonFaults({ entry, text }: Lesson, faq: Faq, places: Places, askers: Askers): Generator<Said> {
  if (entry === '') yield [places.entry, '没写条目，请写上。', 'no entry is named: write one'];
  else if (!faq.entryById.has(entry)) {
    const hint = didYouMean(entry, faq.entryById.keys()) ?? 'faq export lists all entries';
    yield [places.entry, `没有条目“${entry}”，请改成已有的。`, `there is no entry "${entry}"; ${hint}`];
  }
  if (text.length > LONGEST_QUESTION) {
    const zh = `问法有 ${text.length} 字，最多 ${LONGEST_QUESTION}，请缩短。`;
    yield [places.question, zh, `the question has ${text.length} characters, at most ${LONGEST_QUESTION}: shorten it`];
  }
  const asked = askers.of(text);
  if (asked.size > 0 && !asked.has(entry)) {
    const others = [...asked].join(', ');
    yield [places.question, `已经是 ${others} 的问法，只能留一处。`, `${others} is asked the same: keep one of them`];
  }
}
