/** An answer as programs read it: clauses, lists, and whether it was given, offered or handed over. Decides nothing new. */
import type { Asking, FaqAnswer, Knowledge } from './answer.ts';
import { askFaq } from './answer.ts';

/** What `faq ask --json` says of a question. */
export interface FaqLabel {
  /** Best first, at most five. */
  readonly clauses: readonly string[];
  /** Handed over, or answered by something that rests on no clause (small talk, the assistant itself, facts). */
  readonly abstain: boolean;
  /** Three readings were offered. */
  readonly ambiguous: boolean;
  /** Lists the question is about, best first; empty where it is about none in particular. */
  readonly lists: readonly string[];
}

/** Asks and labels. */
export function labelled(knowledge: Knowledge, text: string, asking: Asking = {}): FaqLabel {
  const answer = askFaq(knowledge, text, asking);
  const [best] = answer.entries;
  const entry = best === undefined ? undefined : knowledge.faq.entryById.get(best.id);
  const resting = entry?.action === 'answer' && entry.clauses.length > 0;
  return {
    clauses: answer.clauses,
    abstain: answer.band === 'handover' || (answer.band === 'answer' && !resting),
    ambiguous: answer.band === 'choose',
    lists: listsOf(knowledge, text, answer),
  };
}

/** Named lists first, then those of the ranked entries by their scores. */
function listsOf(knowledge: Knowledge, text: string, answer: FaqAnswer): string[] {
  const weights = new Map<string, number>();
  for (const id of knowledge.naming(knowledge.normalise(text))) weights.set(id, 1000);
  for (const { id, score } of answer.entries.slice(0, 5)) {
    const lists = knowledge.faq.entryById.get(id)?.lists ?? [];
    for (const list of lists) weights.set(list, (weights.get(list) ?? 0) + score / lists.length);
  }
  return [...weights].toSorted(([, a], [, b]) => b - a).map(([id]) => id);
}
