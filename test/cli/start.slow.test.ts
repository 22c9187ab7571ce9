/**
 * The assistant as it runs on a server: real processes spoken to over HTTP, stopped, killed, and left without their
 * Redis; several of them share every conversation.
 */
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestServer } from '../redis/server.ts';
import { startRedis } from '../redis/server.ts';
import type { Place, Said } from './program.ts';
import { openPlace, saidLines, startProgram } from './program.ts';

interface Running {
  readonly url: string;
  readonly child: ReturnType<typeof startProgram>['child'];
  readonly ended: ReturnType<typeof startProgram>['ended'];
}

let place: Place;
let running: Running[];
beforeEach(() => {
  place = openPlace();
  running = [];
});
afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL');
    await ended;
  }
  place.remove();
});

/** Resolves once it listens. */
async function started(env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const program = startProgram(place.path, ['start'], { PORT: '0', ...env });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    program.child.stderr.on('data', (chunk: string) => {
      text += chunk;
      const found = /http:\/\/localhost:\d+\//.exec(text);
      if (found !== null) resolve(found[0]);
    });
    void program.ended.then(({ err }) => reject(new Error(err)));
  });
  const one = { url, child: program.child, ended: program.ended };
  running.push(one);
  return one;
}

async function say(to: Running, id: string, text: string, user = 'u1') {
  const response = await fetch(`${to.url}api/v1/messages`, {
    method: 'POST',
    body: JSON.stringify({ id, user, text }),
  });
  const lines: readonly Said[] = saidLines(await response.text());
  return { status: response.status, lines, said: lines.map((line) => line.text ?? '').join('\n') };
}

it('answers over HTTP, keeps what was said, and stops in order when asked', async () => {
  const first = await started();
  expect((await say(first, 'm1', '你好')).said).toContain('1. 同意');
  first.child.kill('SIGTERM');
  expect((await first.ended).code).toBe(0);
  const second = await started();
  // Whoever repeats a message may not have heard the answer.
  const again = await say(second, 'm1', '你好');
  expect(again.said).toContain('1. 同意');
  expect(again.lines.at(-1)).toEqual({ done: 'm1', status: 'duplicate' });
  expect((await say(second, 'm2', '1')).said).toContain('申报哪个榜单');
});

it('finishes a message under way before it stops', async () => {
  const one = await started();
  const { port } = new URL(one.url);
  const body = JSON.stringify({ id: 'm1', user: 'u1', text: '你好' });
  const socket = connect(Number(port), '127.0.0.1');
  let answered = '';
  socket.on('data', (chunk) => {
    answered += String(chunk);
  });
  socket.write(
    `POST /api/v1/messages HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`,
  );
  socket.write(body);
  const over = new Promise((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => setTimeout(resolve, 5));
  one.child.kill('SIGTERM');
  expect((await one.ended).code).toBe(0);
  await over;
  // Either it was answered wholly or not taken at all; a half of it is neither.
  expect(answered).toMatch(/"done":"m1","status":"ok"|"retryable":true/);
});

it('two without a Redis take different ports, and a port that is asked for is not given up', async () => {
  const one = await started();
  const port = new URL(one.url).port;
  const { code, err } = await place.run(['start'], '', { PORT: port, LOG_LEVEL: 'silent' });
  expect(code).toBe(1);
  expect(err).toContain(`127.0.0.1:${port}`);
});

describe('on one Redis', () => {
  let redis: TestServer;
  beforeAll(async () => {
    redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'everysec']);
  });
  afterAll(() => redis.stop());

  it('two share every conversation, and either can be killed at any time', async () => {
    const env = { REDIS_URL: redis.url, LOG_LEVEL: 'error' };
    const [one, other] = await Promise.all([started(env), started(env)]);
    expect((await say(one, 's1', '你好', 'ann')).said).toContain('1. 同意');
    expect((await say(other, 's2', '1', 'ann')).said).toContain('申报哪个榜单');
    const again = await say(one, 's2', '1', 'ann');
    expect(again.said).toContain('申报哪个榜单');
    expect(again.lines.at(-1)).toEqual({ done: 's2', status: 'duplicate' });
    one.child.kill('SIGKILL');
    await one.ended;
    expect((await say(other, 's3', '2', 'ann')).said).toContain('哪些在上海');
    const third = await started(env);
    expect((await say(third, 's4', '1,2', 'ann')).said).toContain('牵头单位在上海吗');
  });

  it('taken away, nothing is acknowledged and readiness is red; back, all goes on within five seconds', async () => {
    const one = await started({ REDIS_URL: redis.url, LOG_LEVEL: 'silent' });
    expect((await say(one, 'a1', '你好', 'ben')).status).toBe(200);
    await redis.signal('SIGKILL');
    const refused = await say(one, 'a2', '1', 'ben');
    expect(refused.status).toBe(503);
    expect(refused.lines[0]).toMatchObject({ done: 'a2', status: 'error', retryable: true });
    expect((await fetch(`${one.url}readyz`)).status).toBe(503);
    expect((await fetch(`${one.url}healthz`)).status).toBe(200);
    await redis.restart();
    const back = Date.now();
    for (;;) {
      const again = await say(one, 'a2', '1', 'ben');
      if (again.status === 200) {
        expect(again.said).toContain('申报哪个榜单');
        break;
      }
      expect(Date.now() - back).toBeLessThan(5_000);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    while ((await fetch(`${one.url}readyz`)).status !== 200) expect(Date.now() - back).toBeLessThan(5_000);
    expect((await say(one, 'a2', '1', 'ben')).lines.at(-1)).toEqual({ done: 'a2', status: 'duplicate' });
  });
});
