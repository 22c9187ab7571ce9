/**
 * Wrong on purpose: works under a lock of 150 ms that nobody asks for again at the write. A process that is stopped for
 * longer wakes up and overwrites what others did since.
 */
import { storedKey } from '../../../src/store/key.ts';
import type { Store } from '../../../src/store/store.ts';
import { pause } from '../chance.ts';
import { after, missing, openWholes } from './whole.ts';

const LOCK = 150;

const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

export function openUnfencedLock(right: Store, url: string, between: () => void): Store {
  const wholes = openWholes(right, url);
  const { redis } = wholes;
  const seen = async (key: string, inbound: string) =>
    (await redis.sismember(`wrong-seen:${storedKey(key)}`, inbound)) === 1;
  let taken = 0;

  return wholes.store(async (commit) => {
    const session = storedKey(commit.key);
    const lock = `wrong-lock:${session}`;
    const token = `${process.pid}:${++taken}`;
    while ((await redis.set(lock, token, 'PX', LOCK, 'NX')) === null) await pause(5);
    try {
      if (await seen(session, commit.inbound)) return { kind: 'duplicate' };
      const whole = await wholes.read(session);
      const stale = missing(whole, commit);
      if (stale !== undefined) return stale;
      between();
      const write = redis.multi().sadd('wrong-sessions', session);
      write.set(`wrong:${session}`, JSON.stringify(after(whole, commit)));
      write.sadd(`wrong-seen:${session}`, commit.inbound);
      for (const reply of commit.replies) write.hset(`wrong-owed:${session}`, reply.id, JSON.stringify(reply));
      await write.exec();
      return { kind: 'ok' };
    } finally {
      await redis.eval(RELEASE, 1, lock, token);
    }
  }, seen);
}
