/** When two questions are the same or nearly so, letter by letter: for faults in files, not for finding answers. */

/** A question without width, case, white space and punctuation; the punctuation where there is nothing else. */
export function questionKey(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, '');
  const letters = folded.replaceAll(/[^\p{L}\p{N}]+/gu, '');
  return letters === '' ? folded : letters;
}

/** Two items (by index) and how alike they are, 0 to 1. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  readonly likeness: number;
}

/**
 * Pairs of different groups whose keys share at least `least` of their bigrams (cosine).
 * @param items key as `questionKey` gives it, and the group (entry) it belongs to
 */
export function nearPairs(items: readonly { readonly key: string; readonly group: string }[], least: number): Pair[] {
  const bags = items.map(({ key }) => bagOf(key));
  const frequency = new Map<string, number>();
  for (const { counts } of bags) {
    for (const gram of counts.keys()) frequency.set(gram, (frequency.get(gram) ?? 0) + 1);
  }
  const holders = new Map<string, number[]>();
  const found: Pair[] = [];
  for (const [second, bag] of bags.entries()) {
    // Nearly equal bags share one of their rarest grams: only those who hold one of them need comparing.
    const rare = [...bag.counts].toSorted(
      ([a], [b]) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || (a < b ? -1 : 1),
    );
    let weight = (1 - least * least) * bag.norm * bag.norm;
    const met = new Set<number>();
    for (const [gram, count] of rare) {
      const others = holders.get(gram) ?? [];
      for (const first of others) met.add(first);
      holders.set(gram, [...others, second]);
      weight -= count * count;
      if (weight < 0) break;
    }
    for (const first of met) {
      if (items[first]?.group === items[second]?.group) continue;
      const likeness = cosine(bags[first], bag);
      if (likeness >= least) found.push({ first, second, likeness });
    }
  }
  return found;
}

interface Bag {
  readonly counts: ReadonlyMap<string, number>;
  readonly norm: number;
}

function bagOf(key: string): Bag {
  const counts = new Map<string, number>();
  const letters = [...`^${key}$`];
  for (let i = 1; i < letters.length; i++) {
    const gram = `${letters[i - 1]}${letters[i]}`;
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return { counts, norm: Math.sqrt(counts.values().reduce((sum, count) => sum + count * count, 0)) };
}

function cosine(a: Bag | undefined, b: Bag): number {
  if (a === undefined) return 0;
  let dot = 0;
  for (const [gram, count] of a.counts) dot += count * (b.counts.get(gram) ?? 0);
  return dot / (a.norm * b.norm);
}
