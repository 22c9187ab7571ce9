/**
 * One replica to be killed: the real store, conversation and HTTP routes of this project over the small call, with traps
 * on the way.
 * Settings by environment: REDIS_URL, REDIS_CLUSTER, DURABILITY, STORE, TRAP, CUT_EVERY. Prints its port once it listens.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import packageJson from '../../package.json' with { type: 'json' };
import { compileCall } from '../../src/flow/compile.ts';
import { openApp } from '../../src/http/app.ts';
import { listen } from '../../src/http/server.ts';
import { openClock } from '../../src/runtime/clock.ts';
import { openConversation } from '../../src/runtime/conversation.ts';
import { openLog } from '../../src/runtime/log.ts';
import { openMetrics } from '../../src/runtime/metrics.ts';
import type { Store } from '../../src/store/store.ts';
import { SMALL_CALL } from '../flow/small-call.ts';
import { trap, watched } from './failpoint.ts';
import { openNamedStore } from './named-store.ts';

const { REDIS_URL = '', REDIS_CLUSTER, DURABILITY, STORE = 'right', TRAP = '', CUT_EVERY = '0' } = process.env;
const LEASE = 30_000;

const passing = trap(TRAP);

/** A replica that comes up while Redis is away waits for it. */
async function opened(): Promise<Store> {
  for (;;) {
    try {
      return await openNamedStore(STORE, {
        url: REDIS_URL,
        cluster: REDIS_CLUSTER === '1',
        replicated: DURABILITY === 'replicated',
        between: () => passing('between'),
      });
    } catch (error) {
      if (!(error instanceof Error && 'retryable' in error && error.retryable === true)) throw error;
    }
  }
}

const call = compileCall(SMALL_CALL);
const { store, metrics } = openMetrics(watched(await opened(), passing));
const clock = await openClock(store);
const conversation = openConversation({
  store,
  call: () => call,
  version: packageJson.version,
  clock: (inbound) => inbound.at,
  now: clock.now,
  lease: () => clock.now() + LEASE,
});
const log = openLog('error');
const app = openApp({
  version: packageJson.version,
  apiKeys: [],
  metrics,
  log,
  exchange: {
    store,
    conversation,
    now: clock.now,
    at: () => Date.now(),
    keepFile: () => Promise.reject(new Error('the scripts send no files')),
    onBug: (error) => log.error({ err: error }, 'a bug'),
  },
  readiness: async () => [{ name: 'store', ready: conversation.available() }],
  isStopping: () => false,
});

const outer = new Hono<{ Bindings: HttpBindings }>();
let requests = 0;
outer.use(async (c, next) => {
  requests += 1;
  const cut = Number(CUT_EVERY) > 0 && requests % Number(CUT_EVERY) === 0;
  // In turns: while the turn is taken, and when its answer is ready.
  if (cut && requests % 2 === 0) c.env.incoming.socket.destroy();
  await next();
  passing('before-answer');
  if (cut) c.env.incoming.socket.destroy();
});
outer.route('/', app);
const server = await listen(outer, { host: '127.0.0.1', port: 0, mayMove: false });
writeSync(1, `port ${server.port}\n`);
// Killed processes leave nothing for the next one to start faster with.
flushCompileCache();
