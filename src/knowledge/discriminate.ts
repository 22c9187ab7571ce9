/**
 * Learns which grams tell entries apart: multinomial logistic regression over the known questions, in a few rounds of
 * fixed order. A second opinion beside the index, which knows only what is rare; decides nothing.
 */
import { countsOf } from './grams.ts';

/** Chances of every entry (by place) for the grams of a question. */
export type Discriminating = (grams: readonly string[]) => Float64Array;

/** The grams of a text and the place of the entry it belongs to. */
export interface Sample {
  readonly grams: readonly string[];
  readonly place: number;
}

/** The grams of a text that are told apart, by column, together of length 1. */
interface Row {
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

const ROUNDS = 4;
const RATE = 4;
const COOLING = 0.3;
/** Entries surer than this that they are not meant have nothing more to learn from a question. */
const SLIGHT = 0.002;

/** @param places number of entries */
export function discriminating(samples: readonly Sample[], places: number): Discriminating {
  const counts = samples.map(({ grams }) => countsOf(grams));
  const spread = new Map<string, number>();
  for (const grams of counts) for (const gram of grams.keys()) spread.set(gram, (spread.get(gram) ?? 0) + 1);
  const columnOf = new Map<string, number>();
  const rarity: number[] = [];
  for (const [gram, held] of spread) {
    if (held < 2) continue;
    columnOf.set(gram, columnOf.size);
    rarity.push(Math.sqrt(Math.log(1 + samples.length / held)));
  }
  const rowOf = (grams: ReadonlyMap<string, number>): Row => {
    const columns: number[] = [];
    const values: number[] = [];
    let square = 0;
    for (const [gram, count] of grams) {
      const column = columnOf.get(gram);
      if (column === undefined) continue;
      const value = Math.sqrt(count) * (rarity[column] ?? 1);
      columns.push(column);
      values.push(value);
      square += value * value;
    }
    const length = Math.sqrt(square) || 1;
    return { columns: Int32Array.from(columns), values: Float32Array.from(values, (value) => value / length) };
  };

  const weights = new Float32Array(columnOf.size * places);
  const chances = new Float64Array(places);
  const rows = counts.map((grams) => rowOf(grams));
  const stride = rows.length % 7919 === 0 ? 104_729 : 7919;
  for (let round = 0; round < ROUNDS; round++) {
    const rate = RATE / (1 + COOLING * round);
    for (let i = 0; i < rows.length; i++) {
      // A fixed stride visits every text once a round, in an order that mixes the entries.
      const at = (i * stride) % rows.length;
      const row = rows[at];
      const sample = samples[at];
      if (row === undefined || sample === undefined) continue;
      judge(row, weights, chances);
      learn(row, sample.place, rate, weights, chances);
    }
  }
  return (grams) => {
    const own = new Float64Array(places);
    judge(rowOf(countsOf(grams)), weights, own);
    return own;
  };
}

/** Fills `chances` with those of each entry for a row. */
function judge({ columns, values }: Row, weights: Float32Array, chances: Float64Array): void {
  const places = chances.length;
  chances.fill(0);
  for (let i = 0; i < columns.length; i++) {
    const from = (columns[i] ?? 0) * places;
    const value = values[i] ?? 0;
    for (let place = 0; place < places; place++)
      chances[place] = (chances[place] ?? 0) + value * (weights[from + place] ?? 0);
  }
  let most = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < places; place++) most = Math.max(most, chances[place] ?? 0);
  let total = 0;
  for (let place = 0; place < places; place++) {
    const power = Math.exp((chances[place] ?? 0) - most);
    chances[place] = power;
    total += power;
  }
  for (let place = 0; place < places; place++) chances[place] = (chances[place] ?? 0) / total;
}

/** Moves the weights of a row's grams towards its entry and away from those taken for it. */
function learn(row: Row, meant: number, rate: number, weights: Float32Array, chances: Float64Array): void {
  const places = chances.length;
  for (let place = 0; place < places; place++) {
    const pull = (place === meant ? 1 : 0) - (chances[place] ?? 0);
    if (pull < SLIGHT && pull > -SLIGHT) continue;
    for (let i = 0; i < row.columns.length; i++) {
      const cell = (row.columns[i] ?? 0) * places + place;
      weights[cell] = (weights[cell] ?? 0) + rate * pull * (row.values[i] ?? 0);
    }
  }
}
