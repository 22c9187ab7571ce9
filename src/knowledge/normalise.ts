/**
 * Brings what people type into the writing the knowledge is kept in: width, case, script, pinyin, words of the trade.
 * Loses nothing a question needs and finds no answer.
 */
import type { Term } from '../flow/faq.ts';
import { decoding } from './pinyin.ts';
import { simplified } from './script.ts';
import { rewriting } from './vocabulary.ts';

/** Rewrites a text as typed. */
export type Normalising = (text: string) => string;

/** Longest text compared, in characters: whatever is longer is no question, and its beginning says what it is about. */
const LONGEST = 600;

/** Width, case, script, white space. */
export function plain(text: string): string {
  const short = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  const folded = short.toWellFormed().normalize('NFKC').toLowerCase().slice(0, LONGEST).toWellFormed();
  return simplified(folded).replaceAll(/\s+/gu, ' ').trim();
}

/**
 * Normalising for what people type, which may hold pinyin and words the knowledge has not heard. The knowledge's own
 * texts need no more than `plain`.
 * @param texts the knowledge's own texts, plain
 */
export function normalising(terms: readonly Term[], texts: readonly string[]): Normalising {
  const rewrite = rewriting(terms, plain, texts);
  let words: ReadonlySet<string> | undefined;
  const englishWords = (): ReadonlySet<string> => {
    const all = [...texts, ...terms.flatMap((term) => [term.to, ...term.from].map((form) => form.toLowerCase()))];
    return new Set(all.flatMap((text) => text.match(/[a-z]+/g) ?? []));
  };
  const decode = decoding(texts, (word) => {
    words ??= englishWords();
    return words.has(word);
  });
  return (text) => rewrite(decode(plain(text)));
}
