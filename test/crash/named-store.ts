/** The store of a name: the right one, or one of those that are wrong on purpose. Knows no promise of theirs. */
import { openRedisStore } from '../../src/store/redis.ts';
import type { Store } from '../../src/store/store.ts';
import { openMarkThenWork } from './wrong/mark-then-work.ts';
import { openReadModifyWrite } from './wrong/read-modify-write.ts';
import { openUnfencedLock } from './wrong/unfenced-lock.ts';

export const WRONG_STORES = ['read-modify-write', 'mark-then-work', 'unfenced-lock'] as const;

export interface NamedSettings {
  readonly url: string;
  readonly cluster?: boolean;
  readonly replicated?: boolean;
  /** Called by the wrong stores between reading and writing. */
  readonly between?: () => void;
}

export async function openNamedStore(name: string, settings: NamedSettings): Promise<Store> {
  const { between = () => undefined, ...redis } = settings;
  const right = await openRedisStore(redis);
  switch (name) {
    case 'right':
      return right;
    case 'read-modify-write':
      return openReadModifyWrite(right, redis.url, between);
    case 'mark-then-work':
      return openMarkThenWork(right, redis.url, between);
    case 'unfenced-lock':
      return openUnfencedLock(right, redis.url, between);
    default:
      throw new Error(`no store is called ${name}`);
  }
}
