/**
 * Multinomial logistic regression on character n-grams: learns which texts belong to which class. Deterministic: the
 * same lessons in the same order give the same weights. Explains nothing and decides nothing.
 */
import { countsOf, gramsOf } from './grams.ts';

/** A text that belongs to a class (its index) and how much it counts. */
export interface Lesson {
  readonly text: string;
  readonly label: number;
  readonly weight: number;
}

export interface Model {
  readonly classes: number;
  readonly columns: ReadonlyMap<string, number>;
  /** By column, one weight a class. */
  readonly weights: Float64Array;
}

type Sparse = readonly (readonly [column: number, value: number])[];

const ROUNDS = 30;
const RATE = 2;
const DECAY = 2e-5;

/** Learns from the lessons; grams that occur in one lesson only are left out. */
export function learned(lessons: readonly Lesson[], classes: number): Model {
  const counts = lessons.map(({ text }) => countsOf(gramsOf(text)));
  const spread = new Map<string, number>();
  for (const grams of counts) for (const gram of grams.keys()) spread.set(gram, (spread.get(gram) ?? 0) + 1);
  const columns = new Map<string, number>();
  for (const [gram, lessonsWith] of spread) if (lessonsWith > 1) columns.set(gram, columns.size);
  const rows = counts.map((grams) => sparse(grams, columns));
  const weights = new Float64Array(columns.size * classes);
  const balance = balanced(lessons, classes);
  for (let round = 0; round < ROUNDS; round++) {
    const rate = RATE / (1 + round / 6);
    for (let i = 0; i < rows.length; i++) {
      // A fixed stride visits every lesson once a round in an order that mixes the classes.
      const at = (i * stride(rows.length)) % rows.length;
      const lesson = lessons[at];
      const row = rows[at];
      if (lesson === undefined || row === undefined) continue;
      const chances = softmax(scores(row, weights, classes));
      for (let c = 0; c < classes; c++) {
        const pull = ((lesson.label === c ? 1 : 0) - (chances[c] ?? 0)) * lesson.weight * (balance[lesson.label] ?? 1);
        for (const [column, value] of row) {
          const cell = column * classes + c;
          weights[cell] = (weights[cell] ?? 0) * (1 - rate * DECAY) + rate * pull * value;
        }
      }
    }
  }
  return { classes, columns, weights };
}

/** The chance of each class; equal chances for a text without a known gram. */
export function chancesOf(model: Model, text: string): readonly number[] {
  return softmax(scores(sparse(countsOf(gramsOf(text)), model.columns), model.weights, model.classes));
}

/** Sublinear counts, as long as one. */
function sparse(grams: ReadonlyMap<string, number>, columns: ReadonlyMap<string, number>): Sparse {
  const row: [number, number][] = [];
  let square = 0;
  for (const [gram, count] of grams) {
    const column = columns.get(gram);
    if (column === undefined) continue;
    const value = 1 + Math.log(count);
    square += value * value;
    row.push([column, value]);
  }
  const length = Math.sqrt(square) || 1;
  for (const cell of row) cell[1] /= length;
  return row;
}

function scores(row: Sparse, weights: Float64Array, classes: number): number[] {
  const sums = new Array<number>(classes).fill(0);
  for (const [column, value] of row) {
    for (let c = 0; c < classes; c++) sums[c] = (sums[c] ?? 0) + value * (weights[column * classes + c] ?? 0);
  }
  return sums;
}

function softmax(sums: readonly number[]): number[] {
  const top = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - top));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

/** Every class weighs the same, however many lessons it has. */
function balanced(lessons: readonly Lesson[], classes: number): readonly number[] {
  const totals = new Array<number>(classes).fill(0);
  for (const { label, weight } of lessons) totals[label] = (totals[label] ?? 0) + weight;
  const all = totals.reduce((a, b) => a + b, 0);
  return totals.map((total) => (total === 0 ? 0 : all / classes / total));
}

function stride(length: number): number {
  for (const prime of [7919, 104_729, 1_299_709]) if (length % prime !== 0) return prime;
  return 1;
}
