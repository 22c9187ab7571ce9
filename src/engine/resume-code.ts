/**
 * Codes that carry an application to another channel: how they are drawn, written and read, and what has to be known
 * besides. Pure; keeps none and judges none.
 */

/** Crockford's base 32: no I, L, O, U, so that a code read from another screen arrives. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Digits nobody takes for a letter: each code has one, so that no word is taken for a code. */
const CLEAR_DIGITS = '23456789';
/** Characters of a code that needs the last digits of the telephone too, and of one that stands alone. */
const BOUND = 8;
const FREE = 10;
const TAIL = 4;

/** How long a code can be used, minutes. */
export const CODE_MINUTES = 10;

export interface ResumeCode {
  /** As people see it: `7KQ2-M8XZ`, or `7KQ2M-8XZ4R` where nothing else is asked. */
  readonly shown: string;
  /** What is kept of it, with the digits that have to be known. */
  readonly secret: string;
}

/**
 * A new code.
 * @param draw a number from 0 to below `below`, which nobody can foresee
 * @param tail the last digits of the telephone, which whoever uses the code must know; undefined where none is known
 */
export function drawCode(draw: (below: number) => number, tail: string | undefined): ResumeCode {
  const length = tail === undefined ? FREE : BOUND;
  const digit = draw(length);
  let code = '';
  for (let n = 0; n < length; n++) {
    code += n === digit ? CLEAR_DIGITS[draw(CLEAR_DIGITS.length)] : ALPHABET[draw(ALPHABET.length)];
  }
  return { shown: `${code.slice(0, length / 2)}-${code.slice(length / 2)}`, secret: `${code}${tail ?? ''}` };
}

/** What was read: a whole secret, or a code the digits are missing of. */
export type ReadCode = { readonly secret: string } | { readonly owed: string };

const WRITTEN = /^(?:[0-9A-Z]{4}[-\s]?[0-9A-Z]{4}|[0-9A-Z]{5}[-\s]?[0-9A-Z]{5})(?:[\s,+-]*(\d{4}))?$/;

/** A code as people write it, with or without the digits; undefined when it is none. */
export function readCode(text: string): ReadCode | undefined {
  const flat = text
    .normalize('NFKC')
    .replace(/[‐‑‒–—−]/g, '-')
    .toUpperCase()
    .trim();
  const written = WRITTEN.exec(flat);
  if (written === null || !/\d/.test(flat)) return undefined;
  const tail = written[1];
  const code = flat
    .slice(0, tail === undefined ? flat.length : -TAIL)
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (code.includes('U')) return undefined;
  if (code.length === FREE) return { secret: code };
  return tail === undefined
    ? { owed: `${code.slice(0, BOUND / 2)}-${code.slice(BOUND / 2)}` }
    : { secret: code + tail };
}

/** The last digits of a telephone number in its kept form, without an extension. */
export function tailOf(phone: string): string | undefined {
  const digits = phone.replace(/(?<=^0\d{2,3}-\d{7,8})-\d{1,6}$/, '').replace(/\D/g, '');
  return digits.length < TAIL ? undefined : digits.slice(-TAIL);
}
