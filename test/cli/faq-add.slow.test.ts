/** An organizer adds questions to the call we ship: one at home is taken, one plainly another entry's is not. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Place } from './program.ts';
import { openPlace } from './program.ts';

let folder: string;
let place: Place;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shenbao-faq-add-'));
  cpSync('flows', folder, { recursive: true });
  place = openPlace([]);
});
afterAll(() => {
  place.remove();
  rmSync(folder, { recursive: true, force: true });
});

it('什么时候截止 is not moved to the fee, and may be added to the deadline', async () => {
  const add = (entry: string) =>
    place.run(['faq', 'add', '到底什么时候截止', entry], '', { FLOWS_DIR: folder, CALL: 'fintech-events-2025' });
  const stolen = await add('faq_fee');
  expect([stolen.code, stolen.err.includes('faq_deadline')]).toEqual([1, true]);
  expect(await add('faq_deadline')).toMatchObject({ code: 0, err: '' });
  const written = readFileSync(join(folder, 'fintech-events-2025/faq/voices/organizer.yaml'), 'utf8');
  expect(written).toContain('到底什么时候截止');
});
