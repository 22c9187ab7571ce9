/** Replicas, connections and Redis are killed under load: nothing is lost, doubled, left unanswered or put out of order. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compileCall } from '../../src/flow/compile.ts';
import { openConversation } from '../../src/runtime/conversation.ts';
import { openRedisStore } from '../../src/store/redis.ts';
import { SMALL_CALL } from '../flow/small-call.ts';
import type { TestServer } from '../redis/server.ts';
import { startRedis } from '../redis/server.ts';
import { cutEverybody, killAndRestart } from './disaster.ts';
import { POINTS } from './failpoint.ts';
import { FAULTLESS } from './judge.ts';
import { keyOf } from './model.ts';
import type { Result } from './run.ts';
import { run } from './run.ts';
import { inboundFor, scriptOf } from './script.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startRedis(['--appendonly', 'yes', '--appendfsync', 'everysec']);
});
afterEach(() => server.stop());

function tell(what: string, result: Result): void {
  process.stdout.write(`${what}: ${JSON.stringify({ ...result, trapped: result.trapped.length })}\n`);
}

it('50 kills in 1,000 turns over 3 replicas, every message delivered up to three times, one in ten broken off', async () => {
  const result = await run({ seed: 4, url: server.url, replicas: 3, users: 15, turns: 68, kills: 50, cutEvery: 29 });
  tell('kills', result);
  expect(result).toMatchObject({ ...FAULTLESS, turns: 1_020 });
  expect(result.kills).toBeGreaterThanOrEqual(50);
  expect(result.duplicates).toBeGreaterThan(300);
  expect(result.cuts).toBeGreaterThan(100);
});

it('the program as it is shipped, killed 10 times in 300 turns', async () => {
  const plan = { seed: 5, url: server.url, replicas: 2, users: 10, turns: 30, kills: 10 };
  const result = await run({ ...plan, program: 'start', together: false });
  tell('shipped', result);
  expect(result).toMatchObject({ ...FAULTLESS, turns: 300 });
  expect(result.kills).toBeGreaterThanOrEqual(10);
});

it('a process killed at every named point of a turn', async () => {
  const points = POINTS.map((point) => `${point}:3:kill`);
  const traps = [...points];
  const trap = (): string => traps.shift() ?? '';
  const result = await run({ seed: 6, url: server.url, replicas: 3, users: 8, turns: 30, trap });
  tell('points', result);
  expect(result).toMatchObject(FAULTLESS);
  expect(result.trapped.toSorted()).toEqual(points.toSorted());
});

it('Redis killed and started again three times, its connections cut three times, replicas stopped for 0.4 s', async () => {
  const disasters = [0, 1, 2].flatMap(() => [() => killAndRestart(server), () => cutEverybody(server)]);
  const result = await run({ seed: 7, url: server.url, replicas: 2, users: 10, turns: 30, pauses: 5, disasters });
  tell('redis', result);
  expect(result).toMatchObject({ ...FAULTLESS, turns: 300, disasters: 6 });
  expect(result.pauses).toBeGreaterThanOrEqual(5);
});

it('one update to 20 replicas at once is applied once, 50 times', async () => {
  const stores = await Promise.all(Array.from({ length: 20 }, () => openRedisStore({ url: server.url })));
  const call = compileCall(SMALL_CALL);
  const replicas = stores.map((store) =>
    openConversation({ store, call: () => call, version: '1', clock: (inbound) => inbound.at }),
  );
  for (const message of scriptOf('u1', 50).flat()) {
    const outcomes = await Promise.all(replicas.map((replica) => replica.take(inboundFor(message))));
    const statuses = outcomes.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(19).fill('duplicate'), 'ok']);
  }
  expect((await stores[0]?.load(keyOf('u1')))?.length).toBe(50);
  await Promise.all(stores.map((store) => store.close()));
});
