/**
 * Keys and ids as stores keep them: hashed, so that any length and any content is one short key and names nobody.
 * Never keeps or returns the plain form.
 */
import { hash } from 'node:crypto';

/** 22 characters of base64url: 132 bits of SHA-256. */
const LENGTH = 22;
const STORED = /^#[A-Za-z0-9_-]{22}$/;

/**
 * An id from outside as stored. JSON is taken of it first because it tells lone surrogates apart, which UTF-8 does not.
 */
export function storedId(id: string): string {
  return hash('sha256', JSON.stringify(id), 'base64url').slice(0, LENGTH);
}

/**
 * The id of a message as stored, for telling a second delivery: unique within its session only, so that people who
 * number their messages alike never take one another's.
 * @param key a session key, stored or plain
 */
export function seenId(key: string, inbound: string): string {
  return storedId(`${storedKey(key)}${inbound}`);
}

/**
 * A session key as stored (`#` and a hash). A key already in that form is returned as it is, so what `sessions()` lists
 * can be given back to the store; plain keys (`channel:user`) have a colon and are never taken for one.
 */
export function storedKey(key: string): string {
  return STORED.test(key) ? key : `#${storedId(key)}`;
}
