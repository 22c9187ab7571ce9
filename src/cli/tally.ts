/**
 * What a store holds, counted and summed up record by record, so that two stores can be compared. Reads only, and says
 * nothing about which of two is right.
 */
import { hash } from 'node:crypto';
import { sumOf } from '../store/redis/canonical.ts';
import type { Moved } from '../store/store.ts';
import { MARK } from './half-moved.ts';

/** How much there is of each kind. `withdrawn` are among `submissions`; `messages`: ids of messages taken before. */
export interface Counts {
  readonly sessions: number;
  readonly turns: number;
  readonly messages: number;
  readonly owed: number;
  readonly dead: number;
  readonly submissions: number;
  readonly withdrawn: number;
  readonly events: number;
  readonly links: number;
  readonly wakes: number;
}

export interface Tally {
  readonly counts: Counts;
  /** SHA-256, base64url, over all records whatever their order, but the ids of messages: Redis lets those expire. */
  readonly digest: string;
  /** The same over the ids of messages. */
  readonly seen: string;
  /** One sum a record, and how often it occurs. */
  readonly records: ReadonlyMap<string, number>;
}

export interface Tallying {
  /** Counts a record and returns its sum; undefined for one that says nothing. Replies of one session in their order. */
  add(moved: Moved): string | undefined;
  end(): Tally;
}

const NOTHING: Counts = {
  sessions: 0,
  turns: 0,
  messages: 0,
  owed: 0,
  dead: 0,
  submissions: 0,
  withdrawn: 0,
  events: 0,
  links: 0,
  wakes: 0,
};

/** Is this about nothing, or the mark of a move itself? */
function isEmpty(moved: Moved): boolean {
  switch (moved.kind) {
    case 'session':
      // One that was begun for a dead letter only, in a store that numbers sessions.
      return moved.entries.length === 0 && moved.snapshot === undefined && moved.wake === undefined;
    case 'seen':
      return moved.ids.length === 0;
    case 'link':
      return moved.handle === MARK;
    case 'reply':
    case 'dead':
    case 'submission':
    case 'event':
      return false;
    default:
      return moved satisfies never;
  }
}

/** Counts records as they come by. */
export function tallying(): Tallying {
  const counts: { -readonly [name in keyof Counts]: number } = { ...NOTHING };
  const records = new Map<string, number>();
  const sums: string[] = [];
  const seen: string[] = [];
  const places = new Map<string, number>();

  function count(moved: Moved): void {
    switch (moved.kind) {
      case 'session':
        counts.sessions += 1;
        counts.turns += moved.entries.length;
        counts.wakes += moved.wake === undefined ? 0 : 1;
        break;
      case 'seen':
        counts.messages += moved.ids.length;
        break;
      case 'reply':
        counts.owed += 1;
        break;
      case 'dead':
        counts.dead += 1;
        break;
      case 'submission':
        counts.submissions += 1;
        counts.withdrawn += moved.stored.withdrawnAt === undefined ? 0 : 1;
        break;
      case 'event':
        counts.events += 1;
        break;
      case 'link':
        counts.links += 1;
        break;
      default:
        moved satisfies never;
    }
  }

  /** The record in a form that is the same in every store. */
  function canonical(moved: Moved): unknown {
    if (moved.kind === 'seen') return { ...moved, ids: moved.ids.toSorted() };
    if (moved.kind !== 'reply') return moved;
    const place = places.get(moved.due.key) ?? 0;
    places.set(moved.due.key, place + 1);
    return { ...moved, place };
  }

  return {
    add(moved) {
      if (isEmpty(moved)) return;
      count(moved);
      const sum = sumOf(canonical(moved));
      (moved.kind === 'seen' ? seen : sums).push(sum);
      records.set(sum, (records.get(sum) ?? 0) + 1);
      return sum;
    },
    end: () => ({ counts, records, digest: digestOf(sums), seen: digestOf(seen) }),
  };
}

function digestOf(sums: string[]): string {
  return hash('sha256', sums.sort().join('\n'), 'base64url');
}

/** Everything a store holds. Two of the same content give the same digests. */
export async function tallyOf(dump: AsyncIterable<Moved>): Promise<Tally> {
  const tally = tallying();
  for await (const moved of dump) tally.add(moved);
  return tally.end();
}
