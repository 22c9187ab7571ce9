/**
 * Brings the words people use to those of the knowledge: longest form first, whole words in Latin letters, and only forms
 * the knowledge has not heard. Knows no words itself: they are the call's.
 */
import type { Term, TermKind } from '../flow/faq.ts';
import { findAll, finderOf } from './finder.ts';

/** Rewrites a normalised text. */
export type Rewriting = (text: string) => string;

interface Form {
  readonly form: string;
  readonly to: string;
  readonly keep: boolean;
}

const LATIN = /[a-z0-9]/;

/**
 * Names of things say more than the word they stand for: in a question they stay beside it, and a case is not judged by
 * them. Other ways to say a word are no more than the word.
 */
export function isName(kind: TermKind): boolean {
  switch (kind) {
    case 'technology':
    case 'product':
    case 'place':
    case 'regulator':
      return true;
    case 'abbreviation':
    case 'dialect':
    case 'english':
    case 'business':
      return false;
  }
}

/**
 * @param plain brings a form into the writing the texts come in
 * @param texts what the knowledge holds, in that writing: a form heard there is left as it is, for what was asked with it
 *   says more than any synonym; a word never heard there leads nowhere and stands for nothing
 */
export function rewriting(
  terms: readonly Term[],
  plain: (text: string) => string,
  texts: readonly string[],
): Rewriting {
  const forms = terms.flatMap(({ to, from, kind }): Form[] => {
    const word = plain(to);
    return from.map((one) => ({ form: plain(one), to: word, keep: isName(kind) }));
  });
  const heard = heardIn(
    texts,
    forms.flatMap(({ form, to }) => [form, to]),
  );
  const byStart = new Map<string, Form[]>();
  for (const one of forms) {
    const start = [...one.form][0];
    if (start === undefined || heard.has(one.form) || !heard.has(one.to)) continue;
    const same = byStart.get(start);
    if (same === undefined) byStart.set(start, [one]);
    else same.push(one);
  }
  for (const same of byStart.values()) same.sort((a, b) => b.form.length - a.form.length);
  return (text) => {
    let result = '';
    for (let at = 0; at < text.length; ) {
      const letter = String.fromCodePoint(text.codePointAt(at) ?? 0);
      const found = byStart.get(letter)?.find(({ form }) => stands(text, form, at));
      if (found === undefined) {
        result += letter;
        at += letter.length;
        continue;
      }
      // Where the longer word is there already, the form within it is no synonym but a part.
      const within = text.startsWith(found.to, at - found.to.indexOf(found.form));
      if (found.to.includes(found.form) && within) result += found.form;
      else if (found.keep) result += `${found.form} ${found.to} `;
      else result += LATIN.test(letter) ? ` ${found.to} ` : found.to;
      at += found.form.length;
    }
    return result;
  };
}

/** Those of the words that the texts use. */
function heardIn(texts: readonly string[], words: readonly string[]): ReadonlySet<string> {
  const finder = finderOf(words);
  const heard = new Set<string>();
  for (const text of texts) for (const { word } of findAll(finder, text)) heard.add(word);
  return heard;
}

/** Does the form stand here, not inside another Latin word? */
function stands(text: string, form: string, at: number): boolean {
  if (!text.startsWith(form, at)) return false;
  const end = at + form.length;
  const joinsLeft = LATIN.test(form[0] ?? '') && LATIN.test(text[at - 1] ?? '');
  const joinsRight = LATIN.test(form.at(-1) ?? '') && LATIN.test(text[end] ?? '');
  return !joinsLeft && !joinsRight;
}
