/** How many columns text takes in a terminal. Counts doubtful characters as two, so that nothing runs over the edge. */

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
const UNSEEN = /^[\p{M}\p{Cf}\p{Cc}]+$/u;
const EMOJI = /\p{Emoji_Presentation}|\u{FE0F}/u;
/** East Asian Wide and Fullwidth (UAX 11), and the Ambiguous ones Chinese text uses: quotes, dashes, circled numbers. */
const WIDE =
  /[\u1100-\u115F\u2014-\u2027\u203B\u2190-\u21FF\u2460-\u24FF\u25A0-\u27BF\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F000}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** The characters a person sees. */
export function graphemesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** Columns of one such character. */
export function columnsOf(grapheme: string): 0 | 1 | 2 {
  if (UNSEEN.test(grapheme)) return 0;
  return WIDE.test(grapheme) || EMOJI.test(grapheme) ? 2 : 1;
}

/** Columns of a text without line breaks. */
export function widthOf(text: string): number {
  let width = 0;
  for (const grapheme of graphemesOf(text)) width += columnsOf(grapheme);
  return width;
}
