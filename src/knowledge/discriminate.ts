/**
 * Learns which grams tell entries apart: multinomial logistic regression over the known questions, in a few rounds of
 * fixed order. A second opinion beside the index, which knows only what is rare; decides nothing.
 */
import type { Counted } from './gram-table.ts';

/** Chances of every entry (by place) for a counted question. */
export type Discriminating = (question: Counted) => Float64Array;

/** A text and the place of the entry it belongs to. */
export interface Sample {
  readonly text: Counted;
  readonly place: number;
}

/** The grams of a text that are told apart, by column, together of length 1. */
interface Row {
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

const ROUNDS = 2;
const RATE = 4;
const COOLING = 0.3;
/** Entries surer than this that they are not meant have nothing more to learn from a question. */
const SLIGHT = 0.004;

/**
 * @param places number of entries
 * @param size of the table the texts were counted by
 */
export function discriminating(samples: readonly Sample[], places: number, size: number): Discriminating {
  const held = new Int32Array(size);
  for (const { text } of samples) for (const id of text.ids) held[id] = (held[id] ?? 0) + 1;
  // Grams of one or two texts tell hardly anything about others.
  const columnOf = new Int32Array(size).fill(-1);
  let width = 0;
  for (let id = 0; id < size; id++) if ((held[id] ?? 0) > 2) columnOf[id] = width++;
  const all = samples.length;
  const rarity = Float64Array.from(held, (count) => Math.sqrt(Math.log(1 + all / Math.max(1, count))));
  const rowOf = ({ ids, counts }: Counted): Row => {
    const columns: number[] = [];
    const values: number[] = [];
    let square = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      const column = columnOf[id] ?? -1;
      if (column < 0) continue;
      const value = Math.sqrt(counts[i] ?? 0) * (rarity[id] ?? 1);
      columns.push(column);
      values.push(value);
      square += value * value;
    }
    const length = Math.sqrt(square) || 1;
    return { columns: Int32Array.from(columns), values: Float32Array.from(values, (value) => value / length) };
  };

  const weights = new Float32Array(width * places);
  const chances = new Float64Array(places);
  const rows = samples.map(({ text }) => rowOf(text));
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
  return (question) => {
    const own = new Float64Array(places);
    judge(rowOf(question), weights, own);
    return own;
  };
}

/** Fills `chances` with those of each entry for a row. */
function judge({ columns, values }: Row, weights: Float32Array, chances: Float64Array): void {
  const places = chances.length;
  chances.fill(0);
  // Four columns at a time, so that the sums are read and written a quarter as often.
  for (let i = 0; i < columns.length; i += 4) {
    const a = (columns[i] ?? 0) * places;
    const b = (columns[i + 1] ?? 0) * places;
    const c = (columns[i + 2] ?? 0) * places;
    const d = (columns[i + 3] ?? 0) * places;
    const ofA = values[i] ?? 0;
    const ofB = values[i + 1] ?? 0;
    const ofC = values[i + 2] ?? 0;
    const ofD = values[i + 3] ?? 0;
    for (let place = 0; place < places; place++) {
      chances[place] =
        (chances[place] ?? 0) +
        ofA * (weights[a + place] ?? 0) +
        ofB * (weights[b + place] ?? 0) +
        ofC * (weights[c + place] ?? 0) +
        ofD * (weights[d + place] ?? 0);
    }
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
