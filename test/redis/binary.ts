/**
 * A real Redis or Valkey for the tests, wherever it may come from: installed, Debian packages unpacked into
 * node_modules/.cache without root, or a container. Installs nothing on the system and pretends nothing: without one it
 * fails with the commands that help.
 */
import type { ExecFileOptions } from 'node:child_process';
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Runs a program to its end; rejects when it fails. */
function run(
  file: string,
  args: readonly string[],
  options: ExecFileOptions = {},
): Promise<{ readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { ...options, encoding: 'utf8' }, (error, stdout) => {
      if (error === null) resolve({ stdout });
      else reject(error);
    });
  });
}

/** How to start a server: the words before its own arguments, and the environment it needs. */
export interface Binary {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Does it run in a container, so that the command still lacks the image? */
  readonly contained: boolean;
}

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/redis', import.meta.url));
const NAMES = ['redis-server', 'valkey-server'];
const IMAGE = 'valkey/valkey:8';

const ADVICE = `The tests need a real Redis or Valkey, and none was found or could be fetched.
  Debian, Ubuntu:  sudo apt-get install redis-server   (or only: sudo apt-get update, and the tests fetch it themselves)
  macOS:           brew install redis
  Windows:         use WSL, or docker run -d -p 6379:6379 ${IMAGE} and set REDIS_URL
Or give one of your own: REDIS_URL=redis://127.0.0.1:6379 npm test (its other keys are left alone).`;

function onPath(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return undefined;
}

function unpacked(): Binary | undefined {
  const file = join(CACHE, 'usr/bin/redis-server');
  if (!existsSync(file)) return undefined;
  const libraries = readdirSync(join(CACHE, 'usr/lib'))
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => join(CACHE, 'usr/lib', name));
  return { command: [file], env: { LD_LIBRARY_PATH: libraries.join(':') }, contained: false };
}

/** Fetches redis-server and what it lacks here as packages, by apt's own ordinary client, and unpacks them. */
async function fetched(): Promise<Binary | undefined> {
  if (onPath('apt-get') === undefined || onPath('dpkg-deb') === undefined) return undefined;
  mkdirSync(join(CACHE, '..'), { recursive: true });
  const folder = mkdtempSync(`${CACHE}-`);
  const options = ['-o', 'Debug::NoLocking=1'];
  const apt = (...args: string[]) => run('apt-get', [...options, ...args], { cwd: folder, timeout: 120_000 });
  const download = async (): Promise<void> => {
    const { stdout } = await apt('install', '--simulate', '--no-install-recommends', 'redis-server');
    await apt('download', ...[...stdout.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? ''));
  };
  try {
    await download().catch(async () => {
      // The lists of packages are empty, old, or not for us: with lists of our own this needs no root.
      for (const name of ['lists/partial', 'cache/archives/partial'])
        mkdirSync(join(folder, name), { recursive: true });
      options.push('-o', `Dir::State::Lists=${folder}/lists`, '-o', `Dir::Cache=${folder}/cache`);
      await apt('update');
      await download();
    });
    const root = join(folder, 'root');
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.deb')))
      await run('dpkg-deb', ['-x', join(folder, name), root]);
    // Another test file may have been faster.
    if (!existsSync(CACHE)) renameSync(root, CACHE);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return unpacked();
}

async function container(): Promise<Binary | undefined> {
  for (const name of ['docker', 'podman']) {
    const file = onPath(name);
    if (file === undefined) continue;
    // There may be a client without an engine behind it.
    const works = await run(file, ['info'], { timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (!works) continue;
    const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
    return { command: [file, 'run', '--rm', '--network', 'host', '--user', user], env: {}, contained: true };
  }
  return undefined;
}

let found: Promise<Binary> | undefined;

async function find(): Promise<Binary> {
  for (const name of NAMES) {
    const file = onPath(name);
    if (file !== undefined) return { command: [file], env: {}, contained: false };
  }
  let refusal: unknown;
  const binary =
    unpacked() ??
    (await fetched().catch((error: unknown) => {
      refusal = error;
      return unpacked();
    })) ??
    (await container());
  if (binary === undefined) throw new Error(ADVICE, { cause: refusal });
  return binary;
}

/** The server to start; looked for once a process. */
export function redisBinary(): Promise<Binary> {
  found ??= find();
  return found;
}

/** The image of a contained server and how it is started, with the folder it must see. */
export function commandOf({ command, contained }: Binary, folder: string): readonly string[] {
  return contained ? [...command, '-v', `${folder}:${folder}`, IMAGE, 'valkey-server'] : command;
}
