/**
 * From what each opinion says of an entry to the chance that it is the one meant: a multinomial logit over the entries,
 * its weights fitted to the questions of voices left out. Knows no threshold.
 */

/** What is said of one entry for a question. */
export interface Opinions {
  /** Share of the best score of the index, 0 to 1. */
  readonly index: number;
  /** Share of the best closeness of the nearest known questions, 0 to 1. */
  readonly close: number;
  /** Log odds of the texts, against the best; 0 or less. */
  readonly likely: number;
  /** Log of the learned chance, against the best; 0 or less. */
  readonly learned: number;
  /** 1 where the question names a list of the entry. */
  readonly named: number;
  /** 1 where it names lists, none of them the entry's, which has some. */
  readonly other: number;
}

/** Fitted to voices asked of an index without them, rounded. */
const WEIGHTS: Readonly<Record<keyof Opinions, number>> = {
  index: 2.4,
  close: 0.4,
  likely: 0.4,
  learned: 0.7,
  named: 2.35,
  other: -2.4,
};
const OPINIONS = Object.keys(WEIGHTS) as (keyof Opinions)[];

/** What the opinions of an entry amount to; compares within one question. */
export function weighed(opinions: Opinions): number {
  return OPINIONS.reduce((sum, name) => sum + WEIGHTS[name] * opinions[name], 0);
}

/** Chances for what was weighed: together 1. */
export function shares(weights: Float64Array): Float64Array {
  const most = weights.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = weights.map((weight) => Math.exp(weight - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}
