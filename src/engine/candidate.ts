/**
 * Replies worth trying at a step: one for every way its answer can change the path or a finding. Derived from the step
 * and the conditions that read it, so that a walk over them is complete without trying every text. Asks nothing.
 */
import type { Condition } from '../flow/condition.ts';
import type { Column, MultiStep, Note, RowsStep, Step } from '../flow/step.ts';
import type { Content } from '../message.ts';

/** A reply and a short name for reports. */
export interface Candidate {
  readonly name: string;
  readonly content: Content;
}

/** Subsets of more options than this are not all tried. */
const MOST_OPTIONS = 7;
const SENTENCE = '本项目按要求如实填写并附有来源说明';

/** Neutral words of exactly `length` characters. */
export function filler(length: number): string {
  return SENTENCE.repeat(Math.ceil(length / SENTENCE.length) + 1).slice(0, Math.max(length, 2));
}

/** A note that fits. */
export function noteReply(note: Note | undefined): Content {
  const example = note?.example?.zh;
  return { kind: 'text', text: example ?? filler(Math.max(note?.min ?? 2, 2)) };
}

function choose(...options: readonly string[]): Content {
  return { kind: 'choose', options };
}

function literals(conditions: readonly Condition[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const condition of conditions) {
    for (const match of condition.source.matchAll(/"([^"\\]*)"|'([^'\\]*)'/g)) found.add(match[1] ?? match[2] ?? '');
  }
  return found;
}

/** Like `literals`, but of a list of words only the first: any of them does the same. */
function words(conditions: readonly Condition[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const condition of conditions) {
    const shortened = condition.source.replaceAll(/\[([^\],]*),[^\]]*\]/g, '[$1]');
    for (const match of shortened.matchAll(/"([^"\\]*)"|'([^'\\]*)'/g)) found.add(match[1] ?? match[2] ?? '');
  }
  return found;
}

/** Options the conditions tell apart, and one of those they do not. */
function distinguished(step: MultiStep, named: ReadonlySet<string>): readonly string[] {
  const told = step.options.filter((option) => !option.exclusive && named.has(option.id)).map((option) => option.id);
  const other = step.options.find((option) => !option.exclusive && !named.has(option.id));
  return other === undefined ? told : [...told, other.id];
}

function multiCandidates(step: MultiStep, named: ReadonlySet<string>): Candidate[] {
  const ids = distinguished(step, named);
  const found: Candidate[] = [];
  const most = step.max ?? step.options.length;
  const sets = ids.length > MOST_OPTIONS ? [...ids.map((id) => [id]), [...ids]] : subsets(ids);
  for (const set of sets.toSorted((one, other) => other.length - one.length)) {
    if (set.length >= Math.max(step.min, 1) && set.length <= most)
      found.push({ name: set.join('+'), content: choose(...set) });
  }
  for (const option of step.options) {
    if (option.exclusive) found.push({ name: option.id, content: choose(option.id) });
  }
  return found;
}

function subsets(ids: readonly string[]): string[][] {
  let sets: string[][] = [[]];
  for (const id of ids) sets = [...sets, ...sets.map((set) => [...set, id])];
  return sets.filter((set) => set.length > 0);
}

function cellFor(column: Column): string {
  if (column.example !== undefined) return column.example.zh;
  const value = column.values?.[0];
  if (value !== undefined) return value.label.zh;
  switch (column.type) {
    case 'number':
      return '5';
    case 'month':
      return '2025年3月';
    case 'period':
      return '2025年1-9月';
    case 'uscc':
      return '91350100M000100Y43';
    case 'text':
      return filler(column.min ?? 4);
    default:
      return column.type satisfies never;
  }
}

function line(step: RowsStep, replaced?: { readonly column: string; readonly cell: string }): Content {
  const cells = step.columns.map((column) => (column.id === replaced?.column ? replaced.cell : cellFor(column)));
  return { kind: 'text', text: `${cells.join('｜')}\n好了` };
}

function rowsCandidates(step: RowsStep, conditions: readonly Condition[]): Candidate[] {
  const found: Candidate[] = [{ name: 'row', content: line(step) }];
  if (step.none !== undefined) found.push({ name: step.none.id, content: choose(step.none.id) });
  for (const column of step.columns) {
    if (!conditions.some((condition) => condition.source.includes(`.${column.id}`))) continue;
    if (column.type === 'month')
      found.push({ name: `${column.id}=2019`, content: line(step, { column: column.id, cell: '2019年3月' }) });
    if (column.type !== 'text' || column.values !== undefined) continue;
    for (const literal of words(conditions)) {
      const cell = literal.length >= (column.min ?? 0) ? literal : literal + filler((column.min ?? 0) - literal.length);
      if (literal !== '')
        found.push({ name: `${column.id}~${literal}`, content: line(step, { column: column.id, cell }) });
    }
  }
  return found;
}

function textCandidates(step: Step & { type: 'text' | 'longtext' }, conditions: readonly Condition[]): Candidate[] {
  const example = step.example?.zh;
  const plain: Candidate = { name: 'words', content: { kind: 'text', text: filler(Math.max(step.min, 6)) } };
  const base: Candidate = example === undefined ? plain : { name: 'example', content: { kind: 'text', text: example } };
  return conditions.length > 0 && example !== undefined ? [base, plain] : [base];
}

/** The replies to try, the one that satisfies most likely first. `conditions`: all that read the step's value. */
export function candidatesFor(step: Step, conditions: readonly Condition[]): readonly Candidate[] {
  const named = literals(conditions);
  switch (step.type) {
    case 'single':
      return step.options
        .filter((option, i) => i === 0 || named.has(option.id))
        .concat(step.options.filter((option, i) => i > 0 && !named.has(option.id)).slice(0, 1))
        .map((option) => ({ name: option.id, content: choose(option.id) }));
    case 'multi':
      return multiCandidates(step, named);
    case 'text':
    case 'longtext':
      return textCandidates(step, conditions);
    case 'rows':
      return rowsCandidates(step, conditions);
    case 'number':
      return [{ name: 'number', content: { kind: 'text', text: String(step.minimum ?? 1) } }];
    case 'percent_note': {
      const note = step.note.example?.zh ?? filler(Math.max(step.note.min, 10));
      return ['72%', '45%', '说不清'].map((percent) => ({
        name: percent,
        content: { kind: 'text', text: `${percent}，${note}` },
      }));
    }
    case 'date':
      return [{ name: 'date', content: { kind: 'text', text: step.earliest ?? '2025年3月' } }];
    case 'files':
      return [{ name: step.later.id, content: choose(step.later.id) }];
    case 'contact':
      return [{ name: 'contact', content: { kind: 'text', text: '张示例 主任 13900000000 zhang@example.com' } }];
    case 'uscc':
      return [
        { name: 'code', content: { kind: 'text', text: '91350100M000100Y43' } },
        ...(step.none === undefined ? [] : [{ name: step.none.id, content: choose(step.none.id) }]),
      ];
    case 'consent':
    case 'confirm':
    case 'review':
      return step.options.slice(0, 1).map((option) => ({ name: option.id, content: choose(option.id) }));
    case 'list':
      return step.options.map((option) => ({ name: option.id, content: choose(option.id) }));
    default:
      return step satisfies never;
  }
}

/** Every option of a step, one at a time: for finding options nobody can choose. */
export function optionCandidates(step: Step): readonly Candidate[] {
  if (step.type !== 'single' && step.type !== 'multi') return [];
  return step.options.map((option) => ({ name: option.id, content: choose(option.id) }));
}
