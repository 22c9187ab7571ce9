/**
 * Everything an SQLite file holds, record by record, for another store, and the way back. Knows no other store and opens
 * no transaction.
 */
import type { Entry } from '../../engine/operation.ts';
import type { Moved } from '../store.ts';
import type { Parts } from './commit.ts';
import type { Database } from './database.ts';

export interface Mover {
  /** Keys of all sessions that have turns, in the order they began. */
  keys(): readonly string[];
  /** One session and the ids of its messages. */
  session(key: string): readonly Moved[];
  /** All that is not of one session's turns. */
  rest(): readonly Moved[];
  restore(moved: Moved): void;
}

export function openMover(database: Database, { turns, outbox, archive, registry }: Parts): Mover {
  const keys = database.prepare('SELECT key FROM session ORDER BY no');
  const inbounds = database.prepare(
    "SELECT inbound FROM placed JOIN turn USING(seq) WHERE placed.session = ? AND inbound <> '' ORDER BY placed.n",
  );
  const carried = database.prepare('SELECT inbound FROM carried WHERE session = ? ORDER BY inbound');
  const addSeen = database.prepare('INSERT OR IGNORE INTO seen(inbound) VALUES(?)');
  const addCarried = database.prepare('INSERT OR IGNORE INTO carried(session, inbound) VALUES(?, ?)');

  function restoreSession(moved: Extract<Moved, { kind: 'session' }>): void {
    if (turns.find(moved.key) !== undefined) return;
    const no = turns.start(moved.key);
    for (const [n, entry] of moved.entries.entries()) turns.append(no, n, '', JSON.stringify(entry));
    const { snapshot, wake } = moved;
    if (snapshot !== undefined) archive.keepSnapshot(moved.key, snapshot.length, JSON.stringify(snapshot.state));
    if (wake !== undefined) registry.setWake(moved.key, wake);
  }

  return {
    keys: () => (keys.all() as { key: string }[]).map(({ key }) => key),
    session(key) {
      const no = turns.find(key);
      if (no === undefined) return [];
      const entries = turns.entries(no, 0).map((one) => JSON.parse(one) as Entry);
      const ids = [...inbounds.all(no), ...carried.all(key)].map((row) => (row as { inbound: string }).inbound);
      return [
        { kind: 'session', key, entries, snapshot: archive.snapshot(key), wake: registry.wakeOf(key) },
        { kind: 'seen', key, ids },
      ];
    },
    rest: () => [
      ...outbox.all().owed.map(({ due, at }) => ({ kind: 'reply' as const, due, at })),
      ...outbox.all().dead.map((letter) => ({ kind: 'dead' as const, letter })),
      ...archive.all(),
      ...registry.links().map(({ handle, key }) => ({ kind: 'link' as const, handle, key })),
    ],
    restore(moved) {
      switch (moved.kind) {
        case 'session':
          restoreSession(moved);
          break;
        case 'seen':
          for (const id of moved.ids) {
            addSeen.run(id);
            addCarried.run(moved.key, id);
          }
          break;
        case 'reply':
          outbox.carry(numberOf(moved.due.key), moved.due, moved.at);
          break;
        case 'dead':
          outbox.carryDead(numberOf(moved.letter.key), moved.letter);
          break;
        case 'submission':
          archive.carry(moved);
          break;
        case 'event':
          archive.record(moved.event.key, moved.event);
          break;
        case 'link':
          registry.link(moved.handle, moved.key);
          break;
        default:
          moved satisfies never;
      }
    },
  };

  function numberOf(key: string): number {
    return turns.find(key) ?? turns.start(key);
  }
}
