/** Rows an organizer sends back: every fault of every row at once, with its row and column, before anything is taught. */
import { describe, expect, it } from 'vitest';
import { cellFaultLine, lessonsOf, rowsOf } from '../../src/cli/faq-rows.ts';
import { compileCall } from '../../src/flow/compile.ts';
import { compileFaq } from '../../src/flow/compile-faq.ts';
import { SMALL_CALL } from '../flow/small-call.ts';
import { SMALL_FAQ } from '../knowledge/small-faq.ts';

const faq = compileFaq(SMALL_FAQ, 'flows/small/', compileCall(SMALL_CALL));
const HEAD = ['entry', 'question'];

function faults(...rows: readonly (readonly (string | undefined)[])[]): string[] {
  return lessonsOf(rows, faq).faults.map((fault) => cellFaultLine('F', fault));
}

describe('A table', () => {
  it('that was exported teaches nothing that is not there, and has no faults', () => {
    const rows = rowsOf(faq);
    const { lessons, faults: none } = lessonsOf(rows, faq);
    expect(none).toEqual([]);
    const present = new Set(faq.variants.map(({ entry, text }) => `${entry} ${text}`));
    expect(lessons.length).toBe(faq.variants.length);
    expect(lessons.filter(({ entry, text }) => !present.has(`${entry} ${text.trim()}`))).toEqual([]);
  });

  it('may have its columns in any order, spaces around its cells, and empty rows and cells', () => {
    const { lessons, faults: none } = lessonsOf(
      [
        ['Question ', 'answer', ' entry', ''],
        ['　要多少钱呀 ', '', ' fee ', ''],
        [''],
        [],
        ['', '', 'fee'],
        ['\t=贵吗', '', 'fee'],
      ],
      faq,
    );
    expect(none).toEqual([]);
    expect(lessons).toEqual([
      { entry: 'fee', text: '要多少钱呀' },
      { entry: 'fee', text: '\t=贵吗' },
    ]);
  });
});

describe('Faults', () => {
  it('of the first row are all named', () => {
    expect(faults(['entry', 'qestion', 'voice', 'voice', 'notes to self'])).toEqual([
      expect.stringContaining('row 1, column B: unknown column "qestion"; did you mean "question"?'),
      expect.stringContaining('row 1, column D: the column "voice" is there twice'),
      expect.stringContaining('row 1, column E: unknown column "notes to self"'),
      expect.stringContaining('row 1, column F: the first row needs the column "question"'),
    ]);
    expect(faults()).toHaveLength(2);
  });

  it('of all rows come at once, each at its cell', () => {
    const lines = faults(
      HEAD,
      ['fees', '贵不贵'],
      ['fee', '要多少银子'],
      ['', '没有条目'],
      ['fee', 'x'.repeat(301)],
      ['fee', undefined],
      [undefined, '日期做条目'],
      ['fee', '多写了一格', 'x'],
      ['deadline', '要多少银子？'],
    );
    expect(lines).toEqual([
      'F: 第 2 行 A 列：没有条目“fees”，请改成已有的。/ row 2, column A: there is no entry "fees"; did you mean "fee"?',
      expect.stringContaining('row 4, column A: no entry is named'),
      expect.stringContaining('row 5, column B: the question has 301 characters, at most 300'),
      expect.stringContaining('row 6, column B: a date or an error'),
      expect.stringContaining('row 7, column A: a date or an error'),
      expect.stringContaining('row 8, column C: its column has no name'),
      expect.stringContaining('row 9, column B: fee is asked the same'),
    ]);
  });

  it('of a question another entry has already name that entry', () => {
    const [first] = faq.variants;
    const other = faq.entries.find(({ id }) => id !== first?.entry)?.id ?? '';
    expect(faults(HEAD, [other, first?.text ?? ''])).toEqual([
      expect.stringContaining(`row 2, column B: ${first?.entry} is asked the same`),
    ]);
  });

  it('beyond column Z have two letters', () => {
    expect(cellFaultLine('F', { row: 3, column: 28, zh: '。', en: 'x' })).toBe(
      'F: 第 3 行 AB 列：。/ row 3, column AB: x',
    );
  });
});
