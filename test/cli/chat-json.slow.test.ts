/** The JSON conversation, run as a process: what goes in, what comes out, and that no line ends it. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileCall } from '../../src/flow/compile.ts';
import type { Inbound } from '../../src/message.ts';
import { openConversation } from '../../src/runtime/conversation.ts';
import { storedKey } from '../../src/store/key.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { SMALL_CALL } from '../flow/small-call.ts';
import type { Place, Said } from './program.ts';
import { openPlace, saidLines, startProgram } from './program.ts';

let place: Place;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => place.remove());

const user = 'u1';
/** Their session as stored. */
const KEY = storedKey(`json:${user}`);
const done = (said: readonly Said[]) => said.filter((one) => one.done !== undefined);

it('a first conversation, exactly as programs rely on it', async () => {
  const said = await place.converse([
    { id: 'm1', user, chat: 'private', text: '你好' },
    { id: 'm2', user, choose: ['agree'], prompt: 'd1.consent.0' },
  ]);
  expect(said).toEqual([
    {
      re: 'm1',
      id: `${KEY}:0:0`,
      to: { user, chat: 'private' },
      kind: 'notice',
      text: '你好，我是申报助手，帮你一步一步完成申报：小征集。',
    },
    {
      re: 'm1',
      id: `${KEY}:0:1`,
      to: { user, chat: 'private' },
      kind: 'question',
      text: '同意吗？\n1. 同意\n2. 先看说明\n3. 不同意',
      prompt: {
        id: 'd1.consent.0',
        step: 'consent',
        type: 'consent',
        options: [
          { n: 1, id: 'agree', label: '同意' },
          { n: 2, id: 'read', label: '先看说明' },
          { n: 3, id: 'decline', label: '不同意' },
        ],
      },
    },
    { done: 'm1', status: 'ok' },
    {
      re: 'm2',
      id: `${KEY}:1:0`,
      to: { user, chat: 'private' },
      kind: 'question',
      text: '申报哪个榜单？\n1. 科技榜\n2. 上海榜\n3. 帮我选',
      prompt: {
        id: 'd1.list_choice.1',
        step: 'list_choice',
        type: 'list',
        options: [
          { n: 1, id: 'L1', label: '科技榜' },
          { n: 2, id: 'L2', label: '上海榜' },
          { n: 3, id: 'help', label: '帮我选' },
        ],
      },
    },
    { done: 'm2', status: 'ok' },
  ]);
});

describe('lines that cannot be taken', () => {
  const bad: readonly (readonly [line: unknown, id: string | null, why: RegExp])[] = [
    ['nonsense', null, /^not JSON/],
    ['', null, /^not JSON/],
    ['[]', null, /expected object/],
    ['{"id":"b1"', null, /^not JSON/],
    [{ user, text: 'x' }, null, /^id: /],
    [{ id: '', user, text: 'x' }, null, /^id: /],
    [{ id: 7, user, text: 'x' }, null, /^id: /],
    [{ id: 'b2', text: 'x' }, 'b2', /^user: /],
    [{ id: 'b3', user }, 'b3', /exactly one of text, choose and file/],
    [{ id: 'b4', user, text: 'x', choose: ['a'] }, 'b4', /exactly one/],
    [{ id: 'b5', user, text: 'x', colour: 'red' }, 'b5', /colour/],
    [{ id: 'b6', user, text: 'x', at: 'yesterday' }, 'b6', /^at: must be an ISO 8601 time/],
    [{ id: 'b7', user, choose: [] }, 'b7', /^choose: /],
    [{ id: 'b8', user, file: { name: 'a.pdf' } }, 'b8', /^file: needs either path or base64/],
    [{ id: 'b9', user, file: { name: 'a.pdf', base64: '?' } }, 'b9', /^file.base64: /],
    [{ id: 'b10', user, file: { name: 'a.pdf', path: '/nowhere/a.pdf' } }, 'b10', /ENOENT/],
    [`{"id":"b11","user":"u1","text":"${'长'.repeat(800_000)}"}`, null, /longer than 2097152 bytes/],
  ];

  it('are answered with their error, and the next line as ever', async () => {
    const said = await place.converse([...bad.map(([line]) => line), { id: 'm1', user, text: '你好' }]);
    const errors = said.slice(0, bad.length);
    expect(errors.map((one) => one.status)).toEqual(bad.map(() => 'error'));
    expect(errors.map((one) => one.done)).toEqual(bad.map(([, id]) => id));
    for (const [i, [, , why]] of bad.entries()) expect(errors[i]?.error).toMatch(why);
    expect(said.at(-1)).toEqual({ done: 'm1', status: 'ok' });
  });

  it('because they are not UTF-8 are answered too', async () => {
    const { child, feed } = startProgram(place.path, ['chat', '--json']);
    child.stdin.write(Buffer.from([0x22, 0xff, 0x22, 0x0a]));
    const ended = await feed('{"id":"m1","user":"u1","text":"hi"}\r\n');
    expect(saidLines(ended.out)[0]).toEqual({ done: null, status: 'error', error: 'the line is not UTF-8' });
    expect(saidLines(ended.out).at(-1)).toEqual({ done: 'm1', status: 'ok' });
  });
});

