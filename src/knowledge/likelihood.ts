/**
 * Which entry's texts a question's grams are likeliest to come from: multinomial naive Bayes, smoothed towards the grams
 * of all entries together. Counts where `discriminate.ts` learns, costs next to nothing to build; decides nothing.
 */
import type { Counted } from './gram-table.ts';
import { holdersOf } from './gram-table.ts';

/** Log odds of every entry (by place) against the entries together, for a question as long as one gram. */
export type Likelihoods = (question: Counted) => Float64Array;

/** Grams an entry is taken to hold beside its own, of those of all entries: measured on voices left out. */
const SHARED = 100;

/**
 * @param entries the grams of each entry, by place
 * @param size of the table they were counted by
 */
export function likelihoods(entries: readonly Counted[], size: number): Likelihoods {
  const holders = holdersOf(entries, size);
  const overall = new Float64Array(size);
  let total = 0;
  const lengths = entries.map(({ ids, counts }) => {
    let length = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      const count = counts[i] ?? 0;
      overall[id] = (overall[id] ?? 0) + count;
      length += count;
    }
    total += length;
    return length;
  });
  const worth = new Float32Array(holders.texts.length);
  for (const [place, { ids, counts }] of entries.entries()) {
    const at = holders.at[place];
    for (let i = 0; i < ids.length; i++) {
      const expected = (SHARED * (overall[ids[i] ?? 0] ?? 0)) / total;
      worth[at?.[i] ?? 0] = Math.log(1 + (counts[i] ?? 0) / expected);
    }
  }
  const absent = Float64Array.from(lengths, (length) => Math.log(SHARED / (length + SHARED)));
  const { starts, texts } = holders;
  return ({ ids, counts }) => {
    const odds = new Float64Array(absent.length);
    let mass = 0;
    let square = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      const end = starts[id + 1] ?? 0;
      const begin = starts[id] ?? 0;
      if (begin === end) continue;
      const value = Math.sqrt(counts[i] ?? 0);
      mass += value;
      square += value * value;
      for (let at = begin; at < end; at++) {
        const place = texts[at] ?? 0;
        odds[place] = (odds[place] ?? 0) + value * (worth[at] ?? 0);
      }
    }
    const length = Math.sqrt(square) || 1;
    return odds.map((sum, place) => (sum + mass * (absent[place] ?? 0)) / length);
  };
}
