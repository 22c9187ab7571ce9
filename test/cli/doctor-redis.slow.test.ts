/** What `doctor` and `start` tell an operator about the Redis they were given: real servers with real settings. */
import { afterEach, describe, expect, it } from 'vitest';
import { durabilityOf } from '../../src/cli/durability.ts';
import { readConfig } from '../../src/config.ts';
import { openRedisStore } from '../../src/store/redis.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { askRedis } from '../redis/ask.ts';
import type { TestServer } from '../redis/server.ts';
import { startRedis } from '../redis/server.ts';
import { populate } from './installation.ts';
import type { Place } from './program.ts';
import { openPlace } from './program.ts';

const AOF = ['--appendonly', 'yes'];

let server: TestServer | undefined;
let place: Place;
afterEach(async () => {
  await server?.stop();
  server = undefined;
  place.remove();
});

interface Check {
  readonly name: string;
  readonly state: string;
  readonly zh: string;
  readonly en: string;
}

async function examine(settings: readonly string[], env: Readonly<Record<string, string>> = {}) {
  server = await startRedis(settings);
  place = openPlace();
  const { code, out, err } = await place.run(['doctor', '--json'], '', { REDIS_URL: server.url, ...env });
  const { checks } = JSON.parse(out) as { checks: readonly Check[] };
  return { code, out: out + err, of: (name: string) => checks.find((one) => one.name === name), checks };
}

describe('doctor', () => {
  it('finds a Redis with AOF in order, says what it is worth, and leaves it empty', async () => {
    const { code, of, checks } = await examine(AOF);
    expect(code).toBe(0);
    expect(checks.map(({ name }) => name)).toEqual([
      'node',
      'settings',
      'call',
      'organizer',
      'folder',
      'store',
      'durability',
      'eviction',
      'replicas',
      'distance',
      'clocks',
      'clock',
      'channels',
      'telegram',
      'feishu',
      'wechat',
    ]);
    const port = String(server?.port);
    expect(of('store')).toMatchObject({
      state: 'ok',
      en: expect.stringMatching(`^(Redis|Valkey) [\\d.]+ at 127.0.0.1:${port}: 0 sessions`),
    });
    expect(of('durability')).toMatchObject({
      state: 'ok',
      zh: expect.stringContaining('进程被杀不丢，断电最多丢最后一两秒'),
      en: expect.stringContaining('survives a kill; a loss of power may cost the last one or two seconds'),
    });
    expect(of('eviction')).toMatchObject({ state: 'ok', en: expect.stringContaining('noeviction') });
    expect(of('replicas')).toMatchObject({ state: 'ok', zh: expect.stringContaining('没有副本') });
    expect(of('distance')).toMatchObject({ state: 'ok', en: expect.stringMatching(/^[\d.]+ ms there and back/) });
    expect(of('clocks')).toMatchObject({ state: 'ok', en: '0.0 s apart' });
    expect(await askRedis(server?.port ?? 0, ['DBSIZE'])).toEqual(['0']);
  });

  it('calls no AOF and an evicting memory policy faults, with what to set', async () => {
    const { code, of } = await examine(['--maxmemory-policy', 'allkeys-lru']);
    expect(code).toBe(1);
    expect(of('store')?.state).toBe('ok');
    expect(of('durability')).toMatchObject({
      state: 'fault',
      zh: expect.stringContaining('CONFIG SET appendonly yes'),
    });
    expect(of('durability')?.en).toContain('is lost when Redis restarts');
    expect(of('eviction')).toMatchObject({ state: 'fault', en: expect.stringContaining('set noeviction') });
  });

  it('notes a lazy fsync, which is a fault where DURABILITY=strict refuses it', async () => {
    const lazy = [...AOF, '--appendfsync', 'no'];
    const { code, of } = await examine(lazy);
    expect(code).toBe(0);
    expect(of('durability')).toMatchObject({ state: 'note', en: expect.stringContaining('everysec or always') });
    const strict = await place.run(['doctor', '--json'], '', { REDIS_URL: server?.url ?? '', DURABILITY: 'strict' });
    expect(strict.code).toBe(1);
  });

  it('calls it a fault when replicas are demanded and none is there', async () => {
    const { code, of } = await examine(AOF, { DURABILITY: 'replicated' });
    expect(code).toBe(1);
    expect(of('replicas')).toMatchObject({ state: 'fault', en: expect.stringContaining('no replica is connected') });
  });

  it('counts what is stored, and never shows the password', async () => {
    server = await startRedis([...AOF, '--requirepass', 'geheim']);
    place = openPlace();
    const url = server.url.replace('//', '//:geheim@');
    const store = await openRedisStore({ url });
    await populate(store);
    await store.close();
    const seen = await place.run(['doctor'], '', { REDIS_URL: url });
    expect(seen.code).toBe(0);
    expect(seen.out).toMatch(/✓ store .*15 个会话，2 份申报，36 条待发回复，2 条发不出/);
    const wrong = await place.run(['doctor'], '', { REDIS_URL: url.replace('geheim', 'geraten') });
    expect(wrong.code).toBe(1);
    expect(wrong.out).toMatch(/✗ store .*user or password are wrong/);
    expect(seen.out + seen.err + wrong.out + wrong.err).not.toMatch(/geheim|geraten/);
  });

  it('goes on with the rest when nothing answers', async () => {
    place = openPlace();
    const { code, out } = await place.run(['doctor'], '', { REDIS_URL: 'redis://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ store +Redis 127\.0\.0\.1:1/);
    expect(out).toContain('✓ clock');
  });
});

describe('the line for start', () => {
  it('says what each store is worth, and the worst of its settings', async () => {
    place = openPlace();
    const at = { project: place.path, cwd: place.path };
    const file = openSqliteStore(place.data);
    expect(durabilityOf(readConfig({ DATA_DIR: place.data }, at), file)).toMatchObject({
      state: 'ok',
      zh: expect.stringContaining('断电也不丢'),
    });
    await file.close();
    server = await startRedis(['--maxmemory-policy', 'volatile-ttl']);
    const store = await openRedisStore({ url: server.url });
    const said = durabilityOf(readConfig({ REDIS_URL: server.url }, at), { ...store });
    await store.close();
    expect(said.state).toBe('fault');
    expect(said.zh).toContain('没有开 AOF');
    expect(said.zh).toContain('maxmemory-policy 是 volatile-ttl');
    expect(said.en).toContain('turn AOF on');
  });
});
