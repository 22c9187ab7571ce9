/** Finds many words in one walk over a text. Every occurrence counts, overlapping ones too; judges none. */

export interface Find {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/** Words by their first two characters (or their only one), longest first. */
export type Finder = ReadonlyMap<string, readonly string[]>;

/** Prepared once for a set of folded words; empty ones are left out. */
export function finderOf(words: Iterable<string>): Finder {
  const byHead = new Map<string, string[]>();
  for (const word of new Set(words)) {
    const head = word.slice(0, 2);
    if (head === '') continue;
    const same = byHead.get(head);
    if (same === undefined) byHead.set(head, [word]);
    else same.push(word);
  }
  for (const same of byHead.values()) same.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return byHead;
}

/** All occurrences in order of place, longest first at one place; Latin words only at word borders. */
export function findAll(finder: Finder, flat: string): readonly Find[] {
  const finds: Find[] = [];
  for (let from = 0; from < flat.length; from++) {
    look(finder.get(flat.slice(from, from + 2)), flat, from, finds);
    look(finder.get(flat.charAt(from)), flat, from, finds);
  }
  return finds;
}

function look(words: readonly string[] | undefined, flat: string, from: number, finds: Find[]): void {
  if (words === undefined) return;
  for (const word of words) {
    const to = from + word.length;
    if (flat.startsWith(word, from) && bordered(flat, from, to)) finds.push({ word, from, to });
  }
}

function bordered(flat: string, from: number, to: number): boolean {
  return (
    !(isLatin(flat.charCodeAt(from)) && isLatin(flat.charCodeAt(from - 1))) &&
    !(isLatin(flat.charCodeAt(to - 1)) && isLetter(flat.charCodeAt(to)))
  );
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isLatin(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39);
}

/** Only what does not lie inside a longer find. */
export function outermost(finds: readonly Find[]): readonly Find[] {
  const kept: Find[] = [];
  for (const find of finds.toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)) {
    if (!kept.some((one) => find.from < one.to && find.to > one.from)) kept.push(find);
  }
  return kept.sort((a, b) => a.from - b.from);
}
