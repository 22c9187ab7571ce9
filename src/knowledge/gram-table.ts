/**
 * Numbers for grams, and texts as counts of numbered grams, so that an index is a few flat arrays. Weighs nothing.
 */

/** How often each numbered gram occurs in a text. */
export interface Counted {
  readonly ids: Int32Array;
  readonly counts: Float32Array;
  /** Occurrences of grams without a number, by gram; only in a text that was looked up. */
  readonly unknown: readonly number[];
  /** Occurrences in all. */
  readonly length: number;
}

export interface GramTable {
  /** Counts a text and numbers grams not seen before. */
  learn(grams: readonly string[]): Counted;
  /** Counts a text. */
  look(grams: readonly string[]): Counted;
  size(): number;
}

/** An empty table. */
export function gramTable(): GramTable {
  const numbers = new Map<string, number>();
  const counting = counter();
  const count = (grams: readonly string[], numberOf: (gram: string) => number | undefined): Counted => {
    const strange = new Map<string, number>();
    for (const gram of grams) {
      const id = numberOf(gram);
      if (id === undefined) strange.set(gram, (strange.get(gram) ?? 0) + 1);
      else counting.add(id, 1);
    }
    return counting.take(grams.length, strange.size === 0 ? [] : [...strange.values()]);
  };
  return {
    learn: (grams) =>
      count(grams, (gram) => {
        const known = numbers.get(gram);
        if (known !== undefined) return known;
        numbers.set(gram, numbers.size);
        return numbers.size - 1;
      }),
    look: (grams) => count(grams, (gram) => numbers.get(gram)),
    size: () => numbers.size,
  };
}

/** Counts several texts as one. `weighed`: what an occurrence counts for, given how often its gram occurs in a text. */
export type Merging = (texts: readonly Counted[], weighed?: (count: number, text: number) => number) => Counted;

/** Merges texts of one table, in the order their grams first occur. */
export function merging(): Merging {
  const counting = counter();
  return (texts, weighed = (count) => count) => {
    let length = 0;
    for (const [index, text] of texts.entries()) {
      length += text.length;
      for (let i = 0; i < text.ids.length; i++) counting.add(text.ids[i] ?? 0, weighed(text.counts[i] ?? 0, index));
    }
    return counting.take(length, []);
  };
}

/** Sums by number, again and again: what was added since the last taking, in the order first added. */
function counter() {
  // Where a number stands in `ids`; what stands there of an earlier taking is told by the number itself.
  const places: number[] = [];
  let ids: number[] = [];
  let counts: number[] = [];
  return {
    add(id: number, count: number): void {
      while (places.length <= id) places.push(0);
      const place = places[id] ?? 0;
      if (ids[place] === id) counts[place] = (counts[place] ?? 0) + count;
      else {
        places[id] = ids.length;
        ids.push(id);
        counts.push(count);
      }
    },
    take(length: number, unknown: readonly number[]): Counted {
      const taken = { ids: Int32Array.from(ids), counts: Float32Array.from(counts), unknown, length };
      ids = [];
      counts = [];
      return taken;
    },
  };
}

/** Which texts hold a gram: those from `starts[id]` to before `starts[id + 1]`, in order. */
export interface Holders {
  readonly starts: Int32Array;
  /** Indexes of texts. */
  readonly texts: Int32Array;
  /** For each text, where its grams stand in `texts`, gram by gram. */
  readonly at: readonly Int32Array[];
}

/** @param size of the table the texts were counted by */
export function holdersOf(texts: readonly Counted[], size: number): Holders {
  const starts = new Int32Array(size + 1);
  for (const { ids } of texts) for (const id of ids) starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  for (let id = 0; id < size; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const next = starts.slice();
  const held = new Int32Array(starts[size] ?? 0);
  const at = texts.map(({ ids }, text) =>
    ids.map((id) => {
      const place = next[id] ?? 0;
      next[id] = place + 1;
      held[place] = text;
      return place;
    }),
  );
  return { starts, texts: held, at };
}

/** How many texts hold a gram. */
export function heldBy({ starts }: Holders, id: number): number {
  return (starts[id + 1] ?? 0) - (starts[id] ?? 0);
}
