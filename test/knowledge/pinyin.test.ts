/** Pinyin is read as Chinese; an English sentence stays English, whatever its words could spell. */
import { describe, expect, it } from 'vitest';
import { decoding } from '../../src/knowledge/pinyin.ts';

const english = new Set(['deadline', 'what', 'is', 'you']);
const decode = decoding(['什么时候截止', '截止日期是几号', '是不是', '是否', '摸得着的成果', '你要什么条件'], (word) =>
  english.has(word),
);

describe('An applicant types Latin letters', () => {
  it.each([
    ['shenme shihou jiezhi', '什么时候截止'],
    ['jie zhi ri qi', '截止日期'],
    ['deadline shi shenme shihou', 'deadline 是什么时候'],
    ['ddl jihao', 'ddl 几号'],
    ['jiezhi 是几号', '截止 是几号'],
  ])('in pinyin: %s', (text, read) => {
    expect(decode(text)).toBe(read);
  });

  it.each(['enable debug mode', 'what is mode', 'what mode', 'enable debug mode 怎么办', 'Shanghai'.toLowerCase()])(
    'in English: %s',
    (text) => {
      expect(decode(text)).toBe(text);
    },
  );
});
