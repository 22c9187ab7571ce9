/** What the Redis part asks of its server besides turns: figures of INFO, and that it be empty. Measures nothing itself. */
import { Redis } from 'ioredis';
import type { TestServer } from '../test/redis/server.ts';
import { startRedis } from '../test/redis/server.ts';

export interface Counts {
  /** Commands, those inside scripts too; without those asked here. */
  readonly commands: number;
  /** Bytes. */
  readonly sent: number;
  readonly received: number;
  readonly memory: number;
}

export interface Server extends TestServer {
  counts(): Promise<Counts>;
  /** Forgets everything, scripts aside. */
  empty(): Promise<void>;
}

/** Our own question for figures is not counted. */
const OURS = ['info', 'flushall', 'hello', 'ping', 'client'];

function figureOf(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? Number.NaN);
}

function callsIn(info: string): number {
  let calls = 0;
  for (const [, name = '', count] of info.matchAll(/^cmdstat_([^:|]+)[^:]*:calls=(\d+)/gm))
    if (!OURS.includes(name)) calls += Number(count);
  return calls;
}

/** A server of its own, kept on the disk as the settings say; ended with `stop`. */
export async function openServer(settings: readonly string[] = []): Promise<Server> {
  const server = await startRedis(settings);
  const shell = new Redis(server.url);
  return {
    ...server,
    async counts() {
      const info = await shell.info('all');
      return {
        commands: callsIn(info),
        sent: figureOf(info, 'total_net_input_bytes'),
        received: figureOf(info, 'total_net_output_bytes'),
        memory: figureOf(info, 'used_memory'),
      };
    },
    async empty() {
      await shell.flushall('SYNC');
    },
    async stop() {
      shell.disconnect();
      await server.stop();
    },
  };
}
