/** Recognises the words that change rows already given: 改 2 …, 删 2. Reads no cells. */
import { ordinal } from './numerals.ts';

export type RowEdit =
  | { readonly what: 'remove'; readonly row: number }
  | { readonly what: 'replace'; readonly row: number; readonly text: string };

const NUMBER = '([0-9０-９一二三四五六七八九十①-⑳]{1,4})';
const ROW = '(?:行|条|项|份|张|个?文件|个|row|file)?';
const REMOVE = new RegExp(
  `^(?:删除?掉?|去掉|移除|remove|delete)\\s*(?:第|row|file|#)?\\s*${NUMBER}\\s*${ROW}\\s*[。.]?$`,
  'i',
);
const REPLACE = new RegExp(
  `^(?:改为?|修改|更正|更改|替换|edit|change|replace)\\s*(?:第|row|#)?\\s*${NUMBER}\\s*${ROW}\\s*(?:改为|改成|为|to)?[\\s:：,，、.]+(\\S[\\s\\S]*)$`,
  'i',
);
const SPAN = 40;

/** The change a message asks for, or undefined. Row numbers from 1, not checked against the rows there are. */
export function readRowEdit(text: string): RowEdit | undefined {
  if (!/^(?:[删去移改修更替]|re|de|ed|ch)/i.test(text)) return undefined;
  const removed = text.length <= SPAN ? REMOVE.exec(text)?.[1] : undefined;
  if (removed !== undefined) {
    const row = ordinal(removed);
    return row === undefined ? undefined : { what: 'remove', row };
  }
  const [, number, words] = REPLACE.exec(text) ?? [];
  const row = number === undefined ? undefined : ordinal(number);
  return row === undefined || words === undefined ? undefined : { what: 'replace', row, text: words };
}