it('a message delivered again is called a duplicate and says nothing, also after a restart', async () => {
  const hello = { id: 'm1', user, text: '你好' };
  const first = await place.converse([hello, hello]);
  expect(done(first).map((one) => one.status)).toEqual(['ok', 'duplicate']);
  expect(first.filter((one) => one.re === 'm1')).toHaveLength(2);
  expect(await place.converse([hello])).toEqual([{ done: 'm1', status: 'duplicate' }]);
});

it('the same data resumes at the same question', async () => {
  const first = await place.converse([
    { id: 'm1', user, text: '你好' },
    { id: 'm2', user, text: '1' },
  ]);
  const [resumed, finished] = await place.converse([{ id: 'm3', user, text: '进度' }]).then((said) => said.slice(-2));
  expect(resumed?.prompt?.id).toBe(first.at(-2)?.prompt?.id);
  expect(finished).toEqual({ done: 'm3', status: 'ok' });
});

it('in a group it is silent until it is addressed, and answers there', async () => {
  const said = await place.converse([
    { id: 'm1', user, chat: 'g1', text: '大家好' },
    { id: 'm2', user, chat: 'g1', addressed: false, text: '吃了吗' },
    { id: 'm3', user, chat: 'g1', addressed: true, text: '你好' },
  ]);
  expect(said.slice(0, 2)).toEqual([
    { done: 'm1', status: 'ok' },
    { done: 'm2', status: 'ok' },
  ]);
  expect(said[2]).toMatchObject({ re: 'm3', to: { user, chat: 'g1' } });
});

it('a private message is addressed whatever the line says', async () => {
  const said = await place.converse([{ id: 'm1', user, addressed: false, text: '你好' }]);
  expect(said).toHaveLength(3);
});

it('the conversation runs on the clock of its lines', async () => {
  const at = '2025-10-09T09:00:00+08:00';
  await place.converse([
    { id: 'm1', user, at, text: '你好' },
    { id: 'm2', user, text: '1' },
  ]);
  const store = openSqliteStore(place.data);
  const { entries } = await store.load(`json:${user}`);
  await store.close();
  expect(entries[0]?.at).toBe(Date.parse(at));
  expect(Math.abs((entries[1]?.at ?? 0) - Date.now())).toBeLessThan(60_000);
});

it('what is said for one line stays together, in the order of the lines, however many people speak', async () => {
  // Every fifth line is somebody's talk in a group, which is decided before the others are stored.
  const messages = Array.from({ length: 300 }, (_, i) =>
    i % 5 === 4
      ? { id: `m${i}`, user: `g${i}`, chat: 'g1', text: '吃了吗' }
      : { id: `m${i}`, user: `u${i % 90}`, text: i < 90 ? '你好' : '1' },
  );
  const said = await place.converse(messages);
  expect(done(said).map((one) => one.done)).toEqual(messages.map((one) => one.id));
  let current = 0;
  for (const one of said) {
    if (one.done === undefined) expect(one.re).toBe(`m${current}`);
    else current += 1;
  }
  expect(said.length).toBeGreaterThan(500);
});

