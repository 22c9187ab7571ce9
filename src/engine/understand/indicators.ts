/** Effects told in figures as rows of the metrics step; period and source only where the sentence says them. */
import type { Call } from '../../flow/call.ts';
import type { RowsStep } from '../../flow/step.ts';
import type { Passage } from '../../knowledge/passage.ts';
import { valueFits } from '../read/fits.ts';
import type { ReadingContext } from '../read/reading.ts';
import type { Row } from '../value.ts';
import type { Told } from './figures.ts';
import { figuresTold } from './figures.ts';
import { periodIn, sourceIn } from './periods.ts';
import type { Proposal } from './proposal.ts';
import { stepFor } from './proposal.ts';

interface Placed extends Omit<Told, 'from' | 'to'> {
  readonly period: string | null;
  readonly source: string | null;
  readonly words: readonly string[];
}

/** Whole rows in one proposal, then one for each row that lacks something. */
export function fromFigures(call: Call, passage: Passage, around: ReadingContext): readonly Proposal[] {
  const step = stepFor(call, 'metrics', 'rows');
  if (step === undefined) return [];
  const rows = new Map<string, Placed>();
  for (const { from, to } of passage.sentences) {
    const sentence = passage.script.slice(from, to);
    const told = figuresTold(sentence);
    if (told.length === 0) continue;
    const period = periodIn(sentence, around);
    const source = sourceIn(sentence);
    for (const { name, before, after, unit, from: start, to: end } of told) {
      if (rows.size >= step.max || rows.has(name)) continue;
      const words = [passage.text.slice(from + start, from + end)];
      for (const said of [period?.words, source]) {
        const at = said === undefined ? -1 : sentence.indexOf(said);
        if (said !== undefined && at >= 0) words.push(passage.text.slice(from + at, from + at + said.length));
      }
      rows.set(name, { name, before, after, unit, period: period?.kept ?? null, source: source ?? null, words });
    }
  }
  const placed = [...rows.values()];
  const whole = placed.filter((one) => one.period !== null && valueFits(step, { rows: [rowOf(one)] }));
  const parts = placed.filter((one) => !whole.includes(one)).flatMap((one) => partial(step, one));
  if (whole.length === 0) return parts;
  const words = [...new Set(whole.flatMap((one) => one.words))];
  return [{ step: step.id, value: { rows: whole.map(rowOf) }, words, confidence: 0.8 }, ...parts];
}

function partial(step: RowsStep, one: Placed): readonly Proposal[] {
  const row = rowOf(one);
  const incomplete = step.columns
    .filter((column) => column.required && (row[column.id] ?? null) === null)
    .map((column) => column.id);
  // Besides what is missing, everything said must be a cell that fits.
  const filled = { ...row };
  for (const column of step.columns) if (incomplete.includes(column.id)) filled[column.id] = FITTING[column.type];
  if (incomplete.length === 0 || !valueFits(step, { rows: [filled] })) return [];
  return [{ step: step.id, value: { rows: [row] }, words: one.words, confidence: 0.6, incomplete }];
}

/** Cells that fit any column of their type, to try the others with. */
const FITTING = { text: '材料来源', number: 1, month: '2025-01', period: '2025年', uscc: '' } as const;

function rowOf({ name, before, after, unit, period, source }: Placed): Row {
  return { name, before, after, unit, period, source };
}
