/** Odd words and files on Telegram: at the edge of a message, broken, forwarded, refused. Through grammY against the local server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import telegram from '../../adapters/telegram.ts';
import type { Channel } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';

let server: TelegramServer;
let house: House;
let channel: Channel;

beforeEach(async () => {
  server = await openTelegramServer();
  house = await openHouse();
  channel = await house.open(telegram, { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url });
});

afterEach(async () => {
  await house.close();
  await server.close();
});

const quiet = (): Promise<true> =>
  until(
    () => server.waiting.length === 0,
    () => `${server.waiting.length} updates unconfirmed`,
  );

function notice(user: number, body: string): Outbound {
  const to = { channel: 'telegram', user: String(user), chat: 'private' };
  return { id: `o${body.length}`, re: 'timer:1', to, kind: 'notice', body };
}

describe('words', () => {
  it('of exactly the longest message go as one, and one more as two, none cut inside a character', async () => {
    await personAt(server, 1).say('你好', '可以开始吗');
    const from = server.world.ours(1).length;
    const smile = '👩‍👩‍👧‍👦';
    const full = `${'字'.repeat(4096 - smile.length)}${smile}`;
    await channel.send(notice(1, full), 'a');
    expect(server.world.ours(1).slice(from)).toMatchObject([{ text: full }]);
    await channel.send(notice(1, `字${full}`), 'b');
    const parts = server.world.ours(1).slice(from + 1);
    expect(parts.map(({ text }) => text).join('')).toBe(`字${full}`);
    expect(parts.map(({ text }) => text.includes('\u200d') && !text.includes(smile))).toEqual([false, false]);
    expect(parts).toHaveLength(2);
  });

  it('that are one character longer than a message, or half a character, arrive nonetheless', async () => {
    await personAt(server, 1).say('你好', '可以开始吗');
    const from = server.world.ours(1).length;
    const heaped = `e${'\u0301'.repeat(9_000)}`;
    await channel.send(notice(1, heaped), 'a');
    const parts = server.world.ours(1).slice(from);
    expect(parts.map(({ text }) => text).join('')).toBe(heaped);
    await channel.send(notice(1, '半个\ud83d字'), 'b');
    expect(server.world.ours(1).at(-1)?.text).toBe('半个\ufffd字');
  });

  it('that are customary commands on Telegram are no answers', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    for (const command of ['/settings', '/cancel']) await one.say(command, '随时可以发');
    await one.say('/stop', '已存好');
  });

  it('forwarded from somebody else are words like any others', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    const origin = { type: 'user', date: 1, sender_user: { id: 9, is_bot: false, first_name: '<b>' } };
    await one.say('同意', '哪个榜单', { more: { forward_origin: origin } });
  });
});

describe('a file that is refused', () => {
  it('is named without what its name was meant to break, and the question stays', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    const bytes = Buffer.from('%PDF-1.4\n');
    const size = 30 * 1024 * 1024;
    const name = `\u202e\n<b>fdp${'😀'.repeat(120)}.exe`;
    const refusal = await one.attach({ name, mime: 'application/pdf', bytes, size }, '超过 20 MB');
    expect(refusal.text.isWellFormed()).toBe(true);
    expect(refusal.text).toContain('“<b>fdp😀');
    await one.tap('同意并开始', '哪个榜单');
  });

  it('of an album leaves the others alone', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    const more = { media_group_id: 'g1' };
    const pdf = { name: '好.pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF\n') };
    server.world.attach(1, { ...pdf, name: '假.pdf', bytes: Buffer.from('MZ') }, { more });
    server.world.attach(1, pdf, { more });
    server.world.show(1, { video: { file_id: 'v' } }, { more });
    await quiet();
    const contents = house.taken.slice(1).map(({ inbound }) => inbound.content.kind);
    expect(contents).toEqual(['unsupported', 'file', 'unsupported']);
    await one.say('同意', '哪个榜单');
  });
});
