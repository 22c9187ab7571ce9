/** Where the n-th character of a YAML text value stands in the file, through quotes, escapes and folding. Parses no YAML. */

/**
 * Offset in `text` of character `index` of `value`, the scalar that occupies `[start, end)`. `type` is the yaml
 * package's name of the style (PLAIN, QUOTE_DOUBLE, QUOTE_SINGLE, BLOCK_LITERAL, BLOCK_FOLDED).
 */
export function offsetInScalar(
  text: string,
  start: number,
  end: number,
  type: string,
  value: string,
  index: number,
): number {
  const double = type === 'QUOTE_DOUBLE';
  const single = type === 'QUOTE_SINGLE';
  let at = start;
  if (double || single) at++;
  if (type.startsWith('BLOCK')) at = text.indexOf('\n', start) + 1;
  for (let n = 0; n <= index && at < end; n++) {
    // White space may be folded line breaks and indentation: it is passed with the next other character.
    if (isWhite(value[n])) continue;
    at = skipWhite(text, at, end);
    if (n < index) at += widthOf(text, at, double, single);
  }
  return Math.min(at, end);
}

function isWhite(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}

function skipWhite(text: string, at: number, end: number): number {
  let next = at;
  while (next < end && isWhite(text[next])) next++;
  return next;
}

/** How many characters of the file spell one character of the value. */
function widthOf(text: string, at: number, double: boolean, single: boolean): number {
  if (single && text[at] === "'" && text[at + 1] === "'") return 2;
  if (!double || text[at] !== '\\') return 1;
  switch (text[at + 1]) {
    case 'x':
      return 4;
    case 'u':
      return 6;
    case 'U':
      return 10;
    default:
      return 2;
  }
}
