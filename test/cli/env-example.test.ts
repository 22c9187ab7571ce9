/** .env.example says what the declared variables say. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { envExample } from '../../src/cli/env-example.ts';
import { readConfig } from '../../src/config.ts';

it('.env.example is in step with the declared variables (npm run env:example)', () => {
  expect(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')).toBe(envExample());
});

it('an organizer who uncomments every line of .env.example is stopped only by the key and the folders', () => {
  const uncommented = envExample().replaceAll(/^#(?=[A-Z_]+=)/gm, '');
  const environment = parseEnv(uncommented) as Record<string, string>;
  let message = '';
  try {
    readConfig(environment, { project: '/nowhere', cwd: '/nowhere' });
  } catch (fault) {
    message = String(fault);
  }
  expect(message).toContain('2 faults');
  expect(message).toContain('FLOWS_DIR is not a folder');
  expect(message).toContain('ENCRYPTION_KEY must be 32 bytes');
});
