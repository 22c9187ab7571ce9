/** What each entry says and is asked, counted once for every opinion that compares it. Compares nothing. */
import type { EntryFields } from './entry-scores.ts';
import type { Counted, GramTable } from './gram-table.ts';
import { merging } from './gram-table.ts';
import { gramsOf, rootsOf } from './grams.ts';
import type { EntryTexts, KnownQuestion } from './known-text.ts';

/** What a gram of clauses and English answers counts beside one of questions. */
const BESIDE = 0.3;

/** A text counted twice: as it is likened to others, and with the roots of its English words beside. */
export interface Twice {
  readonly plain: Counted;
  readonly full: Counted;
}

/** Counts a text. */
export type Counting = (text: string) => Twice;

/** Counts by a way of the table: one that learns, or one that looks up. */
export function counting(count: GramTable['learn']): Counting {
  const merged = merging();
  return (text) => {
    const plain = count(gramsOf(text));
    const roots = rootsOf(text);
    return { plain, full: roots.length === 0 ? plain : merged([plain, count(roots)]) };
  };
}

/** An entry's texts, counted. */
export interface CountedEntry {
  readonly fields: EntryFields;
  /** Topic and Chinese answer, each a text to learn from. */
  readonly own: readonly Counted[];
  /** Everything it says and is asked, as one. */
  readonly all: Counted;
}

/**
 * Counts the entries.
 * @param counted the known questions, each counted in full
 * @param counts by the same table
 */
export function countedEntries(
  texts: readonly EntryTexts[],
  known: readonly KnownQuestion[],
  counted: readonly Counted[],
  counts: Counting,
): CountedEntry[] {
  const merged = merging();
  const asked = texts.map((): Counted[] => []);
  for (const [at, { place, denies }] of known.entries()) {
    const text = counted[at];
    if (!denies && text !== undefined) asked[place]?.push(text);
  }
  // Many entries rest on the same clauses: each is counted once.
  const held = new Map<string, Counted>();
  const count = (text: string): Counted => {
    const found = held.get(text) ?? counts(text).full;
    held.set(text, found);
    return found;
  };
  return texts.map((entry, place) => {
    const questions = asked[place] ?? [];
    const topic = entry.topic.map(count);
    const answer = entry.answer.map(count);
    const quoted = entry.clauses.map(count);
    const own = [...topic, ...answer.slice(0, 1)];
    const main = own.length + questions.length;
    return {
      fields: {
        questions: merged(questions),
        clauses: merged(quoted),
        topic: merged(topic),
        answer: merged(answer),
      },
      own,
      all: merged(
        [...own, ...questions, ...quoted, ...answer.slice(1)],
        (times, index) => Math.sqrt(times) * (index < main ? 1 : BESIDE),
      ),
    };
  });
}
