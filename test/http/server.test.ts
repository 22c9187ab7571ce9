/** The API as a program on this machine meets it: a real server, a real store, requests over a socket. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compileCall } from '../../src/flow/compile.ts';
import { openApp } from '../../src/http/app.ts';
import type { Listening } from '../../src/http/server.ts';
import { listen } from '../../src/http/server.ts';
import { openConversation } from '../../src/runtime/conversation.ts';
import { openLog } from '../../src/runtime/log.ts';
import { openMetrics } from '../../src/runtime/metrics.ts';
import { StoreFault } from '../../src/store/fault.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { SMALL_CALL } from '../flow/small-call.ts';

const small = compileCall(SMALL_CALL);
const KEY = 'a-long-random-key';

interface Line {
  readonly re?: string;
  readonly id?: string;
  readonly to?: { readonly user: string };
  readonly text?: string;
  readonly prompt?: { readonly id: string };
  readonly done?: string | null;
  readonly status?: string;
  readonly error?: string;
}

let store: Store;
let away: boolean;
let stopping: boolean;
let logged: string;
let server: Listening;

/** A store that can be taken away: calls then fail as those of a Redis that does not answer. */
function breakable(inner: Store): Store {
  return new Proxy(inner, {
    get(target, name: keyof Store) {
      const call = target[name] as (...words: unknown[]) => unknown;
      return (...words: unknown[]) =>
        away && name !== 'close' ? Promise.reject(new StoreFault('unavailable', 'the store is away')) : call(...words);
    },
  });
}

async function open(apiKeys: readonly string[] = []): Promise<Listening> {
  const metered = openMetrics(store);
  const now = (): number => Date.now();
  const conversation = openConversation({
    store: metered.store,
    call: () => small,
    version: 'test',
    clock: (inbound) => inbound.at,
    lease: () => now() + 30_000,
  });
  const app = openApp({
    version: 'test',
    apiKeys,
    metrics: metered.metrics,
    log: openLog('info', (line) => {
      logged += line;
    }),
    exchange: {
      store: metered.store,
      conversation,
      now,
      at: now,
      keepFile: async ({ file }) => ({
        kind: 'file',
        file: { name: file?.name ?? '', mime: 'text/plain', size: 1, sha256: '0', key: 'k' },
      }),
      onBug: (error) => {
        throw error;
      },
    },
    readiness: async () => [{ name: 'store', ready: !away }],
    isStopping: () => stopping,
  });
  return listen(app, { host: '127.0.0.1', port: 0, mayMove: false });
}

beforeEach(async () => {
  store = breakable(openMemoryStore());
  away = false;
  stopping = false;
  logged = '';
  server = await open();
});
afterEach(() => server.close(0));

const at = (path: string, port = server.port): string => `http://127.0.0.1:${port}${path}`;

async function post(body: unknown, headers: Record<string, string> = {}, port = server.port) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(at('/api/v1/messages', port), { method: 'POST', body: text, headers });
  const said = await response.text();
  const lines = said
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  return { status: response.status, headers: response.headers, lines };
}

