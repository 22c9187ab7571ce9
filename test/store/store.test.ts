/** The contract of stores on the two that need no server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openMemoryStore } from '../../src/store/memory.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { describeStore } from './store.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'shenbao-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeStore('the memory store', async () => openMemoryStore());
describeStore('the SQLite store', async () => openSqliteStore(mkdtempSync(join(folder, 's-'))));
describeStore('the SQLite store, merging at every transaction', async () =>
  openSqliteStore(mkdtempSync(join(folder, 's-')), { run: 1 }),
);
