/**
 * The one byte form of a document (RFC 8785, JSON Canonicalization Scheme), its SHA-256, and the seal that makes a
 * change of a submission visible. A seal proves integrity, not who wrote the document.
 */
import { createHash } from 'node:crypto';
import type { Submission } from './submission.ts';

/**
 * RFC 8785 form of a JSON value: what JSON.stringify writes, with the names of every object in order of their UTF-16
 * code units. Properties that are undefined are left out. Throws TypeError for what is no JSON (undefined, a function,
 * NaN, an infinity).
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (Number.isFinite(value)) return String(value === 0 ? 0 : value);
      break;
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? ofItems(value) : ofProperties(value as Readonly<Record<string, unknown>>);
    default:
  }
  throw new TypeError('only JSON values have a canonical form');
}

function ofItems(items: readonly unknown[]): string {
  let text = '';
  for (let i = 0; i < items.length; i++)
    text += i === 0 ? canonical(items[i] ?? null) : `,${canonical(items[i] ?? null)}`;
  return `[${text}]`;
}

/** Names of fields as they nearly all are: nothing in them needs escaping. */
const PLAIN_NAME = /^\w+$/;

function ofProperties(object: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const name of inOrder(Object.keys(object))) {
    const value = object[name];
    if (value === undefined) continue;
    const property = `${PLAIN_NAME.test(name) ? `"${name}"` : JSON.stringify(name)}:${canonical(value)}`;
    text = text === '' ? property : `${text},${property}`;
  }
  return `{${text}}`;
}

/** Longest list of names sorted by insertion: the objects of a document are small, and sort() copies what it sorts. */
const FEW = 24;

function inOrder(names: string[]): readonly string[] {
  if (names.length > FEW) return names.sort();
  for (let i = 1; i < names.length; i++) {
    const name = names[i] as string;
    let at = i;
    for (; at > 0 && (names[at - 1] as string) > name; at--) names[at] = names[at - 1] as string;
    names[at] = name;
  }
  return names;
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
