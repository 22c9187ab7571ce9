/**
 * From the start of a process to its first reply: `chat --json` on a new data folder, beside a Node that does nothing.
 * Measures the whole way a person waits, compiling the call's files included.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './measure.ts';
import { figure } from './measure.ts';
import type { Report } from './report.ts';
import { shown } from './report.ts';

const RUNS = 10;
const HELLO = '{"id":"m1","user":"u1","chat":"private","text":"你好"}\n';

/** Milliseconds until the process has written a line (or, with no input to answer, until it ends). */
function millisUntilLine(
  args: readonly string[],
  input: string,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let first: number | undefined;
    const child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.stdout.once('data', () => {
      first = performance.now() - start;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(first ?? performance.now() - start);
      else reject(new Error(`${args.join(' ')} ended with ${code}`));
    });
    child.stdin.end(input);
  });
}

/** Runs the part and reports it. `root`: the project's folder. */
export async function benchCold(root: string, report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-bench-'));
  const chat: number[] = [];
  const resumed: number[] = [];
  const bare: number[] = [];
  try {
    // The first run of all fills the caches of files and of parsed code, as any second start finds them.
    for (let run = -1; run < RUNS; run++) {
      const env = { DATA_DIR: join(folder, `run${run}`) };
      const idle = await millisUntilLine(['-e', '0'], '', env);
      const reply = await millisUntilLine([join(root, 'shenbao.mjs'), 'chat', '--json'], HELLO, env);
      const again = await millisUntilLine(
        [join(root, 'shenbao.mjs'), 'chat', '--json'],
        HELLO.replace('m1', 'm2'),
        env,
      );
      if (run < 0) continue;
      bare.push(idle);
      chat.push(reply);
      resumed.push(again);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const row = (name: string, { median, spread }: Figure): string[] => [name, shown({ median, spread })];
  report.table(
    'Cold start: from the start of the process, ms',
    ['', 'median'],
    [
      row('`chat --json` to its first reply, new data folder', figure(chat)),
      row('`chat --json` to its first reply, resumed', figure(resumed)),
      row('`node -e 0` to its end', figure(bare)),
    ],
    `${RUNS} runs, interleaved.`,
  );
}
