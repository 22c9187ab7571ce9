/** Long texts in parts: every part fits, nothing but white space is lost, no character is cut. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytes, textParts, units } from '../src/text-parts.ts';

it('a text that fits is one part', () => {
  expect(textParts('申报单位全称？', 20)).toEqual(['申报单位全称？']);
  expect(textParts('', 20)).toEqual(['']);
});

it('parts end with paragraphs, else lines, else sentences', () => {
  expect(textParts('第一段的话。\n\n第二段的话。', 10)).toEqual(['第一段的话。', '第二段的话。']);
  expect(textParts('第一行的话\n第二行的话\n第三行', 12)).toEqual(['第一行的话\n第二行的话', '第三行']);
  expect(textParts('甲公司做小微贷款。乙银行提供资金。丙方担保。', 18)).toEqual([
    '甲公司做小微贷款。乙银行提供资金。',
    '丙方担保。',
  ]);
});

it('a family of emoji or a rare character is never cut', () => {
  for (const part of textParts('👨‍👩‍👧‍👦'.repeat(5) + '𠮷'.repeat(9), 23)) {
    expect(part.isWellFormed()).toBe(true);
    expect(part.startsWith('\u200D')).toBe(false);
  }
});

it.each([
  ['UTF-16 units', units],
  ['bytes', bytes],
] as const)(
  'whatever the text, every part fits in %s, and joined they are the text but for white space',
  (_, measure) => {
    const words = fc.array(fc.constantFrom('科技', '金融。', 'data ', '\n', '\n\n', '，', 'a', '𠮷', '  '), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 60 }), (list, limit) => {
        const text = list.join('');
        const parts = textParts(text, limit, measure);
        expect(parts.length).toBeGreaterThan(0);
        for (const part of parts) expect(measure(part)).toBeLessThanOrEqual(limit);
        expect(parts.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
      }),
    );
  },
);
