/**
 * Reads the first sheet of an .xlsx workbook as rows of text. Trusts no size: a small file may claim gigabytes or millions
 * of rows. Evaluates nothing: of a formula, the value it was saved with is read.
 */
import { unzipSync, zipSync } from 'fflate';
import { readSheet } from 'read-excel-file/universal';

/** Most rows and columns taken; people's tables have far fewer, bombs far more. */
export const MOST_ROWS = 20_000;
const MOST_COLUMNS = 100;
/** Largest sum of what is packed inside, bytes. */
const MOST_UNPACKED = 50 * 1024 * 1024;
const MOST_PARTS = 1000;
/** The parts a table is made of, as spreadsheet programs name them; nothing else is looked at. */
const WORKSHEET = /^xl\/worksheets\/[^/]+\.xml$/iu;
const PARTS = /^xl\/(?:(?:workbook|sharedStrings|styles)\.xml|_rels\/workbook\.xml\.rels)$/iu;

/** Longest tag, characters: the reader starts anew at every piece of a longer one. */
const TAG = 16_384;
const ENDLESS = new RegExp(`<[^<>]*(?:<|$)|<[^<>]{${TAG}}`, 'u');
const PLACED = /<(?:[\w.-]+:)?(row|c)[\s/>][^<]*/gu;

/** Why a workbook cannot be read. */
export class WorkbookFault extends Error {
  override readonly name = 'WorkbookFault';
  readonly reason: 'damaged' | 'too large' | 'too many rows' | 'too many columns';

  constructor(reason: WorkbookFault['reason'], options?: ErrorOptions) {
    super(`the workbook is ${reason}`, options);
    this.reason = reason;
  }
}

/** The text of a cell, empty for none; undefined for a date or an error, which has no text of its own. */
export type Cell = string | undefined;

/** Rows from the first of the sheet on, empty ones between others included. Throws WorkbookFault. */
export async function readXlsx(bytes: Uint8Array): Promise<Cell[][]> {
  const parts = unpacked(bytes);
  for (const [name, part] of Object.entries(parts)) refuseOdd(new TextDecoder().decode(part), name);
  try {
    // Packed anew, so that the reader sees exactly the parts that were looked at, in their true sizes.
    const whole = zipSync(parts, { level: 0 });
    const sheet = await readSheet(new Uint8Array(whole).buffer, { trim: false, parseNumber: (text) => text });
    return sheet.map((row) => row.map(cellOf));
  } catch (error) {
    throw new WorkbookFault('damaged', { cause: error });
  }
}

/** The parts of the table. What is unpacked never exceeds what was declared and counted. */
function unpacked(bytes: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  let count = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!WORKSHEET.test(name) && !PARTS.test(name)) return false;
        total += originalSize;
        count += 1;
        if (total > MOST_UNPACKED || count > MOST_PARTS) throw new WorkbookFault('too large');
        return true;
      },
    });
  } catch (error) {
    throw error instanceof WorkbookFault ? error : new WorkbookFault('damaged', { cause: error });
  }
}

/**
 * Refuses what the reader would be long about: tags without an end, and places far away, before which it fills in empty
 * rows and cells. Only worksheets have places.
 */
function refuseOdd(xml: string, name: string): void {
  if (ENDLESS.test(xml)) throw new WorkbookFault('damaged');
  let rows = 0;
  for (const [tag, kind] of xml.matchAll(PLACED)) {
    if (!WORKSHEET.test(name)) throw new WorkbookFault('damaged');
    if (kind === 'row') rows += 1;
    if (rows > MOST_ROWS) throw new WorkbookFault('too many rows');
    for (const [, , place = ''] of tag.matchAll(/[\s"']r\s*=\s*(["'])(.*?)\1/gsu)) refuseFar(place);
  }
}

/** `place`: of a row (12) or a cell (AB12). */
function refuseFar(place: string): void {
  const [, letters = '', row = ''] = /^([A-Za-z]{0,3})(\d{1,9})$/u.exec(place) ?? [];
  if (row === '') throw new WorkbookFault('damaged');
  if (Number(row) > MOST_ROWS) throw new WorkbookFault('too many rows');
  if (columnOf(letters) > MOST_COLUMNS) throw new WorkbookFault('too many columns');
}

/** A → 1, Z → 26, AA → 27. */
function columnOf(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** The reader's types say `typeof Date` where it gives dates. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'string' ? value : undefined;
}
