/**
 * What the three wrong stores share: a session as one JSON value under one key, and replies in a hash beside it. Right
 * by itself; how a turn is made of reading and writing is each store's own mistake.
 */
import { Redis } from 'ioredis';
import type { Entry } from '../../../src/engine/operation.ts';
import type { Outbound } from '../../../src/message.ts';
import { storedKey } from '../../../src/store/key.ts';
import type { Commit, Committed, Moved, Store, StoredSubmission } from '../../../src/store/store.ts';

export interface Whole {
  readonly entries: readonly Entry[];
  readonly submissions: readonly StoredSubmission[];
}

export interface Wholes {
  readonly redis: Redis;
  read(session: string): Promise<Whole>;
  write(session: string, whole: Whole): Promise<void>;
  owe(session: string, replies: readonly Outbound[]): Promise<void>;
  /** A store of these, given how it commits and tells a duplicate. */
  store(commit: Store['commit'], seen: Store['seen']): Store;
}

/** What the turn lacks, or undefined when it was taken on all there is. */
export function missing({ entries }: Whole, { expected }: Commit): Committed | undefined {
  return entries.length === expected
    ? undefined
    : { kind: 'stale', length: entries.length, entries: entries.slice(expected) };
}

/** The session with the turn. */
export function after(whole: Whole, { entry, submission, withdrawn }: Commit): Whole {
  const submissions = whole.submissions.map((one) =>
    one.submission.submission_id === withdrawn?.id ? { ...one, withdrawnAt: withdrawn.at } : one,
  );
  if (submission !== undefined) submissions.push({ submission, withdrawnAt: undefined });
  return { entries: [...whole.entries, entry], submissions };
}

/** @param right the store that answers what no turn is about */
export function openWholes(right: Store, url: string): Wholes {
  const redis = new Redis(url, { maxRetriesPerRequest: 4 });
  redis.on('error', () => undefined);

  async function read(session: string): Promise<Whole> {
    const stored = await redis.get(`wrong:${session}`);
    return stored === null ? { entries: [], submissions: [] } : (JSON.parse(stored) as Whole);
  }

  async function owed(session: string): Promise<readonly Outbound[]> {
    const place = ({ id }: Outbound): number => {
      const [turn = '0', index = '0'] = id.split(':').slice(-2);
      return Number(turn) * 1000 + Number(index);
    };
    const replies = Object.values(await redis.hgetall(`wrong-owed:${session}`));
    return replies.map((one) => JSON.parse(one) as Outbound).sort((a, b) => place(a) - place(b));
  }

  async function* dump(): AsyncGenerator<Moved> {
    for (const session of await redis.smembers('wrong-sessions')) {
      const { entries, submissions } = await read(session);
      yield { kind: 'session', key: session, entries, snapshot: undefined, wake: undefined };
      for (const stored of submissions) yield { kind: 'submission', key: session, at: 0, stored };
    }
  }

  return {
    redis,
    read,
    async write(session, whole) {
      await redis.sadd('wrong-sessions', session);
      await redis.set(`wrong:${session}`, JSON.stringify(whole));
    },
    async owe(session, replies) {
      for (const reply of replies) await redis.hset(`wrong-owed:${session}`, reply.id, JSON.stringify(reply));
    },
    store: (commit, seen) => ({
      ...right,
      commit,
      seen,
      dump,
      async load(key) {
        const { entries } = await read(storedKey(key));
        return { length: entries.length, entries };
      },
      async claim(_now, _lease, _limit, { key = '' } = {}) {
        const replies = await owed(storedKey(key));
        return replies.map((outbound) => ({ key, outbound, attempts: 0 }));
      },
      async confirm(sent) {
        for (const { key, id } of sent) await redis.hdel(`wrong-owed:${storedKey(key)}`, id);
      },
      release: async () => undefined,
      async close() {
        redis.disconnect();
        await right.close();
      },
    }),
  };
}
