/**
 * A table of text as an .xlsx workbook of one sheet. Every cell is text, so that none is ever evaluated whatever it begins
 * with, and every character comes back as it was. Writes no file.
 */
import writeWorkbook from 'write-excel-file/node';

/** Longest text a spreadsheet program keeps in one cell. */
const LONGEST = 32_767;

/** What XML cannot hold or would change (CR), and text that itself looks like such an escape. */
const UNSAFE = /[[\p{Cc}\p{Surrogate}\p{Noncharacter_Code_Point}\uFFFD]--[\t\n]]|_(?=x[0-9A-Fa-f]{4}_)/gv;

/** As spreadsheets escape characters: `_xHHHH_` (ECMA-376-1, 22.9.2.19, ST_Xstring). */
function unitOf(unit: string): string {
  return `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

function escaped(text: string): string {
  // The writer looks texts up in a plain object, where "constructor" is there from the start.
  if (text in Object.prototype) return unitOf(text.charAt(0)) + text.slice(1);
  return text.replaceAll(UNSAFE, (found) => found.split('').map(unitOf).join(''));
}

/**
 * The bytes of the workbook; the first row stays in view.
 * @param sheet its name, at most 31 characters
 * @throws RangeError when a text is too long for a cell
 */
export async function toXlsx(rows: readonly (readonly string[])[], sheet: string): Promise<Uint8Array> {
  const cells = rows.map((row, at) =>
    row.map((text, column) => {
      const value = escaped(text);
      if (value.length > LONGEST)
        throw new RangeError(`row ${at + 1}, column ${column + 1}: longer than the ${LONGEST} characters of a cell`);
      // The format of text, so that it stays text where somebody edits it.
      return value === '' ? null : { value, type: String, format: '@' };
    }),
  );
  return writeWorkbook(cells, { sheet, stickyRowsCount: 1 }).toBuffer();
}
