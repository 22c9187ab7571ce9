/**
 * How near a question is to each known question, one by one: cosine of grams weighted by rarity. Says nothing of
 * entries as a whole, which is the index's part.
 */
import { countsOf } from './grams.ts';

/** What `neighbours` finds for grams. */
export interface Nearness {
  /** Likeness by index of the known question, 0 where nothing is shared, 1 for the same grams. */
  readonly likeness: Float64Array;
  /** Share of the question's weight that lies in grams any known question has. */
  readonly coverage: number;
}

/** Searches for the grams of a question. */
export type Neighbours = (grams: readonly string[]) => Nearness;

interface Posting {
  readonly indexes: Int32Array;
  readonly weights: Float32Array;
  /** Rarity of the gram. */
  readonly rarity: number;
}

/** @param known grams of each known question */
export function neighbours(known: readonly (readonly string[])[]): Neighbours {
  const bags = known.map((grams) => countsOf(grams));
  const holders = new Map<string, number[]>();
  for (const [index, bag] of bags.entries()) {
    for (const gram of bag.keys()) {
      const held = holders.get(gram);
      if (held === undefined) holders.set(gram, [index]);
      else held.push(index);
    }
  }
  const rarityOf = (held: number): number => Math.log(1 + known.length / (held + 0.5));
  const norms = bags.map((bag) => {
    let sum = 0;
    for (const [gram, count] of bag) {
      const weight = Math.sqrt(count) * rarityOf(holders.get(gram)?.length ?? 0);
      sum += weight * weight;
    }
    return Math.sqrt(sum);
  });
  const postings = new Map<string, Posting>();
  for (const [gram, held] of holders) {
    const rarity = rarityOf(held.length);
    postings.set(gram, {
      indexes: Int32Array.from(held),
      weights: Float32Array.from(held, (index) => {
        const count = bags[index]?.get(gram) ?? 0;
        return (Math.sqrt(count) * rarity) / (norms[index] ?? 1);
      }),
      rarity,
    });
  }
  const unseen = rarityOf(0);
  return (grams) => {
    const likeness = new Float64Array(known.length);
    let norm = 0;
    let covered = 0;
    for (const [gram, count] of countsOf(grams)) {
      const posting = postings.get(gram);
      const weight = Math.sqrt(count) * (posting?.rarity ?? unseen);
      norm += weight * weight;
      if (posting === undefined) continue;
      covered += weight * weight;
      for (let i = 0; i < posting.indexes.length; i++) {
        const index = posting.indexes[i] ?? 0;
        likeness[index] = (likeness[index] ?? 0) + weight * (posting.weights[i] ?? 0);
      }
    }
    const length = Math.sqrt(norm);
    if (length > 0) for (let i = 0; i < likeness.length; i++) likeness[i] = (likeness[i] ?? 0) / length;
    return { likeness, coverage: norm > 0 ? covered / norm : 0 };
  };
}
