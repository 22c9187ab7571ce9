/** Moving a whole installation between SQLite and Redis, as an operator does it: the real program, real stores. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demandWhole, isHalfMoved } from '../../src/cli/half-moved.ts';
import { transfer } from '../../src/cli/transfer.ts';
import { readConfig } from '../../src/config.ts';
import { openRedisStore } from '../../src/store/redis.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { askRedis } from '../redis/ask.ts';
import type { TestServer } from '../redis/server.ts';
import { startRedis } from '../redis/server.ts';
import { turnOf } from '../store/sample.ts';
import { everythingIn, populate } from './installation.ts';
import type { Place } from './program.ts';
import { openPlace, saidLines } from './program.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

let place: Place;
let url: string;
let databases = 0;
beforeEach(() => {
  place = openPlace();
  // Every test has a database of its own.
  databases += 1;
  url = `${server.url}/${databases}`;
});
afterEach(() => place.remove());

const migrate = (from: string, to: string, ...more: readonly string[]) =>
  place.run(['migrate', '--from', from, '--to', to, ...more], '', { REDIS_URL: url });

async function inSqlite<T>(work: (store: Store) => Promise<T>, folder = place.data): Promise<T> {
  const store = openSqliteStore(folder);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function inRedis<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openRedisStore({ url });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

describe('a populated installation', () => {
  it('is the same on Redis, and the same again back on SQLite', async () => {
    await inSqlite(populate);
    const before = await inSqlite(everythingIn);
    const there = await migrate('sqlite', 'redis', '--json');
    expect(there).toMatchObject({ code: 0, err: '' });
    const report = JSON.parse(there.out) as { moved: boolean; counts: Record<string, number>; digest: string };
    expect(report.moved).toBe(true);
    expect(report.counts).toEqual({
      sessions: 15,
      turns: 38,
      messages: 38,
      owed: 36,
      dead: 2,
      submissions: 2,
      withdrawn: 1,
      events: 4,
      links: 2,
      wakes: 2,
    });
    expect(await inRedis(everythingIn)).toEqual(before);
    expect(await inSqlite(everythingIn)).toEqual(before);

    const elsewhere = join(place.path, 'back');
    const back = await place.run(['migrate', '--from', 'redis', '--to', 'sqlite', '--json'], '', {
      REDIS_URL: url,
      DATA_DIR: elsewhere,
    });
    expect(back).toMatchObject({ code: 0, err: '' });
    expect((JSON.parse(back.out) as { digest: string }).digest).toBe(report.digest);
    expect(await inSqlite(everythingIn, elsewhere)).toEqual(before);
    const order = (store: Store) => Promise.all([store.dead(10), store.events(undefined, 10)]);
    expect(await inSqlite(order, elsewhere)).toEqual(await inSqlite(order));
  });

  it('is only counted in a dry run, which makes no store', async () => {
    await inSqlite(populate);
    const dry = await migrate('sqlite', 'redis', '--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.out).toMatch(/^ *15 +会话 +sessions$/m);
    expect(dry.out).toContain('nothing was changed');
    expect(await askRedis(server.port, ['SELECT', String(databases)], ['DBSIZE'])).toEqual(['OK', '0']);
    expect(await inRedis(everythingIn)).toEqual([]);

    await inRedis(populate);
    const empty = join(place.path, 'nowhere');
    const back = await place.run(['migrate', '--from', 'redis', '--to', 'sqlite', '--dry-run'], '', {
      REDIS_URL: url,
      DATA_DIR: empty,
    });
    expect(back.code).toBe(0);
    expect(existsSync(empty)).toBe(false);
  });

  it('says where the attachments are and that the source is a backup now', async () => {
    await inSqlite(populate);
    const { out } = await migrate('sqlite', 'redis');
    expect(out).toContain('附件留在 data/files');
    expect(out).toContain('both sides were read again and are equal');
    expect(out).toContain('do not start on it again');
  });
});

it('an applicant goes on at the same question after the move, and after the move back', async () => {
  const user = 'u1';
  const say = async (env: Readonly<Record<string, string>>, ...messages: readonly unknown[]) => {
    const { code, out, err } = await place.run(
      ['chat', '--json'],
      messages.map((one) => `${JSON.stringify(one)}\n`).join(''),
      env,
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return saidLines(out);
  };
  const redis = { REDIS_URL: url };
  const first = { id: 'm1', user, text: '你好' };
  await say({}, first, { id: 'm2', user, choose: ['agree'] });
  expect((await migrate('sqlite', 'redis')).code).toBe(0);

  const again = await say(redis, first);
  expect(again.find((one) => one.done === 'm1')?.status).toBe('duplicate');
  const chosen = await say(redis, { id: 'm3', user, choose: ['L1'], prompt: 'd1.list_choice.1' });
  const open = chosen.findLast((one) => one.prompt !== undefined)?.prompt;
  expect(open?.step).not.toBe('list_choice');
  expect(chosen.at(-1)).toEqual({ done: 'm3', status: 'ok' });

  const back = { DATA_DIR: 'back' };
  const moved = await place.run(['migrate', '--from', 'redis', '--to', 'sqlite'], '', { ...redis, ...back });
  expect(moved.code).toBe(0);
  const resumed = await say(back, { id: 'm4', user, text: '继续' });
  expect(resumed.findLast((one) => one.prompt !== undefined)?.prompt?.step).toBe(open?.step);
});

describe('what was interrupted', () => {
  it('is no whole installation, and is finished by the same command', async () => {
    await inSqlite((store) => populate(store, 400));
    const before = await inSqlite(everythingIn);
    const [info] = await askRedis(server.port, ['INFO', 'memory']);
    const used = Number(/used_memory:(\d+)/.exec(info ?? '')?.[1]);
    await askRedis(server.port, ['CONFIG', 'SET', 'maxmemory', String(used + 700_000)]);
    const stopped = await migrate('sqlite', 'redis');
    await askRedis(server.port, ['CONFIG', 'SET', 'maxmemory', '0']);
    expect(stopped.code).toBe(1);
    expect(stopped.err).toContain('Redis has no memory left');
    expect(stopped.err).toContain('Run the same command again');
    expect(stopped.err).not.toContain('    at ');
    expect(await inRedis(isHalfMoved)).toBe(true);
    const part = (await inRedis(everythingIn)).length;
    expect(part).toBeGreaterThan(100);
    expect(part).toBeLessThan(before.length);
    await expect(inRedis(demandWhole)).rejects.toThrow('filled only in part');
    const { code, out } = await place.run(['doctor'], '', { REDIS_URL: url });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ store .*只搬来了一部分/);

    const finished = await migrate('sqlite', 'redis', '--json');
    expect(finished).toMatchObject({ code: 0, err: '' });
    expect((JSON.parse(finished.out) as { found: number }).found).toBeGreaterThan(100);
    expect(await inRedis(everythingIn)).toEqual(before);
    await expect(inRedis(demandWhole)).resolves.toBeUndefined();
  });

  it('is not finished with another source, which would mix two', async () => {
    await inSqlite(populate);
    const [info] = await askRedis(server.port, ['INFO', 'memory']);
    const used = Number(/used_memory:(\d+)/.exec(info ?? '')?.[1]);
    await askRedis(server.port, ['CONFIG', 'SET', 'maxmemory', String(used + 20_000)]);
    expect((await migrate('sqlite', 'redis')).code).toBe(1);
    await askRedis(server.port, ['CONFIG', 'SET', 'maxmemory', '0']);
    await inSqlite((store) => store.commit(turnOf('telegram:new', 0)));
    const refused = await migrate('sqlite', 'redis');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('no longer fits the source');
    expect(refused.err).toContain(`--scan --pattern 'sb:{p*'`);
  });
});

describe('refusals, each without a change', () => {
  it('a target that holds something, with what it holds', async () => {
    await inSqlite(populate);
    await inRedis((store) => store.commit(turnOf('telegram:zoe', 0)));
    const held = await inRedis(everythingIn);
    for (const more of [[], ['--dry-run'], ['--into-empty-only']]) {
      const { code, out, err } = await migrate('sqlite', 'redis', ...more);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain('redis is not empty, it holds: 1 sessions, 1 turns');
    }
    expect(await inRedis(everythingIn)).toEqual(held);
    const { code, err } = await migrate('redis', 'sqlite');
    expect(code).toBe(1);
    expect(err).toContain("mv 'data/shenbao.db' 'data/shenbao.db.old'");
  });

  it('an SQLite file that an assistant still has open', async () => {
    const assistant = openSqliteStore(place.data);
    await populate(assistant);
    const refused = await migrate('sqlite', 'redis');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('data/shenbao.db is open in another process');
    expect(await inRedis(everythingIn)).toEqual([]);
    expect((await migrate('sqlite', 'redis', '--dry-run')).out).toContain('The source is open elsewhere');
    await assistant.close();
    expect((await migrate('sqlite', 'redis')).code).toBe(0);
  });

  it('a Redis that people still talk to while it is read', async () => {
    const assistant = await openRedisStore({ url });
    await populate(assistant);
    let over = false;
    const talking = (async () => {
      for (let n = 0; !over; n++) {
        await assistant.commit(turnOf('telegram:lively', n));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const { code, err } = await migrate('redis', 'sqlite');
    over = true;
    await talking;
    await assistant.close();
    expect(code).toBe(1);
    expect(err).toContain('The source changed meanwhile');
    expect(await inSqlite(isHalfMoved)).toBe(true);
  });

  it('a target that somebody spoke to meanwhile is not called equal', async () => {
    await inSqlite((store) => populate(store, 200));
    const config = readConfig({ REDIS_URL: url, DATA_DIR: place.data }, { project: place.path, cwd: place.path });
    const early = await openRedisStore({ url });
    let spoken: Promise<unknown> | undefined;
    const move = transfer({
      config,
      from: 'sqlite',
      to: 'redis',
      dryRun: false,
      onProgress: () => {
        spoken ??= early.commit(turnOf('telegram:early', 0));
      },
    });
    await expect(move).rejects.toThrow('The two sides differ');
    await spoken;
    await early.close();
    expect(await inRedis(isHalfMoved)).toBe(true);
    expect((await migrate('sqlite', 'redis')).err).toContain('no longer fits the source');
  });

  it('no source, an empty one, one that is itself half filled', async () => {
    expect((await migrate('sqlite', 'redis')).err).toContain('There is no data/shenbao.db');
    expect(existsSync(place.data)).toBe(false);
    expect((await migrate('redis', 'sqlite')).err).toContain('nothing in redis to move');
    expect(existsSync(place.data)).toBe(false);
    await inSqlite(populate);
    await inSqlite((store) => store.link('migrate:under-way', 'migrate:some'));
    expect((await migrate('sqlite', 'redis')).err).toContain('finish that move first');
  });

  it('a call without its places ends with 78, a wrong one with 2, a Redis that is away with 1', async () => {
    const unset = await place.run(['migrate', '--from', 'sqlite', '--to', 'redis']);
    expect(unset).toMatchObject({ code: 78, err: expect.stringContaining('REDIS_URL') });
    for (const args of [
      [],
      ['--from', 'sqlite'],
      ['--from', 'redis', '--to', 'redis'],
      ['--from', 'mysql', '--to', 'redis'],
    ]) {
      const { code, err } = await place.run(['migrate', ...args], '', { REDIS_URL: url });
      expect(code).toBe(2);
      expect(err).toContain('migrate --from sqlite --to redis');
    }
    await inSqlite(populate);
    const away = await place.run(['migrate', '--from', 'sqlite', '--to', 'redis'], '', {
      REDIS_URL: 'redis://:geheim@127.0.0.1:1',
    });
    expect(away.code).toBe(1);
    expect(away.err).toContain('Redis 127.0.0.1:1');
    expect(away.err).not.toContain('geheim');
  });
});
