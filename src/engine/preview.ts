/** The preview of an application: every visible answer with its number, and the progress. Reads only; changes nothing. */
import type { Call } from '../flow/call.ts';
import { inLocale } from '../flow/words.ts';
import type { Locale } from '../message.ts';
import { answerText } from './answer-text.ts';
import { gatheredFor } from './gathering.ts';
import { isOwed, numberedSteps } from './path.ts';
import { dialogue } from './phrases/phrases.ts';
import { countCharacters } from './read/normalise.ts';
import type { Draft } from './session.ts';
import { SKIPPED } from './session.ts';
import type { Partial } from './value.ts';

/** All answers, numbered as 修改 n takes them. Personal data is left out unless `whole`. */
export function previewText(call: Call, draft: Draft, locale: Locale, whole: boolean): string {
  const say = dialogue(locale);
  const list = draft.list === undefined ? undefined : call.listById.get(draft.list);
  let text = say.previewHead(list === undefined ? say.noListYet : inLocale(list.name, locale));
  let number = 0;
  for (const step of numberedSteps(call, draft)) {
    const answer = draft.answers[step.ordinal];
    let said: string;
    if (answer === undefined || answer === SKIPPED || isOwed(draft, step.ordinal))
      said = gatheringText(gatheredFor(draft, step.ordinal), locale);
    else said = step.private && !whole ? say.masked : answerText(step, answer.value, locale);
    number += 1;
    text += `\n${number}. ${say.field(inLocale(step.title, locale), said)}`;
  }
  return `${text}\n${say.previewFoot}`;
}

/** How much of an answer was said so far. */
function gatheringText(partial: Partial | undefined, locale: Locale): string {
  const say = dialogue(locale);
  switch (partial?.kind) {
    case undefined:
      return say.unanswered;
    case 'text':
      return say.gatheringText(partial.parts.reduce((have, part) => have + countCharacters(part), 0));
    case 'rows':
      return partial.rows.length === 0 ? say.gathering : say.gatheringRows(partial.rows.length);
    case 'files':
      return say.gatheringFiles(partial.files.length);
    case 'choice':
    case 'percent':
    case 'contact':
    case 'uscc':
      return say.gathering;
    default:
      return partial satisfies never;
  }
}

/** How far along: answered of all, and what is still owed. */
export function progressText(call: Call, draft: Draft, locale: Locale): string {
  const say = dialogue(locale);
  const steps = numberedSteps(call, draft);
  const owed = steps.filter((step) => isOwed(draft, step.ordinal));
  const list = draft.list === undefined ? undefined : call.listById.get(draft.list);
  return [
    say.progressLine(
      list === undefined ? say.noListYet : inLocale(list.name, locale),
      steps.length - owed.length,
      steps.length,
    ),
    owed.length === 0
      ? say.progressReady
      : say.progressMissing(owed.map((step) => inLocale(step.title, locale)).join(say.separator)),
  ].join('\n');
}
