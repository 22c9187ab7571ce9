/**
 * The full-text index: one document an entry, BM25 field by field, fields weighed as measured on voices left out. Knows
 * scores only. (MiniSearch gives the same scores, but took six times as long to build and most of the memory.)
 */
import type { Counted } from './gram-table.ts';
import { heldBy, holdersOf } from './gram-table.ts';
import type { EntryTexts } from './known-text.ts';

/** An entry's fields, the texts of each counted as one. */
export type EntryFields = Readonly<Record<keyof EntryTexts, Counted>>;

/** Scores of every entry, by place, for a counted question; 0 where nothing is shared. */
export type Indexed = (question: Counted) => Float64Array;

const BOOST: Readonly<Record<keyof EntryTexts, number>> = { questions: 3, clauses: 0.5, topic: 3, answer: 0.5 };
/** BM25+: how soon repeats stop counting, how much length counts, what an occurrence is worth at least. */
const REPEATS = 1.2;
const LENGTH = 0.7;
const LEAST = 0.5;

/** Adds what a question's grams are worth to the scores. */
type Adding = (question: Counted, scores: Float64Array) => void;

/**
 * Builds the index.
 * @param size of the table the fields were counted by
 */
export function indexed(entries: readonly EntryFields[], size: number): Indexed {
  const fields = Object.keys(BOOST) as (keyof EntryTexts)[];
  const adding = fields.map((field) =>
    fieldOf(
      entries.map((entry) => entry[field]),
      BOOST[field],
      size,
    ),
  );
  const all = entries.length;
  return (question) => {
    const scores = new Float64Array(all);
    for (const add of adding) add(question, scores);
    return scores;
  };
}

function fieldOf(texts: readonly Counted[], boost: number, size: number): Adding {
  const holders = holdersOf(texts, size);
  const average = texts.reduce((sum, one) => sum + one.length, 0) / Math.max(1, texts.length);
  const worth = new Float32Array(holders.texts.length);
  for (const [place, { ids, counts, length }] of texts.entries()) {
    const long = 1 - LENGTH + (LENGTH * length) / average;
    for (let i = 0; i < ids.length; i++) {
      const held = heldBy(holders, ids[i] ?? 0);
      const times = counts[i] ?? 0;
      const rarity = Math.log(1 + (texts.length - held + 0.5) / (held + 0.5));
      worth[holders.at[place]?.[i] ?? 0] =
        boost * rarity * (LEAST + (times * (REPEATS + 1)) / (times + REPEATS * long));
    }
  }
  // What is kept for the questions to come is flat: the counted texts themselves need not stay.
  const { starts, texts: places } = holders;
  return ({ ids, counts }, scores) => {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      const end = starts[id + 1] ?? 0;
      for (let at = starts[id] ?? 0; at < end; at++) {
        const place = places[at] ?? 0;
        scores[place] = (scores[place] ?? 0) + (counts[i] ?? 0) * (worth[at] ?? 0);
      }
    }
  };
}
