/**
 * Wrong on purpose: reads the session, writes it back with the turn, and notes the message as applied afterwards. Two
 * replicas overwrite one another; a message that comes between writing and noting is applied again.
 */
import { storedKey } from '../../../src/store/key.ts';
import type { Store } from '../../../src/store/store.ts';
import { after, missing, openWholes } from './whole.ts';

export function openReadModifyWrite(right: Store, url: string, between: () => void): Store {
  const wholes = openWholes(right, url);
  const { redis } = wholes;
  const seen = async (key: string, inbound: string) =>
    (await redis.sismember(`wrong-seen:${storedKey(key)}`, inbound)) === 1;
  return wholes.store(async (commit) => {
    const session = storedKey(commit.key);
    if (await seen(session, commit.inbound)) return { kind: 'duplicate' };
    const whole = await wholes.read(session);
    const stale = missing(whole, commit);
    if (stale !== undefined) return stale;
    between();
    await wholes.write(session, after(whole, commit));
    await wholes.owe(session, commit.replies);
    await redis.sadd(`wrong-seen:${session}`, commit.inbound);
    return { kind: 'ok' };
  }, seen);
}
