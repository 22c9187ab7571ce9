/**
 * What of a draft leaves the house: the answers that are relevant and given, in asking order. A shadowed, skipped or
 * orphaned answer is never among them.
 */
import type { List } from '../flow/list.ts';
import type { Step } from '../flow/step.ts';
import { isAnswered } from './scope.ts';
import type { Answer, Draft } from './session.ts';
import { SKIPPED } from './session.ts';

export interface Exported {
  readonly step: Step;
  readonly answer: Answer;
}

/** The answers of the list's route that a submission carries. */
export function exportedAnswers(list: List, draft: Draft): Exported[] {
  const exported: Exported[] = [];
  for (const step of list.route) {
    const answer = draft.answers[step.ordinal];
    if (answer === undefined || answer === SKIPPED || !isAnswered(draft, step.ordinal)) continue;
    exported.push({ step, answer });
  }
  return exported;
}

/** Clauses that chosen options answer. */
export function chosenClauses(exported: readonly Exported[]): ReadonlySet<string> {
  const clauses = new Set<string>();
  for (const { step, answer } of exported) {
    if (!('options' in step)) continue;
    const value = answer.value;
    const ids = 'ids' in value ? value.ids : 'id' in value ? [value.id] : [];
    for (const option of step.options) {
      if (option.clause !== undefined && ids.includes(option.id)) clauses.add(option.clause);
    }
  }
  return clauses;
}
