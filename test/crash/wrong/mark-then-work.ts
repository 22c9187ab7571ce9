/**
 * Wrong on purpose: notes the message as applied, then works under a lock of 30 s, and refuses who meets the lock. A
 * process that dies in between, or a message that meets the lock, leaves a note and no turn.
 */
import { StoreFault } from '../../../src/store/fault.ts';
import { storedKey } from '../../../src/store/key.ts';
import type { Store } from '../../../src/store/store.ts';
import { after, missing, openWholes } from './whole.ts';

const LOCK = 30_000;

export function openMarkThenWork(right: Store, url: string, between: () => void): Store {
  const wholes = openWholes(right, url);
  const { redis } = wholes;
  const mark = (session: string, inbound: string): string => `wrong-seen:${session}:${inbound}`;
  return wholes.store(
    async (commit) => {
      const session = storedKey(commit.key);
      const noted = await redis.set(mark(session, commit.inbound), '1', 'EX', 600, 'NX');
      if (noted === null) return { kind: 'duplicate' };
      const lock = `wrong-lock:${session}`;
      if ((await redis.set(lock, '1', 'PX', LOCK, 'NX')) === null)
        throw new StoreFault('unavailable', 'the session is locked');
      try {
        const whole = await wholes.read(session);
        const stale = missing(whole, commit);
        if (stale !== undefined) {
          // The turn is taken again at once, under the same note.
          await redis.del(mark(session, commit.inbound));
          return stale;
        }
        between();
        await wholes.write(session, after(whole, commit));
        await wholes.owe(session, commit.replies);
        return { kind: 'ok' };
      } finally {
        await redis.del(lock);
      }
    },
    async (key, inbound) => (await redis.exists(mark(storedKey(key), inbound))) === 1,
  );
}
