/** The program as an organizer runs it: a process of its own in a folder of its own, with the small call. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from '../../src/flow/source.ts';
import { SMALL_CALL } from '../flow/small-call.ts';

const guard = fileURLToPath(new URL('../../shenbao.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Place {
  readonly path: string;
  readonly data: string;
  /** Runs a command to its end. */
  run(args: readonly string[], input?: string, env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Runs `chat --json` over messages and returns what it said, line by line. */
  converse(messages: readonly unknown[]): Promise<readonly Said[]>;
  remove(): void;
}

/** A line the JSON conversation said. */
export interface Said {
  readonly re?: string;
  readonly to?: { readonly user: string; readonly chat: string };
  readonly kind?: string;
  readonly text?: string;
  readonly prompt?: {
    readonly id: string;
    readonly step: string;
    readonly type: string;
    readonly options: readonly { readonly n: number; readonly id: string; readonly label: string }[];
  };
  readonly submission?: string;
  readonly done?: string | null;
  readonly status?: string;
  readonly error?: string;
}

/** A folder to start the program from; `files` are written into it. */
export function openPlace(files: readonly SourceFile[] = SMALL_CALL): Place {
  const path = mkdtempSync(join(tmpdir(), 'shenbao-'));
  for (const file of files) {
    mkdirSync(dirname(join(path, file.path)), { recursive: true });
    writeFileSync(join(path, file.path), file.text);
  }
  const run: Place['run'] = (args, input = '', env = {}) => startProgram(path, args, env).feed(input);
  return {
    path,
    data: join(path, 'data'),
    run,
    async converse(messages) {
      const input = messages.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join('');
      const { code, out, err } = await run(['chat', '--json'], input);
      if (code !== 0 || err !== '') throw new Error(`chat --json ended with ${code}: ${err}`);
      return saidLines(out);
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}

export function saidLines(out: string): Said[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Said);
}

/**
 * A running program: `feed` writes its whole input and waits for its end.
 * @param program its `shenbao.mjs`, where it is a copy
 */
export function startProgram(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  program = guard,
) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    cwd: path,
    env: { PATH, HOME, FLOWS_DIR: 'flows', CALL: 'small', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  // A program that ends early closes its input while we still write.
  child.stdin.on('error', () => {});
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return {
    child,
    ended,
    feed(input: string): Promise<Ended> {
      child.stdin.end(input);
      return ended;
    },
  };
}
