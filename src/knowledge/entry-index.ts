/** The full-text index: one document an entry, its fields weighed as measured on voices left out. Knows scores only. */
import MiniSearch from 'minisearch';
import { gramsOf } from './grams.ts';
import type { EntryTexts } from './known-text.ts';

/** Scores (BM25) of every entry, by place, for a normalised text; 0 where nothing is shared. */
export type Indexed = (text: string) => Float64Array;

const BOOST = { questions: 3, clauses: 0.5, topic: 3, answer: 0.5 };

/** Builds the index. */
export function indexed(entries: readonly EntryTexts[]): Indexed {
  const index = new MiniSearch<{ readonly id: number }>({
    fields: Object.keys(BOOST),
    tokenize: (text) => gramsOf(text),
    processTerm: (gram) => gram,
  });
  index.addAll(
    entries.map(({ questions, clauses, topic, answer }, id) => ({
      id,
      questions: questions.join('\n'),
      clauses: clauses.join('\n'),
      topic: topic.join('\n'),
      answer: answer.join('\n'),
    })),
  );
  return (text) => {
    const scores = new Float64Array(entries.length);
    for (const { id, score } of index.search(text, { boost: BOOST, combineWith: 'OR' })) scores[Number(id)] = score;
    return scores;
  };
}
