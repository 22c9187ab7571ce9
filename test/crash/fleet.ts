/**
 * A number of replicas, each a process of its own that is started again whenever it is killed. Kills and stops them;
 * knows nothing of what they do.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SMALL_CALL } from '../flow/small-call.ts';
import type { Chance } from './chance.ts';
import { PAUSED } from './failpoint.ts';

const ENTRY = fileURLToPath(new URL('replica.ts', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../shenbao.mjs', import.meta.url));
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/crash', import.meta.url));
/** How long a stopped process stays so, ms. */
const PAUSE = 400;
/** Ends this way when its Redis is away at the start; whoever runs it starts it again. */
const FAILED = 1;

export interface FleetSettings {
  readonly replicas: number;
  /** `start`: the program as it is shipped; `replica`: the same parts with traps on the way. */
  readonly program: 'start' | 'replica';
  readonly env: Readonly<Record<string, string>>;
  readonly chance: Chance;
  /** The trap of the next replica to be started, '' for none. */
  readonly trap?: () => string;
}

export interface Fleet {
  /** Ports of the replicas that listen, as far as is known. */
  ports(): readonly number[];
  /** Kills one that listens, if there is one. */
  kill(): boolean;
  /** Stops one for a while, if there is one. */
  pause(): boolean;
  readonly counts: { kills: number; pauses: number; trapped: string[] };
  /** What a process said that ended by itself; empty as it should be. */
  readonly complaints: readonly string[];
  /** Resolves once all listen. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly trap: string;
  /** Undefined until it listens, and from its end on. */
  port: number | undefined;
  killed: boolean;
}

function folderOfCall(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-crash-'));
  for (const { path, text } of SMALL_CALL) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export function startFleet({ replicas, program, env, chance, trap = () => '' }: FleetSettings): Fleet {
  const folder = folderOfCall();
  const running = new Set<Running>();
  const counts = { kills: 0, pauses: 0, trapped: [] as string[] };
  const complaints: string[] = [];
  let waiting: (() => void)[] = [];
  let stopping = false;

  const listening = (): Running[] => [...running].filter(({ port }) => port !== undefined);

  function wake({ child }: Running): void {
    counts.pauses += 1;
    setTimeout(() => child.kill('SIGCONT'), PAUSE);
  }

  function listens(one: Running, port: string): void {
    one.port = Number(port);
    if (listening().length < replicas) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  function start(): void {
    const { PATH = '', HOME = '' } = process.env;
    const own = { PATH, HOME, NODE_COMPILE_CACHE: CACHE, PORT: '0', FLOWS_DIR: 'flows', CALL: 'small' };
    const next = program === 'replica' ? trap() : '';
    const words = program === 'replica' ? [ENTRY] : [PROGRAM, 'start'];
    const child = spawn(process.execPath, words, {
      cwd: folder,
      env: { ...own, LOG_LEVEL: 'error', TRAP: next, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const one: Running = { child, trap: next, port: undefined, killed: false };
    running.add(one);
    let said = '';
    const hear = (text: string): void => {
      said = `${said}${text}`.slice(-4_000);
      if (text.includes(`${PAUSED}\n`)) wake(one);
      const found = one.port === undefined && !one.killed ? /port (\d+)\n|http:\/\/localhost:(\d+)/.exec(said) : null;
      if (found !== null) listens(one, found[1] ?? found[2] ?? '');
    };
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
    child.once('exit', (code, signal) => {
      running.delete(one);
      if (stopping) return;
      if (signal === 'SIGKILL') {
        counts.kills += 1;
        if (!one.killed) counts.trapped.push(one.trap);
      } else if (code !== FAILED || !said.includes('Redis')) complaints.push(`ended with ${code ?? signal}: ${said}`);
      start();
    });
  }

  for (let n = 0; n < replicas; n++) start();

  return {
    ports: () => listening().map(({ port }) => port ?? 0),
    kill() {
      if (listening().length === 0) return false;
      const one = chance.pick(listening());
      one.port = undefined;
      one.killed = true;
      return one.child.kill('SIGKILL');
    },
    pause() {
      if (listening().length === 0) return false;
      const one = chance.pick(listening());
      wake(one);
      return one.child.kill('SIGSTOP');
    },
    counts,
    complaints,
    ready: () =>
      listening().length >= replicas
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
    async stop() {
      stopping = true;
      const gone = [...running].map(({ child }) => new Promise((resolve) => child.once('exit', resolve)));
      for (const { child } of running) child.kill('SIGKILL');
      await Promise.all(gone);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
