/** Rows of CSV: what is written is read again as it was, and no cell begins like a formula. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCsv, writeCsv } from '../../src/cli/csv-rows.ts';

const cell = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('=1', "'=1", "''=1", "'", '\t1', '\r1', '\0', '＝1', '+', '-', '@', 'a"b', 'a\r\nb', ','),
);

it('any table comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), (rows) => {
      expect(readCsv(writeCsv(rows))).toEqual(rows);
    }),
  );
});

it('no cell begins like a formula', () => {
  fc.assert(
    fc.property(cell, (text) => {
      expect(writeCsv([['', text]])).not.toMatch(/^\uFEFF,(?!\r\n$)"?[=+\-@\t\r\n\0＝＋－＠]/u);
    }),
  );
});

it('an empty row keeps its place, and the last line needs no end', () => {
  expect(readCsv('a,b\n\n1,2')).toEqual([['a', 'b'], [''], ['1', '2']]);
  expect(() => readCsv('a,"b')).toThrow('never closed');
});
