/**
 * The chance that the best entry is the right one: a logistic model over a few signals of a search, its weights learned
 * from questions the index had not seen. Knows no threshold.
 */
import type { Retrieved } from './retrieve.ts';
import type { Standing } from './standing.ts';

/** A chance as log odds, small enough to stand beside shares; none is certain. */
function odds(chance: number): number {
  const log = Math.log((chance + DOUBT) / (1 - chance + DOUBT));
  return Math.max(-MOST_ODDS, Math.min(MOST_ODDS, log)) / ODDS_UNIT;
}
const DOUBT = 1e-4;
const MOST_ODDS = 6;
const ODDS_UNIT = 4;

/** The signals of a search, the first a constant 1. Their number is that of a calibration's weights. */
export function signalsOf({ candidates, size, coverage }: Retrieved, { hands, handing, agreeing }: Standing): number[] {
  const [first] = candidates;
  if (first === undefined) return [1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const rivals = candidates.slice(1, 20);
  const rivalLikeness = rivals.reduce((most, one) => Math.max(most, one.likeness), 0);
  const rivalIndex = rivals.reduce((most, one) => Math.max(most, one.index), 0);
  return [
    1,
    first.likeness,
    first.likeness - rivalLikeness,
    odds(handing),
    first.index - rivalIndex,
    hands ? 1 : 0,
    coverage,
    Math.log(1 + size) / 5,
    odds(agreeing),
    first.chance - rivals.reduce((most, one) => Math.max(most, one.chance), 0),
  ];
}

/** The chance for signals, 0 to 1. */
export function chanceOf(signals: readonly number[], weights: readonly number[]): number {
  const sum = signals.reduce((total, signal, i) => total + signal * (weights[i] ?? 0), 0);
  return 1 / (1 + Math.exp(-sum));
}

/** A search whose outcome is known. */
export interface Labelled {
  readonly signals: readonly number[];
  readonly right: boolean;
}

const ROUNDS = 30;
/** Keeps weights small where there is little to learn from. */
const RIDGE = 0.5;

/** Weights of the logistic model that fits the outcomes best (Newton's method with a ridge). Deterministic. */
export function fitted(outcomes: readonly Labelled[]): number[] {
  const size = outcomes[0]?.signals.length ?? 0;
  let weights = Array.from({ length: size }, () => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = weights.map((weight) => -RIDGE * weight);
    const curvature = weights.map((_, row) => weights.map((_, column): number => (row === column ? RIDGE : 0)));
    for (const { signals, right } of outcomes) {
      const chance = chanceOf(signals, weights);
      const slope = chance * (1 - chance);
      for (const [row, signal] of signals.entries()) {
        gradient[row] = (gradient[row] ?? 0) + signal * ((right ? 1 : 0) - chance);
        const line = curvature[row];
        if (line !== undefined)
          for (const [column, other] of signals.entries()) line[column] = (line[column] ?? 0) + slope * signal * other;
      }
    }
    const move = solved(curvature, gradient);
    weights = weights.map((weight, i) => weight + (move[i] ?? 0));
    if (move.every((one) => Math.abs(one) < 1e-9)) break;
  }
  return weights;
}

/** The solution x of A x = b for a symmetric positive definite A (Gauss; the ridge keeps pivots away from 0). */
function solved(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, vector[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    const head = pivot[i] ?? 1;
    for (const [j, row] of rows.entries()) {
      if (j === i) continue;
      const share = (row[i] ?? 0) / head;
      for (let k = i; k < row.length; k++) row[k] = (row[k] ?? 0) - share * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row[rows.length] ?? 0) / (row[i] ?? 1));
}
