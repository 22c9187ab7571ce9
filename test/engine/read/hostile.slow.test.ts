/** Whatever is said, a reader answers with a value, a part or a rejection, soon, and never throws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueFits } from '../../../src/engine/read/fits.ts';
import { clean } from '../../../src/engine/read/normalise.ts';
import { readReply } from '../../../src/engine/read/read.ts';
import type { Reading } from '../../../src/engine/read/reading.ts';
import type { Partial } from '../../../src/engine/value.ts';
import type { Step } from '../../../src/flow/step.ts';
import { around, everyStep } from './steps.ts';

const hostile = [
  '\u0000',
  '\ud800',
  '\udfff1',
  '\u202e2',
  '\u200b1\u200b',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '<script>alert(1)</script>',
  "=cmd|' /C calc'!A0",
  '+1',
  '@SUM(1)',
  '{{7*7}}',
  '#{1}',
  '../../etc/passwd',
  '\u0661',
  '१२',
  '٣',
  '1\ufe0f\u20e3',
  '👨‍👩‍👧',
  'ﷺ',
  '｜｜｜｜',
  '|||||||||||||',
  '\t\t\t',
  ';;;;;',
  '，，，，',
  '1,,,,2',
  '1-',
  '-',
  '--',
  '1--3',
  '1-99999',
  '9'.repeat(30),
  '改 1 ',
  '改 99999 x',
  '删 9',
  '除了',
  '除了都选',
  '第',
  '第个',
  '：',
  '其他：',
  '11：',
  '0',
  '%',
  '百分之',
  '百分之百分之百分之五',
  '万',
  '亿',
  '十',
  '年',
  '月',
  '2025年',
  '@',
  'a@',
  '@b',
  '+86',
  '没有代码：',
  '好了',
  '\n好了',
  '好了\n好了',
  '没有',
  '不',
  '不不不',
  'null',
  'undefined',
  'NaN',
  '1\n2\n3',
  ' ',
  '　',
  '﻿',
];

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.constantFrom(...hostile, ...'一二三十第个不没和、，；：:｜|.-~%万亿年月日无1234567890 \nABCabc@'), {
      maxLength: 14,
    })
    .map((parts) => parts.join('')),
  fc.constantFrom(...hostile),
);

const sane = (text: string): boolean => text.length <= 2000;

function check(step: Step, reading: Reading): void {
  switch (reading.kind) {
    case 'value':
      expect(valueFits(step, reading.value)).toBe(true);
      return;
    case 'partial':
      expect(reading.owed.what).toMatch(/^(?:note|text|rows|cell|contact|files)$/);
      return;
    case 'rejection':
      expect(reading.code).toMatch(/^[a-z_]+$/);
      for (const param of Object.values(reading.params)) {
        expect(typeof param === 'number' ? Number.isFinite(param) : sane(param)).toBe(true);
      }
      return;
    default:
      throw new Error(`a reading of no kind: ${JSON.stringify(reading satisfies never)}`);
  }
}

describe.each(Object.entries(everyStep))('a step (%s)', (_, step) => {
  it('reads a thousand conversations of anything', () => {
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), fc.boolean(), (texts, cleaned) => {
        let partial: Partial | undefined;
        for (const text of texts) {
          const reading = readReply(step, { kind: 'text', text: cleaned ? clean(text) : text }, partial, around);
          check(step, reading);
          if (reading.kind === 'partial') partial = reading.partial;
        }
      }),
      { numRuns: 1000, seed: 20251105 },
    );
  });

  it('reads any choice and any file', () => {
    for (const id of hostile) {
      check(step, readReply(step, { kind: 'choose', options: [id, id] }, undefined, around));
      check(
        step,
        readReply(
          step,
          { kind: 'file', file: { name: id, mime: id, size: 1, sha256: id, key: id } },
          undefined,
          around,
        ),
      );
    }
    check(step, readReply(step, { kind: 'choose', options: [] }, undefined, around));
  });

  const megabyte = 1_000_000;
  const partials: readonly (Partial | undefined)[] = [
    undefined,
    { kind: 'choice', ids: ['other'], notes: {}, awaiting: 'other' },
    { kind: 'text', parts: ['字'] },
    { kind: 'rows', rows: [], none: true },
    { kind: 'rows', rows: [], row: {}, awaiting: 'name' },
    { kind: 'percent', percent: 1 },
    { kind: 'contact', have: {} },
    { kind: 'uscc' },
  ];
  it.each([
    ['words', '字'.repeat(megabyte)],
    ['digits', '1'.repeat(megabyte)],
    ['spaced digits', '1 '.repeat(megabyte / 2)],
    ['lines', '字\n'.repeat(megabyte / 2)],
    ['bars', '｜'.repeat(megabyte)],
    ['spaces', `${' '.repeat(megabyte)}x`],
    ['inner spaces', `x${' '.repeat(megabyte)}x`],
    ['denials', '不'.repeat(megabyte)],
    ['separators', '1，'.repeat(megabyte / 2)],
    ['addresses', 'a@'.repeat(megabyte / 2)],
    ['years', '2025年'.repeat(megabyte / 5)],
  ])('answers a megabyte of %s within 50 ms', (_name, text) => {
    for (const partial of partials) {
      const reply = { kind: 'text', text } as const;
      // Time of this thread, the best of three: other work on the machine is not the reader's.
      const times = [1, 2, 3].map(() => {
        const start = process.threadCpuUsage();
        check(step, readReply(step, reply, partial, around));
        const { user, system } = process.threadCpuUsage(start);
        return (user + system) / 1000;
      });
      expect(Math.min(...times)).toBeLessThan(50);
    }
  });
});