it('killed at any moment it loses nothing: sent again, every message is applied once and every reply written', async () => {
  const messages = Array.from({ length: 120 }, (_, i) => ({
    id: `m${i}`,
    user: `u${i % 7}`,
    text: i < 7 ? '你好' : i < 14 ? '1' : i % 2 === 0 ? '帮助' : '进度',
  }));
  const lines = messages.map((one) => `${JSON.stringify(one)}\n`);
  const heard: Said[] = [];
  for (const moment of [1, 30, 70, 110]) {
    const { child, ended } = startProgram(place.path, ['chat', '--json']);
    let seen = 0;
    child.stdout.on('data', (text: string) => {
      seen += text.split('"done"').length - 1;
      if (seen >= moment) child.kill('SIGKILL');
    });
    child.stdin.write(lines.join(''));
    const { out, code } = await ended;
    expect(code).toBeNull();
    heard.push(...saidLines(out.slice(0, out.lastIndexOf('\n') + 1)));
  }
  heard.push(...(await place.converse(messages)));
  const store = openSqliteStore(place.data);
  const sessions = await store.sessions(100);
  await store.close();
  expect(sessions.map((one) => one.length).reduce((sum, length) => sum + length, 0)).toBe(messages.length);
  for (const { id } of messages) {
    expect(done(heard).filter((one) => one.done === id && one.status === 'ok').length).toBeLessThanOrEqual(1);
    expect(heard.some((one) => one.re === id && one.text !== '')).toBe(true);
    expect(heard.some((one) => one.done === id && one.status !== 'error')).toBe(true);
  }
});

describe('files', () => {
  const asked = [
    { id: 'm1', user, text: '你好' },
    { id: 'm2', user, text: '1' },
  ];

  it('whose content is not what the name says are named, and the question stays', async () => {
    const base64 = Buffer.from('#!/bin/sh').toString('base64');
    const said = await place.converse([
      ...asked,
      { id: 'm3', user, file: { name: '执照.pdf', mime: 'application/pdf', base64 } },
    ]);
    expect(said.at(-3)).toMatchObject({
      re: 'm3',
      kind: 'notice',
      text: expect.stringContaining('“执照.pdf”这个文件（内容和类型不符）'),
    });
    expect(said.at(-2)?.prompt?.step).toBe('list_choice');
    expect(said.at(-1)).toEqual({ done: 'm3', status: 'ok' });
  });

  it('may lie at a path', async () => {
    const said = await place.converse([
      ...asked,
      { id: 'm3', user, file: { name: 'a.txt', size: 1, path: join(place.path, 'flows/small/call.yaml') } },
    ]);
    expect(said.at(-2)).toMatchObject({ re: 'm3', kind: 'rejection' });
  });
});

describe('replies an earlier run committed and did not come to write', () => {
  async function commitWithoutWriting(claimed: boolean): Promise<void> {
    const call = compileCall(SMALL_CALL);
    const store = openSqliteStore(place.data);
    const conversation = openConversation({ store, call: () => call, version: '1', clock: (inbound) => inbound.at });
    const inbound: Inbound = {
      channel: 'json',
      id: 'old',
      user,
      chat: 'private',
      addressed: true,
      at: Date.now(),
      content: { kind: 'text', text: '你好' },
    };
    const { key } = await conversation.take(inbound);
    if (claimed) expect(await store.claim(Date.now(), 30_000, 10, { key })).toHaveLength(2);
    await store.close();
  }

  it.each([false, true])('come first and say what they answer (claimed by the run that ended: %s)', async (claimed) => {
    await commitWithoutWriting(claimed);
    const said = await place.converse([{ id: 'm1', user, text: '1' }]);
    expect(said.map((one) => one.re ?? one.done)).toEqual(['old', 'old', 'm1', 'm1']);
    expect(said[1]?.text).toContain('同意吗？');
    expect(await place.converse([])).toEqual([]);
  });
});

it('a reader who goes away ends the program quietly', async () => {
  const { child, ended } = startProgram(place.path, ['chat', '--json']);
  child.stdin.write('{"id":"m1","user":"u1","text":"你好"}\n');
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.stdout.destroy();
  for (let i = 2; i < 400; i++) child.stdin.write(`{"id":"m${i}","user":"u1","text":"帮助"}\n`);
  const { code, err } = await ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

it('--user is refused: every line names its own', async () => {
  expect(await place.run(['chat', '--json', '--user', 'x'])).toMatchObject({ code: 2, out: '' });
});
