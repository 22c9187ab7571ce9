/**
 * The store in Redis or Valkey, for many replicas: one server (or whatever answers behind one address) or a cluster.
 * Turns of one tick travel in one script. Never empties or judges a server it was given: its keys begin with `sb:`, and
 * everything else is left alone.
 *
 * Promises: a commit is applied once, wholly or not at all, and acknowledged only when the server has answered; what
 * the server keeps through a restart is its own setting (`inspection` says it). With `replicated`, a commit is
 * acknowledged only when a replica has it as well.
 */
import { hash, randomBytes, randomInt } from 'node:crypto';
import type { CommonRedisOptions } from 'ioredis';
import { Cluster, Command, Redis } from 'ioredis';
import { StoreFault } from './fault.ts';
import { storedKey } from './key.ts';
import { openArchive } from './redis/archive.ts';
import { persist } from './redis/batch.ts';
import type { Argument, Connection, Script } from './redis/connection.ts';
import { faultOf } from './redis/fault.ts';
import type { Asked, Inspection } from './redis/inspect.ts';
import { demandFit, inspectionOf } from './redis/inspect.ts';
import { keysOf } from './redis/keys.ts';
import { openMover } from './redis/move.ts';
import { openOutbox } from './redis/outbox.ts';
import { openRegistry } from './redis/registry.ts';
import { replicationOf } from './redis/replication.ts';
import { openTurns } from './redis/turns.ts';
import type { Store } from './store.ts';

export interface RedisSettings {
  /** `redis://[user:password@]host:port[/db]`, or `rediss://` for TLS. Of a cluster, any of its nodes. */
  readonly url: string;
  readonly cluster?: boolean;
  /** Acknowledge only what a replica has too. Not in a cluster. */
  readonly replicated?: boolean;
  /** Refuse a server whose settings may lose what was acknowledged. */
  readonly strict?: boolean;
  /** Keeps several installations on one server apart: letters, digits, `-`; '' for none. */
  readonly namespace?: string;
}

export interface RedisStore extends Store {
  /** What the server's settings were worth at start. */
  readonly inspection: Inspection;
}

/** Measured; see the pitfalls of each in the project's notes on reliability: a call never hangs, a write may be asked twice. */
const LIMITS = {
  commandTimeout: 1_500,
  socketTimeout: 2_000,
  connectTimeout: 3_000,
  maxRetriesPerRequest: 4,
  reconnectOnError: (error: Error) => (error.message.includes('READONLY') ? 2 : false),
  enableAutoPipelining: false,
  protocol: 2,
} satisfies CommonRedisOptions;

function backoff(times: number): number {
  return Math.min(50 * 2 ** (times - 1), 2_000) + randomInt(50);
}

interface Place extends Pick<CommonRedisOptions, 'username' | 'password' | 'db'> {
  readonly host: string;
  readonly port: number;
  readonly tls?: Record<string, never>;
}

function placeOf(url: string): Place {
  if (!URL.canParse(url)) throw new StoreFault('unavailable', 'REDIS_URL is no URL: redis://host:port');
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const db = Number(pathname.slice(1));
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6379),
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(Number.isInteger(db) && db > 0 ? { db } : {}),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

function openClient(place: Place, cluster: boolean): Redis | Cluster {
  const { host, port, db, ...rest } = place;
  if (!cluster) return new Redis({ ...place, ...LIMITS, retryStrategy: backoff });
  return new Cluster([{ host, port }], {
    clusterRetryStrategy: backoff,
    slotsRefreshTimeout: 2_000,
    slotsRefreshInterval: 5_000,
    redisOptions: { ...rest, ...LIMITS },
    // A certificate is made out to a name, so it must be the name that is connected to.
    ...(place.tls === undefined ? {} : { dnsLookup: (name, done) => done(null, name) }),
  });
}

/** A command that travels as bytes: a long text with Chinese is written to a socket several times slower. */
class Encoded extends Command {
  override toWritable(socket: object): string | Buffer {
    const text = super.toWritable(socket);
    return typeof text === 'string' ? Buffer.from(text) : text;
  }
}

interface Opened extends Connection {
  readonly client: Redis | Cluster;
  close(): void;
}

function connect(place: Place, cluster: boolean, address: string): Opened {
  const client = openClient(place, cluster);
  const sums = new Map<string, string>();
  let epoch = 0;
  // Without a listener the library prints; every call that suffers rejects anyway.
  client.on('error', () => undefined);
  client.on('close', () => {
    epoch += 1;
  });

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw faultOf(error, address);
    }
  }

  function script(name: string, first: string, count: number, rest: readonly Argument[]): Promise<unknown> {
    const command = new Encoded(name, [first, count, ...rest], { replyEncoding: 'utf8' });
    return client.sendCommand(command) as Promise<unknown>;
  }

  function run({ name, lua }: Script, keys: readonly string[], args: readonly Argument[]): Promise<unknown> {
    let sum = sums.get(name);
    if (sum === undefined) {
      sum = hash('sha1', lua);
      sums.set(name, sum);
    }
    const digest = sum;
    const rest = [...keys, ...args];
    return guarded(async () => {
      try {
        return await script('evalsha', digest, keys.length, rest);
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return script('eval', lua, keys.length, rest);
      }
    });
  }

  return {
    client,
    cluster,
    run,
    call: (command, ...args) => guarded(() => client.call(command, [...args])),
    epoch: () => epoch,
    close: () => client.disconnect(),
  };
}

