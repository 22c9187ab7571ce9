/** An English-speaking applicant sends what cannot be read: every word the channels have for it is English then. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unreadableEn } from '../../src/engine/phrases/unreadable-en.ts';

/** Chinese names in the tables of what adapters refuse, read from their sources. */
function named(): readonly string[] {
  const folder = 'adapters';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const found = files.flatMap((path) => {
    const source = readFileSync(join(folder, path), 'utf8');
    const tables = source.match(/const (?:UNSUPPORTED|UNREADABLE|REFUSED)\b[^;]*;/gu) ?? [];
    const single = [...source.matchAll(/(?:what: |EDITED = )'([^']*)'/gu)].map(([, what]) => what ?? '');
    return [...tables.flatMap((table) => table.match(/(?<=')\p{Script=Han}+(?=')/gu) ?? []), ...single];
  });
  return [...new Set(found.filter((word) => word !== ''))];
}

describe('what cannot be read', () => {
  it('has an English name wherever a channel has a Chinese one', () => {
    const words = named();
    expect(words.length).toBeGreaterThan(25);
    expect(words.filter((word) => /\p{Script=Han}/u.test(unreadableEn(word).replace(/“[^”]*”/gu, '')))).toEqual([]);
  });

  it.each([
    ['“年报.pdf”这个文件（超过 20 MB）', 'the file “年报.pdf”: more than 20 MB'],
    ['“a（1）.pdf”这个文件（是空的）', 'the file “a（1）.pdf”: it is empty'],
    ['刚才的图片（没有传完整，请再发一次）', 'the picture: it did not arrive whole, please send it again'],
    ['这个文件（飞书不让下载）', 'the file: Feishu does not let it be fetched'],
    ['群里的文件', 'a file sent in a group'],
    ['新鲜事', '新鲜事'],
  ])('%s is %s', (what, said) => {
    expect(unreadableEn(what)).toBe(said);
  });
});
