/**
 * The names of everything this store keeps in Redis. All keys of a session carry one hash tag, `{p00}` to `{p31}`, so
 * that one script may touch them in a cluster. No id from outside is ever part of a key in plain.
 *
 * Below a base `sb:{p07}:` (hashes are the 22 characters of `storedId`, sessions `#` and such a hash):
 *
 * | key            | what                                                                              |
 * |----------------|-----------------------------------------------------------------------------------|
 * | `s:<session>`  | list: its entries, JSON, all of them for ever                                      |
 * | `n:<session>`  | string: its snapshot, `<length> <JSON>`                                            |
 * | `d:<session>`  | zset: ids of its messages; score: second × 2²² + token of the commit; 7 days       |
 * | `o:<session>`  | list: replies owed, `<due ms> <attempts> <id> <channel> <JSON>`; JSON: `reply.ts`  |
 * | `j:<session>`  | set: handles (`h<hash>`) and codes (`c<hash>`) that lead to it                     |
 * | `x`            | zset: sessions by their last commit, µs                                            |
 * | `r:<channel>`  | zset: sessions owed replies there, by when the first of them is due, ms            |
 * | `k`            | set: channels that ever had an `r:`                                                |
 * | `z`            | list: dead letters, newest first, `<µs> <attempts> <session> <reason JSON>⏎<JSON>` |
 * | `w`            | zset: sessions to wake, by when, ms                                                |
 * | `l`            | hash: session → `<at> <until>`: the wake for `at` is leased until then             |
 * | `e:<kind>`     | zset: events by µs, `<nonce> <session> <JSON>`                                     |
 * | `q`            | set: kinds of events                                                               |
 * | `b`            | zset: submissions of these sessions (hashed ids), by when                          |
 * | `b:<id>`       | hash: a submission: `k` session, `s` sum, `a` at, `d` document, `w` withdrawn at   |
 * | `i`            | hash: hashed id of a submission → its session (partition of the id)                |
 * | `h`            | hash: hashed handle → its session (partition of the handle)                        |
 * | `c:<code>`     | string: `<until ms> <session> <hash of who took it>` (partition of the code)       |
 * | `m`            | string: written by commits that wait for a replica                                 |
 */
import { storedId } from '../key.ts';
import type { Note } from '../store.ts';

export const PARTITIONS = 32;

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const PLAIN = /^[a-z][a-z0-9_-]{0,31}$/;

export interface Keys {
  /** The bases of all partitions, in order. */
  readonly bases: readonly string[];
  /** The base of a stored session key or of any hashed id. */
  baseOf(stored: string): string;
}

/** @param namespace keeps several installations on one server apart; '' for none */
export function keysOf(namespace: string): Keys {
  const before = namespace === '' ? 'sb:' : `sb:${namespace}:`;
  const bases = Array.from({ length: PARTITIONS }, (_, n) => `${before}{p${String(n).padStart(2, '0')}}:`);
  return {
    bases,
    baseOf(stored) {
      const first = stored.charAt(stored.startsWith('#') ? 1 : 0);
      return bases[BASE64URL.indexOf(first) % PARTITIONS] ?? '';
    },
  };
}

/** A channel's name, or a kind of event, as it may stand in a key and between spaces. */
export function wordOf(name: string): string {
  return PLAIN.test(name) ? name : storedId(name);
}

/** A reply's id as the outbox keeps it: 72 bits, enough among the replies of one session. */
export function replyId(id: string): string {
  return storedId(id).slice(0, 12);
}

/** An event as it stands in its zset. The nonce makes it one though it be written twice. */
export function writtenEvent(nonce: string, session: string, at: number, { kind, text }: Note): string {
  return `${nonce} ${session} ${JSON.stringify({ at, kind, text })}`;
}
