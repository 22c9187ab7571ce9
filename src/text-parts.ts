/**
 * A long text in parts that each fit one message: split between paragraphs, else lines, else sentences, else words, and
 * never inside a character. Loses nothing but the white space at the seams; knows no platform.
 */

/** Where a text may be parted, best first; each pattern matches what ends a piece. */
const SEAMS: readonly RegExp[] = [/\n{2,}/gu, /\n/gu, /[。！？；!?;]["”’」』）)]*\s*|\.\s+/gu, /[，、,：:]\s*|\s+/gu];
/** A part shorter than this share of the limit is not worth the better seam. */
const WORTH = 0.3;

const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** UTF-16 units, as most platforms count. */
export function units(text: string): number {
  return text.length;
}

const encoder = new TextEncoder();

/** Bytes in UTF-8. */
export function bytes(text: string): number {
  return encoder.encode(text).length;
}

/**
 * @param limit most of one part, as `measure` counts (1 or more)
 * @param measure must grow with the text: `units` or `bytes`
 * @returns one part at least, in order; a single character larger than the limit stands alone
 */
export function textParts(text: string, limit: number, measure: (text: string) => number = units): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (measure(rest) > limit) {
    const longest = longestFit(rest, limit, measure);
    const end = seamIn(rest, longest);
    const part = rest.slice(0, end).trimEnd();
    if (part !== '') parts.push(part);
    rest = rest.slice(end).replace(/^\s*\n|^ +/u, '');
  }
  if (rest.trim() !== '' || parts.length === 0) parts.push(rest);
  return parts;
}

/** Length of the longest beginning that fits, one character at least. */
function longestFit(text: string, limit: number, measure: (text: string) => number): number {
  let low = 0;
  let high = Math.min(text.length, limit);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(text.slice(0, middle)) <= limit) low = middle;
    else high = middle - 1;
  }
  if (low >= text.length) return low;
  // Back to the beginning of the character that would be cut.
  const at = characters.segment(text).containing(low)?.index ?? low;
  if (at > 0) return at;
  return characters.segment(text).containing(0)?.segment.length ?? 1;
}

/** Where to part a text before `longest`: after the best seam that leaves the part a good length. */
function seamIn(text: string, longest: number): number {
  const head = text.slice(0, longest);
  for (const seam of SEAMS) {
    let end = 0;
    for (const match of head.matchAll(seam)) end = match.index + match[0].length;
    if (end >= longest * WORTH) return end;
  }
  return longest;
}
