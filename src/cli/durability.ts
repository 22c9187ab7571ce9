/** What the opened store promises about what it acknowledged, in one line for people. Changes no setting. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Inspection } from '../store/redis/inspect.ts';
import type { RedisStore } from '../store/redis.ts';
import { FILE } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { typed } from './setup.ts';

/** `fault`: something acknowledged may be lost by what is usual; `note`: somebody should know. */
export interface Durability {
  readonly state: 'ok' | 'note' | 'fault';
  readonly zh: string;
  readonly en: string;
}

const WORST = ['ok', 'note', 'fault'] as const;

/** The settings of a Redis that hold what they should not, each with what to change. Empty: none. */
export function shortcomings(
  inspection: Inspection,
  durability: Config['store']['durability'],
): readonly (Durability & { readonly of: 'persistence' | 'eviction' | 'replicas' })[] {
  const { appendonly, appendfsync, maxmemoryPolicy, replicas } = inspection;
  // What strict refuses to start on is a fault, however small.
  const small = durability === 'strict' ? 'fault' : 'note';
  const found: (Durability & { readonly of: 'persistence' | 'eviction' | 'replicas' })[] = [];
  if (!appendonly) {
    found.push({
      of: 'persistence',
      state: 'fault',
      zh: '请打开 AOF：CONFIG SET appendonly yes，并写进 redis.conf',
      en: 'turn AOF on: CONFIG SET appendonly yes, and in redis.conf',
    });
  } else if (appendfsync === 'no') {
    found.push({
      of: 'persistence',
      state: small,
      zh: '建议 appendfsync 设为 everysec 或 always',
      en: 'set appendfsync to everysec or always',
    });
  } else if (appendfsync === undefined) {
    found.push({
      of: 'persistence',
      state: 'note',
      zh: '请向云服务商确认 appendfsync',
      en: 'ask the provider for its appendfsync',
    });
  }
  if (maxmemoryPolicy !== undefined && maxmemoryPolicy !== 'noeviction') {
    found.push({
      of: 'eviction',
      state: 'fault',
      zh: `maxmemory-policy 是 ${maxmemoryPolicy}，内存满时会丢会话：请改成 noeviction`,
      en: `maxmemory-policy is ${maxmemoryPolicy}, full memory would throw sessions away: set noeviction`,
    });
  }
  if (durability === 'replicated' && replicas === 0) {
    found.push({
      of: 'replicas',
      state: 'fault',
      zh: '设了 DURABILITY=replicated，但没有副本连着：一条消息也不会被确认',
      en: 'DURABILITY=replicated, but no replica is connected: no message will be acknowledged',
    });
  }
  return found;
}

function isInspected(store: Store): store is RedisStore {
  return 'inspection' in store;
}

/** The promise of an opened store and what stands against it, for `start` to print and log. Asks the store nothing. */
export function durabilityOf(config: Config, store: Store): Durability {
  if (!isInspected(store)) {
    const file = typed(join(config.store.dataDir, FILE));
    return {
      state: 'ok',
      zh: `SQLite ${file}：已确认的内容断电也不丢；只供这一台机器`,
      en: `SQLite ${file}: what was acknowledged survives a loss of power; for this one machine`,
    };
  }
  const { promise } = store.inspection;
  const wrong = shortcomings(store.inspection, config.store.durability);
  return {
    state: WORST[Math.max(0, ...wrong.map(({ state }) => WORST.indexOf(state)))] ?? 'ok',
    zh: [promise.zh, ...wrong.map(({ zh }) => zh)].join('；'),
    en: [promise.en, ...wrong.map(({ en }) => en)].join('; '),
  };
}
