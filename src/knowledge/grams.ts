/**
 * Cuts normalised text into what is compared: single Chinese characters and their bigrams, Latin words and their
 * beginnings. Single characters are what survives slips and short forms; it weighs nothing.
 */

const RUNS = /(\p{Script=Han}+)|[[\p{L}\p{N}]--\p{Script=Han}]+|\p{Extended_Pictographic}/gv;
/** In a text without a letter even a mark says something: ？？ */
const MARKS = /[^\p{L}\p{N}\s]/gu;
/** Beginnings of this length bring forms of one word together: financing, financed. */
const STEM = 5;
const SHORT = 20;

/** The grams of a text in order, repeats included. */
export function gramsOf(text: string): string[] {
  const grams: string[] = [];
  for (const [run, han] of text.matchAll(RUNS)) {
    if (han === undefined) {
      grams.push(run);
      if (run.length > STEM) grams.push(`${run.slice(0, STEM)}~`);
      continue;
    }
    const letters = [...han];
    for (const [i, letter] of letters.entries()) {
      grams.push(letter);
      const next = letters[i + 1];
      if (next !== undefined) grams.push(letter + next);
    }
  }
  return grams.length > 0 ? grams : (text.slice(0, SHORT).match(MARKS) ?? []);
}

/** Endings English words are the same without. */
const ENDING = /(?:ing|edly|ed|ies|es|s)$/u;
const WORD = /[a-z]+/g;
/** Shorter words have no ending to lose. */
const ROOTED = 4;

/**
 * What English questions are told apart by besides: roots of words, pairs of neighbouring roots. Not for likeness: a
 * short question would be unlike everything for its pairs.
 */
export function rootsOf(text: string): string[] {
  const grams: string[] = [];
  let before = '';
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    const root = word.length < ROOTED ? word : word.replace(ENDING, '');
    if (root !== word) grams.push(`${root}^`);
    const apart = /\p{L}|\p{N}/u.test(text.slice(end, match.index));
    if (before !== '' && !apart) grams.push(`${before} ${root}`);
    before = root;
    end = match.index + word.length;
  }
  return grams;
}

/** How often each gram occurs. */
export function countsOf(grams: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
}
