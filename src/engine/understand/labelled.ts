/**
 * Lines of a form inside a text: a step's own name, a colon, the answer (单位名称：…), or a heading with the text below
 * it. Reads each with the reader of its step; takes nothing that is read with a doubt.
 */
import type { Call } from '../../flow/call.ts';
import type { RowsStep, Step } from '../../flow/step.ts';
import { key } from '../read/labels.ts';
import { readReply } from '../read/read.ts';
import type { ReadingContext } from '../read/reading.ts';
import type { Proposal } from './proposal.ts';

const LINE =
  /^[ \t　]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[、.．)）][ \t]*)?[【[]?([^\s:：【】[\]，,。；;]{2,16})[】\]]?[ \t]*(?:[:：][ \t]*(.*))?$/gm;
/** A step that is asked by taps alone, or about the whole, is not answered by a line. */
const NEVER: ReadonlySet<Step['type']> = new Set(['consent', 'confirm', 'review', 'files']);

interface Heading {
  readonly name: string;
  readonly rest: string;
  readonly from: number;
  readonly restFrom: number;
  readonly colon: boolean;
}

/** Steps by their names; prepared once a call. */
export type StepNames = ReadonlyMap<string, readonly Step[]>;

export function namesOfSteps(call: Call): StepNames {
  const names = new Map<string, Step[]>();
  for (const step of call.steps) {
    if (NEVER.has(step.type)) continue;
    for (const name of new Set([step.title.zh, step.title.en, ...step.aliases].map(key))) {
      const same = names.get(name);
      if (same === undefined) names.set(name, [step]);
      else same.push(step);
    }
  }
  return names;
}

/** Is this line one that names a step? */
export function namesStep(names: StepNames, line: string): boolean {
  return [...line.matchAll(LINE)].some((match) => names.has(key(match[1] ?? '')));
}

/** Proposals from lines that name a step. */
export function fromLabels(names: StepNames, text: string, around: ReadingContext): readonly Proposal[] {
  const headings = [...text.matchAll(LINE)].flatMap((match): Heading[] => {
    const [line, name = '', rest] = match;
    if (!names.has(key(name))) return [];
    const said = rest ?? '';
    return [
      {
        name: key(name),
        rest: said,
        from: match.index,
        restFrom: match.index + line.length - said.length,
        colon: rest !== undefined,
      },
    ];
  });
  return headings.flatMap((heading, index) => {
    const end = headings[index + 1]?.from ?? text.length;
    return (names.get(heading.name) ?? []).flatMap((step) => readUnder(step, heading, end, text, around));
  });
}

/** A name without the marks around it. */
function bare(said: string): string {
  return /^[《“"「](.*)[》”"」][。；;]?$/.exec(said)?.[1] ?? said;
}

function readUnder(step: Step, heading: Heading, end: number, text: string, around: ReadingContext): Proposal[] {
  if (step.type === 'rows') return rowsUnder(step, text.slice(heading.restFrom, end).trim(), around);
  const long = step.type === 'longtext';
  if (!heading.colon && !long) return [];
  const said = long ? text.slice(heading.restFrom, end).trim() : bare(heading.rest.trim());
  if (said === '') return [];
  const read = readReply(step, { kind: 'text', text: said }, undefined, around);
  if (read.kind !== 'value' || read.doubts.some((doubt) => doubt.code !== 'relative_date')) return [];
  return [{ step: step.id, value: read.value, words: [said], confidence: 0.95 }];
}

/** What the columns leave open is asked when somebody types them; here the applicant looks at each row. */
const LOOKED_AT: ReadonlySet<string> = new Set(['relative_date', 'lower_is_better']);

/** A table, or several rows on a line (2024年6月立项；2025年3月上线): all of them, or none. */
function rowsUnder(step: RowsStep, said: string, around: ReadingContext): Proposal[] {
  if (said === '') return [];
  for (const written of new Set([said, said.replace(/[；;]\s*/g, '\n').replace(/[。]$/, '')])) {
    let read = readReply(step, { kind: 'text', text: written }, undefined, around);
    if (read.kind === 'partial' && read.owed.what === 'rows')
      read = readReply(step, { kind: 'text', text: '好了' }, read.partial, around);
    if (read.kind === 'value' && read.doubts.every(({ code }) => LOOKED_AT.has(code)))
      return [{ step: step.id, value: read.value, words: [said], confidence: 0.95 }];
  }
  return [];
}
