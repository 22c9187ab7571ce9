/** Which questions the knowledge answers as it must, and which a change would break. Changes nothing. */
import type { RegressionCase } from '../flow/faq.ts';
import type { Knowledge } from './answer.ts';
import { askFaq } from './answer.ts';

/** Does the knowledge do with this question what its case says? `none`: it must be handed over. */
export function holds(knowledge: Knowledge, { text, entry }: RegressionCase): boolean {
  const { band, entries, choices } = askFaq(knowledge, text);
  if (entry === 'none') return band === 'handover';
  if (entries[0]?.id !== entry) return band === 'choose' && choices.includes(entry);
  return band !== 'handover' || !choices.includes(entry);
}

/** Cases that held before and do not hold after. */
export function broken(before: Knowledge, after: Knowledge): readonly RegressionCase[] {
  return before.faq.regression.filter((one) => holds(before, one) && !holds(after, one));
}

/** Cases that do not hold. */
export function failing(knowledge: Knowledge): readonly RegressionCase[] {
  return knowledge.faq.regression.filter((one) => !holds(knowledge, one));
}
