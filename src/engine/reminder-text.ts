/** The words of a reminder: which draft, how much is left, until when, and how to stop it. Reads only; decides nothing. */
import type { Call } from '../flow/call.ts';
import { inLocale } from '../flow/words.ts';
import type { Locale } from '../message.ts';
import { momentIn } from './moment-text.ts';
import { isShell, standing } from './path.ts';
import { reminderWords } from './phrases/phrases.ts';
import type { ReminderWords } from './phrases/reminder-zh.ts';
import { excerpt } from './read/normalise.ts';
import type { Draft } from './session.ts';
import { SKIPPED } from './session.ts';

/** `number`: of the draft as applicants count them, where it is not the one in hand. `expires`: ms, in a warning. */
export interface Reminded {
  readonly draft: Draft;
  readonly number: number | undefined;
  /** Unfinished drafts besides this one. */
  readonly others: number;
  readonly expires: number | undefined;
}

export function reminderText(call: Call, locale: Locale, reminded: Reminded): string {
  const { draft, number, others, expires } = reminded;
  const words = reminderWords(locale);
  const { deadline } = call.organizer;
  const { step, left } = standing(call, draft);
  const questions = left + (step === undefined || isShell(step) ? 0 : 1);
  const name = nameOf(call, locale, draft, words);
  const lines = [questions === 0 ? words.allAnswered(name) : words.unfinished(name, questions)];
  if (deadline !== undefined) lines.push(words.deadline(momentIn(call.timezone, deadline, locale)));
  if (expires !== undefined) lines.push(words.expiry(momentIn(call.timezone, minuteOf(expires), locale)));
  if (number !== undefined) lines.push(words.goTo(number));
  if (others > 0) lines.push(words.others(others));
  lines.push(words.stop);
  return lines.join('\n');
}

/** People are not told seconds. */
function minuteOf(ms: number): number {
  return Math.floor(ms / 60_000) * 60_000;
}

/** Its title, once there is one; the list before. */
function nameOf(call: Call, locale: Locale, draft: Draft, words: ReminderWords): string {
  const title = call.steps.find((step) => step.field === 'case.title');
  const answer = title === undefined ? undefined : draft.answers[title.ordinal];
  if (answer !== undefined && answer !== SKIPPED && 'text' in answer.value)
    return words.title(excerpt(answer.value.text, 60));
  const list = draft.list === undefined ? undefined : call.listById.get(draft.list);
  return list === undefined ? '' : words.list(inLocale(list.name, locale));
}
