/** The test of the crash tests: three stores that are wrong on purpose, each the usual way, are found out. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TestServer } from '../redis/server.ts';
import { startRedis } from '../redis/server.ts';
import { WRONG_STORES } from './named-store.ts';
import { run } from './run.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startRedis();
});
afterEach(() => server.stop());

it.each(WRONG_STORES)('%s is caught', async (store) => {
  // A lock that runs out harms nobody until somebody is held up for longer.
  const trap = (): string => (store === 'unfenced-lock' ? 'between:6:pause' : '');
  const { lost, doubled, unreplied, seconds } = await run({
    seed: 8,
    url: server.url,
    store,
    trap,
    replicas: 3,
    users: 10,
    turns: 30,
  });
  process.stdout.write(`${store}: ${JSON.stringify({ lost, doubled, unreplied, seconds })}\n`);
  expect(lost + doubled + unreplied).toBeGreaterThan(0);
});
