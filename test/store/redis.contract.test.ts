/** The contract of stores on Redis, a single server. */
import { afterAll, beforeAll } from 'vitest';
import { openRedisStore } from '../../src/store/redis.ts';
import { someNamespace, someRedis } from '../redis/server.ts';
import { describeStore } from './store.contract.ts';

let server: Awaited<ReturnType<typeof someRedis>>;
beforeAll(async () => {
  server = await someRedis();
}, 120_000);
afterAll(() => server.stop());

describeStore('the Redis store', () => openRedisStore({ url: server.url, namespace: someNamespace() }));
