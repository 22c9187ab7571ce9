/** Replies to the steps about the form itself: consent, the choice of a list, the declaration, the last look. */
import type { Step } from '../flow/step.ts';
import { inLocale } from '../flow/words.ts';
import { quote } from './explain.ts';
import type { Stage } from './stage.ts';
import { draft, locale, phrases, record, say } from './stage.ts';
import { submitDraft } from './submit-draft.ts';
import { dropDecision } from './take-drafts.ts';
import type { Value } from './value.ts';

function chosen(value: Value): string {
  return 'id' in value ? value.id : '';
}

/** Returns whether consent was given; otherwise shows the statement, or ends politely. */
export function replyToConsent(stage: Stage, step: Step & { type: 'consent' }, value: Value): boolean {
  switch (chosen(value)) {
    case 'agree':
      return true;
    case 'read':
      say(stage, 'notice', inLocale(step.statement, locale(stage)));
      stage.manner = 'short';
      return false;
    default:
      record(stage, { op: 'declined' });
      if (draft(stage).heard.length > 0) record(stage, { op: 'heard', items: [] });
      say(stage, 'notice', phrases(stage).declined);
      stage.closed = true;
      return false;
  }
}

/** Returns whether the declaration was confirmed; otherwise the draft is kept. */
export function replyToDeclaration(stage: Stage, value: Value): boolean {
  if (chosen(value) === 'yes') return true;
  record(stage, { op: 'paused' });
  say(stage, 'notice', phrases(stage).declarationNo);
  stage.manner = 'silent';
  return false;
}

/** Chooses (or changes) the list: answers all lists share are kept, the others are shadowed. */
export function chooseList(stage: Stage, step: Step & { type: 'list' }, value: Value, raw: string): void {
  const id = chosen(value);
  const list = stage.call.listById.get(id);
  const words = phrases(stage);
  if (list === undefined) {
    tellLists(stage);
    stage.manner = 'short';
    return;
  }
  const same = draft(stage).list === id;
  record(stage, { op: 'answered', step: step.id, value, raw });
  const name = inLocale(list.name, locale(stage));
  say(
    stage,
    'notice',
    same
      ? words.listKept(name)
      : [words.listChosen(name), ...list.tips.map((tip) => inLocale(tip.say, locale(stage)))].join('\n'),
  );
}

/** What each list looks for, with its first clause. */
function tellLists(stage: Stage): void {
  const lines = stage.call.lists.map((list, i) => {
    const line = `${i + 1}. ${phrases(stage).listLine(inLocale(list.name, locale(stage)), inLocale(list.gist, locale(stage)))}`;
    const clause = list.clauses[0];
    return clause === undefined ? line : `${line}\n   ${quote(stage.call, clause, locale(stage))}`;
  });
  say(stage, 'notice', [phrases(stage).listHelp, ...lines].join('\n'));
}

/** Submit, change something, or keep it for later. */
export function replyToReview(stage: Stage, value: Value): void {
  switch (chosen(value)) {
    case 'submit':
      submitDraft(stage);
      return;
    case 'edit':
      record(stage, { op: 'pended', pending: { kind: 'edit' } });
      return;
    default:
      pause(stage);
  }
}

/** Nothing is lost; the conversation rests. */
export function pause(stage: Stage): void {
  record(stage, { op: 'paused' });
  record(stage, { op: 'settled' });
  say(stage, 'notice', phrases(stage).paused);
  stage.manner = 'silent';
}

/** A new draft (another list or another case) with the answers all lists share. */
export function openDraft(stage: Stage, carry: boolean): void {
  dropDecision(stage);
  const from = carry ? draft(stage) : undefined;
  const ids =
    from === undefined
      ? []
      : stage.call.steps
          .filter((step) => step.carry && from.answers[step.ordinal] !== undefined)
          .map((step) => step.id);
  record(stage, {
    op: 'opened',
    draft: `d${stage.fold.drafts.length + 1}`,
    flow: stage.call.hash,
    ...(from === undefined ? {} : { from: from.id, carry: ids }),
  });
}
