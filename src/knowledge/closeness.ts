/** How near the known questions of each entry are, taken together. Weighs no other opinion. */
import type { KnownQuestion } from './known-text.ts';

/** How many of an entry's nearest questions count, each less than the one before. */
const CLOSE = 3;

/** How near an entry's questions are. */
export interface Closeness {
  /** Of the nearest few together. */
  value: number;
  best: number;
  nearest: KnownQuestion | undefined;
  /** Of the nearest question it is not. */
  denied: number;
}

/**
 * The closeness of every entry, by place.
 * @param likeness of each known question
 * @param entries their number
 */
export function closest(known: readonly KnownQuestion[], likeness: Float64Array, entries: number): Closeness[] {
  const own = Array.from({ length: entries }, (): number[] => []);
  const close = own.map((): Closeness => ({ value: 0, best: 0, nearest: undefined, denied: 0 }));
  for (const [at, question] of known.entries()) {
    const value = likeness[at] ?? 0;
    const held = close[question.place];
    if (value <= 0 || held === undefined) continue;
    if (question.denies) {
      held.denied = Math.max(held.denied, value);
      continue;
    }
    own[question.place]?.push(value);
    if (value > held.best) {
      held.best = value;
      held.nearest = question;
    }
  }
  for (const [place, values] of own.entries()) {
    const held = close[place];
    if (held === undefined) continue;
    const nearest = values.sort((a, b) => b - a).slice(0, CLOSE);
    held.value = nearest.reduce((sum, value, rank) => sum + (value * value) / (rank + 1), 0);
  }
  return close;
}
