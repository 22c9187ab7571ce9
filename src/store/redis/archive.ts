/** What people look at later, in Redis: sessions, submissions, events. Changes no submission. */
import type { Entry } from '../../engine/operation.ts';
import type { Submission } from '../../engine/submission.ts';
import { storedId, storedKey } from '../key.ts';
import type { SessionSummary, StoredSubmission, StoreEvent, SubmissionFilter } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { wordOf, writtenEvent } from './keys.ts';
import { ERASE } from './lua/erase.ts';
import { RECORD } from './lua/record.ts';

/** A submission with whose it is and when it was made. */
export interface Filed {
  readonly key: string;
  readonly at: number;
  readonly stored: StoredSubmission;
}

export interface Archive {
  sessions(limit: number): Promise<readonly SessionSummary[]>;
  /** Keys of all sessions, the one longest silent first. */
  everybody(): Promise<readonly string[]>;
  /** All submissions, oldest first. */
  filed(): Promise<readonly Filed[]>;
  submissions(filter: SubmissionFilter): Promise<readonly StoredSubmission[]>;
  submission(id: string): Promise<StoredSubmission | undefined>;
  record(event: StoreEvent): Promise<void>;
  /** Newest first; all of them without a limit. */
  events(kind: string | undefined, limit?: number): Promise<readonly StoreEvent[]>;
  /** Removes what a session's partition holds of it; returns how many submissions went. */
  erase(session: string): Promise<number>;
}

/** Documents asked for at once, so that many do not fill the server's buffers. */
const AT_ONCE = 64;

type Fields = readonly [string | null, string | null, string | null, string | null];

/** @param nonce gives a token nobody else has */
export function openArchive(connection: Connection, keys: Keys, nonce: () => string): Archive {
  /** Members of zsets of several partitions, the highest score first. */
  async function highest(names: readonly string[], limit = Number.POSITIVE_INFINITY): Promise<readonly string[]> {
    if (limit <= 0) return [];
    const last = limit === Number.POSITIVE_INFINITY ? -1 : limit - 1;
    const lists = await Promise.all(
      names.map((name) => connection.call('ZREVRANGE', name, 0, last, 'WITHSCORES') as Promise<readonly string[]>),
    );
    const all: { readonly member: string; readonly score: number }[] = [];
    for (const flat of lists)
      for (let n = 0; n < flat.length; n += 2) all.push({ member: flat[n] ?? '', score: Number(flat[n + 1]) });
    // Stable: within a partition the server's order of equal scores stays.
    return all
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ member }) => member);
  }

  async function read(base: string, hashed: string): Promise<Filed | undefined> {
    const found = await connection.call('HMGET', `${base}b:${hashed}`, 'k', 'a', 'd', 'w');
    const [key, at, document, withdrawn] = found as Fields;
    if (key === null || document === null) return;
    const withdrawnAt = withdrawn === null ? undefined : Number(withdrawn);
    return { key, at: Number(at), stored: { submission: JSON.parse(document) as Submission, withdrawnAt } };
  }

  async function filed(): Promise<readonly Filed[]> {
    const lists = await Promise.all(
      keys.bases.map(async (base) => {
        const ids = (await connection.call('ZRANGE', `${base}b`, 0, -1)) as readonly string[];
        return ids.map((id) => ({ base, id }));
      }),
    );
    const all = lists.flat();
    const found: Filed[] = [];
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const some = await Promise.all(all.slice(from, from + AT_ONCE).map(({ base, id }) => read(base, id)));
      for (const one of some) if (one !== undefined) found.push(one);
    }
    const idOf = ({ stored }: Filed): string => stored.submission.submission_id;
    return found.sort((a, b) => a.at - b.at || (idOf(a) < idOf(b) ? -1 : 1));
  }

  return {
    async sessions(limit) {
      const last = await highest(
        keys.bases.map((base) => `${base}x`),
        limit,
      );
      return Promise.all(
        last.map(async (key) => {
          const list = `${keys.baseOf(key)}s:${key}`;
          const [length, entry] = await Promise.all([
            connection.call('LLEN', list),
            connection.call('LINDEX', list, -1) as Promise<string | null>,
          ]);
          return { key, length: Number(length), updatedAt: entry === null ? 0 : (JSON.parse(entry) as Entry).at };
        }),
      );
    },
    everybody: async () => (await highest(keys.bases.map((base) => `${base}x`))).toReversed(),
    filed,
    async submissions(filter) {
      const all = (await filed()).map(({ stored }) => stored);
      return all.filter(({ submission, withdrawnAt }) => {
        const status = withdrawnAt === undefined ? submission.status : 'withdrawn';
        return (filter.list ?? submission.list.id) === submission.list.id && (filter.status ?? status) === status;
      });
    },
    async submission(id) {
      const hashed = storedId(id);
      const session = (await connection.call('HGET', `${keys.baseOf(hashed)}i`, hashed)) as string | null;
      const known = session === null ? undefined : await read(keys.baseOf(session), hashed);
      if (known !== undefined) return known.stored;
      // In a cluster the node of the id may have lost what the session's own node still has.
      const anywhere = await Promise.all(keys.bases.map((base) => read(base, hashed)));
      return anywhere.find((one) => one !== undefined)?.stored;
    },
    async record(event) {
      const session = storedKey(event.key);
      const member = writtenEvent(nonce(), session, event.at, event);
      await connection.run(RECORD, [keys.baseOf(session)], [wordOf(event.kind), member]);
    },
    async events(kind, limit) {
      const kinds = await Promise.all(
        keys.bases.map(async (base) => {
          const words =
            kind === undefined ? ((await connection.call('SMEMBERS', `${base}q`)) as string[]) : [wordOf(kind)];
          return words.map((word) => `${base}e:${word}`);
        }),
      );
      return (await highest(kinds.flat(), limit)).map((stored) => {
        const [, key = '', ...rest] = stored.split(' ');
        return { ...(JSON.parse(rest.join(' ')) as Omit<StoreEvent, 'key'>), key };
      });
    },
    async erase(session) {
      const ids = (await connection.run(ERASE, [keys.baseOf(session)], [session])) as readonly string[];
      for (const id of ids) await connection.call('HDEL', `${keys.baseOf(id)}i`, id);
      return ids.length;
    },
  };
}
