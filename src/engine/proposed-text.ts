/** A proposed answer as a line: the step, what was read, and the applicant's own words. Saves nothing. */
import { inLocale } from '../flow/words.ts';
import { answerText } from './answer-text.ts';
import type { Proposed } from './operation.ts';
import { SKIPPED } from './session.ts';
import type { Stage } from './stage.ts';
import { draft, locale, phrases } from './stage.ts';

/** Characters of one passage shown. */
const PASSAGE = 30;
/** Passages shown of one proposal. */
const PASSAGES = 2;

/** The passages, shortened. */
export function quotedWords(words: readonly string[], separator: string): string {
  return words
    .slice(0, PASSAGES)
    .map((text) => (text.length <= PASSAGE ? text : `${text.slice(0, PASSAGE)}…`.toWellFormed()))
    .join(separator);
}

export function proposedLine(stage: Stage, item: Proposed): string {
  const step = stage.call.stepById.get(item.step);
  if (step === undefined) return item.step;
  const words = phrases(stage);
  const answer = answerText(step, item.value, locale(stage), 40);
  const line = words.proposedLine(
    inLocale(step.title, locale(stage)),
    answer,
    quotedWords(item.words, words.separator),
  );
  const now = draft(stage).answers[step.ordinal];
  if (now === undefined || now === SKIPPED) return line;
  return line + words.proposedInstead(answerText(step, now.value, locale(stage), 40));
}
