/**
 * How near a question is to each known question, one by one: cosine of grams weighted by rarity. Says nothing of
 * entries as a whole, which is the index's part.
 */
import type { Counted } from './gram-table.ts';
import { heldBy, holdersOf } from './gram-table.ts';

/** What is found for a question. */
export interface Nearness {
  /** Likeness by index of the known question, 0 where nothing is shared, 1 for the same grams. */
  readonly likeness: Float64Array;
  /** Share of the question's weight that lies in grams any known question has. */
  readonly coverage: number;
}

/** Searches by a counted question. */
export type Neighbours = (question: Counted) => Nearness;

/**
 * @param known each known question
 * @param size of the table they were counted by
 */
export function neighbours(known: readonly Counted[], size: number): Neighbours {
  const holders = holdersOf(known, size);
  const rarityOf = (held: number): number => Math.log(1 + known.length / (held + 0.5));
  const rarity = Float64Array.from({ length: size }, (_, id) => rarityOf(heldBy(holders, id)));
  const weights = new Float32Array(holders.texts.length);
  for (const [index, { ids, counts }] of known.entries()) {
    const own = Float64Array.from(ids, (id, i) => Math.sqrt(counts[i] ?? 0) * (rarity[id] ?? 0));
    const norm = Math.sqrt(own.reduce((sum, weight) => sum + weight * weight, 0)) || 1;
    const at = holders.at[index];
    for (let i = 0; i < own.length; i++) weights[at?.[i] ?? 0] = (own[i] ?? 0) / norm;
  }
  const unseen = rarityOf(0);
  // What is kept for the questions to come is flat: the counted texts themselves need not stay.
  const { starts, texts } = holders;
  const all = known.length;
  return ({ ids, counts, unknown }) => {
    const likeness = new Float64Array(all);
    let norm = unknown.reduce((sum, count) => sum + count * unseen * unseen, 0);
    let covered = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      const begin = starts[id] ?? 0;
      const weight = Math.sqrt(counts[i] ?? 0) * (rarity[id] ?? 0);
      norm += weight * weight;
      const end = starts[id + 1] ?? 0;
      if (end > begin) covered += weight * weight;
      for (let at = begin; at < end; at++) {
        const index = texts[at] ?? 0;
        likeness[index] = (likeness[index] ?? 0) + weight * (weights[at] ?? 0);
      }
    }
    const length = Math.sqrt(norm) || 1;
    for (let i = 0; i < likeness.length; i++) likeness[i] = (likeness[i] ?? 0) / length;
    return { likeness, coverage: norm > 0 ? covered / norm : 0 };
  };
}
