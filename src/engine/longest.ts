/**
 * The longest answer each step takes: texts at their limit, tables with all their rows, every option at once. For looking
 * at what is shown of it; says nothing about whether it is a good answer.
 */
import type { Column, LongTextStep, MultiStep, RowsStep, Step, TextStep } from '../flow/step.ts';
import type { Content } from '../message.ts';
import type { Candidate } from './candidate.ts';
import { filler } from './candidate.ts';
import { countCharacters } from './read/normalise.ts';

/** Where a column names no limit. */
const CELL = 200;

function text(said: string): Content {
  return { kind: 'text', text: said };
}

/** The step's own example, gone on with to the limit: a check that wants its words finds them. */
function longText({ example, max }: TextStep | LongTextStep): string {
  const begun = example?.zh ?? '';
  const room = max - countCharacters(begun);
  return room < 2 ? begun : begun + filler(room);
}

/** `row` from 0, so that no two rows are the same. */
function longCell({ type, values, example, max = CELL }: Column, row: number): string {
  if (values !== undefined)
    return values.reduce((longest, { label }) => (label.zh.length > longest.length ? label.zh : longest), '');
  if (type === 'text') {
    const begun = `${row + 1} 号`;
    return begun + filler(Math.max(max - countCharacters(begun), 2));
  }
  const usual = { number: '5', month: '2025年3月', period: '2025年1-9月', uscc: '91350100M000100Y43' };
  return example?.zh ?? usual[type];
}

function allRows({ columns, max }: RowsStep): string {
  const rows = Array.from({ length: max }, (_, row) => columns.map((column) => longCell(column, row)).join('｜'));
  return [...rows, '好了'].join('\n');
}

function allOptions({ options, max }: MultiStep): Content {
  const several = options.filter((option) => !option.exclusive).map((option) => option.id);
  return { kind: 'choose', options: several.slice(0, max) };
}

/** The longest answer; undefined where every answer is short. */
export function longestCandidate(step: Step): Candidate | undefined {
  const name = 'longest';
  switch (step.type) {
    case 'text':
      return step.pattern === 'any' || step.pattern === 'name' ? { name, content: text(longText(step)) } : undefined;
    case 'longtext':
      return { name, content: text(longText(step)) };
    case 'rows':
      return { name, content: text(allRows(step)) };
    case 'multi':
      return { name, content: allOptions(step) };
    case 'percent_note':
      return { name, content: text(`72%，${filler(step.note.max)}`) };
    case 'single':
    case 'number':
    case 'date':
    case 'files':
    case 'contact':
    case 'uscc':
    case 'consent':
    case 'confirm':
    case 'review':
    case 'list':
      return undefined;
    default:
      return step satisfies never;
  }
}