describe('a message', () => {
  it('is answered by the next question and its done', async () => {
    const { status, headers, lines } = await post({ id: 'm1', user: 'u1', text: '你好' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('application/x-ndjson');
    expect(lines.at(-1)).toEqual({ done: 'm1', status: 'ok' });
    expect(lines[0]).toMatchObject({ re: 'm1', to: { user: 'u1', chat: 'private' } });
    expect(lines[0]?.id).toMatch(/:0:0$/);
    expect(lines.some((line) => line.prompt !== undefined)).toBe(true);
  });

  it('sent again changes nothing and brings its replies again, under the same ids', async () => {
    const first = await post({ id: 'm1', user: 'u1', text: '你好' });
    const again = await post({ id: 'm1', user: 'u1', text: '你好' });
    expect(first.lines.length).toBeGreaterThan(1);
    expect(again.lines).toEqual([...first.lines.slice(0, -1), { done: 'm1', status: 'duplicate' }]);
    expect((await store.sessions(10))[0]?.length).toBe(1);
  });

  it('sent again once the person got on says only that it is done', async () => {
    await post({ id: 'm1', user: 'u1', text: '你好' });
    await pause(300);
    const { lines } = await post({ id: 'm2', user: 'u1', text: '进度' });
    expect(new Set(lines.slice(0, -1).map(({ re }) => re))).toEqual(new Set(['m2']));
    expect((await post({ id: 'm1', user: 'u1', text: '你好' })).lines).toEqual([{ done: 'm1', status: 'duplicate' }]);
    // The answer to the later one waits on for who asks again.
    expect((await post({ id: 'm2', user: 'u1', text: '进度' })).lines).toEqual([
      ...lines.slice(0, -1),
      { done: 'm2', status: 'duplicate' },
    ]);
  });

  it('sent again after a connection that broke brings the replies, under the same ids', async () => {
    const broken = { id: 'm1', user: 'u1', text: '你好' };
    const first = await post(broken);
    const again = await open();
    await again.close(0);
    // What a process that died was about to say is leased to it still.
    const key = (await store.sessions(1))[0]?.key ?? '';
    const turn = { id: 'm2', at: Date.now(), by: '', channel: 'json', operations: [], replies: 1 };
    const reply = {
      id: `${key}:1:0`,
      re: 'm2',
      to: { channel: 'json', user: 'u1', chat: 'private' },
      kind: 'notice' as const,
      body: '没来得及说的',
    };
    await store.commit({
      key: 'json:u1',
      expected: 1,
      inbound: 'json:m2',
      entry: turn,
      replies: [reply],
      lease: Date.now() + 30_000,
    });
    const { lines } = await post({ id: 'm2', user: 'u1', text: '下一句' });
    expect(first.lines.at(-1)?.status).toBe('ok');
    expect(lines).toMatchObject([
      { re: 'm2', id: reply.id, text: '没来得及说的' },
      { done: 'm2', status: 'duplicate' },
    ]);
    await pause(300);
    await post({ id: 'm3', user: 'u1', text: '进度' });
    expect((await post({ id: 'm2', user: 'u1', text: '下一句' })).lines).toEqual([{ done: 'm2', status: 'duplicate' }]);
  });

  it('comes alone, pretty-printed, in lines, or in a list', async () => {
    const one = (id: string) => ({ id, user: 'u', text: '你好' });
    expect((await post(JSON.stringify(one('a'), null, 2))).lines.at(-1)).toEqual({ done: 'a', status: 'ok' });
    const lines = await post(`${JSON.stringify(one('b'))}\n\n${JSON.stringify(one('c'))}\n`);
    expect(lines.lines.filter((line) => 'done' in line).map((line) => line.done)).toEqual(['b', 'c']);
    const list = await post([one('d'), one('e')]);
    expect(list.lines.filter((line) => 'done' in line).map((line) => line.done)).toEqual(['d', 'e']);
  });

  it('of one person in a request is taken after the one before it, those of others beside them', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => ({ id: `m${i}`, user: `u${i % 3}`, text: '你好' }));
    const { lines: said } = await post(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(said.filter((line) => 'done' in line).map((line) => line.done)).toEqual(lines.map(({ id }) => id));
    expect((await store.sessions(10)).map(({ length }) => length)).toEqual([10, 10, 10]);
    const replies = said.flatMap(({ id }) => id ?? []);
    expect(new Set(replies).size).toBe(replies.length);
  });
});

describe('on another replica', () => {
  let other: Listening;
  beforeEach(async () => {
    other = await open();
  });
  afterEach(() => other.close(0));

  /** Sends a message and breaks the connection, with the whole answer still unread. */
  async function cutOff(message: object): Promise<void> {
    const body = JSON.stringify(message);
    const socket = connect(server.port, '127.0.0.1');
    const head = `POST /api/v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${Buffer.byteLength(body)}`;
    socket.pause().write(`${head}\r\n\r\n${body}`);
    await vi.waitFor(async () => expect((await store.backlog()).owed).toBeGreaterThan(0));
    await pause(50);
    socket.resetAndDestroy();
    await pause(50);
  }

  it('a repeated message brings the replies too', async () => {
    const first = await post({ id: 'm1', user: 'u1', text: '你好' });
    const again = await post({ id: 'm1', user: 'u1', text: '你好' }, {}, other.port);
    expect(again.lines).toEqual([...first.lines.slice(0, -1), { done: 'm1', status: 'duplicate' }]);
  });

  it('the next messages hear nothing again, and settle what was heard', async () => {
    await post({ id: 'm1', user: 'u1', text: '你好' });
    await pause(300);
    const { lines } = await post({ id: 'm2', user: 'u1', text: '进度' }, {}, other.port);
    expect(lines.length).toBeGreaterThan(1);
    expect(new Set(lines.slice(0, -1).map(({ re }) => re))).toEqual(new Set(['m2']));
    await pause(300);
    await post({ id: 'm3', user: 'u1', text: '进度' }, {}, other.port);
    const again = await post({ id: 'm1', user: 'u1', text: '你好' });
    expect(again.lines).toEqual([{ done: 'm1', status: 'duplicate' }]);
  });

  it('a message said at the same time brings, in order, what may have gone out on a connection that broke', async () => {
    const first = await post({ id: 'm1', user: 'u1', text: '你好' });
    await pause(5);
    const { lines } = await post({ id: 'm2', user: 'u1', text: '进度' }, {}, other.port);
    expect(lines.slice(0, first.lines.length - 1)).toEqual(first.lines.slice(0, -1));
    expect(lines.at(-2)?.re).toBe('m2');
  });

  it('a late copy of an older message does not settle what nobody may have heard', async () => {
    await post({ id: 'm1', user: 'u1', text: '你好' });
    await pause(300);
    const { lines } = await post({ id: 'm2', user: 'u1', text: '进度' });
    await pause(5);
    const late = await post({ id: 'm1', user: 'u1', text: '你好' }, {}, other.port);
    expect(late.lines).toEqual([{ done: 'm1', status: 'duplicate' }]);
    const again = await post({ id: 'm2', user: 'u1', text: '进度' }, {}, other.port);
    expect(again.lines.slice(0, -1)).toEqual(lines.slice(0, -1));
  });

  it('whoever hung up before reading hears it by the same message, or before the answer to another', async () => {
    await cutOff({ id: 'm1', user: 'u1', text: '你好' });
    const again = await post({ id: 'm1', user: 'u1', text: '你好' }, {}, other.port);
    expect(again.lines.map(({ re }) => re).slice(0, -1)).toContain('m1');
    await cutOff({ id: 'n1', user: 'u2', text: '你好' });
    const { lines } = await post({ id: 'n2', user: 'u2', text: '进度' }, {}, other.port);
    const order = lines.slice(0, -1).map(({ re }) => re);
    expect(order).toEqual(order.toSorted());
    expect(new Set(order)).toEqual(new Set(['n1', 'n2']));
  });
});

it('brings only what is said here in a session that is joined to another channel’s, again for a repeated message', async () => {
  await store.link('json:u1', 'telegram:9');
  const to = { channel: 'telegram', user: '9', chat: 'private' };
  const reply = { id: 't1', re: 'x', to, kind: 'notice' as const, body: '在那边说的' };
  const entry = { id: 'x', at: Date.now(), by: '', channel: 'telegram', operations: [], replies: 1 };
  await store.commit({ key: 'telegram:9', expected: 0, inbound: 'telegram:x', entry, replies: [reply] });
  const first = await post({ id: 'm1', user: 'u1', text: '你好' });
  expect(first.lines.length).toBeGreaterThan(1);
  const again = await post({ id: 'm1', user: 'u1', text: '你好' });
  expect(again.lines.slice(0, -1)).toEqual(first.lines.slice(0, -1));
  const there = await store.claim(Date.now() + 1e9, 1, 10, { channels: ['telegram'] });
  expect(there.map(({ outbound }) => outbound.body)).toEqual(['在那边说的']);
});

it('brings each of two people in one session their own replies', async () => {
  await post({ id: 'm1', user: 'u1', text: '你好' });
  await store.link('json:u2', 'json:u1');
  const second = await post({ id: 'n1', user: 'u2', text: '进度' });
  const first = await post({ id: 'm2', user: 'u1', text: '进度' });
  const users = (answer: typeof first) => new Set(answer.lines.flatMap(({ to }) => to?.user ?? []));
  expect([users(second), users(first)]).toEqual([new Set(['u2']), new Set(['u1'])]);
  const again = await post({ id: 'n1', user: 'u2', text: '进度' });
  expect(again.lines.slice(0, -1)).toEqual(second.lines.slice(0, -1));
});

describe('what cannot be taken', () => {
  it.each([
    ['', 400],
    ['{', 400],
    ['[]', 400],
    ['"text"', 400],
    ['{"id":"m","user":"u"}', 400],
    ['{"id":"m","user":"u","text":"a","extra":1}', 400],
    ['{"id":"m","user":"u","file":{"name":"a.txt","path":"/etc/hostname"}}', 400],
  ])('%s is refused in JSON', async (body, status) => {
    const answered = await post(body);
    expect(answered.status).toBe(status);
    expect(answered.lines[0]?.error).toMatch(/\w/);
    expect(await store.sessions(10)).toEqual([]);
  });

  it('a bad line among good ones is that line’s error alone', async () => {
    const { status, lines } = await post('{"id":"a","user":"u","text":"你好"}\nnot JSON\n{"id":"c"}\n');
    expect(status).toBe(200);
    expect(lines.filter((line) => 'done' in line)).toMatchObject([
      { done: 'a', status: 'ok' },
      { done: null, status: 'error' },
      { done: 'c', status: 'error' },
    ]);
  });

  it('a body that is too long is refused before it is read', async () => {
    const status = await new Promise((resolve, reject) => {
      const sent = request(at('/api/v1/messages'), {
        method: 'POST',
        headers: { 'content-length': 64 * 1024 * 1024 },
      });
      sent.on('response', (response) => resolve(response.statusCode));
      sent.on('error', reject);
      sent.write('{');
    });
    expect(status).toBe(413);
  });

  it('another method or place is told what there is', async () => {
    expect((await fetch(at('/api/v1/messages'))).status).toBe(405);
    expect((await fetch(at('/nothing'))).status).toBe(404);
  });
});

describe('who may call', () => {
  it('no page of another host, nobody through a proxy, no name made to point here', async () => {
    const message = { id: 'm', user: 'u', text: '你好' };
    expect((await post(message, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(message, { 'x-forwarded-for': '203.0.113.7' })).status).toBe(403);
    expect((await post(message, { origin: 'http://localhost:8080' })).status).toBe(200);
    const status = await new Promise((resolve, reject) => {
      const sent = request(at('/api/v1/messages'), { method: 'POST', headers: { host: 'evil.example' } });
      sent.on('response', (response) => resolve(response.statusCode));
      sent.on('error', reject);
      sent.end('{}');
    });
    expect(status).toBe(403);
  });

  it('with keys, whoever has one', async () => {
    await server.close(0);
    server = await open([KEY, 'another']);
    const message = { id: 'm', user: 'u', text: '你好' };
    const none = await post(message);
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect((await post(message, { authorization: `Bearer ${KEY}x` })).status).toBe(401);
    expect((await post(message, { authorization: `Basic ${KEY}` })).status).toBe(401);
    expect((await post(message, { authorization: `Bearer ${KEY}` })).status).toBe(200);
  });
});

describe('a store that is away', () => {
  it('takes nothing, says when to come back, turns readiness red, and loses nothing', async () => {
    away = true;
    const refused = await post({ id: 'm1', user: 'u1', text: '你好' });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.lines[0]).toMatchObject({ done: 'm1', status: 'error', retryable: true });
    expect((await fetch(at('/readyz'))).status).toBe(503);
    expect((await fetch(at('/healthz'))).status).toBe(200);
    expect(await (await fetch(at('/metrics'))).text()).toContain('shenbao_store_up 0');
    away = false;
    expect((await post({ id: 'm1', user: 'u1', text: '你好' })).lines.at(-1)?.status).toBe('ok');
    expect((await fetch(at('/readyz'))).status).toBe(200);
  });
});

it('counts turns, duplicates and what is owed, and names nobody', async () => {
  await post({ id: 'm1', user: 'somebody-special', text: '你好' });
  await post({ id: 'm1', user: 'somebody-special', text: '你好' });
  const text = await (await fetch(at('/metrics'))).text();
  expect(text).toContain('shenbao_turns_total{channel="json",outcome="ok"} 1');
  expect(text).toContain('shenbao_turns_total{channel="json",outcome="duplicate"} 1');
  expect(text).toContain('shenbao_commit_seconds_count 2');
  // Handed out, and held for whoever asks again: not late.
  expect(text).toMatch(/shenbao_outbox_depth [1-9]/);
  expect(text).toMatch(/shenbao_outbox_age_seconds 0\n/);
  expect(text + logged).not.toContain('somebody-special');
});

it('describes itself, and the description fits what it answers', async () => {
  const description = (await (await fetch(at('/api/v1/openapi.json'))).json()) as {
    readonly openapi: string;
    readonly components: { readonly schemas: Record<string, { readonly required: readonly string[] }> };
  };
  expect(description.openapi).toMatch(/^3\.1/);
  expect(description.components.schemas.Message?.required).toEqual(expect.arrayContaining(['id', 'user']));
  const { lines } = await post({ id: 'm1', user: 'u1', text: '你好' });
  for (const name of description.components.schemas.Reply?.required ?? []) expect(lines[0]).toHaveProperty(name);
});

it('takes nothing more once it is asked to stop, and finishes what it has', async () => {
  stopping = true;
  const refused = await post({ id: 'm1', user: 'u1', text: '你好' });
  expect([refused.status, refused.lines[0]]).toMatchObject([503, { retryable: true }]);
  expect((await fetch(at('/readyz'))).status).toBe(503);
});

it('takes the next port when its own is taken and it may', async () => {
  const app = { fetch: () => new Response('ok') };
  const second = await listen(app as never, { host: '127.0.0.1', port: server.port, mayMove: true });
  expect(second.port).toBeGreaterThan(server.port);
  await second.close(0);
  await expect(listen(app as never, { host: '127.0.0.1', port: server.port, mayMove: false })).rejects.toThrow(
    'EADDRINUSE',
  );
});
