/** Breaks text into lines of a terminal: between words, between Chinese characters, never before closing punctuation. */
import { columnsOf, graphemesOf, widthOf } from './width.ts';

/** These do not begin a line; those do not end one. */
const CLOSING = /^[\p{Pe}\p{Pf}，。、；：！？…—·％%,.;:!?]$/u;
const OPENING = /^[\p{Ps}\p{Pi}]$/u;
const SPACE = /^\s$/u;

/** May a line end between these two neighbours? */
function mayBreak(left: string, right: string): boolean {
  if (SPACE.test(left) || SPACE.test(right)) return SPACE.test(left) !== SPACE.test(right);
  if (CLOSING.test(right) || OPENING.test(left)) return false;
  return columnsOf(left) === 2 || columnsOf(right) === 2;
}

/** Pieces that stay whole: a word, a Chinese character with its punctuation, or a run of spaces. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let left: string | undefined;
  for (const grapheme of graphemesOf(text)) {
    if (left === undefined || mayBreak(left, grapheme)) found.push(grapheme);
    else found[found.length - 1] += grapheme;
    left = grapheme;
  }
  return found;
}

/** A piece wider than a line, cut where it must be. */
function cut(piece: string, width: number): string[] {
  const parts: string[] = [];
  let room = 0;
  for (const grapheme of graphemesOf(piece)) {
    const columns = columnsOf(grapheme);
    if (parts.length === 0 || room < columns) {
      parts.push(grapheme);
      room = width - columns;
    } else {
      parts[parts.length - 1] += grapheme;
      room -= columns;
    }
  }
  return parts;
}

/** One paragraph as lines of at most `width` columns; all but the first are indented by `hang` columns. */
export function wrap(text: string, width: number, hang = 0): string[] {
  const indent = ' '.repeat(hang);
  const lines: string[] = [''];
  let used = 0;
  for (const piece of pieces(text)) {
    const room = width - hang;
    for (const part of widthOf(piece) > room ? cut(piece, room) : [piece]) {
      const columns = widthOf(part);
      if (used + columns > width && used > (lines.length > 1 ? hang : 0)) {
        // The space at which a line breaks is not shown.
        if (SPACE.test(part.slice(0, 1))) continue;
        lines[lines.length - 1] = (lines.at(-1) ?? '').trimEnd();
        lines.push(indent);
        used = hang;
      }
      lines[lines.length - 1] += part;
      used += columns;
    }
  }
  return lines;
}
