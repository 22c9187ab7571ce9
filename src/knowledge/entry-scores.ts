/**
 * The full-text index: one document an entry, BM25 field by field, fields weighed as measured on voices left out. Knows
 * scores only. (MiniSearch gives the same scores, but took six times as long to build and most of the memory.)
 */
import type { Counted, GramTable } from './gram-table.ts';
import { heldBy, holdersOf } from './gram-table.ts';
import { gramsOf } from './grams.ts';
import type { EntryTexts } from './known-text.ts';

/** Scores of every entry, by place, for a counted question; 0 where nothing is shared. */
export type Indexed = (question: Counted) => Float64Array;

const BOOST: Readonly<Record<keyof EntryTexts, number>> = { questions: 3, clauses: 0.5, topic: 3, answer: 0.5 };
/** BM25+: how soon repeats stop counting, how much length counts, what an occurrence is worth at least. */
const REPEATS = 1.2;
const LENGTH = 0.7;
const LEAST = 0.5;

/** Adds what a question's grams are worth to the scores. */
type Adding = (question: Counted, scores: Float64Array) => void;

/** Builds the index; numbers the grams of the entries in `table`. */
export function indexed(entries: readonly EntryTexts[], table: GramTable): Indexed {
  const fields = Object.keys(BOOST) as (keyof EntryTexts)[];
  const counted = fields.map((field) => entries.map((entry) => table.learn(entry[field].flatMap(gramsOf))));
  const adding = counted.map((texts, i) => fieldOf(texts, BOOST[fields[i] ?? 'questions'], table.size()));
  return (question) => {
    const scores = new Float64Array(entries.length);
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
  return ({ ids, counts }, scores) => {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      const end = holders.starts[id + 1] ?? 0;
      for (let at = holders.starts[id] ?? 0; at < end; at++) {
        const place = holders.texts[at] ?? 0;
        scores[place] = (scores[place] ?? 0) + (counts[i] ?? 0) * (worth[at] ?? 0);
      }
    }
  };
}