async function ask(node: Redis): Promise<Asked> {
  const info = await node.info();
  const setting = await node.config('GET', 'appendfsync').catch(() => []);
  return { info, appendfsync: (setting as readonly string[])[1] };
}

async function inspect({ client }: Opened, address: string, replicated: boolean): Promise<Inspection> {
  return persist(async () => {
    try {
      if (client instanceof Redis) return inspectionOf([await ask(client)], false, replicated);
      // Knows its masters only after the first command.
      await client.call('GET', 'sb:');
      return inspectionOf(await Promise.all(client.nodes('master').map(ask)), true, replicated);
    } catch (error) {
      throw faultOf(error, address);
    }
  });
}

function checked({ url, cluster, replicated, namespace = '' }: RedisSettings): { place: Place; address: string } {
  const place = placeOf(url);
  if (!/^[A-Za-z0-9-]*$/.test(namespace)) throw new RangeError('a namespace has letters, digits and - only');
  if (cluster && replicated) {
    throw new StoreFault(
      'weak',
      'DURABILITY=replicated needs a single Redis with replicas; unset it or REDIS_CLUSTER.',
    );
  }
  return { place, address: `${place.host}:${place.port}` };
}

/**
 * What a server's settings are worth, for `doctor`. Rejects with StoreFault: `unavailable` after some seconds,
 * `readonly` when it lets nobody in.
 */
export async function inspectRedis(settings: RedisSettings): Promise<Inspection> {
  const { place, address } = checked(settings);
  const connection = connect(place, settings.cluster ?? false, address);
  try {
    return await inspect(connection, address, settings.replicated ?? false);
  } finally {
    connection.close();
  }
}

/**
 * Opens the store. Rejects with StoreFault: `unavailable` when nothing answers for some four seconds, `readonly` when
 * the server lets nobody in, `weak` when it is too old, or too weak and `strict` is set, or a cluster was asked to wait
 * for replicas.
 */
export async function openRedisStore(settings: RedisSettings): Promise<RedisStore> {
  const { place, address } = checked(settings);
  const { cluster = false, replicated = false, strict = false } = settings;
  const own = connect(place, cluster, address);
  // Waiting for a replica holds a connection up; reads go beside it.
  const writing = replicated ? connect(place, cluster, address) : own;
  const connections = new Set([own, writing]);
  let inspection: Inspection;
  try {
    inspection = await inspect(own, address, replicated);
    demandFit(inspection, strict, address);
  } catch (error) {
    for (const one of connections) one.close();
    throw error;
  }

  const keys = keysOf(settings.namespace ?? '');
  const nonce = (): string => randomBytes(9).toString('base64url');
  const replication = replicationOf(writing, replicated, address);
  const outbox = openOutbox(own, keys);
  // A person's next turn finds their replies confirmed, or its own could not be leased.
  const before = outbox.flush;
  const turns = openTurns({ connection: own, writing, keys, replication, address, random: Math.random, before });
  const registry = openRegistry(own, keys);
  const archive = openArchive(own, keys, nonce);
  const mover = openMover(own, keys, archive, registry);
  let open = true;

  const running = new Set<Promise<unknown>>();

  async function alive<T>(work: () => Promise<T>): Promise<T> {
    if (!open) throw new StoreFault('closed', `Redis ${address}: the store was closed`);
    const run = work();
    running.add(run);
    try {
      return await run;
    } finally {
      running.delete(run);
    }
  }

  return {
    inspection,
    now: () =>
      alive(async () => {
        const [seconds, micros] = (await own.call('TIME')) as readonly [string, string];
        return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
      }),
    load: (key) => alive(() => turns.load(key)),
    commit: (commit) => alive(() => turns.commit(commit)),
    seen: (key, inbound) => alive(() => turns.seen(key, inbound)),
    claim: (now, lease, limit, filter = {}) => alive(() => outbox.claim(now, lease, limit, filter)),
    confirm: (sent) => alive(() => outbox.confirm(sent)),
    retry: (reply, at) => alive(() => outbox.putOff(reply, at, 1)),
    release: (reply, at) => alive(() => outbox.putOff(reply, at, 0)),
    bury: (reply, reason) => alive(() => outbox.bury(reply, reason)),
    dead: (limit) => alive(() => outbox.dead(limit)),
    backlog: () => alive(() => outbox.backlog()),
    wakes: (now, lease, limit) => alive(() => registry.wakes(now, lease, limit)),
    wake: (key, expected, at) => alive(() => registry.wake(key, expected, at)),
    sessions: (limit) => alive(() => archive.sessions(limit)),
    submissions: (filter = {}) => alive(() => archive.submissions(filter)),
    submission: (id) => alive(() => archive.submission(id)),
    record: (event) => alive(() => archive.record(event)),
    events: (kind, limit) => alive(() => archive.events(kind, limit)),
    link: (handle, key) => alive(() => registry.link(handle, key)),
    linked: (handle) => alive(() => registry.linked(handle)),
    part: (key, except) => alive(() => registry.part(key, except)),
    offer: (code, key, until) => alive(() => registry.offer(code, key, until)),
    redeem: (code, by, now) => alive(() => registry.redeem(code, by, now)),
    erase: (key) =>
      alive(async () => {
        const session = storedKey(key);
        await registry.forget(session);
        return archive.erase(session);
      }),
    async *dump() {
      yield* await alive(async () => mover.dump());
    },
    restore: (moved) => alive(() => mover.restore(moved)),
    async close() {
      open = false;
      await Promise.allSettled(running);
      for (const one of connections) one.close();
    },
  };
}
