/** An organizer asks the knowledge, reads what it missed and teaches it, in processes of their own. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toXlsx } from '../../src/exports/xlsx.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { SMALL_CALL } from '../flow/small-call.ts';
import { editedFaq } from '../knowledge/small-faq.ts';
import type { Place } from './program.ts';
import { openPlace } from './program.ts';

const CALIBRATION = `weights: [-3, 6, 3, 0, 0, 0, 1, 0, 0, 0]
answer: 0.6
handover: 0.5
leave: 1
floor: 0.1
figures: {}
`;

let place: Place;

beforeAll(() => {
  const calibration = { path: 'flows/small/faq/calibration.yaml', text: CALIBRATION };
  place = openPlace([...SMALL_CALL, ...editedFaq('questions.yaml', '', ''), calibration]);
});
afterAll(() => place.remove());

function organizerFile(): string {
  return join(place.path, 'flows/small/faq/voices/organizer.yaml');
}

describe('faq ask', () => {
  it('answers in the words applicants get, with the clause', async () => {
    const { code, out } = await place.run(['faq', 'ask', '项目不在上海行不行']);
    expect(code).toBe(0);
    expect(out).toContain('榜单 2 须在上海。');
    expect(out).toContain('依据：榜单 2（1）「须在上海」');
  });

  it('--json answers each line with one of its id, whatever the line holds', async () => {
    const lines = ['{"id":"a","text":"项目不在上海行不行"}', 'no json', '{"id":7,"text":"明天会下雨吗"}', '{"id":"c"}'];
    const { code, out, err } = await place.run(['faq', 'ask', '--json'], `${lines.join('\n')}\n`);
    const [first, second, third, fourth] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([code, err]).toEqual([0, '']);
    expect(Object.keys(first ?? {})).toEqual(['id', 'clauses', 'abstain', 'ambiguous', 'lists']);
    expect(first).toMatchObject({ id: 'a', abstain: false, ambiguous: false });
    expect(first?.clauses).toEqual(expect.arrayContaining(['2.1']));
    expect(second).toEqual({ id: null, error: 'not JSON' });
    expect(third).toMatchObject({ id: 7, abstain: true });
    expect(fourth).toMatchObject({ id: null });
  });

  it('test says how a question was read, scored and why', async () => {
    const { out } = await place.run(['faq', 'test', '榜單2 ddl']);
    expect(out).toContain('截止');
    expect(out).toContain('L2');
    expect(out).toMatch(/entry +score +index +likeness/);
  });
});

describe('What was missed', () => {
  it('is shown with like questions together, and taught in one step', async () => {
    const store = openSqliteStore(place.data);
    const miss = (text: string) =>
      JSON.stringify({ text, band: 'handover', top: [{ id: 'fee', score: 1 }], version: 'v' });
    for (const text of ['盖章要几份', '盖章要几份', '盖章要几份呢', '主办方是谁'])
      await store.record({ at: 1, kind: 'faq_miss', key: 'json:u1', text: miss(text) });
    await store.record({ at: 1, kind: 'faq_miss', key: 'json:u1', text: 'not JSON' });
    await store.close();
    const shown = JSON.parse((await place.run(['faq', 'misses', '--json'])).out) as {
      times: number;
      questions: { id: string; text: string; times: number }[];
    }[];
    expect(shown.map(({ times }) => times)).toEqual([3, 1]);
    const worst = shown[0]?.questions[0];
    expect(worst).toMatchObject({ text: '盖章要几份', times: 2 });

    const taught = await place.run(['faq', 'add', worst?.id ?? '', 'fee']);
    expect(taught).toMatchObject({ code: 0, err: '' });
    expect(parse(readFileSync(organizerFile(), 'utf8'))).toMatchObject({ questions: { fee: ['盖章要几份'] } });
    expect((await place.run(['faq', 'test', '盖章要几份'])).out).toMatch(/fee +1[0-9]\./);
    expect((await place.run(['faq', 'add', '盖章要几份？', 'fee'])).out).toContain('已经有');
  });

  it('is not taught where a right answer would break, nor to an entry that is not there', async () => {
    const before = readFileSync(organizerFile(), 'utf8');
    const stolen = await place.run(['faq', 'add', '几号截止', 'fee']);
    expect(stolen.code).toBe(1);
    expect(stolen.err).toContain('plainly a question of deadline');
    writeFileSync(join(place.path, 'harmful.csv'), 'entry,question\nfee,几号截止\n');
    const harmful = await place.run(['faq', 'import', 'harmful.csv']);
    expect(harmful.code).toBe(1);
    expect(harmful.err).toContain('“几号截止呀” → deadline');
    const same = await place.run(['faq', 'add', '什么时候截止？', 'fee']);
    expect(same.err).toContain('the entry "deadline" is asked the same question');
    expect((await place.run(['faq', 'add', '多少钱', 'fees'])).err).toContain('did you mean "fee"?');
    const gone = await place.run(['faq', 'add', '0badc0de', 'fee']);
    expect([gone.code, gone.err.includes('0badc0de')]).toEqual([1, true]);
    expect(readFileSync(organizerFile(), 'utf8')).toBe(before);
  });
});

describe('The table of questions', () => {
  it('goes out as CSV and comes in again, each question once', async () => {
    const { out } = await place.run(['faq', 'export']);
    expect(out.startsWith('\uFEFFentry,question,voice,')).toBe(true);
    const file = join(place.path, 'table.csv');
    writeFileSync(file, `${out}fee,"=要交钱，对吗\n还是免费",x\r\n`);
    const { code, out: said } = await place.run(['faq', 'import', file]);
    expect(code).toBe(0);
    expect(said).toContain('1 个新问法');
    expect(parse(readFileSync(organizerFile(), 'utf8'))).toMatchObject({
      questions: { fee: ['盖章要几份', '=要交钱，对吗\n还是免费'] },
    });
  });

  it('goes out as a workbook and comes in again without a change, whatever the file is called', async () => {
    const before = readFileSync(organizerFile(), 'utf8');
    const file = join(place.path, 'table.xlsx');
    const out = await place.run(['faq', 'export', '--format', 'xlsx', '--out', file]);
    expect(out).toMatchObject({ code: 0, out: '' });
    renameSync(file, join(place.path, 'table.csv'));
    const { code, out: said } = await place.run(['faq', 'import', 'table.csv']);
    expect([code, said]).toEqual([0, expect.stringContaining(': 0 个新问法')]);
    expect(readFileSync(organizerFile(), 'utf8')).toBe(before);
  });

  it('teaches the rows somebody added to a workbook, formulas as the text they are', async () => {
    const rows = [
      ['entry', 'question'],
      ['fee', '@所有人 收不收钱'],
      ['fee', '-要花钱不'],
    ];
    writeFileSync(join(place.path, 'more.xlsx'), await toXlsx(rows, 'FAQ'));
    expect(await place.run(['faq', 'import', 'more.xlsx'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 个新问法'),
    });
    const { questions } = parse(readFileSync(organizerFile(), 'utf8')) as { questions: { fee: string[] } };
    expect(questions.fee).toEqual(expect.arrayContaining(['@所有人 收不收钱', '-要花钱不']));
    const csv = (await place.run(['faq', 'export'])).out;
    expect(csv).toContain("fee,'@所有人 收不收钱,organizer");
  });

  it('with faults in some rows names them all and writes nothing', async () => {
    const before = readFileSync(organizerFile(), 'utf8');
    const rows = [
      ['entry', 'question', 'remark'],
      ['fee', '这一行没有错'],
      ['fees', '这一行有错'],
    ];
    writeFileSync(join(place.path, 'faulty.xlsx'), await toXlsx(rows, 'FAQ'));
    const { code, out, err } = await place.run(['faq', 'import', 'faulty.xlsx']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('row 1, column C: unknown column "remark"');
    expect(err).toContain('row 3, column A: there is no entry "fees"; did you mean "fee"?');
    expect(err).toContain('2 faults');
    expect(readFileSync(organizerFile(), 'utf8')).toBe(before);
  });

  it.each([
    ['a file that is not there', undefined, 'cannot be read'],
    ['a damaged workbook', Buffer.from('PK\x03\x04 no more'), 'No table can be read from it'],
    ['an old workbook or a locked one', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'save it as .xlsx without one'],
    ['a table in another encoding', Buffer.from('entry,question\nfee,\xb7\xd1', 'latin1'), 'save it as “CSV UTF-8”'],
    ['a file of 11 MB', Buffer.alloc(11 * 1024 * 1024, 'a'), 'larger than 10 MB'],
  ])('%s ends with 1 and what to do', async (_, bytes, says) => {
    if (bytes !== undefined) writeFileSync(join(place.path, 'odd'), bytes);
    const { code, err } = await place.run(['faq', 'import', bytes === undefined ? 'nowhere' : 'odd']);
    expect([code, err]).toEqual([1, expect.stringContaining(says)]);
    expect(err).not.toContain('    at ');
  });

  it('has two formats', async () => {
    expect(await place.run(['faq', 'export', '--format', 'ods'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('csv or xlsx'),
    });
    writeFileSync(join(place.path, 'plain.csv'), 'entry,question\n');
    expect(await place.run(['faq', 'import', 'plain.csv', '--format', 'xlsx'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('This is csv, not xlsx'),
    });
  });
});

describe('The thresholds', () => {
  it('are measured on voices left out and written with their figures', async () => {
    const { code, out } = await place.run(['faq', 'calibrate']);
    expect(code).toBe(0);
    expect(out).toMatch(/clerk +21/);
    const text = readFileSync(join(place.path, 'flows/small/faq/calibration.yaml'), 'utf8');
    const written = parse(text) as { weights: number[]; figures: { confidentWrong: number } };
    expect(written.weights).toHaveLength(10);
    expect(written.figures.confidentWrong).toBeLessThanOrEqual(0.04);
    expect((await place.run(['faq', 'stats'])).out).toContain('confidentWrong');
  });
});

it('a word that is none is named with what there is', async () => {
  expect(await place.run(['faq', 'aks'])).toMatchObject({ code: 2, err: expect.stringContaining('ask') });
});
