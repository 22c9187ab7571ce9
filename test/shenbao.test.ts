/**
 * The way in, run as a process in a small project of its own: on an old Node it hands over to the project's Node or
 * says in both languages what is missing.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const guard = fileURLToPath(new URL('../shenbao.mjs', import.meta.url));
/** Makes the process believe that it is Node 20, as the guard reads it; processes it starts know better. */
const asNode20 = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });";

const program = `/** Planted. */
export async function run(argv: string[]): Promise<number> {
  console.log(JSON.stringify(argv), process.versions.node);
  if (argv[0] !== 'wait' && argv[0] !== 'stay') return Number(argv[0]);
  console.log('pid', process.pid);
  if (argv[0] === 'stay') {
    setInterval(() => {}, 1000);
    console.log('ready');
    return new Promise(() => {});
  }
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, 1000);
    process.on('SIGTERM', () => { clearInterval(alive); console.log('closed'); resolve(7); });
    console.log('ready');
  });
}
`;

let project: string;
/** Process groups started and not yet seen to end. */
const running = new Set<number>();

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'shenbao-'));
  mkdirSync(join(project, 'src'));
  copyFileSync(guard, join(project, 'shenbao.mjs'));
  writeFileSync(join(project, 'src/main.ts'), program);
});

afterEach(() => {
  for (const group of running) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault;
    }
  }
  running.clear();
  rmSync(project, { recursive: true });
});

function install(): void {
  mkdirSync(join(project, 'node_modules/.bin'), { recursive: true });
  symlinkSync(process.execPath, join(project, 'node_modules/.bin/node'));
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the way in to its end; with `stopped`, asks it to stop once the program says that it is ready. */
function start(args: readonly string[], old: boolean, stopped = false): Promise<Ended> {
  const believe = old ? ['--import', `data:text/javascript,${encodeURIComponent(asNode20)}`] : [];
  const child = spawn(process.execPath, [...believe, join(project, 'shenbao.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  if (child.pid !== undefined) running.add(child.pid);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    const before = out.includes('ready');
    out += chunk;
    if (stopped && !before && out.includes('ready')) child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) =>
    child.on('close', (code) => {
      running.delete(child.pid ?? 0);
      resolve({ code, out, err });
    }),
  );
}

it('on a recent Node the program runs with its arguments and ends with its exit code', async () => {
  const ended = await start(['3', '--json'], false);
  expect(ended).toEqual({ code: 3, out: `["3","--json"] ${process.versions.node}\n`, err: '' });
});

describe('on an old Node', () => {
  it('the program runs on the Node of the project, with the same arguments and exit code', async () => {
    install();
    const ended = await start(['4', '申报'], true);
    expect(ended).toEqual({ code: 4, out: `["4","申报"] ${process.versions.node}\n`, err: '' });
  });

  it('a request to stop reaches the program, which closes in order', async () => {
    install();
    const ended = await start(['wait'], true, true);
    expect(ended.out).toContain('closed');
    expect(ended.code).toBe(7);
  });

  it.each([
    ['wait', 'closed\n', 'closes in order'],
    ['stay', '', 'ends all the same'],
  ])('when the way in is killed with -9, a program that would %s %s', async (word, last) => {
    install();
    const child = spawn(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(asNode20)}`, join(project, 'shenbao.mjs'), word],
      { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
    );
    if (child.pid !== undefined) running.add(child.pid);
    let out = '';
    // The program holds the same pipe, which closes when both are gone and not before.
    const gone = new Promise((resolve) => child.stdout.on('close', resolve));
    child.stdout.on('data', (chunk) => {
      const before = out.includes('ready');
      out += chunk;
      if (!before && out.includes('ready')) child.kill('SIGKILL');
    });
    await gone;
    expect(Number(/pid (\d+)/u.exec(out)?.[1])).not.toBe(child.pid);
    expect(out.split('ready\n')[1]).toBe(last);
  });

  it('a newcomer without the Node of the project is told in both languages what to run', async () => {
    const ended = await start(['1'], true);
    expect(ended.code).toBe(78);
    expect(ended.out).toBe('');
    expect(ended.err).toContain('需要 Node ≥ 24.15');
    expect(ended.err).toContain('Run npm ci without --omit=optional');
  });
});
