/**
 * The full-text index: one document an entry, BM25 field by field, fields weighed as measured on voices left out. Knows
 * scores only. (Scores as MiniSearch's, which took ten times as long to build and most of the memory.)
 */
import { countsOf, gramsOf } from './grams.ts';
import type { EntryTexts } from './known-text.ts';

/** Scores of every entry, by place, for the grams of a question; 0 where nothing is shared. */
export type Indexed = (grams: readonly string[]) => Float64Array;

const BOOST: Readonly<Record<keyof EntryTexts, number>> = { questions: 3, clauses: 0.5, topic: 3, answer: 0.5 };
/** BM25+: how soon repeats stop counting, how much length counts, what an occurrence is worth at least. */
const REPEATS = 1.2;
const LENGTH = 0.7;
const LEAST = 0.5;

/** For one gram: entries that hold it, and what it adds to their scores. */
interface Posting {
  readonly places: number[];
  readonly scores: number[];
}

/** Builds the index. */
export function indexed(entries: readonly EntryTexts[]): Indexed {
  const postings = new Map<string, Posting>();
  for (const field of Object.keys(BOOST) as (keyof EntryTexts)[]) addField(postings, entries, field);
  return (grams) => {
    const scores = new Float64Array(entries.length);
    for (const [gram, count] of countsOf(grams)) {
      const posting = postings.get(gram);
      if (posting === undefined) continue;
      for (const [i, place] of posting.places.entries())
        scores[place] = (scores[place] ?? 0) + count * (posting.scores[i] ?? 0);
    }
    return scores;
  };
}

function addField(postings: Map<string, Posting>, entries: readonly EntryTexts[], field: keyof EntryTexts): void {
  const grams = entries.map((entry) => entry[field].flatMap((text) => gramsOf(text)));
  const counts = grams.map((one) => countsOf(one));
  const average = grams.reduce((sum, one) => sum + one.length, 0) / Math.max(1, entries.length);
  const holders = new Map<string, number>();
  for (const count of counts) for (const gram of count.keys()) holders.set(gram, (holders.get(gram) ?? 0) + 1);
  for (const [place, count] of counts.entries()) {
    const length = 1 - LENGTH + (LENGTH * (grams[place]?.length ?? 0)) / average;
    for (const [gram, times] of count) {
      const held = holders.get(gram) ?? 0;
      const rarity = Math.log(1 + (entries.length - held + 0.5) / (held + 0.5));
      const score = BOOST[field] * rarity * (LEAST + (times * (REPEATS + 1)) / (times + REPEATS * length));
      const posting = postings.get(gram);
      if (posting === undefined) postings.set(gram, { places: [place], scores: [score] });
      else {
        posting.places.push(place);
        posting.scores.push(score);
      }
    }
  }
}
