/** The commands as an operator calls them: exit codes, help, and faults said in sentences with their places. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edited } from '../flow/small-call.ts';
import type { Place } from './program.ts';
import { openPlace } from './program.ts';

const version = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

let place: Place;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => place.remove());

function plant(name: string, from: string, to: string): void {
  for (const { path, text } of edited(name, from, to)) writeFileSync(join(place.path, path), text);
}

it('--version and --help are for everybody; help is in both languages and lists the exit codes', async () => {
  expect(await place.run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  const { code, out } = await place.run(['--help']);
  expect(code).toBe(0);
  for (const word of ['start', 'chat [--json]', 'check', 'graph', 'submissions', 'doctor', '退出码 / Exit codes', '78'])
    expect(out).toContain(word);
  expect((await place.run(['graph', '--help'])).out).toContain('--format mermaid|svg');
});

describe('a wrong call ends with 2 and says what to write', () => {
  const wrong: readonly (readonly [args: readonly string[], says: string])[] = [
    [[], '用法 / Usage'],
    [['chta'], 'Did you mean chat?'],
    [['constructor'], 'There is no command “constructor”'],
    [['chat', '--jsn'], "Unknown option '--jsn'"],
    [['chat', 'extra'], 'extra'],
    [['submissions', 'lst'], 'Did you mean list?'],
    [['submissions', 'list', '--format', 'csv'], 'submissions list has no --format'],
    [['submissions', 'show'], 'submissions show ID'],
    [['submissions', 'export', '--format', 'pdf'], 'pdf comes with the exports of the console'],
    [['submissions', 'list', '--status', 'lost'], '--status is one of submitted'],
    [['submissions', 'list', '--list', 'L9'], 'There is no list “L9”; there are L1, L2.'],
    [['submissions', 'export', '--list', 'L3'], 'there are L1, L2.'],
    [['graph', '--list', 'L9'], 'There is no list “L9”; did you mean "L1"?'],
    [['graph', '--format', 'svg'], 'add --list (L1, L2)'],
    [['graph', '--format', 'png'], 'mermaid or svg'],
  ];
  it.each(wrong)('%j', async (args, says) => {
    const ended = await place.run(args);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain(says);
    expect(ended.out).toBe('');
  });
});

describe('faults of the operator end with 78, one a line and without a stack', () => {
  it('in the flow files, with file, line and column', async () => {
    plant('lists/two.yaml', 'when: has_any(place,', 'when: has_any(plce,');
    const { code, err } = await place.run(['chat', '--json'], '{"id":"m1","user":"u1","text":"hi"}\n');
    expect(code).toBe(78);
    expect(err).toMatch(/^flows\/small\/lists\/two\.yaml:\d+:\d+ .*plce/m);
    expect(err).not.toContain('    at ');
  });

  it('in the settings, all of them', async () => {
    const { code, err } = await place.run(['chat'], '', { PORT: 'x', LOG_LEVEL: 'loud' });
    expect(code).toBe(78);
    expect(err).toContain('PORT must be a port');
    expect(err).toContain('LOG_LEVEL must be one of');
    expect(err).not.toContain('    at ');
  });
});

it('a Redis that is not there is not replaced by a file: one line, without its password', async () => {
  const { code, err } = await place.run(['chat'], '', { REDIS_URL: 'redis://user:secret@127.0.0.1:1' });
  expect(code).toBe(1);
  expect(err).toMatch(/^[^\n]*127\.0\.0\.1:1[^\n]*\n$/);
  expect(err).not.toContain('secret');
});

it('a store that cannot be used ends with 1 and a sentence', async () => {
  mkdirSync(place.data);
  writeFileSync(join(place.data, 'shenbao.db'), 'this is no database at all, whatever its name says');
  const { code, err } = await place.run(['chat'], 'hi\n');
  expect(code).toBe(1);
  expect(err).toContain('shenbao.db: damaged, or not a Shenbao store');
  expect(err).not.toContain('    at ');
});

describe('check', () => {
  it('finds nothing in sound files', async () => {
    expect(await place.run(['check'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('flows/small: ok, small-call, 2 lists'),
    });
    expect(await place.run(['check', 'flows'])).toMatchObject({ code: 0 });
  });

  it('ends with 1 and the places of what it finds', async () => {
    plant('call.yaml', 'edition: 1', 'edition: first');
    const { code, out } = await place.run(['check', 'flows/small']);
    expect(code).toBe(1);
    expect(out).toMatch(/^flows\/small\/call\.yaml:2:\d+ /);
  });

  it('ends with 1 where there is no call', async () => {
    expect(await place.run(['check', 'nowhere'])).toMatchObject({ code: 1, out: expect.stringContaining('nowhere') });
  });
});

describe('graph', () => {
  it('draws one list, or all of them as Markdown', async () => {
    const one = await place.run(['graph', '--list', 'l1']);
    expect(one.out).toMatch(/^flowchart TD\n/);
    const all = await place.run(['graph']);
    expect(all.out.match(/```mermaid\nflowchart TD/g)).toHaveLength(2);
  });

  it('writes a picture', async () => {
    const out = join(place.path, 'l2.svg');
    expect(await place.run(['graph', '--list', 'L2', '--format', 'svg', '--out', out])).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    expect(readFileSync(out, 'utf8')).toMatch(/^<svg /);
  });
});

describe('doctor', () => {
  it('finds a new machine in order, makes nothing, and tells which facts are unset', async () => {
    const { code, out } = await place.run(['doctor', '--json']);
    const report = JSON.parse(out) as { ok: boolean; checks: { name: string; state: string; en: string }[] };
    expect(code).toBe(0);
    expect(report.ok).toBe(true);
    expect(report.checks.map((one) => one.name)).toEqual([
      'node',
      'settings',
      'call',
      'organizer',
      'folder',
      'store',
      'clock',
      'channels',
      'telegram',
      'feishu',
      'wechat',
    ]);
    expect(report.checks[3]?.en).toContain('contact');
    expect(report.checks[3]?.en).not.toContain('name');
    expect((await place.run(['check'])).code).toBe(0);
    expect(() => readFileSync(place.data)).toThrow('ENOENT');
  });

  it('tells the sessions and the journal of a store in use', async () => {
    await place.converse([{ id: 'm1', user: 'u1', text: '你好' }]);
    const { out } = await place.run(['doctor']);
    expect(out).toMatch(/✓ store .*WAL，1 个会话，0 份申报/);
  });

  it('ends with 1 when the call does not load, and goes on with the rest', async () => {
    plant('call.yaml', 'edition: 1', 'edition: first');
    const { code, out } = await place.run(['doctor']);
    expect(code).toBe(1);
    expect(out).toContain('✗ call');
    expect(out).toContain('flows/small/call.yaml:2:');
    expect(out).toContain('✓ clock');
  });
});
