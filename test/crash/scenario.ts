/** The runs of `npm run test:crash`: what is started, what is broken and how often. Each ends what it started. */
import { startCluster } from '../redis/cluster.ts';
import { startProxy } from '../redis/proxy.ts';
import type { TestServer } from '../redis/server.ts';
import { startRedis } from '../redis/server.ts';
import { chanceOf } from './chance.ts';
import { cutEverybody, killAndRestart, promote, startReplicaOf } from './disaster.ts';
import { POINTS } from './failpoint.ts';
import { WRONG_STORES } from './named-store.ts';
import type { Plan, Result } from './run.ts';
import { run } from './run.ts';

export interface Scenario {
  readonly name: string;
  readonly what: string;
  /** `clean`: every figure must be zero; `caught`: the checker must find something; `told`: only told. */
  readonly must: 'clean' | 'caught' | 'told';
  /** @param scale 1 for the whole, less for a part of it */
  play(scale: number): Promise<Result>;
}

const KEPT = ['--appendonly', 'yes', '--appendfsync'];
/** Turns of one user: past the first snapshot. */
const TURNS = 70;
/** No run takes longer, ms. */
const LIMIT = 20 * 60_000;

function scaled(count: number, scale: number): number {
  return Math.max(1, Math.round(count * scale));
}

async function on(server: TestServer, plan: Omit<Plan, 'url' | 'limit'>): Promise<Result> {
  try {
    return await run({ ...plan, url: server.url, limit: LIMIT });
  } finally {
    await server.stop();
  }
}

/** Every second replica runs into a trap by itself, at any point of a turn. */
function anyTrap(seed: number): () => string {
  const chance = chanceOf(seed);
  return () => (chance.next() < 0.5 ? '' : `${chance.pick(POINTS)}:${1 + chance.below(20)}:kill`);
}

async function redisKilled(sync: string, kills: number, scale: number): Promise<Result> {
  const server = await startRedis([...KEPT, sync]);
  const disasters = Array.from({ length: scaled(kills, scale) }, () => () => killAndRestart(server));
  const users = scaled(22, scale);
  return on(server, { seed: 13, replicas: 3, users, turns: TURNS, kills: scaled(20, scale), disasters });
}

async function promoted(replicated: boolean, scale: number): Promise<Result> {
  const primary = await startRedis();
  const replica = await startReplicaOf(primary);
  const proxy = await startProxy(primary.port);
  const servers = [primary, replica];
  const disasters = [
    async () => {
      servers.push(await promote(primary, replica, proxy));
    },
  ];
  try {
    const users = scaled(40, scale);
    const plan = { seed: 16, url: proxy.url, replicated, replicas: 2, users, turns: TURNS, disasters, limit: LIMIT };
    return await run(plan);
  } finally {
    await proxy.close();
    for (const server of servers) await server.stop();
  }
}

async function masterKilled(scale: number): Promise<Result> {
  const cluster = await startCluster([...KEPT, 'everysec']);
  const disasters = [async () => cluster.masters[1]?.signal('SIGKILL')];
  try {
    const plan = { seed: 15, url: cluster.url, cluster: true, replicas: 3, users: scaled(43, scale), turns: TURNS };
    return await run({ ...plan, kills: scaled(20, scale), disasters, limit: LIMIT });
  } finally {
    await cluster.stop();
  }
}

const wrong = WRONG_STORES.map(
  (store): Scenario => ({
    name: store,
    what: `a store that is wrong on purpose (${store})`,
    must: 'caught',
    play: async () => {
      const trap = (): string => (store === 'unfenced-lock' ? 'between:6:pause' : '');
      return on(await startRedis(), { seed: 8, store, trap, replicas: 3, users: 10, turns: 30 });
    },
  }),
);

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'kills',
    what: '4 replicas killed at any moment and at every named point; connections cut',
    must: 'clean',
    play: async (scale) =>
      on(await startRedis([...KEPT, 'everysec']), {
        seed: 11,
        replicas: 4,
        users: scaled(143, scale),
        turns: TURNS,
        kills: scaled(1_000, scale),
        cutEvery: 29,
        trap: anyTrap(11),
      }),
  },
  {
    name: 'shipped',
    what: '`shenbao start`, 3 processes, killed at any moment',
    must: 'clean',
    play: async (scale) =>
      on(await startRedis([...KEPT, 'everysec']), {
        seed: 12,
        program: 'start',
        together: false,
        replicas: 3,
        users: scaled(15, scale),
        turns: TURNS,
        kills: scaled(50, scale),
      }),
  },
  {
    name: 'redis-everysec',
    what: 'Redis killed and started again, `appendfsync everysec`',
    must: 'clean',
    play: (scale) => redisKilled('everysec', 8, scale),
  },
  {
    name: 'redis-always',
    what: 'Redis killed and started again, `appendfsync always`',
    must: 'clean',
    play: (scale) => redisKilled('always', 7, scale),
  },
  {
    name: 'pauses',
    what: 'replicas stopped for 0.4 s (SIGSTOP), all connections to Redis cut again and again',
    must: 'clean',
    play: async (scale) => {
      const server = await startRedis([...KEPT, 'everysec']);
      const disasters = Array.from({ length: scaled(20, scale) }, () => () => cutEverybody(server));
      const users = scaled(43, scale);
      return on(server, { seed: 14, replicas: 3, users, turns: TURNS, pauses: scaled(60, scale), disasters });
    },
  },
  { name: 'cluster', what: 'a master of a Cluster of 3 + 3 killed', must: 'clean', play: masterKilled },
  {
    name: 'promotion-replicated',
    what: 'the primary cut off, lost, its replica promoted, `DURABILITY=replicated`',
    must: 'clean',
    play: (scale) => promoted(true, scale),
  },
  {
    name: 'promotion',
    what: 'the same without `DURABILITY=replicated`: what Redis alone loses',
    must: 'told',
    play: (scale) => promoted(false, scale),
  },
  ...wrong,
];
