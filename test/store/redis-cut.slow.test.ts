/**
 * Cuts the connection to Redis after every byte of one commit and of its answer: the caller still learns that its turn
 * was applied, once, with its replies its own to send.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRedisStore } from '../../src/store/redis.ts';
import type { Direction, TestProxy } from '../redis/proxy.ts';
import { startProxy } from '../redis/proxy.ts';
import type { TestServer } from '../redis/server.ts';
import { someNamespace, startRedis } from '../redis/server.ts';
import { entryOf, replyOf, turnOf } from './sample.ts';

const ann = 'telegram:ann';
const WORKERS = 24;

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

interface Case {
  readonly direction: Direction;
  readonly bytes: number;
  /** Has the connection the script already, or does the whole text travel? */
  readonly warm: boolean;
}

/** One commit whose connection is cut. Returns whether there were so many bytes. */
async function judge({ direction, bytes, warm }: Case, proxy: TestProxy): Promise<boolean> {
  const store = await openRedisStore({ url: proxy.url, namespace: someNamespace() });
  const from = warm ? 1 : 0;
  if (warm) {
    await store.commit(turnOf(ann, 0, { lease: 9e12 }));
    await store.confirm([{ key: ann, id: `${ann}:0:0` }]);
  }
  const lease = (await store.now()) + 60_000;
  proxy.cutAfter(direction, bytes);
  const replies = [replyOf('a1'), replyOf('a2')];
  const done = await store.commit(turnOf(ann, from, { lease, wake: 5, replies }));
  const cut = proxy.cut();
  const what = `${direction} cut after ${bytes} bytes, ${warm ? 'warm' : 'cold'}`;
  expect(done, what).toEqual({ kind: 'ok', leased: true });
  const log = await store.load(ann);
  expect(log, what).toEqual({ length: from + 1, entries: Array.from({ length: from + 1 }, (_, n) => entryOf(n)) });
  const due = await store.claim(lease, 1_000, 10, { key: ann });
  expect(
    due.map(({ outbound }) => outbound.id),
    what,
  ).toEqual(['a1', 'a2']);
  expect(await store.commit(turnOf(ann, from)), what).toEqual({ kind: 'duplicate' });
  await store.close();
  return cut;
}

it('loses nothing and doubles nothing wherever a commit is cut', async () => {
  const cases: Case[] = [];
  for (let bytes = 0; bytes < 640; bytes++) cases.push({ direction: 'request', bytes, warm: true });
  for (let bytes = 0; bytes < 24; bytes++) cases.push({ direction: 'reply', bytes, warm: true });
  for (let bytes = 0; bytes < 640; bytes += 8) cases.push({ direction: 'request', bytes, warm: false });
  for (let bytes = 0; bytes < 24; bytes += 4) cases.push({ direction: 'reply', bytes, warm: false });
  let cuts = 0;
  const next = cases.values();
  await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      const proxy = await startProxy(server.port);
      for (const one of next) if (await judge(one, proxy)) cuts += 1;
      await proxy.close();
    }),
  );
  // Else the commit was shorter than what we meant to cut.
  expect(cuts).toBeGreaterThan(600);
});
