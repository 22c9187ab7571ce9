/** The texts of a call's knowledge in the writing everything is compared in, by entry. Compares nothing. */
import type { Clause } from '../flow/clause.ts';
import type { Faq } from '../flow/faq.ts';
import type { Normalising } from './normalise.ts';

/** What an entry is found by, written alike. */
export interface EntryTexts {
  readonly questions: readonly string[];
  /** Chinese and English of each. */
  readonly clauses: readonly string[];
  readonly topic: readonly string[];
  readonly answer: readonly string[];
}

/** A known question. */
export interface KnownQuestion {
  /** Place of its entry. */
  readonly place: number;
  /** As the file has it. */
  readonly text: string;
  readonly written: string;
  /** It is what the entry is not. */
  readonly denies: boolean;
}

/** Every question of every voice, then those entries say they are not. */
export function knownQuestions(faq: Faq, write: Normalising): KnownQuestion[] {
  const places = new Map(faq.entries.map((entry, place) => [entry.id, place]));
  const asked = faq.variants.map(({ entry, text }) => ({ place: places.get(entry) ?? 0, text, denies: false }));
  const denied = faq.entries.flatMap((entry, place) =>
    entry.notQuestions.map((text) => ({ place, text, denies: true })),
  );
  return [...asked, ...denied].map((one) => ({ ...one, written: write(one.text) }));
}

/** What each entry is found by, in the order of the entries. */
export function entryTexts(
  faq: Faq,
  clauses: ReadonlyMap<string, Clause>,
  questions: readonly KnownQuestion[],
  write: Normalising,
): EntryTexts[] {
  const asked = faq.entries.map((): string[] => []);
  for (const { place, written, denies } of questions) if (!denies) asked[place]?.push(written);
  // Many entries rest on the same clauses: each is written once.
  const quoted = new Map<string, readonly string[]>();
  const quote = (id: string): readonly string[] => {
    const clause = clauses.get(id);
    const texts = quoted.get(id) ?? (clause === undefined ? [] : [write(clause.text), write(clause.en)]);
    quoted.set(id, texts);
    return texts;
  };
  return faq.entries.map((entry, place) => ({
    questions: asked[place] ?? [],
    clauses: entry.clauses.flatMap(quote),
    topic: [write(entry.topic.zh), write(entry.topic.en)],
    answer: [write(entry.answer.zh), write(entry.answer.en)],
  }));
}
