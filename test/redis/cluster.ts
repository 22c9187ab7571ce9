/** A Redis Cluster of the tests' own: three masters with a replica each, made without redis-cli. */
import { Redis } from 'ioredis';
import type { TestServer } from './server.ts';
import { startRedis } from './server.ts';

export interface TestCluster {
  /** Of the first master. */
  readonly url: string;
  readonly masters: readonly TestServer[];
  readonly replicas: readonly TestServer[];
  stop(): Promise<void>;
}

const SLOTS = 16_384;
const SETTINGS = [
  '--cluster-enabled',
  'yes',
  '--cluster-node-timeout',
  '1500',
  '--cluster-require-full-coverage',
  'no',
  '--repl-diskless-sync-delay',
  '0',
];

async function until(fine: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await fine())) {
    if (performance.now() > end) throw new Error(`the cluster: ${what} took too long`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function info(node: Redis, section: string): Promise<string> {
  return String(await (section === 'cluster' ? node.cluster('INFO') : node.info(section)));
}

/** @param settings of redis.conf besides those of the cluster */
export async function startCluster(settings: readonly string[] = []): Promise<TestCluster> {
  const servers = await Promise.all(Array.from({ length: 6 }, () => startRedis([...SETTINGS, ...settings])));
  const nodes = servers.map(({ url }) => new Redis(url));
  try {
    for (const [n, node] of nodes.entries()) await node.cluster('SET-CONFIG-EPOCH', n + 1);
    for (const [n, node] of nodes.slice(0, 3).entries()) {
      const from = Math.floor((n * SLOTS) / 3);
      const to = Math.floor(((n + 1) * SLOTS) / 3);
      await node.cluster('ADDSLOTS', ...Array.from({ length: to - from }, (_, i) => from + i));
    }
    for (const { port } of servers.slice(1)) await nodes[0]?.cluster('MEET', '127.0.0.1', port);
    await until(async () => {
      const known = await Promise.all(nodes.map((node) => info(node, 'cluster')));
      return known.every((text) => text.includes('cluster_known_nodes:6'));
    }, 'meeting');
    for (const n of [0, 1, 2]) {
      const master = String(await nodes[n]?.cluster('MYID'));
      await nodes[n + 3]?.cluster('REPLICATE', master);
    }
    // A replica that never finished its first copy cannot take over.
    await until(async () => {
      const states = await Promise.all(nodes.map((node) => info(node, 'cluster')));
      const links = await Promise.all(nodes.slice(3).map((node) => info(node, 'replication')));
      return (
        states.every((text) => text.includes('cluster_state:ok')) &&
        links.every((text) => text.includes('master_link_status:up'))
      );
    }, 'copying');
  } finally {
    for (const node of nodes) node.disconnect();
  }
  return {
    url: servers[0]?.url ?? '',
    masters: servers.slice(0, 3),
    replicas: servers.slice(3),
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}
