/**
 * Small facts about sessions in an SQLite file: when each wants to be woken, which handles are joined to it, and the
 * short codes that join them. Opens no transaction and judges nothing.
 */
import type { Wake } from '../store.ts';
import { TAKEN_FOR } from '../store.ts';
import type { Database } from './database.ts';

/** Every key is in stored form, every handle and code hashed. */
export interface Registry {
  setWake(session: string, at: number | null): void;
  wakeOf(session: string): number | undefined;
  isDue(now: number): boolean;
  wakes(now: number, lease: number, limit: number): readonly Wake[];
  link(handle: string, session: string | undefined): void;
  linked(handle: string): string | undefined;
  /** Parts all handles of a session but `except` ('' for none); how many. */
  part(session: string, except: string): number;
  links(): readonly { readonly handle: string; readonly key: string }[];
  offer(code: string, session: string, until: number): void;
  redeem(code: string, by: string, now: number): string | undefined;
  erase(session: string): void;
}

export function openRegistry(database: Database): Registry {
  const set = database.prepare('INSERT OR REPLACE INTO wake(session, at, due) VALUES(?, ?, ?)');
  const unset = database.prepare('DELETE FROM wake WHERE session = ?');
  const wakeOf = database.prepare('SELECT at FROM wake WHERE session = ?');
  const due = database.prepare('SELECT session AS key, at FROM wake WHERE due <= ? ORDER BY due, session LIMIT ?');
  const lend = database.prepare('UPDATE wake SET due = ? WHERE session = ?');
  const join = database.prepare('INSERT OR REPLACE INTO link(handle, session) VALUES(?, ?)');
  const part = database.prepare('DELETE FROM link WHERE handle = ?');
  const partAll = database.prepare('DELETE FROM link WHERE session = ? AND handle <> ?');
  const linked = database.prepare('SELECT session FROM link WHERE handle = ?');
  const links = database.prepare('SELECT handle, session AS key FROM link ORDER BY handle');
  const offer = database.prepare("INSERT OR REPLACE INTO code(code, session, until, taker) VALUES(?, ?, ?, '')");
  const codeOf = database.prepare('SELECT session, taker FROM code WHERE code = ?');
  const take = database.prepare('UPDATE code SET taker = ?, until = ? WHERE code = ?');
  const expire = database.prepare('DELETE FROM code WHERE until <= ?');
  const eraseLinks = database.prepare('DELETE FROM link WHERE session = ?');
  const eraseCodes = database.prepare('DELETE FROM code WHERE session = ?');

  return {
    setWake(session, at) {
      if (at === null) unset.run(session);
      else set.run(session, at, at);
    },
    wakeOf: (session) => (wakeOf.get(session) as { at: number } | undefined)?.at,
    isDue: (now) => due.get(now, 1) !== undefined,
    wakes(now, lease, limit) {
      const found = (due.all(now, limit) as unknown as Wake[]).map(({ key, at }) => ({ key, at }));
      for (const { key } of found) lend.run(now + lease, key);
      return found;
    },
    link(handle, session) {
      if (session === undefined) part.run(handle);
      else join.run(handle, session);
    },
    part: (session, except) => Number(partAll.run(session, except).changes),
    linked: (handle) => (linked.get(handle) as { session: string } | undefined)?.session,
    links: () => (links.all() as unknown as { handle: string; key: string }[]).map((one) => ({ ...one })),
    offer(code, session, until) {
      offer.run(code, session, until);
    },
    redeem(code, by, now) {
      expire.run(now);
      const found = codeOf.get(code) as { session: string; taker: string } | undefined;
      if (found === undefined || (found.taker !== '' && found.taker !== by)) return undefined;
      if (found.taker === '') take.run(by, now + TAKEN_FOR, code);
      return found.session;
    },
    erase(session) {
      unset.run(session);
      eraseLinks.run(session);
      eraseCodes.run(session);
    },
  };
}
