/** Workbooks: every text comes back as it was and none is a formula; what is no workbook, or a bomb, is refused at once. */
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { toXlsx } from '../../src/exports/xlsx.ts';
import { MOST_ROWS, readXlsx, WorkbookFault } from '../../src/exports/xlsx-rows.ts';

const SHEET = 'xl/worksheets/sheet1.xml';

const HOSTILE = [
  '=1+1',
  "=cmd|' /C calc'!A1",
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\0=1',
  '＝1',
  '＋1',
  '－1',
  '＠1',
  "'=1",
  ' 空格 ',
  'a\r\nb\rc',
  '_x0041_',
  '_x005F_x0041_',
  '<c t="str"><f>1+1</f></c>',
  '&amp;&#65;',
  '\u{1F600}\uD800x\uFFFD\uFFFE\u{10FFFE}',
  '0012',
  '1e5',
  'TRUE',
  'constructor',
  '__proto__',
  '2025-01-01',
];

/** A workbook whose sheet is this XML. */
async function workbook(sheet: string, others: Readonly<Record<string, Uint8Array>> = {}): Promise<Uint8Array> {
  const parts = unzipSync(await toXlsx([['a']], 'FAQ'));
  return zipSync({ ...parts, [SHEET]: strToU8(sheet), ...others });
}

function sheetOf(rows: string): string {
  return `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const fault = await readXlsx(bytes).then(
    () => 'read',
    (error: unknown) => error,
  );
  return fault instanceof WorkbookFault ? fault.reason : String(fault);
}

describe('A table written and read again', () => {
  it('has every text as it was, and no formula anywhere', async () => {
    const bytes = await toXlsx([HOSTILE, ['', 'b', '']], 'FAQ');
    const [first, second] = await readXlsx(bytes);
    expect(first).toEqual(HOSTILE);
    expect(second?.slice(0, 3)).toEqual(['', 'b', '']);
    const sheet = strFromU8(unzipSync(bytes)[SHEET] as Uint8Array);
    expect(sheet).not.toMatch(/<f[\s>/]/u);
    expect(sheet.match(/<c /gu)?.length).toBe(sheet.match(/t="s"/gu)?.length);
  });

  it('is the same whatever the texts are', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...HOSTILE),
      fc.stringMatching(/^_x[0-9a-f]{4}_$/),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
        const table = [['entry', 'question'], ...rows, ['end', 'end']];
        expect(await readXlsx(await toXlsx(table, 'FAQ'))).toEqual(table);
      }),
      { numRuns: 80 },
    );
  });

  it('refuses a text longer than a cell, with its place', async () => {
    await expect(toXlsx([['a'], ['b', 'x'.repeat(32_768)]], 'FAQ')).rejects.toThrow('row 2, column 2');
  });
});

describe('A workbook from elsewhere', () => {
  it('gives text, numbers as they are written, the value a formula was saved with, and keeps empty rows', async () => {
    const rows = `<row r="1"><c r="A1" t="inlineStr"><is><t>文字 r="x"</t></is></c><c r="B1"><v>0.10</v></c></row>
      <row r="4"><c r="B4" t="str"><f>WEBSERVICE("http://127.0.0.1:1/")</f><v>saved</v></c><c r="C4" t="b"><v>1</v></c></row>`;
    expect(await readXlsx(await workbook(sheetOf(rows)))).toEqual([
      ['文字 r="x"', '0.10', ''],
      ['', '', ''],
      ['', '', ''],
      ['', 'saved', 'TRUE'],
    ]);
  });

  it('has no text for a date', async () => {
    const bytes = await workbook(sheetOf('<row r="1"><c r="A1" t="d"><v>2025-01-01T00:00:00Z</v></c></row>'));
    expect(await readXlsx(bytes)).toEqual([[undefined]]);
  });
});

describe('What cannot be read', () => {
  const row = (place: string) => sheetOf(`<row r="${place}"><c r="A1"><v>1</v></c></row>`);

  it.each([
    ['50 MB of nothing in a few kilobytes', () => workbook(' '.repeat(51 * 1024 * 1024)), 'too large'],
    [
      'the same in many parts',
      () =>
        workbook(
          sheetOf(''),
          Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`xl/worksheets/p${i}.xml`, new Uint8Array(1)])),
        ),
      'too large',
    ],
    ['one cell in row one thousand million', () => workbook(row('999999999')), 'too many rows'],
    ['the same written another way', () => workbook(row('1e9')), 'damaged'],
    ['the same behind a >', () => workbook(sheetOf('<row x=">" r="999999999"><c r="A1"/></row>')), 'too many rows'],
    ['the same as an entity', () => workbook(row('&#57;99999999')), 'damaged'],
    [
      'rows without numbers',
      () => workbook(sheetOf('<row><c><v>1</v></c></row>'.repeat(MOST_ROWS + 1))),
      'too many rows',
    ],
    ['a cell in column ZZZ', () => workbook(sheetOf('<row r="1"><c r="ZZZ1"><v>1</v></c></row>')), 'too many columns'],
    ['a tag of a megabyte', () => workbook(sheetOf(`<a ${'x'.repeat(1e6)}>`)), 'damaged'],
    ['a tag that never ends', () => workbook(`<a ${'x'.repeat(1e6)}`), 'damaged'],
    ['nothing but beginnings of tags', () => workbook('<'.repeat(1e6)), 'damaged'],
    [
      'rows where nobody looks for them',
      () => workbook(sheetOf(''), { 'xl/styles.xml': strToU8('<row r="999999999"/>') }),
      'damaged',
    ],
    ['text that never ends', () => workbook('<worksheet><sheetData><row'), 'damaged'],
    ['an archive of something else', async () => zipSync({ 'word/document.xml': strToU8('<a/>') }), 'damaged'],
    ['no archive', async () => strToU8('PK\x03\x04 and so on'), 'damaged'],
  ])('%s: %#', async (_, make, reason) => {
    expect(await refusal(await make())).toBe(reason);
  });

  it('a part that is larger than it says is not unpacked beyond that', async () => {
    const bytes = Buffer.from(await workbook(' '.repeat(20 * 1024 * 1024)));
    for (let at = bytes.indexOf('PK\x01\x02', 'latin1'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1'))
      if (bytes.readUInt32LE(at + 24) > 1_000_000) bytes.writeUInt32LE(10, at + 24);
    expect(await refusal(bytes)).toBe('damaged');
  });

  it('a file cut off anywhere is damaged, never anything else', async () => {
    const whole = await toXlsx([['entry', 'question'], HOSTILE], 'FAQ');
    for (let length = 4; length < whole.length; length += 101)
      expect(await refusal(whole.subarray(0, length)), `${length} bytes`).toBe('damaged');
  });
});
