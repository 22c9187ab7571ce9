/** Several applications of one person: listing them, going from one to another. Changes no answer. */
import { inLocale } from '../flow/words.ts';
import { migrateDraft } from './migrate.ts';
import type { Stage } from './stage.ts';
import { draft, locale, phrases, record, say } from './stage.ts';

/** Says that the current draft is submitted, if it is. */
export function sayStanding(stage: Stage): void {
  const submitted = draft(stage).submitted;
  if (submitted !== undefined) say(stage, 'notice', phrases(stage).alreadySubmitted(submitted.receipt));
}

/** All drafts of this person with their state. */
export function tellDrafts(stage: Stage): void {
  const words = phrases(stage);
  const titleStep = stage.call.steps.find((step) => step.field === 'case.title');
  const lines = stage.fold.drafts.map((stored, i) => {
    const one = i === stage.fold.current ? draft(stage) : stored;
    const list = one.list === undefined ? undefined : stage.call.listById.get(one.list);
    const answer = titleStep === undefined ? undefined : one.answers[titleStep.ordinal];
    const title = typeof answer === 'object' && 'text' in answer.value ? answer.value.text : '';
    const state =
      one.submitted !== undefined
        ? words.draftState.submitted(one.submitted.receipt)
        : i === stage.fold.current
          ? words.draftState.current
          : words.draftState.saved;
    return words.draftLine(
      i + 1,
      list === undefined ? words.noListYet : inLocale(list.name, locale(stage)),
      title,
      state,
    );
  });
  say(stage, 'notice', [words.drafts, ...lines, words.draftsFoot].join('\n'));
}

/** Nobody is asked for a yes about one draft when they come back to it much later. */
export function dropDecision(stage: Stage): void {
  const kind = draft(stage).pending?.kind;
  if (kind === 'withdraw' || kind === 'erase' || kind === 'edit' || kind === 'meant') record(stage, { op: 'settled' });
}

/** Goes to the draft with this number, as listed. */
export function switchDraft(stage: Stage, number: string): void {
  const target = stage.fold.drafts[Number(number) - 1];
  if (target === undefined) {
    say(stage, 'notice', phrases(stage).draftUnknown(number));
    return;
  }
  if (target.id !== draft(stage).id) dropDecision(stage);
  record(stage, { op: 'switched', draft: target.id });
  migrateDraft(stage);
  stage.manner = 'full';
  if (draft(stage).submitted !== undefined) sayStanding(stage);
}
