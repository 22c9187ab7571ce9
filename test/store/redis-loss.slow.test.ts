/** What is left of acknowledged turns when Redis is killed, or its primary is lost for good. */
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import type { RedisStore } from '../../src/store/redis.ts';
import { openRedisStore } from '../../src/store/redis.ts';
import { startProxy } from '../redis/proxy.ts';
import type { TestServer } from '../redis/server.ts';
import { startRedis } from '../redis/server.ts';
import { commitAnyway, turnOf } from './sample.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function start(...settings: string[]): Promise<TestServer> {
  const server = await startRedis(settings);
  servers.push(server);
  return server;
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}

/** A replica of a server, once it has a copy. */
async function replicaOf({ port }: TestServer): Promise<TestServer> {
  const replica = await start('--replicaof', '127.0.0.1', String(port), '--repl-diskless-sync-delay', '0');
  const shell = new Redis(replica.url);
  while (!(await shell.info('replication')).includes('master_link_status:up')) await pause(20);
  shell.disconnect();
  return replica;
}

/** Many people talking until told to stop; what was acknowledged, by person. */
function talk(store: RedisStore) {
  const acked = new Map<string, number>();
  let talking = true;
  const people = Array.from({ length: 20 }, async (_, who) => {
    const key = `web:${who}`;
    for (let n = 0; talking; ) {
      try {
        await commitAnyway(store, turnOf(key, n, { replies: [] }));
        n += 1;
        acked.set(key, n);
      } catch {
        await pause(50);
      }
    }
  });
  return {
    acked,
    stop: async () => {
      talking = false;
      await Promise.all(people);
    },
  };
}

async function expectAll(store: RedisStore, acked: ReadonlyMap<string, number>): Promise<void> {
  expect(acked.size).toBe(20);
  for (const [key, count] of acked) {
    const { entries } = await store.load(key);
    expect(entries.map(({ id }) => id).slice(0, count)).toEqual(Array.from({ length: count }, (_, n) => `m${n}`));
    expect(entries.length - count).toBeLessThanOrEqual(1);
  }
}

describe('Redis killed without warning', () => {
  it.each(['always', 'everysec'])(
    'has every acknowledged turn once after its restart (appendfsync %s)',
    async (sync) => {
      const server = await start('--appendonly', 'yes', '--appendfsync', sync);
      const store = await openRedisStore({ url: server.url, strict: true });
      const { acked, stop } = talk(store);
      for (let round = 0; round < 3; round++) {
        await pause(400);
        await server.signal('SIGKILL');
        await pause(200);
        const before = [...acked.values()].reduce((a, b) => a + b, 0);
        await server.restart();
        const since = performance.now();
        while ([...acked.values()].reduce((a, b) => a + b, 0) === before) await pause(10);
        expect(performance.now() - since).toBeLessThan(5_000);
      }
      await stop();
      await expectAll(store, acked);
      await store.close();
    },
  );
});

describe('DURABILITY=replicated', () => {
  it('acknowledges nothing while there is no replica, and goes on once there is one again', async () => {
    const server = await start();
    const replica = await replicaOf(server);
    const store = await openRedisStore({ url: server.url, replicated: true });
    expect(store.inspection.replicas).toBe(1);
    expect(await store.commit(turnOf('web:1', 0, { lease: 9e12 }))).toEqual({ kind: 'ok', leased: true });
    await replica.signal('SIGKILL');
    const alone = await store.commit(turnOf('web:1', 1)).catch((fault: unknown) => fault);
    expect(alone).toMatchObject({ name: 'StoreFault', kind: 'unavailable', retryable: true });
    // A duplicate is an acknowledgement too.
    await expect(store.commit(turnOf('web:1', 1))).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await store.load('web:1')).length).toBe(2);
    const waiting = store.commit(turnOf('web:1', 2));
    await replica.restart();
    expect(await waiting).toEqual({ kind: 'ok' });
    expect(await store.commit(turnOf('web:1', 1))).toEqual({ kind: 'duplicate' });
    await store.close();
  });

  it('keeps every acknowledged turn though the primary is lost and the replica takes its place', async () => {
    const primary = await start();
    const replica = await replicaOf(primary);
    const proxy = await startProxy(primary.port);
    const store = await openRedisStore({ url: proxy.url, replicated: true });
    const { acked, stop } = talk(store);
    await pause(500);
    // Cut off first, as a network does it: what the primary takes from now on the replica never hears.
    const shell = new Redis(replica.url);
    await shell.replicaof('NO', 'ONE');
    await pause(200);
    await primary.signal('SIGKILL');
    const successor = await replicaOf(replica);
    proxy.lead(replica.port);
    await pause(1_500);
    await stop();
    await expectAll(store, acked);
    expect(Number(await shell.dbsize())).toBeGreaterThan(20);
    expect(successor.port).not.toBe(replica.port);
    shell.disconnect();
    await store.close();
    await proxy.close();
  });
});
