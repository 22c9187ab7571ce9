/**
 * Everything this store holds, record by record, for another store, and the way back. Consistent while nobody writes;
 * knows no other store.
 */
import type { Entry } from '../../engine/operation.ts';
import { storedId } from '../key.ts';
import type { Moved } from '../store.ts';
import type { Archive } from './archive.ts';
import { sumOf } from './canonical.ts';
import type { Argument, Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { RESTORE_DEAD, RESTORE_REPLY, RESTORE_SEEN, RESTORE_SESSION } from './lua/restore.ts';
import { letterOf } from './outbox.ts';
import type { Registry } from './registry.ts';
import { unpacked, writtenReply } from './reply.ts';

export interface Mover {
  dump(): AsyncIterable<Moved>;
  restore(moved: Moved): Promise<void>;
}

/** Sessions read at once. */
const AT_ONCE = 32;

export function openMover(connection: Connection, keys: Keys, archive: Archive, registry: Registry): Mover {
  const list = (name: string, from = 0, to = -1) =>
    connection.call('LRANGE', name, from, to) as Promise<readonly string[]>;

  async function session(key: string): Promise<readonly Moved[]> {
    const base = keys.baseOf(key);
    const [entries, snapshot, ids, due] = await Promise.all([
      list(`${base}s:${key}`),
      connection.call('GET', `${base}n:${key}`) as Promise<string | null>,
      connection.call('ZRANGE', `${base}d:${key}`, 0, -1) as Promise<readonly string[]>,
      connection.call('ZSCORE', `${base}w`, key) as Promise<string | null>,
    ]);
    const wake = due === null ? undefined : Number(due);
    const space = snapshot?.indexOf(' ') ?? 0;
    const state: unknown = snapshot === null ? undefined : JSON.parse(snapshot.slice(space + 1));
    return [
      {
        kind: 'session',
        key,
        entries: entries.map((one) => JSON.parse(one) as Entry),
        snapshot: snapshot === null ? undefined : { length: Number(snapshot.slice(0, space)), state },
        wake,
      },
      { kind: 'seen', key, ids },
    ];
  }

  async function* replies(base: string): AsyncIterable<Moved> {
    for (const channel of (await connection.call('SMEMBERS', `${base}k`)) as readonly string[]) {
      for (const key of (await connection.call('ZRANGE', `${base}r:${channel}`, 0, -1)) as readonly string[]) {
        for (const one of await list(`${base}o:${key}`)) {
          const [due, attempts, , lane, ...json] = one.split(' ');
          // Its other lanes are found by their own channels.
          if (lane !== channel) continue;
          const outbound = unpacked(json.join(' '));
          yield { kind: 'reply', due: { key, outbound, attempts: Number(attempts) }, at: Math.floor(Number(due)) };
        }
      }
    }
  }

  async function* dump(): AsyncIterable<Moved> {
    const everybody = await archive.everybody();
    for (let from = 0; from < everybody.length; from += AT_ONCE) {
      for (const one of await Promise.all(everybody.slice(from, from + AT_ONCE).map(session))) yield* one;
    }
    for (const base of keys.bases) yield* replies(base);
    const letters = await Promise.all(keys.bases.map((base) => list(`${base}z`)));
    const dead = letters.flat().map(letterOf);
    for (const { letter } of dead.sort((a, b) => a.at - b.at)) yield { kind: 'dead', letter };
    for (const { key, at, stored } of await archive.filed()) yield { kind: 'submission', key, at, stored };
    for (const event of (await archive.events(undefined)).toReversed()) yield { kind: 'event', event };
    for (const base of keys.bases) {
      const links = (await connection.call('HGETALL', `${base}h`)) as readonly string[];
      for (let n = 0; n < links.length; n += 2) yield { kind: 'link', handle: links[n] ?? '', key: links[n + 1] ?? '' };
    }
  }

  async function fileAway({ key, at, stored }: Extract<Moved, { kind: 'submission' }>): Promise<void> {
    const { submission, withdrawnAt } = stored;
    const hashed = storedId(submission.submission_id);
    const base = keys.baseOf(key);
    if ((await connection.call('HSETNX', `${keys.baseOf(hashed)}i`, hashed, key)) !== 1) {
      if ((await connection.call('EXISTS', `${base}b:${hashed}`)) === 1) return;
    }
    const fields: Argument[] = ['k', key, 's', sumOf(submission), 'a', at, 'd', JSON.stringify(submission)];
    if (withdrawnAt !== undefined) fields.push('w', withdrawnAt);
    // Listed first: what is listed and not there yet is passed over, what is there and not listed would be lost.
    await connection.call('ZADD', `${base}b`, at, hashed);
    await connection.call('HSET', `${base}b:${hashed}`, ...fields);
  }

  return {
    dump,
    async restore(moved) {
      switch (moved.kind) {
        case 'session': {
          const { key, snapshot, wake, entries } = moved;
          const kept = snapshot === undefined ? '' : `${snapshot.length} ${JSON.stringify(snapshot.state)}`;
          const turns = entries.map((entry) => JSON.stringify(entry));
          await connection.run(RESTORE_SESSION, [keys.baseOf(key)], [key, kept, wake ?? '', ...turns]);
          break;
        }
        case 'seen':
          if (moved.ids.length > 0)
            await connection.run(RESTORE_SEEN, [keys.baseOf(moved.key)], [moved.key, ...moved.ids]);
          break;
        case 'reply': {
          const { key, attempts, outbound } = moved.due;
          const args = [key, moved.at, attempts, writtenReply(outbound)];
          await connection.run(RESTORE_REPLY, [keys.baseOf(key)], args);
          break;
        }
        case 'dead': {
          const { key, attempts, reason, outbound } = moved.letter;
          const letter = `${attempts} ${key} ${JSON.stringify(reason)}\n${JSON.stringify(outbound)}`;
          await connection.run(RESTORE_DEAD, [keys.baseOf(key)], [letter]);
          break;
        }
        case 'submission':
          await fileAway(moved);
          break;
        case 'event':
          await archive.record(moved.event);
          break;
        case 'link':
          await registry.join(moved.handle, moved.key);
          break;
        default:
          moved satisfies never;
      }
    },
  };
}
