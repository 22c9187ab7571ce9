/** Reads and writes rows of CSV (RFC 4180): quotes, line ends inside quotes, a byte order mark. Knows no columns. */
import { asBefore, withoutFormula } from '../exports/spreadsheet-text.ts';

/**
 * Rows of cells as `writeCsv` was given them, empty ones between others included, so that a row's place is its number.
 * Throws on a quotation that never ends.
 */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const endCell = (): void => {
    row.push(asBefore(cell));
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < body.length; at++) {
    const letter = body[at] ?? '';
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (body[at + 1] === '"') cell += body[++at];
      else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === ',') endCell();
    else if (letter === '\n') endRow();
    else if (letter !== '\r') cell += letter;
  }
  if (quoted) throw new Error('a quotation mark is never closed');
  if (row.length > 0 || cell !== '') endRow();
  return rows;
}

/** Rows as CSV with a byte order mark; no cell begins like a formula. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  const cellOf = (cell: string): string => {
    const safe = withoutFormula(cell);
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;
}
