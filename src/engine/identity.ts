/**
 * Names of submissions, derived by SHA-256 from who applies with what, so that a turn taken again gives the same ones.
 * They disclose nothing of the person and are never drawn at random.
 */
import { createHash } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, so that a number read over the telephone arrives. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function base32(parts: readonly (string | number)[], length: number): string {
  const digest = createHash('sha256').update(JSON.stringify(parts), 'utf8').digest();
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of digest) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
      if (text.length === length) return text;
    }
    held &= (1 << bits) - 1;
  }
  throw new RangeError(`a digest holds no ${length} characters`);
}

/** What a name is derived from. `startedAt` (ms) tells the first draft after an erasure from the first before it. */
export interface Origin {
  readonly session: string;
  readonly draft: string;
  readonly startedAt: number;
  readonly call: string;
}

/** `SUB-<year>-<list>-<16 characters>`: 80 bits; another one for each revision (from 1). */
export function submissionId(origin: Origin, year: number, list: string, revision: number): string {
  const { session, draft, startedAt, call } = origin;
  return `SUB-${year}-${list}-${base32(['submission', session, draft, startedAt, call, revision], 16)}`;
}

/** `<prefix>-<list>-<5>-<5>`, and `-R<n>` from the second revision on: an applicant keeps one number through corrections. */
export function receiptNumber(origin: Origin, prefix: string, list: string, revision: number): string {
  const { session, draft, startedAt, call } = origin;
  const number = base32(['receipt', session, draft, startedAt, call], 10);
  const base = `${prefix}-${list}-${number.slice(0, 5)}-${number.slice(5)}`;
  return revision === 1 ? base : `${base}-R${revision}`;
}

/** `usr_` and 16 hex digits: how a person is named in a submission. */
export function userRef(sessionKey: string): string {
  return `usr_${createHash('sha256').update(sessionKey, 'utf8').digest('hex').slice(0, 16)}`;
}
