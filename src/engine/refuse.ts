/** Refusing a reply kindly: the reason in words, an example, and after the third failure the ways out. Changes no answer. */
import type { Step } from '../flow/step.ts';
import type { Words } from '../flow/words.ts';
import { inLocale } from '../flow/words.ts';
import { rejections } from './phrases/phrases.ts';
import type { RefusalCode } from './phrases/rejection-zh.ts';
import { optionOf, owedNote } from './prompt.ts';
import { clean, excerpt } from './read/normalise.ts';
import type { Params } from './read/reading.ts';
import type { Stage } from './stage.ts';
import { draft, locale, phrases, record } from './stage.ts';

/** Failures after which help is offered each time. */
const PATIENCE = 3;
/** Longest example shown unasked. */
const SHORT_EXAMPLE = 80;

function optionLabel(step: Step, id: string, stage: Stage): string {
  const option = optionOf(step, id);
  return option === undefined ? id : inLocale(option.label, locale(stage));
}

/** Ids become the words applicants know. */
function readable(stage: Stage, step: Step, params: Params): Params {
  const made: Record<string, string | number> = { ...params };
  const content = stage.inbound?.content;
  if (made.text === undefined && content?.kind === 'text') made.text = excerpt(clean(content.text));
  if (step.type === 'files') made.megabytes = Math.round(step.maxBytes / (1024 * 1024));
  // Whoever wants several lists learns that the others can follow.
  if (step.type === 'list') made.lists = 1;
  if (step.type === 'rows') {
    made.want = step.columns.length;
    made.columns = step.columns.map((column) => inLocale(column.label, locale(stage))).join('｜');
  }
  if (typeof params.candidates === 'string') {
    made.labels = params.candidates
      .split(',')
      .map((id) => optionLabel(step, id, stage))
      .join(phrases(stage).separator);
  }
  if (typeof params.option === 'string') made.label = optionLabel(step, params.option, stage);
  if (step.type === 'rows' && typeof params.column === 'string') {
    const column = step.columns.find((one) => one.id === params.column);
    if (column !== undefined) made.column = inLocale(column.label, locale(stage));
  }
  if (typeof params.reason === 'string') {
    const table = rejections(locale(stage));
    const reason = table[params.reason as RefusalCode];
    if (reason !== undefined) made.why = reason(params);
  }
  return made;
}

/** The example of what is owed now: of the note or the cell that is asked for, else of the whole answer. */
function exampleOf(stage: Stage, step: Step): Words | undefined {
  const current = draft(stage);
  const partial = current.gathering === step.ordinal ? current.partial : undefined;
  const note = owedNote(step, partial);
  if (note !== undefined) return note.example;
  if (step.type !== 'rows' || partial?.kind !== 'rows' || partial.awaiting === undefined) return step.example;
  return step.columns.find((column) => column.id === partial.awaiting)?.example;
}

/** Refuses the reply to `step`. The question stays; nothing said is lost from what was gathered. */
export function refuse(stage: Stage, step: Step, code: RefusalCode, params: Params): void {
  const table = rejections(locale(stage));
  const parts = [table[code](readable(stage, step, params))];
  record(stage, { op: 'rejected', step: step.id, code });
  const failures = draft(stage).failures;
  const words = exampleOf(stage, step);
  if (words !== undefined && failures < PATIENCE) {
    const example = inLocale(words, locale(stage));
    if (example.length <= SHORT_EXAMPLE) parts.push(phrases(stage).example(example));
  }
  if (failures >= PATIENCE) parts.push(waysOut(stage, step, words !== undefined));
  stage.refusal = parts.join('\n');
  stage.manner = 'short';
}

function waysOut(stage: Stage, step: Step, example: boolean): string {
  const words = phrases(stage);
  const ways = [
    ...(step.required ? [] : [words.stuckSkip]),
    ...(example ? [words.stuckExample] : []),
    words.stuckHuman,
  ];
  return words.stuck(ways.join(words.separator));
}
