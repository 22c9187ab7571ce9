/** E-mail addresses as people type them. Checks the form only; sends and resolves nothing. */
import { halfWidth } from './normalise.ts';

const LONGEST = 254;
const ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;
const EDGE = /^[\s,，。、;；:：<>《》（）()"“”'‘’]+|[\s,，。、;；:：.<>《》（）()"“”'‘’]+$/g;
const LABEL = /^(?:电子邮箱|电子邮件|邮箱地址|邮箱|邮件|e-?mail|mail)\s*[:：]\s*/i;

export type EmailReading =
  | { readonly ok: true; readonly email: string }
  | { readonly ok: false; readonly suggestion: string | undefined };

function isAddress(text: string): boolean {
  return text.length <= LONGEST && text.indexOf('@') <= 64 && ADDRESS.test(text);
}

/**
 * At most 254 characters, one @, a dot in the domain; Chinese punctuation and spaces around it are dropped (rule
 * coverage §3.7, 邮箱). When only punctuation inside is wrong ("example。com"), the suggestion is what was probably meant.
 */
export function readEmail(text: string): EmailReading {
  if (text.length > LONGEST * 2) return { ok: false, suggestion: undefined };
  const address = halfWidth(text.trim().replace(LABEL, '').replace(EDGE, ''));
  if (isAddress(address)) return { ok: true, email: address };
  const repaired = address
    .replace(/[。｡·,，]/g, '.')
    .replace(/\s+|^mailto:/gi, '')
    .replace(/\.{2,}/g, '.');
  return { ok: false, suggestion: isAddress(repaired) ? repaired : undefined };
}
