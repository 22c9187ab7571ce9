/** What the Redis store promises beyond the contract: lost answers, refusals that leave nothing, settings, moving. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seenId, storedKey } from '../../src/store/key.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import type { RedisSettings, RedisStore } from '../../src/store/redis.ts';
import { inspectRedis, openRedisStore } from '../../src/store/redis.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { Moved } from '../../src/store/store.ts';
import type { TestServer } from '../redis/server.ts';
import { someNamespace, startRedis } from '../redis/server.ts';
import { commitAnyway, converse, entryOf, replyOf, submissionOf, turnOf } from './sample.ts';

const ann = 'telegram:ann';
const ben = 'telegram:ben';

let server: TestServer;
let shell: Redis;
let namespace: string;
let opened: RedisStore[];

beforeAll(async () => {
  server = await startRedis();
  shell = new Redis(server.url);
}, 120_000);
afterAll(async () => {
  shell.disconnect();
  await server.stop();
});
beforeEach(() => {
  namespace = someNamespace();
  opened = [];
});
afterEach(async () => {
  for (const store of opened) await store.close();
});

async function open(more: Partial<RedisSettings> = {}): Promise<RedisStore> {
  const store = await openRedisStore({ url: server.url, namespace, ...more });
  opened.push(store);
  return store;
}

/** The name of a session's key in Redis. */
function keyOf(kind: string, person = ann): string {
  const session = storedKey(person);
  return `${keysOf(namespace).baseOf(session)}${kind}:${session}`;
}

/** A key shared by the person's partition. */
function sharedOf(kind: string, person = ann): string {
  return `${keysOf(namespace).baseOf(storedKey(person))}${kind}`;
}

async function dumped(store: RedisStore): Promise<readonly Moved[]> {
  const all: Moved[] = [];
  for await (const one of store.dump()) all.push(one.kind === 'seen' ? { ...one, ids: one.ids.toSorted() } : one);
  return all;
}

/** Every key of this test's installation with what it holds. */
async function everything(): Promise<readonly string[]> {
  const names = (await shell.keys(`sb:${namespace}:*`)).toSorted();
  return Promise.all(names.map(async (name) => `${name} ${(await shell.dump(name)) ?? ''}`));
}

describe('many replicas on one Redis', () => {
  it('apply one message delivered to 20 of them at once exactly once, 50 times', async () => {
    const stores = await Promise.all(Array.from({ length: 20 }, () => open()));
    const kinds: string[] = [];
    for (let n = 0; n < 50; n++) {
      const turn = turnOf(ann, n, { lease: 9e12 });
      kinds.push(...(await Promise.all(stores.map((store) => store.commit(turn)))).map(({ kind }) => kind));
    }
    expect(kinds.filter((kind) => kind === 'ok')).toHaveLength(50);
    expect(kinds.filter((kind) => kind === 'duplicate')).toHaveLength(950);
    expect((await stores[0]?.load(ann))?.length).toBe(50);
  });

  it('make one history of what two of them hear at the same moment', async () => {
    const stores = [await open(), await open()];
    const races = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        stores.map((store, which) =>
          commitAnyway(store, turnOf(ann, 0, { inbound: `${which}/${n}`, entry: entryOf(0, `${which}/${n}`) })),
        ),
      ).flat(),
    );
    const { entries } = (await stores[0]?.load(ann)) ?? { entries: [] };
    const said = entries.flatMap(({ operations }) => operations.map((one) => ('raw' in one ? one.raw : '')));
    expect(said.toSorted()).toEqual(Array.from({ length: 200 }, (_, n) => `${n % 2}/${n >> 1}`).toSorted());
    expect(Math.max(...races)).toBeGreaterThan(0);
  });

  it('send in order though a sender confirms after its lease is over', async () => {
    const slow = await open();
    const quick = await open();
    await slow.commit(turnOf(ann, 0, { replies: [replyOf('a1'), replyOf('a2'), replyOf('a3')] }));
    const now = await slow.now();
    expect(await slow.claim(now + 1_000, 10, 2, { key: ann })).toHaveLength(2);
    const again = await quick.claim(now + 2_000, 60_000, 1, { key: ann });
    expect(again.map(({ outbound }) => outbound.id)).toEqual(['a1']);
    await slow.confirm([{ key: ann, id: 'a2' }]);
    expect(await slow.claim(now + 3_000, 10, 9)).toEqual([]);
    expect(await slow.claim(now + 3_000, 10, 9, { key: ann })).toEqual([]);
    await quick.confirm([{ key: ann, id: 'a1' }]);
    expect((await slow.claim(now + 3_000, 10, 9)).map(({ outbound }) => outbound.id)).toEqual(['a3']);
  });
});

