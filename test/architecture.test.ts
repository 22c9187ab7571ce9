/**
 * The law of the house: who may import whom, and how a file is named and sized. The table is the law; every rule of it
 * is also shown to fail on a planted breach.
 */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Room } from './law/breaches.ts';
import { breaches } from './law/breaches.ts';

const hash = 'node:crypto#createHash';
const pure = ['zod', 'canonicalize', 'minisearch', 'opencc-js', 'pinyin-pro', hash];
const flow = ['zod', 'yaml', '@marcbachmann/cel-js', hash];
const spoken = ['src/channel.ts', 'src/message.ts'];
const drawn = [...spoken, 'src/text-parts.ts'];

const law: readonly Room[] = [
  { place: 'src/message.ts', sees: [], packages: [], pure: true },
  { place: 'src/text-parts.ts', sees: [], packages: [], pure: true },
  { place: 'src/channel.ts', sees: ['src/message.ts'], packages: ['zod'], pure: true },
  { place: 'src/variables.ts', sees: [], packages: ['zod'], pure: true },
  { place: 'src/config.ts', sees: ['src/variables.ts'], packages: ['zod', 'node:*'] },
  {
    place: 'src/flow/load.ts',
    sees: ['src/flow/', 'src/message.ts'],
    packages: [...flow, 'node:fs', 'node:path'],
    pure: true,
  },
  { place: 'src/flow/', sees: ['src/message.ts'], packages: flow, pure: true },
  { place: 'src/knowledge/', sees: ['src/flow/', '!src/flow/load.ts', 'src/message.ts'], packages: pure, pure: true },
  {
    place: 'src/engine/',
    sees: ['src/flow/', '!src/flow/load.ts', 'src/knowledge/', 'src/message.ts'],
    packages: pure,
    pure: true,
  },
  {
    place: 'src/store/sqlite.ts',
    sees: ['src/store/', 'type src/engine/', 'src/message.ts'],
    packages: ['zod', 'node:*', 'node:sqlite'],
  },
  {
    place: 'src/store/redis.ts',
    sees: ['src/store/', 'type src/engine/', 'src/message.ts'],
    packages: ['zod', 'node:*', 'ioredis'],
  },
  { place: 'src/store/', sees: ['type src/engine/', 'src/message.ts'], packages: ['zod', 'node:*'] },
  {
    place: 'src/runtime/',
    sees: [
      'src/engine/',
      'src/knowledge/',
      'src/flow/',
      '!src/flow/load.ts',
      'src/store/store.ts',
      'src/store/key.ts',
      ...spoken,
    ],
    packages: ['zod', 'pino', 'prom-client', 'node:*'],
  },
  {
    place: 'src/exports/',
    // The canonical form a submission is hashed in must be the one it is exported in.
    sees: [
      'src/store/store.ts',
      'src/flow/',
      '!src/flow/load.ts',
      'type src/engine/',
      'src/engine/canonical.ts',
      'src/message.ts',
    ],
    packages: [
      'zod',
      'canonicalize',
      'docx',
      'write-excel-file',
      'read-excel-file',
      'fflate',
      'pdfkit',
      '@larksuiteoapi/node-sdk',
      'node:*',
    ],
  },
  {
    place: 'src/http/',
    sees: ['src/runtime/', 'src/store/store.ts', 'src/store/key.ts', 'type src/engine/', ...spoken],
    packages: ['zod', 'hono', '@hono/node-server', 'node:*'],
  },
  {
    place: 'src/console/',
    sees: [
      'src/store/store.ts',
      'src/exports/',
      'src/flow/',
      '!src/flow/load.ts',
      'type src/engine/',
      'src/message.ts',
    ],
    packages: ['zod', 'hono', '@hono/node-server', 'pino', 'prom-client', 'node:*'],
  },
  { place: 'adapters/telegram', sees: drawn, packages: ['zod', 'node:*', 'grammy'] },
  { place: 'adapters/feishu', sees: drawn, packages: ['zod', 'node:*', '@larksuiteoapi/node-sdk'] },
  {
    place: 'adapters/wechat',
    sees: drawn,
    packages: ['zod', 'node:*', 'wechaty', 'wechaty-puppet', 'wechaty-puppet-service'],
  },
  { place: 'adapters/web', sees: drawn, packages: ['zod', 'node:*', 'hono', '@hono/node-server'] },
  { place: 'adapters/terminal', sees: drawn, packages: ['zod', 'node:*'] },
  { place: 'src/cli/', sees: ['src/', 'adapters/', 'package.json'], packages: ['*'], computed: true },
  { place: 'src/main.ts', sees: ['src/', 'adapters/', 'package.json'], packages: ['*'], computed: true },
  { place: 'bench/', sees: ['src/', 'adapters/', 'test/'], packages: ['*'], computed: true },
  { place: 'test/', sees: ['src/', 'adapters/', 'bench/', 'package.json'], packages: ['*'], computed: true },
];

