/**
 * Small facts about sessions in Redis: when each wants to be woken, which handles are joined to it, and the short codes
 * that join them. Judges nothing.
 */
import { storedId, storedKey } from '../key.ts';
import type { Wake } from '../store.ts';
import { TAKEN_FOR } from '../store.ts';
import type { Argument, Connection } from './connection.ts';
import { grouped, spread } from './group.ts';
import type { Keys } from './keys.ts';
import { PART } from './lua/part.ts';
import { REDEEM } from './lua/redeem.ts';
import { WAKE } from './lua/wake.ts';
import { DUE_WAKES, LEASE_WAKES } from './lua/wakes.ts';

export interface Registry {
  wakes(now: number, lease: number, limit: number): Promise<readonly Wake[]>;
  wake(key: string, expected: number, at: number | null): Promise<void>;
  link(handle: string, key: string | undefined): Promise<void>;
  linked(handle: string): Promise<string | undefined>;
  part(key: string, except: string | undefined): Promise<number>;
  /** Joins a handle in stored form. */
  join(handle: string, session: string): Promise<void>;
  offer(code: string, key: string, until: number): Promise<void>;
  redeem(code: string, by: string, now: number): Promise<string | undefined>;
  /** Parts every handle and forgets every code of a session. */
  forget(session: string): Promise<void>;
}

function wakesOf(flat: readonly string[]): readonly Wake[] {
  return Array.from({ length: flat.length / 2 }, (_, n) => ({ key: flat[2 * n] ?? '', at: Number(flat[2 * n + 1]) }));
}

export function openRegistry(connection: Connection, keys: Keys): Registry {
  const handles = (hashed: string): string => `${keys.baseOf(hashed)}h`;
  const codeKey = (hashed: string): string => `${keys.baseOf(hashed)}c:${hashed}`;
  const joined = (session: string): string => `${keys.baseOf(session)}j:${session}`;

  // The way back first: what is joined can then always be found when its person is erased.
  async function join(handle: string, session: string): Promise<void> {
    await connection.call('SADD', joined(session), `h${handle}`);
    await connection.call('HSET', handles(handle), handle, session);
  }

  return {
    async wakes(now, lease, limit) {
      const found = await Promise.all(
        spread(connection, keys).map((bases) => connection.run(DUE_WAKES, bases, [now, limit])),
      );
      const due = (found as readonly (readonly string[])[]).flatMap(wakesOf);
      const first = due.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1)).slice(0, limit);
      const leased = await Promise.all(
        grouped(connection, first, ({ key }) => keys.baseOf(key)).map(({ bases, members }) => {
          const pairs = members.flatMap(({ base, one }): Argument[] => [base, one.key]);
          return connection.run(LEASE_WAKES, bases, [now, now + lease, ...pairs]) as Promise<readonly string[]>;
        }),
      );
      return leased.flatMap(wakesOf).sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
    },
    async wake(key, expected, at) {
      const session = storedKey(key);
      await connection.run(WAKE, [keys.baseOf(session)], [session, expected, at ?? '-']);
    },
    async link(handle, key) {
      const hashed = storedId(handle);
      if (key === undefined) await connection.call('HDEL', handles(hashed), hashed);
      else await join(hashed, storedKey(key));
    },
    async linked(handle) {
      const hashed = storedId(handle);
      return ((await connection.call('HGET', handles(hashed), hashed)) as string | null) ?? undefined;
    },
    async part(key, except) {
      const session = storedKey(key);
      const kept = except === undefined ? undefined : storedId(except);
      const ways = (await connection.call('SMEMBERS', joined(session))) as readonly string[];
      const handlesOf = ways.filter((way) => way.startsWith('h')).map((way) => way.slice(1));
      const parted = await Promise.all(
        handlesOf
          .filter((handle) => handle !== kept)
          .map((handle) => connection.run(PART, [handles(handle)], [handle, session]) as Promise<number>),
      );
      return parted.reduce((total, one) => total + one, 0);
    },
    join,
    async offer(code, key, until) {
      const hashed = storedId(code);
      const session = storedKey(key);
      await connection.call('SADD', joined(session), `c${hashed}`);
      await connection.call('SET', codeKey(hashed), `${until} ${session}`, 'PXAT', Math.max(1, Math.ceil(until)));
    },
    async redeem(code, by, now) {
      const hashed = storedId(code);
      const args = [storedId(by), now, TAKEN_FOR];
      return ((await connection.run(REDEEM, [codeKey(hashed)], args)) as string | null) ?? undefined;
    },
    async forget(session) {
      for (const way of (await connection.call('SMEMBERS', joined(session))) as readonly string[]) {
        const hashed = way.slice(1);
        if (way.startsWith('c')) await connection.call('DEL', codeKey(hashed));
        else await connection.run(PART, [handles(hashed)], [hashed, session]);
      }
    },
  };
}
