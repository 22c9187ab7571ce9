/**
 * Redis servers of the tests' own: each on a free port and in a folder of its own, gone with the test process however
 * it ends. Touches no server it did not start.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { commandOf, redisBinary } from './binary.ts';

export interface TestServer {
  readonly port: number;
  readonly url: string;
  /** Sends a signal to the server process itself. SIGKILL resolves when it is gone. */
  signal(name: NodeJS.Signals): Promise<void>;
  /** Starts it again on what it left behind. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts the server it is given, prints its pid, and ends it when our end of the pipe is closed, which the death of the
 * test process does too. The folder goes unless we say keep.
 */
const WATCH = `
dir=$1; shift
"$@" >"$dir/log" 2>&1 </dev/null &
echo $!
read -r word
kill -9 $! 2>/dev/null
wait 2>/dev/null
[ "$word" = keep ] || rm -rf "$dir"
`;

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listening = new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!(await listening)) return false;
  server.close();
  await once(server, 'close');
  return true;
}

/** A port that is free, as the one a cluster's nodes talk over (10,000 above) is. */
async function freePort(): Promise<number> {
  for (;;) {
    // Below the range the system hands out by itself.
    const port = 15_000 + Math.floor(Math.random() * 7_000);
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const end = (fine: boolean): void => {
      socket.destroy();
      resolve(fine);
    };
    socket.setTimeout(500, () => end(false));
    socket.once('error', () => end(false));
    // Asked for a password it is up as well.
    socket.once('data', (bytes) => end(/^(\+PONG|-NOAUTH)/.test(bytes.toString())));
  });
}

async function isUp(port: number): Promise<void> {
  const until = performance.now() + 20_000;
  while (!(await answers(port))) {
    if (performance.now() > until) throw new Error(`the Redis on port ${port} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** @param settings of redis.conf, as arguments: `['--appendonly', 'yes']`; nothing is kept on the disk by default */
export async function startRedis(settings: readonly string[] = []): Promise<TestServer> {
  const binary = await redisBinary();
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-redis-'));
  const port = await freePort();
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...settings];

  async function start() {
    const watch = spawn('sh', ['-c', WATCH, 'sh', folder, ...commandOf(binary, folder), ...own], {
      env: { ...process.env, ...binary.env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const [line] = (await once(createInterface(watch.stdout), 'line')) as [string];
    await isUp(port);
    return { watch, pid: Number(line) };
  }

  let running = await start();

  async function end(word: string): Promise<void> {
    const { watch } = running;
    if (watch.exitCode !== null) return;
    const closed = once(watch, 'close');
    watch.stdin.end(word);
    await closed;
  }

  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async signal(name) {
      // A container's server is the child of its engine, not ours.
      if (binary.contained) throw new Error('signals need a Redis that is not in a container');
      process.kill(running.pid, name);
      while (name === 'SIGKILL' && (await answers(port))) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    async restart() {
      await end('keep\n');
      running = await start();
    },
    stop: () => end(''),
  };
}

const namespaces: string[] = [];

/** A namespace nobody else has. */
export function someNamespace(): string {
  const name = `test-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  namespaces.push(name);
  return name;
}

async function forgetNamespaces(url: string): Promise<void> {
  const shell = new Redis(url);
  for (const name of namespaces.splice(0)) {
    for await (const keys of shell.scanStream({ match: `sb:${name}:*`, count: 1_000 }))
      if ((keys as string[]).length > 0) await shell.unlink(...(keys as string[]));
  }
  shell.disconnect();
}

/**
 * A server for tests that only read and write keys of namespaces of their own: the one of REDIS_URL, which is left as it
 * was found, else a new one.
 */
export async function someRedis(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const url = process.env.REDIS_URL;
  return url === undefined || url === '' ? startRedis() : { url, stop: () => forgetNamespaces(url) };
}
