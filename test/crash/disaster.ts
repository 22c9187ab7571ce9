/** What can befall a Redis under load: killed and started again, cut off from everybody, lost to its replica. */
import { Redis } from 'ioredis';
import type { TestProxy } from '../redis/proxy.ts';
import type { TestServer } from '../redis/server.ts';
import { startRedis } from '../redis/server.ts';
import { pause } from './chance.ts';

/** How long Redis is away, ms. */
const AWAY = 200;
/** How long a primary goes on taking turns that no replica hears of, ms. */
const ALONE = 300;

export async function killAndRestart(server: TestServer): Promise<void> {
  await server.signal('SIGKILL');
  await pause(AWAY);
  await server.restart();
}

/** Breaks every connection to a server, in the middle of whatever is under way. */
export async function cutEverybody({ url }: TestServer): Promise<void> {
  const shell = new Redis(url);
  await shell.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  shell.disconnect();
}

/** A replica of a server, once it has a copy. */
export async function startReplicaOf({ port }: TestServer): Promise<TestServer> {
  const replica = await startRedis(['--replicaof', '127.0.0.1', String(port), '--repl-diskless-sync-delay', '0']);
  const shell = new Redis(replica.url);
  while (!(await shell.info('replication')).includes('master_link_status:up')) await pause(20);
  shell.disconnect();
  return replica;
}

/**
 * The primary is cut off from its replica, still takes turns, and is lost; the replica takes its place and gets one of
 * its own, which is returned.
 */
export async function promote(primary: TestServer, replica: TestServer, proxy: TestProxy): Promise<TestServer> {
  const shell = new Redis(replica.url);
  await shell.replicaof('NO', 'ONE');
  await pause(ALONE);
  await primary.signal('SIGKILL');
  const successor = await startReplicaOf(replica);
  proxy.lead(replica.port);
  shell.disconnect();
  return successor;
}
