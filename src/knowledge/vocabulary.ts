/**
 * Replaces or completes the words people use by those the rules use: longest form first, whole words in Latin letters.
 * Knows no words itself: they are the call's.
 */
import type { Term, TermKind } from '../flow/faq.ts';

/** Rewrites a normalised text. */
export type Rewriting = (text: string) => string;

interface Form {
  readonly form: string;
  readonly to: string;
  readonly keep: boolean;
}

const LATIN = /[a-z0-9]/;

/** Names of things say more than the word they stand for, so they stay beside it; other ways to say a word do not. */
function keeps(kind: TermKind): boolean {
  switch (kind) {
    case 'technology':
    case 'product':
    case 'place':
    case 'regulator':
    case 'business':
      return true;
    case 'abbreviation':
    case 'dialect':
    case 'english':
      return false;
  }
}

/** @param plain brings a form into the writing the texts come in */
export function rewriting(terms: readonly Term[], plain: (text: string) => string): Rewriting {
  const byStart = new Map<string, Form[]>();
  for (const { to, from, kind } of terms) {
    const word = plain(to);
    for (const one of from) {
      const form = plain(one);
      const start = [...form][0];
      if (start === undefined || form === word) continue;
      const forms = byStart.get(start) ?? [];
      forms.push({ form, to: word, keep: keeps(kind) });
      byStart.set(start, forms);
    }
  }
  for (const forms of byStart.values()) forms.sort((a, b) => b.form.length - a.form.length);
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

/** Does the form stand here, not inside another Latin word? */
function stands(text: string, form: string, at: number): boolean {
  if (!text.startsWith(form, at)) return false;
  const end = at + form.length;
  const joinsLeft = LATIN.test(form[0] ?? '') && LATIN.test(text[at - 1] ?? '');
  const joinsRight = LATIN.test(form.at(-1) ?? '') && LATIN.test(text[end] ?? '');
  return !joinsLeft && !joinsRight;
}
