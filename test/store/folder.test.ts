/** The folder of a store is made level by level, for its owner, and a place where none can be made says so at once. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { makeFolder } from '../../src/store/folder.ts';

const root = mkdtempSync(join(tmpdir(), 'shenbao-folder-'));
afterAll(() => rmSync(root, { recursive: true }));

it('every missing level is made for its owner only, and again is no fault', () => {
  const path = join(root, 'a/b/c');
  makeFolder(path);
  makeFolder(path);
  if (process.platform === 'win32') return;
  for (const level of ['a', 'a/b', 'a/b/c']) expect(statSync(join(root, level)).mode & 0o777).toBe(0o700);
});

it('below a file no folder is made', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file/below'))).toThrow('ENOTDIR');
});

it.runIf(existsSync('/proc/self'))('below /proc the chat ends with one line instead of waiting for ever', () => {
  const guard = fileURLToPath(new URL('../../shenbao.mjs', import.meta.url));
  // A process of its own: a call that never returns cannot be timed out from within.
  const ended = spawnSync(process.execPath, [guard, 'chat'], {
    env: { ...process.env, DATA_DIR: '/proc/shenbao/below' },
    input: '',
    timeout: 8_000,
  });
  expect(ended.status).toBe(1);
  expect(ended.stderr.toString()).toMatch(/^\/proc\/shenbao\/below\/shenbao\.db: may not be written\.[^\n]*\n$/);
});
