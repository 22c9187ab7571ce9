/** Replies Telegram puts off, loses or refuses, and files that come in pieces. Through grammY against the local server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import telegram from '../../adapters/telegram.ts';
import type { Channel } from '../../src/channel.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import { Refused } from '../platforms/telegram/methods.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';

const PDF = Buffer.from('%PDF-1.4\n%%EOF\n');

let server: TelegramServer;
let house: House;
let channel: Channel;

beforeEach(async () => {
  server = await openTelegramServer();
  house = await openHouse();
  channel = await house.open(telegram, { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url });
});

afterEach(async () => {
  await house.close(true);
  await server.close();
});

const questions = (chat: number, words: string): number =>
  server.world.ours(chat).filter(({ text }) => text.includes(words)).length;

describe('a reply', () => {
  it('waits as long as Telegram asks, and comes', async () => {
    server.befall('sendMessage', new Refused(429, 'Too Many Requests: retry after 1', { retry_after: 1 }));
    const start = performance.now();
    await personAt(server, 51).say('你好', '可以开始吗');
    expect(performance.now() - start).toBeGreaterThanOrEqual(1_000);
    expect(house.faults).toMatchObject([{ reason: 'rate_limited', retryAfter: 1_000 }]);
  });

  it('comes once when Telegram fails three times in a row', async () => {
    const refused = (code: number): Refused => new Refused(code, 'Internal Server Error');
    server.befall('sendMessage', refused(500), refused(502), refused(504));
    await personAt(server, 55).say('你好', '可以开始吗');
    expect(house.faults.map(({ reason }) => reason)).toEqual(['transient', 'transient', 'transient']);
    expect([questions(55, '我是申报助手'), questions(55, '可以开始吗')]).toEqual([1, 1]);
  });

  it('whose confirmation was lost is sent again, once: the one thing that can double', async () => {
    server.befall('sendMessage', 'cut after it was done');
    await personAt(server, 52).say('你好', '可以开始吗');
    expect(house.faults).toMatchObject([{ reason: 'transient' }]);
    expect(questions(52, '我是申报助手')).toBe(2);
    expect(questions(52, '可以开始吗')).toBe(1);
  });

  it('in parts goes on after the part that arrived', async () => {
    await personAt(server, 53).say('帮助', '可以开始吗');
    const outbound = {
      id: 'long',
      re: 'x',
      to: { channel: 'telegram', user: '53', chat: 'private' },
      kind: 'notice' as const,
      body: `${'甲'.repeat(3_000)}\n\n${'乙'.repeat(3_000)}`,
    };
    server.befall('sendMessage', 'none', new Refused(500, 'Internal Server Error'));
    await expect(channel.send(outbound, 'long')).rejects.toMatchObject({ reason: 'transient', retryable: true });
    await channel.send(outbound, 'long');
    expect(questions(53, '甲')).toBe(1);
    expect(questions(53, '乙')).toBe(1);
  });

  it('to somebody who blocked the assistant, or is not there, is not tried again', async () => {
    await personAt(server, 54).say('帮助', '可以开始吗');
    const to = (user: string, chat = 'private') => ({
      id: `${user}${chat}`,
      re: '1',
      to: { channel: 'telegram', user, chat },
      kind: 'notice' as const,
      body: '在吗',
    });
    server.world.blocked.add(54);
    await expect(channel.send(to('54'), 'a')).rejects.toMatchObject({ reason: 'blocked', retryable: false });
    await expect(channel.send(to('54', '-77'), 'b')).rejects.toMatchObject({ reason: 'gone', retryable: false });
    server.revoke();
    await until(
      () => channel.health().state === 'failed',
      () => channel.health().state,
    );
    await expect(channel.send(to('54'), 'c')).rejects.toMatchObject({ reason: 'unauthorised' });
  });
});

describe('files', () => {
  it('cut off half way are fetched again, and given up in words when they never come', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    server.befall('file', 'cut');
    server.world.attach(1, { name: '证明.pdf', mime: 'application/pdf', bytes: PDF });
    await until(
      () => house.taken.length === 2,
      () => 'the file',
    );
    expect(house.taken.at(-1)?.inbound.content).toMatchObject({
      kind: 'file',
      file: { name: '证明.pdf', size: PDF.length },
    });
    server.befall('file', ...Array.from({ length: 9 }, () => new Refused(502, '')));
    await one.attach({ name: '难.pdf', mime: 'application/pdf', bytes: PDF }, '没有取到，请再发一次');
    server.befall('getFile', new Refused(400, 'Bad Request: file is too big'));
    await one.attach({ name: '瞒.pdf', mime: 'application/pdf', bytes: PDF }, '“瞒.pdf”这个文件（超过 20 MB）');
  });
});