const root = fileURLToPath(new URL('..', import.meta.url));

function sources(): Map<string, string> {
  const paths = globSync('{src,adapters,test,bench}/**/*.ts', { cwd: root });
  return new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(`${root}${path}`, 'utf8')]));
}

/** The breaches of sources given as path → body; a body gets the opening comment every file needs. */
function plant(bodies: Readonly<Record<string, string>>): string[] {
  return breaches(new Map(Object.entries(bodies).map(([path, body]) => [path, `/** Planted. */\n${body}\n`])), law);
}

it('every source keeps the law of the house', () => {
  const files = sources();
  expect(files.size).toBeGreaterThan(10);
  expect(breaches(files, law)).toEqual([]);
});

describe('a planted breach is caught', () => {
  const refused: readonly (readonly [path: string, body: string, breach: string])[] = [
    ['src/message.ts', "import { z } from 'zod';", 'src/message.ts may not import zod'],
    ['src/channel.ts', "import type { S } from './store/store.ts';", 'src/channel.ts may not see src/store/store.ts'],
    ['src/flow/a.ts', "import type { V } from '../engine/value.ts';", 'src/flow/ may not see src/engine/value.ts'],
    ['src/flow/a.ts', "import { readFileSync } from 'node:fs';", 'src/flow/ may not import node:fs'],
    ['src/flow/load.ts', "import { get } from 'node:http';", 'src/flow/load.ts may not import node:http'],
    [
      'src/http/a.ts',
      "import { openSqliteStore } from '../store/sqlite.ts';",
      'src/http/ may not see src/store/sqlite.ts',
    ],
    ['src/engine/a.ts', "import { x } from '../store/store.ts';", 'src/engine/ may not see src/store/store.ts'],
    ['src/engine/read/a.ts', "import '../../runtime/delivery.ts';", 'src/engine/ may not see src/runtime/delivery.ts'],
    ['src/engine/a.ts', "import { loadCall } from '../flow/load.ts';", 'src/engine/ may not see src/flow/load.ts'],
    ['src/engine/a.ts', "const s = await import('../store/sqlite.ts');", 'src/engine/ may not see src/store/sqlite.ts'],
    ['src/engine/a.ts', "type S = import('../store/store.ts').Store;", 'src/engine/ may not see src/store/store.ts'],
    ['src/engine/a.ts', 'const s = await import(name);', 'src/engine/ may not import by a computed name'],
    ['src/engine/a.ts', "import { randomUUID } from 'node:crypto';", 'src/engine/ may not import node:crypto'],
    ['src/engine/a.ts', "import * as crypto from 'node:crypto';", 'src/engine/ may not import node:crypto'],
    [
      'src/knowledge/a.ts',
      "import type { S } from '../engine/session.ts';",
      'src/knowledge/ may not see src/engine/session.ts',
    ],
    [
      'src/store/memory.ts',
      "import { fold } from '../engine/fold.ts';",
      'src/store/ may import only types from src/engine/fold.ts',
    ],
    ['src/store/memory.ts', "import { DatabaseSync } from 'node:sqlite';", 'src/store/ may not import node:sqlite'],
    ['src/store/sqlite.ts', "import Redis from 'ioredis';", 'src/store/sqlite.ts may not import ioredis'],
    ['src/runtime/a.ts', "import { s } from '../store/sqlite.ts';", 'src/runtime/ may not see src/store/sqlite.ts'],
    ['src/runtime/a.ts', "import { t } from '../../adapters/web.ts';", 'src/runtime/ may not see adapters/web.ts'],
    ['src/runtime/a.ts', "import { c } from '../config.ts';", 'src/runtime/ may not see src/config.ts'],
    ['src/exports/a.ts', "import { p } from '../console/pages.ts';", 'src/exports/ may not see src/console/pages.ts'],
    ['src/console/a.ts', "import { t } from '../../adapters/web.ts';", 'src/console/ may not see adapters/web.ts'],
    [
      'adapters/web.ts',
      "import type { V } from '../src/engine/value.ts';",
      'adapters/web may not see src/engine/value.ts',
    ],
    ['adapters/web.ts', "import { t } from './telegram.ts';", 'adapters/web may not see adapters/telegram.ts'],
    ['adapters/web/page.ts', "import { t } from '../telegram.ts';", 'adapters/web may not see adapters/telegram.ts'],
    ['adapters/web.ts', "import { Api } from 'grammy';", 'adapters/web may not import grammy'],
    ['src/main.ts', "import { x } from '../test/law/circles.ts';", 'src/main.ts may not see test/law/circles.ts'],
    ['src/flow/a.ts', "import type { Call } from './call';", 'imports ./call without its extension'],
    ['src/flow/a.ts', "export { faultLine } from './fault.ts';", 're-exports ./fault.ts'],
    ['src/flow/a.ts', "export type * from './fault.ts';", 're-exports ./fault.ts'],
    ['src/elsewhere/a.ts', '', 'src/elsewhere/a.ts stands in no room'],
    ['adapters/slack.ts', '', 'adapters/slack.ts stands in no room'],
    ['src/flow/index.ts', '', 'is called "index"'],
    ['src/flow/types.ts', '', 'is called "types"'],
    ['src/engine/step-utils.ts', '', 'is called "utils"'],
    ['src/runtime/service/a.ts', '', 'is called "service"'],
    ['test/engine/session-manager.test.ts', '', 'is called "manager"'],
    ['src/engine/a.ts', 'const now = Date.now();', 'reads the clock (Date.now)'],
    ['src/engine/a.ts', 'const now = new Date();', 'reads the clock (new Date())'],
    ['src/knowledge/a.ts', 'const now = Date();', 'reads the clock (Date())'],
    ['src/flow/a.ts', 'const n = Math.random();', 'draws lots'],
    ['src/cli/a.ts', `// ${'biome'}-ignore lint: no`, 'holds "biome'],
    ['src/cli/a.ts', 'const = ;', 'cannot be parsed'],
  ];

  it.each(refused)('%s: %s', (path, body, breach) => {
    expect(plant({ [path]: body }).join('\n')).toContain(breach);
  });

  it('a circle of three files, though only types run round it', () => {
    const found = plant({
      'src/flow/a.ts': "import type { B } from './b.ts';",
      'src/flow/b.ts': "import type { C } from './c.ts';",
      'src/flow/c.ts': "import type { A } from './a.ts';",
      'src/flow/d.ts': "import type { A } from './a.ts';",
    });
    expect(found).toEqual(['a circle of imports: src/flow/a.ts → src/flow/b.ts → src/flow/c.ts']);
  });

  it('a file that imports itself', () => {
    expect(plant({ 'src/flow/a.ts': "import type { A } from './a.ts';" })).toEqual([
      'a circle of imports: src/flow/a.ts',
    ]);
  });

  it('a file of 301 lines, where one of 300 is left alone', () => {
    expect(plant({ 'src/cli/a.ts': 'f();\n'.repeat(299).trimEnd() })).toEqual([]);
    expect(plant({ 'src/cli/a.ts': 'f();\n'.repeat(300).trimEnd() })).toEqual([
      'src/cli/a.ts has 301 lines, 300 at most: split it by noun',
    ]);
  });

  it('a file that does not say its job', () => {
    expect(breaches(new Map([['src/flow/a.ts', 'export const x = 1;\n']]), law)).toEqual([
      'src/flow/a.ts:1 does not open with its job (/** … */)',
    ]);
  });
});

describe('what the law allows is left alone', () => {
  const allowed: readonly (readonly [path: string, body: string])[] = [
    ['src/flow/load.ts', "import { readFile } from 'node:fs/promises';\nimport { createHash } from 'node:crypto';"],
    ['src/engine/turn.ts', "import type { Call } from '../flow/call.ts';\nimport { find } from '../knowledge/faq.ts';"],
    ['src/store/store.ts', "import type { Submission } from '../engine/submission.ts';"],
    ['src/store/sqlite.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['src/runtime/a.ts', "import type { Store } from '../store/store.ts';\nconst now = Date.now();"],
    ['src/main.ts', "const adapter = await import(name);\nimport { sqlite } from './store/sqlite.ts';"],
    ['adapters/web/page.ts', "import { asText } from '../../src/message.ts';\nimport { html } from 'hono/html';"],
    [
      'src/engine/a.ts',
      "const at = new Date(now);\nconst s = \"import('../store/store.ts')\"; // import('../store/x.ts')",
    ],
  ];

  it.each(allowed)('%s: %s', (path, body) => {
    expect(plant({ [path]: body })).toEqual([]);
  });
});
