/** Finds what looks like an ID card or bank card number in free text and masks it. Never keeps one. */
import { readEmail } from './email.ts';
import { readPhone } from './phone.ts';
import type { Doubt } from './reading.ts';

const SUSPECT = /[\d０-９][\d０-９ -]{13,}[\d０-９XxＸｘ]/;
const RUN = /(?<![0-9A-Za-z])\d(?:[ -]?\d){14,18}[Xx]?(?![0-9A-Za-z])/g;
const OWN_MASK = /(?<!\d)(?:\d{6}\*{8}\d{3}[\dXx]|\d{4}\*{8,11}\d{4})(?!\d)/;
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: 17 digits with a plausible province and birthday, and the ISO 7064 MOD 11-2 check character. */
function isIdCard(text: string): boolean {
  const parts = /^([1-6]\d|71|8[123])\d{4}(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(text);
  if (!parts) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (text.charCodeAt(i) - 48) * (ID_WEIGHTS[i] ?? 0);
  return '10X98765432'[sum % 11] === text.slice(17).toUpperCase();
}

/** ISO/IEC 7812: 16–19 digits of a payment network (first digit 3–6) with the Luhn check digit. */
function isBankCard(text: string): boolean {
  if (!/^[3-6]\d{15,18}$/.test(text)) return false;
  let sum = 0;
  for (let i = text.length - 1, twice = false; i >= 0; i--, twice = !twice) {
    const digit = text.charCodeAt(i) - 48;
    sum += twice ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}

/** Only digits and X, so that Chinese punctuation stays as it was written. */
function asciiDigits(text: string): string {
  return text.replace(/[０-９Ｘｘ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
}

function mask(digits: string): string {
  const head = digits.length === 18 && isIdCard(digits) ? 6 : 4;
  return digits.slice(0, head) + '*'.repeat(digits.length - head - 4) + digits.slice(-4);
}

/** The text with every such number masked, and the masked form of the first one (undefined: there was none). */
export function withoutNumbers(text: string): { readonly text: string; readonly masked: string | undefined } {
  if (!SUSPECT.test(text)) return { text, masked: undefined };
  let masked: string | undefined;
  const safe = asciiDigits(text).replace(RUN, (run) => {
    const digits = run.replace(/[ -]/g, '');
    if (!isIdCard(digits) && !isBankCard(digits)) return run;
    const hidden = mask(digits);
    masked ??= hidden;
    return hidden;
  });
  return masked === undefined ? { text, masked } : { text: safe, masked };
}

const DIGITS = /^[\d０-９*][\d０-９ *-]{13,}[\d０-９XxＸｘ]$/;
const ID_LABEL =
  /^(?:身份证号码?|身份证|证件号码?|证件|银行卡号?|银行账号|账号|卡号|id(?: card)?(?: number)?)\s*[:：是为]?\s*/i;
const LONGEST_NUMBER = 260;

/** Is the text nothing but a phone number, an e-mail address, or an ID or bank card number, perhaps with its label? */
export function isOnlyPersonal(text: string): boolean {
  if (text.length > LONGEST_NUMBER || !/[\d０-９@＠]/.test(text)) return false;
  const trimmed = text.trim();
  if (readPhone(trimmed) !== undefined || readEmail(trimmed).ok) return true;
  const digits = trimmed.replace(ID_LABEL, '').replace(/[。.,，;；]+$/, '');
  return DIGITS.test(digits) && withoutNumbers(digits).masked !== undefined;
}

/** The doubt about texts gathered earlier, whose numbers were already masked when they came in. */
export function maskedBefore(texts: readonly string[]): readonly Doubt[] {
  for (const text of texts) {
    const found = text.includes('****') ? OWN_MASK.exec(text) : null;
    if (found !== null) return [{ code: 'personal_number', params: { masked: found[0] } }];
  }
  return [];
}
