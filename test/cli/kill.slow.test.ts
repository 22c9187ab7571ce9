/**
 * The plug is pulled in the middle of an application, again and again: whatever was acknowledged is there, once, and the
 * conversation goes on at the same question until the submission is the one an undisturbed conversation gives.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { TEXTS } from '../../bench/application.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'shenbao-kill-'));
  folders.push(made);
  return made;
}

interface Line {
  readonly done?: string;
  readonly status?: string;
  readonly kind?: string;
  readonly submission?: string;
}

const LINES = TEXTS.map((text, i) => ({
  id: `k${i}`,
  user: 'u',
  text,
  at: `2025-11-03T09:${String(i).padStart(2, '0')}:00+08:00`,
}));

/** Lines sent before a process is killed at the latest. */
const STRETCH = 4;

/** Sends the lines from `from` on and kills the process `after` ms after the first; returns how many were acknowledged. */
function attempt(
  data: string,
  from: number,
  after: number | undefined,
): Promise<{ readonly acked: readonly Line[]; readonly receipts: readonly string[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['shenbao.mjs', 'chat', '--json'], {
      env: { ...process.env, DATA_DIR: data },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const acked: Line[] = [];
    const receipts: string[] = [];
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if (line.submission !== undefined) receipts.push(line.submission);
      if (line.done === undefined) return;
      acked.push(line);
      if (after !== undefined && acked.length === 1) setTimeout(() => child.kill('SIGKILL'), after);
    });
    child.on('error', reject);
    child.stdin.on('error', () => undefined);
    child.on('close', () => resolve({ acked, receipts }));
    for (const line of LINES.slice(from, after === undefined ? undefined : from + STRETCH))
      child.stdin.write(`${JSON.stringify(line)}\n`);
    child.stdin.end();
  });
}

async function submissions(data: string): Promise<readonly { readonly submission_id: string }[]> {
  const child = spawn(process.execPath, ['shenbao.mjs', 'submissions', 'export', '--format', 'jsonl'], {
    env: { ...process.env, DATA_DIR: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout) text += String(chunk);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

it('ends in the same single submission though the process is killed at each stretch of the way', {
  timeout: 240_000,
}, async () => {
  const calm = folder();
  await attempt(calm, 0, undefined);
  const [expected] = await submissions(calm);
  expect(expected?.submission_id).toMatch(/^SUB-2025-L3-/);

  const data = folder();
  const acknowledged = new Map<string, number>();
  let kills = 0;
  let next = 0;
  for (let tries = 0; next < LINES.length; tries++) {
    // Everything not acknowledged is sent again, and the last acknowledged message too: a platform may.
    const from = Math.max(0, next - 1);
    const last = tries > 40;
    const { acked } = await attempt(data, from, last ? undefined : (tries * 7) % 5);
    if (!last) kills += 1;
    for (const line of acked) {
      expect(line.status).not.toBe('error');
      if (line.status === 'ok') acknowledged.set(line.done ?? '', (acknowledged.get(line.done ?? '') ?? 0) + 1);
    }
    next = Math.max(next, ...acked.map((line) => Number(line.done?.slice(1)) + 1));
  }
  expect(kills).toBeGreaterThan(8);
  expect([...acknowledged.values()].filter((times) => times > 1)).toEqual([]);
  expect(await submissions(data)).toEqual([expected]);
});
