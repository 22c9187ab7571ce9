/** How well the knowledge does what its regression cases say, and which of them a change would make worse. Changes nothing. */
import type { RegressionCase } from '../flow/faq.ts';
import type { Knowledge } from './answer.ts';
import { askFaq } from './answer.ts';

/** 2: done at once. 1: among what is offered. 0: neither. */
export type Grade = 0 | 1 | 2;

/** The grade of a case. `none`: it must be handed over. */
export function gradeOf(knowledge: Knowledge, { text, entry }: RegressionCase): Grade {
  const { band, entries, choices } = askFaq(knowledge, text);
  if (entry === 'none') return band === 'handover' ? 2 : 0;
  if (band === 'choose') return choices.includes(entry) ? 1 : 0;
  // What has an answer is not done by handing it over, whatever entry came first.
  const action = knowledge.faq.entryById.get(entry)?.action;
  if (band === 'handover' && action !== 'pending' && action !== 'handoff') return 0;
  return entries[0]?.id === entry ? 2 : 0;
}

/** How far chances move by a question that has nothing to do with them. */
const HAIR = 0.1;

/**
 * Cases a change makes worse. One that was answered at once and is now offered first, as likely as before but for a
 * hair, is none of them: it stood beside a threshold, and any new question could move it across.
 */
export function broken(before: Knowledge, after: Knowledge): readonly RegressionCase[] {
  return before.faq.regression.filter((one) => {
    const grade = gradeOf(after, one);
    if (grade >= gradeOf(before, one)) return false;
    if (grade === 0) return true;
    const { choices, chance } = askFaq(after, one.text);
    return choices[0] !== one.entry || askFaq(before, one.text).chance - chance > HAIR;
  });
}
