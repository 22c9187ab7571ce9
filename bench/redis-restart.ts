/**
 * From the start of `shenbao start` on a Redis to its first answer over HTTP, after the one before was killed in the
 * middle of a conversation. Measures what an applicant waits for who writes at that moment.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEXTS } from './application.ts';
import { figure } from './measure.ts';
import type { Server } from './redis-server.ts';
import type { Report } from './report.ts';
import { shown } from './report.ts';

const RUNS = 4;

/** Milliseconds from the start of a process until it answered this message of the conversation. It is killed then. */
async function millisToAnswer(program: string, env: Readonly<Record<string, string>>, n: number): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, 'start'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PORT: '0', ...env },
  });
  const closed = once(child, 'close');
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let heard = '';
      child.stderr.on('data', (bytes) => {
        heard += String(bytes);
        const found = /http:\/\/localhost:\d+\//.exec(heard);
        if (found !== null) resolve(found[0]);
      });
      void closed.then(() => reject(new Error(heard)));
    });
    const body = JSON.stringify({ id: `m${n}`, user: 'ann', text: TEXTS[n] });
    const answer = await fetch(`${url}api/v1/messages`, { method: 'POST', body });
    const text = await answer.text();
    if (!answer.ok || !text.includes('"status":"ok"')) throw new Error(text);
    return performance.now() - start;
  } finally {
    child.kill('SIGKILL');
    await closed;
  }
}

/** Runs this section and reports it. `root`: the project's folder, with a slash at its end. */
export async function benchRestart(server: Server, root: string, report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-bench-'));
  const times: number[] = [];
  try {
    for (let run = 0; run <= RUNS; run++) {
      const time = await millisToAnswer(`${root}shenbao.mjs`, { REDIS_URL: server.url, DATA_DIR: folder }, run);
      // The first fills the caches of files, as any second start finds them, and begins the conversation.
      if (run > 0) times.push(time);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  report.table(
    'Redis: from a start after a SIGKILL to the first answer over HTTP',
    ['', 'ms'],
    [['`start`, session in Redis', shown(figure(times))]],
  );
}