describe('a refused turn', () => {
  it('leaves nothing when Redis has no memory left, and is taken once there is some', async () => {
    const store = await open();
    await converse(store, ann, 0, 1);
    const before = await everything();
    await shell.config('SET', 'maxmemory', '1');
    try {
      const turns = [ann, ben].map((key) => store.commit(turnOf(key, key === ann ? 1 : 0)));
      for (const one of await Promise.allSettled(turns))
        expect(one).toMatchObject({ reason: { name: 'StoreFault', kind: 'full', retryable: true } });
    } finally {
      await shell.config('SET', 'maxmemory', '0');
    }
    expect(await everything()).toEqual(before);
    expect(await store.commit(turnOf(ann, 1))).toEqual({ kind: 'ok' });
  });

  const own = ['s', 'd', 'o'].map((kind) => [kind, () => keyOf(kind)] as const);
  const shared = ['x', 'w', 'l', 'k', 'b', 'q', 'r:telegram', 'e:escalation'].map(
    (kind) => [kind, () => sharedOf(kind)] as const,
  );
  it.each([...own, ...shared])(
    'leaves nothing when its key %s: is somebody else’s, and fails alone',
    async (_, name) => {
      const store = await open();
      await shell.set(name(), 'theirs');
      const more = { submission: submissionOf('S1'), events: [{ kind: 'escalation', text: '人工' }], lease: 9e12 };
      const before = await everything();
      const bad = store.commit(turnOf(ann, 0, { ...more, wake: name() === sharedOf('l') ? null : 5 }));
      await expect(bad).rejects.toMatchObject({ kind: 'foreign', retryable: false });
      const after = await everything();
      // The submission's id is given to its session before the turn; it names nobody and hinders nobody else.
      expect(after.filter((one) => !/:[ik] /.test(one))).toEqual(before.filter((one) => !/:[ik] /.test(one)));
      expect(await store.commit(turnOf(ben, 0))).toEqual({ kind: 'ok' });
      await shell.del(name());
      expect(await store.commit(turnOf(ann, 0, { ...more, wake: 5 }))).toEqual({ kind: 'ok', leased: true });
    },
  );

  it('does not touch the others of the same tick', async () => {
    const store = await open();
    await shell.set(keyOf('o'), 'theirs');
    const turns = [store.commit(turnOf(ben, 0)), store.commit(turnOf(ann, 0)), store.commit(turnOf(ben, 1))];
    const [first, bad, second] = await Promise.allSettled(turns);
    expect([first, second]).toMatchObject([{ value: { kind: 'ok' } }, { value: { kind: 'ok' } }]);
    expect(bad).toMatchObject({ reason: { kind: 'foreign' } });
  });
});

describe('a server that forgets or moves', () => {
  it('may forget the scripts at any time', async () => {
    const store = await open();
    for (let n = 0; n < 20; n++) {
      await shell.script('FLUSH');
      const [turn] = await Promise.all([
        store.commit(turnOf(ann, n, { lease: 9e12 })),
        store.confirm([{ key: ann, id: `${ann}:${n - 1}:0` }]),
        store.load(ann),
      ]);
      expect(turn.kind).toBe('ok');
    }
    expect((await store.load(ann)).length).toBe(20);
  });

  it('may be a replica for a while: the turn waits and is taken once', async () => {
    const store = await open();
    await converse(store, ann, 0, 1);
    await shell.replicaof('127.0.0.1', 1);
    const turn = store.commit(turnOf(ann, 1));
    await new Promise((resolve) => setTimeout(resolve, 400));
    await shell.replicaof('NO', 'ONE');
    expect(await turn).toEqual({ kind: 'ok' });
    expect((await store.load(ann)).length).toBe(2);
  });

  it('is unavailable, not wrong, when it is not there, and its password is told to nobody', async () => {
    const started = performance.now();
    const url = 'redis://shenbao:s3cret@127.0.0.1:1/0';
    const error = await openRedisStore({ url }).catch((fault: unknown) => fault);
    expect(error).toMatchObject({ name: 'StoreFault', kind: 'unavailable' });
    expect(performance.now() - started).toBeLessThan(9_000);
    expect(String(error)).toContain('127.0.0.1:1');
    expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toContain('s3cret');
  });
});

