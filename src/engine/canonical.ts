/**
 * The one byte form of a document (RFC 8785, JSON Canonicalization Scheme), its SHA-256, and the seal that makes a
 * change of a submission visible. A seal proves integrity, not who wrote the document.
 */
import { createHash } from 'node:crypto';
import canonicalizeModule from 'canonicalize';
import type { Submission } from './submission.ts';

// The package exports the function itself (CommonJS), while its declaration promises a property `default`.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** RFC 8785 form of a JSON value. Throws for what is no JSON (undefined, a function, NaN, an infinity). */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only JSON values have a canonical form');
  return text;
}

/** SHA-256 of the UTF-8 bytes of `text`, lower-case hex. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Adds `integrity` to a document that has none. */
export function seal(document: Omit<Submission, 'integrity'>): Submission {
  return { ...document, integrity: { canonicalization: 'RFC8785', sha256: sha256Hex(canonical(document)) } };
}

/** Does the document say what it said when it was sealed? False for anything without a well-formed seal. */
export function verifySeal(document: unknown): boolean {
  if (typeof document !== 'object' || document === null || !('integrity' in document)) return false;
  const { integrity, ...rest } = document;
  if (typeof integrity !== 'object' || integrity === null) return false;
  if (Object.keys(integrity).sort().join() !== 'canonicalization,sha256') return false;
  if (!('canonicalization' in integrity) || integrity.canonicalization !== 'RFC8785') return false;
  return 'sha256' in integrity && integrity.sha256 === sha256Hex(canonical(rest));
}
