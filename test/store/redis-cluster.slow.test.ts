/** The contract of stores on a Redis Cluster of three masters and three replicas, and the death of a master under load. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRedisStore } from '../../src/store/redis.ts';
import type { TestCluster } from '../redis/cluster.ts';
import { startCluster } from '../redis/cluster.ts';
import { someNamespace } from '../redis/server.ts';
import { commitAnyway, entryOf, turnOf } from './sample.ts';
import { describeStore } from './store.contract.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster(['--appendonly', 'yes']);
});
afterAll(() => cluster.stop());

describeStore('the Redis store on a cluster', () =>
  openRedisStore({ url: cluster.url, cluster: true, namespace: someNamespace() }),
);

describe('a cluster', () => {
  it('is said to be one, and cannot be asked to wait for replicas', async () => {
    const store = await openRedisStore({ url: cluster.url, cluster: true, namespace: someNamespace() });
    expect(store.inspection).toMatchObject({ cluster: true, appendonly: true, replicas: 1 });
    await store.close();
    const refused = openRedisStore({ url: cluster.url, cluster: true, replicated: true });
    await expect(refused).rejects.toMatchObject({ kind: 'weak', message: expect.stringContaining('REDIS_CLUSTER') });
  });

  it('goes on within five seconds after a master died under load, with every turn there once', async () => {
    const store = await openRedisStore({ url: cluster.url, cluster: true, namespace: someNamespace() });
    const people = Array.from({ length: 60 }, (_, n) => `web:${n}`);
    let waited = 0;
    // As platforms do: what was not acknowledged is delivered again.
    async function deliver(key: string, n: number): Promise<void> {
      const started = performance.now();
      for (;;) {
        try {
          await commitAnyway(store, turnOf(key, n, { inbound: `${key}/${n}`, entry: entryOf(n), replies: [] }));
          break;
        } catch (error) {
          expect(error).toMatchObject({ kind: 'unavailable', retryable: true });
        }
      }
      waited = Math.max(waited, performance.now() - started);
    }
    const talk = Promise.all(
      people.map(async (key) => {
        for (let n = 0; n < 60; n++) {
          await deliver(key, n);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    await cluster.masters[1]?.signal('SIGKILL');
    await talk;
    for (const key of people)
      expect((await store.load(key)).entries.map(({ id }) => id)).toEqual(people.map((_, n) => `m${n}`));
    process.stdout.write(`the longest wait of a turn: ${Math.round(waited)} ms\n`);
    expect(waited).toBeLessThan(5_000);
    await store.close();
  });
});