describe('ids of messages', () => {
  it('are kept for seven days after the last turn, and no longer', async () => {
    const store = await open();
    await converse(store, ann, 0, 1);
    expect(await shell.ttl(keyOf('d'))).toBeGreaterThan(7 * 24 * 3600 - 5);
    expect(await shell.ttl(keyOf('d'))).toBeLessThanOrEqual(7 * 24 * 3600);
    // As if the first message had come eight days ago.
    const old = seenId(ann, `in:${ann}:0`);
    await shell.zincrby(keyOf('d'), -8 * 24 * 3600 * 4_194_304, old);
    await converse(store, ann, 1, 40);
    expect(await store.seen(ann, `in:${ann}:0`)).toBe(false);
    expect(await store.seen(ann, `in:${ann}:1`)).toBe(true);
  });
});

describe('moving', () => {
  it('goes from SQLite to Redis and back, and messages stay known', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shenbao-move-'));
    const from = openSqliteStore(join(folder, 'from'));
    const back = openSqliteStore(join(folder, 'back'));
    const redis = await open();
    await from.commit(turnOf(ann, 0, { submission: submissionOf('S1'), wake: 500 }));
    await from.commit(turnOf(ann, 1, { snapshot: { folded: 2 }, events: [{ kind: 'escalation', text: '人工' }] }));
    await from.commit(turnOf(ben, 0, { replies: [replyOf('b1'), replyOf('b2')] }));
    await from.link('feishu:ou_1', ann);
    for await (const one of from.dump()) await redis.restore(one);
    await redis.commit(turnOf(ben, 1));
    await redis.bury({ key: ben, id: 'b1' }, '找不到这个人');
    for await (const one of redis.dump()) await back.restore(one);
    for (const key of [ann, ben]) expect(await back.load(key)).toEqual(await redis.load(key));
    for (const [key, n] of [
      [ann, 0],
      [ann, 1],
      [ben, 0],
      [ben, 1],
    ] as const) {
      expect(await redis.commit(turnOf(key, n))).toEqual({ kind: 'duplicate' });
      expect(await back.commit(turnOf(key, n))).toEqual({ kind: 'duplicate' });
    }
    expect(await back.submissions()).toEqual(await from.submissions());
    expect(await back.events(undefined, 9)).toEqual(await from.events(undefined, 9));
    expect(await back.dead(9)).toMatchObject([{ reason: '找不到这个人', outbound: { id: 'b1' } }]);
    expect(await back.linked('feishu:ou_1')).toBe(storedKey(ann));
    expect(await back.wakes(500, 1, 9)).toEqual([{ key: storedKey(ann), at: 500 }]);
    await from.close();
    await back.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('may be done twice', async () => {
    const from = await open();
    await converse(from, ann, 0, 3);
    await from.commit(turnOf(ben, 0, { submission: submissionOf('S1'), wake: 7 }));
    await from.bury({ key: ben, id: `${ben}:0:0` }, 'gone');
    const to = await open({ namespace: someNamespace() });
    const all = await dumped(from);
    for (const one of [...all, ...all]) await to.restore(one);
    expect(await dumped(to)).toEqual(all);
  });
});

describe('what the settings are worth', () => {
  it('is said in one line, and a weak server is refused when that is asked', async () => {
    const store = await open();
    expect(store.inspection).toMatchObject({ appendonly: false, cluster: false, replicas: 0 });
    expect(store.inspection.version).toMatch(/^(Redis|Valkey) \d+\.\d+/);
    expect(store.inspection.promise.zh).toContain('没有开 AOF');
    await expect(open({ strict: true })).rejects.toMatchObject({ kind: 'weak', retryable: false });
    await shell.config('SET', 'appendonly', 'yes');
    await shell.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await expect(open({ strict: true })).rejects.toThrow('noeviction');
    await shell.config('SET', 'maxmemory-policy', 'noeviction');
    for (const [sync, words] of [
      ['always', 'survives a loss of power'],
      ['everysec', 'one or two seconds'],
      ['no', 'half a minute'],
    ] as const) {
      await shell.config('SET', 'appendfsync', sync);
      expect((await inspectRedis({ url: server.url })).promise.en).toContain(words);
    }
    await shell.config('SET', 'appendfsync', 'always');
    await open({ strict: true });
    await shell.config('SET', 'appendonly', 'no');
  });

  it('is unknown where CONFIG is forbidden, and a wrong password is called one', async () => {
    await shell.acl('SETUSER', 'guest', 'on', '>s3cret', '~sb:*', '+@all', '-config');
    const at = server.url.replace('redis://', 'redis://guest:s3cret@');
    expect((await inspectRedis({ url: at })).appendfsync).toBeUndefined();
    await open({ url: at });
    const wrong = await open({ url: at.replace('s3cret', 'gu3ss') }).catch((fault: unknown) => fault);
    expect(wrong).toMatchObject({ name: 'StoreFault', kind: 'readonly' });
    expect(String(wrong)).not.toContain('gu3ss');
    await shell.acl('DELUSER', 'guest');
  });
});
