/** Submissions as an organizer lists, reads and exports them, after real conversations submitted them. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySeal } from '../../src/engine/canonical.ts';
import type { Submission } from '../../src/engine/submission.ts';
import { submissionSchema } from '../../src/engine/submission.ts';
import type { Place } from './program.ts';
import { openPlace } from './program.ts';

const application = [
  '你好',
  '1',
  '2',
  '1,2',
  '1',
  '上海某某机构的数据案例',
  '2025-04｜上线了产品｜无',
  '好了',
  '张三，处长，13900000000，zhang@example.com',
  '1',
  '1',
];

let place: Place;
let kept: string;
let taken: string;

beforeAll(async () => {
  place = openPlace();
  const line = (user: string, hour: string, said: readonly string[]) =>
    said.map((text, i) => ({ id: `${user}-${i}`, user, text, at: `2025-10-09T${hour}:${10 + i}:00+08:00` }));
  const said = await place.converse([
    ...line('keeps', '09', application),
    ...line('takes', '10', [...application, '撤回', '1']),
  ]);
  const receipts = said.filter((one) => one.kind === 'receipt');
  expect(receipts).toHaveLength(2);
  kept = receipts[0]?.submission ?? '';
  taken = receipts[1]?.submission ?? '';
});
afterAll(() => place.remove());

async function documents(...args: string[]): Promise<Submission[]> {
  const { code, out } = await place.run(['submissions', ...args]);
  expect(code).toBe(0);
  return JSON.parse(out) as Submission[];
}

it('the list for people is aligned and names every state', async () => {
  const { out, code } = await place.run(['submissions', 'list']);
  expect(code).toBe(0);
  const [head, first, second, ...rest] = out.trimEnd().split('\n');
  expect(head).toMatch(/^受理编号 +榜单 +状态 /);
  expect([first, second].map((row) => row?.split(/ {2,}/)[2])).toEqual(['已提交', '已撤回']);
  expect(rest).toEqual([]);
});

it('the list for programs holds whole documents with the state they are in', async () => {
  const all = await documents('list', '--json');
  expect(all.map((one) => [one.submission_id, one.status])).toEqual([
    [kept, 'submitted'],
    [taken, 'withdrawn'],
  ]);
  for (const one of all) expect(submissionSchema.safeParse(one).error).toBeUndefined();
});

it('the list can be narrowed by list and by state', async () => {
  expect(await documents('list', '--json', '--list', 'l2')).toHaveLength(2);
  expect(await documents('list', '--json', '--list', 'L1')).toEqual([]);
  expect((await documents('list', '--json', '--status', 'withdrawn')).map((one) => one.submission_id)).toEqual([taken]);
});

describe('show', () => {
  it('prints the sealed document, by its id or its receipt number', async () => {
    const { out } = await place.run(['submissions', 'show', kept, '--json']);
    const document = submissionSchema.parse(JSON.parse(out));
    expect(verifySeal(document)).toBe(true);
    const piped = await place.run(['submissions', 'show', document.receipt_no.toLowerCase()]);
    expect(JSON.parse(piped.out)).toEqual(document);
  });

  it('ends with 1 when there is none of that name', async () => {
    const { code, err } = await place.run(['submissions', 'show', 'SUB-2025-L2-NOBODY']);
    expect(code).toBe(1);
    expect(err).toContain('There is no submission SUB-2025-L2-NOBODY');
  });
});

describe('export', () => {
  it('leaves withdrawn ones out, and what it gives can be verified', async () => {
    const all = await documents('export', '--format', 'json');
    expect(all.map((one) => one.submission_id)).toEqual([kept]);
    expect(all.every((one) => verifySeal(one))).toBe(true);
    const lines = (await place.run(['submissions', 'export', '--format', 'jsonl'])).out.trimEnd().split('\n');
    expect(lines.map((one) => (JSON.parse(one) as Submission).submission_id)).toEqual([kept]);
  });

  it('gives one document when one is named, a withdrawn one too', async () => {
    const { out } = await place.run(['submissions', 'export', '--format', 'json', '--id', taken]);
    expect(verifySeal(submissionSchema.parse(JSON.parse(out)))).toBe(true);
  });

  it('writes a table with the titles of the questions, for its owner only', async () => {
    const file = join(place.path, 'all.csv');
    const { code, out, err } = await place.run(['submissions', 'export', '--format', 'csv', '--out', file]);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('1 份申报');
    const [head, row] = readFileSync(file, 'utf8').split('\r\n');
    expect(head).toContain('所在地（place）');
    expect(row).toContain('13900000000');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });
});

it('where nothing was ever submitted there is nothing, and no store is made', async () => {
  const fresh = openPlace();
  expect(await fresh.run(['submissions', 'list', '--json'])).toEqual({ code: 0, out: '[]\n', err: '' });
  expect(await fresh.run(['submissions', 'list'])).toMatchObject({ code: 0, out: '' });
  expect(() => statSync(fresh.data)).toThrow('ENOENT');
  fresh.remove();
});
