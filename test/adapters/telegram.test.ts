/** Manners on Telegram: buttons, groups, files, long and odd texts. Through grammY against the local server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import telegram from '../../adapters/telegram.ts';
import type { Channel } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import { Refused } from '../platforms/telegram/methods.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';

const GROUP = -4_001;
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
  await house.close();
  await server.close();
});

const toasts = (): readonly unknown[] =>
  server.calls.filter(({ method }) => method === 'answerCallbackQuery').map(({ payload }) => payload.text);

/** Waits until nothing is waiting to be taken. */
async function quiet(): Promise<void> {
  await until(
    () => server.waiting.length === 0,
    () => `${server.waiting.length} updates unconfirmed`,
  );
}

function notice(user: number, body: string, more: Partial<Outbound> = {}): Outbound {
  return {
    id: `o${body.length}`,
    re: '1',
    to: { channel: 'telegram', user: String(user), chat: 'private' },
    kind: 'notice',
    body,
    ...more,
  };
}

describe('buttons', () => {
  it('of a question that was answered in words change nothing when they are tapped later, and go', async () => {
    const one = personAt(server, 1);
    const consent = await one.say('你好', '可以开始吗');
    const [button] = consent.rows.flat();
    await one.say('同意', '哪个榜单');
    server.world.tapOn(one.id, consent, button?.callback_data ?? '');
    await until(
      () => server.world.ours(1).some(({ text }) => text.includes('之前那一题的按钮')),
      () => 'a word about the old button',
    );
    await until(
      () => consent.rows.length === 0,
      () => 'no buttons',
    );
    expect(house.taken).toHaveLength(3);
  });

  it('tapped twice in a hurry answer once', async () => {
    const one = personAt(server, 1);
    const consent = await one.say('你好', '可以开始吗');
    const carried = consent.rows.flat()[0]?.callback_data ?? '';
    server.world.tapOn(one.id, consent, carried);
    server.world.tapOn(one.id, consent, carried);
    await quiet();
    await until(
      () => server.world.ours(1).some(({ text }) => text.includes('哪个榜单')),
      () => 'the next question',
    );
    expect(house.taken).toHaveLength(2);
    await until(
      () => toasts().length === 2,
      () => 'both taps answered',
    );
    expect(toasts()).toEqual([undefined, '收到了。']);
    expect(server.world.ours(1).some(({ text }) => text.includes('之前那一题'))).toBe(false);
  });

  it('of several choices are switched on and off on the message, and none chosen is said so', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    await one.say('同意', '哪个榜单');
    await one.say('1', '第 1 题');
    const asked = await one.say('1', '第 2 题');
    const marks = (): string => {
      const buttons = asked.rows.flat();
      return buttons.map(({ text }) => (text.startsWith('✅') ? 'x' : '.')).join('');
    };
    const shows = (wanted: string) =>
      until(
        () => marks().startsWith(wanted),
        () => `${marks()}, not ${wanted}`,
      );
    server.world.tap(1, '完成');
    await until(
      () => toasts().length > 0,
      () => 'a toast',
    );
    expect(toasts().at(-1)).toContain('还没有选');
    expect(house.taken).toHaveLength(4);
    server.world.tap(1, '1.');
    await shows('x..');
    server.world.tap(1, '1.');
    await shows('...');
    // Two taps before the keyboard could change: both carry the one without marks.
    server.world.tap(1, '2.');
    server.world.tap(1, '3.');
    await shows('.xx');

    // Another process goes on with what the message shows.
    await channel.close();
    await house.open(telegram, { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url });
    server.world.tap(1, '1.');
    await shows('xxx');
    server.world.tap(1, '3.');
    await shows('xx.');
    await one.tap('完成', '可多选');
    const { content } = house.taken.at(-1)?.inbound ?? {};
    expect(content).toEqual({ kind: 'choose', options: ['tech_early', 'tech_growth'] });
    await until(
      () => asked.rows.length === 0,
      () => 'no buttons',
    );
    expect(asked.text).toMatch(/你点了：1\. .+；2\. /u);
  });

  it('reach 64 bytes at most and never bear what somebody wrote', async () => {
    const prompt = {
      id: 'd12.a_step_with_quite_a_long_name_indeed.1234',
      step: 'x',
      type: 'single',
      multiple: false,
      options: [{ n: 1, id: 'an_option_with_a_long_name_too', label: '甲' }],
    };
    await personAt(server, 1).say('你好', '可以开始吗');
    await channel.send(notice(1, '选吧', { kind: 'question', prompt }), 'k');
    const [button] = server.world.ours(1).at(-1)?.rows.flat() ?? [];
    expect(Buffer.byteLength(button?.callback_data ?? '')).toBeLessThanOrEqual(64);
    server.world.tap(1, '1. 甲');
    await quiet();
    // Too long for ids: the number stands for the option, as if it were typed.
    expect(house.taken.at(-1)?.inbound).toMatchObject({ prompt: prompt.id, content: { kind: 'text', text: '1' } });
  });
});

describe('somebody who reads English', () => {
  it('finds English on the buttons and below a tapped question', async () => {
    const one = personAt(server, 1);
    await one.say('I would like to apply', 'May we begin?');
    await one.say('1', 'Which list');
    const asked = await one.say('1', 'Question 1');
    await one.tap(asked.rows[0]?.[0]?.text ?? '', 'Question 2');
    await until(
      () => asked.text.includes('You tapped: 1'),
      () => asked.text,
    );
    const several = server.world.ours(1).at(-1);
    expect(several?.rows.at(-1)).toMatchObject([{ text: 'Done' }]);
    server.world.tap(1, 'Done');
    await until(
      () => toasts().includes('Nothing chosen yet: tap the options, then “Done”.'),
      () => JSON.stringify(toasts()),
    );
  });
});

describe('words', () => {
  it('with markup in them arrive as they were written, formatted or not', async () => {
    await personAt(server, 1).say('你好', '可以开始吗');
    await channel.send(notice(1, 'a < b && <b>c</b>', { foot: '<i>注</i> &amp;' }), 'k');
    expect(server.world.ours(1).at(-1)).toMatchObject({
      text: 'a < b && <b>c</b>\n<i>注</i> &amp;',
      entities: [{ type: 'italic' }],
    });
  });

  it('arrive plain where Telegram finds fault with the formatting, and without buttons where with those', async () => {
    await personAt(server, 1).say('你好', '可以开始吗');
    server.befall('sendMessage', new Refused(400, "Bad Request: can't parse entities: Unsupported start tag"));
    await channel.send(notice(1, '甲', { foot: '乙' }), 'k1');
    expect(server.world.ours(1).at(-1)).toMatchObject({ text: '甲\n乙', entities: [] });

    const prompt = {
      id: 'd1.x.1',
      step: 'x',
      type: 'single',
      multiple: false,
      options: [{ n: 1, id: 'a', label: '丙' }],
    };
    server.befall('sendMessage', new Refused(400, 'Bad Request: BUTTON_DATA_INVALID'));
    await channel.send(notice(1, '甲', { kind: 'question', prompt }), 'k2');
    expect(server.world.ours(1).at(-1)).toMatchObject({ text: '甲\n1. 丙', rows: [] });
  });

  it('longer than a message come in parts that fit, with the buttons below the last', async () => {
    await personAt(server, 1).say('你好', '可以开始吗');
    const before = server.world.ours(1).length;
    const prompt = {
      id: 'd1.x.1',
      step: 'x',
      type: 'single',
      multiple: false,
      options: [{ n: 1, id: 'a', label: '丙' }],
    };
    const body = Array.from({ length: 40 }, (_, i) => `第${i}段：${'字'.repeat(250)}`).join('\n\n');
    await channel.send(notice(1, body, { kind: 'question', prompt }), 'k');
    const parts = server.world.ours(1).slice(before);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.map(({ text }) => text).join('\n\n')).toBe(body);
    expect(parts.map(({ rows }) => rows.length > 0)).toEqual(parts.map((_, i) => i === parts.length - 1));
  });

  it('of the menu and of links mean what they say', async () => {
    const menus = () => server.calls.filter(({ method }) => method === 'setMyCommands').map(({ payload }) => payload);
    await until(
      () => menus().length === 2,
      () => 'two menus',
    );
    expect(menus()).toMatchObject([
      { commands: expect.arrayContaining([{ command: 'progress', description: '填到哪了' }]) },
      { language_code: 'en', commands: expect.arrayContaining([{ command: 'progress', description: 'How far I am' }]) },
    ]);
    const one = personAt(server, 1);
    await one.say('/start', '可以开始吗');
    await one.say('同意', '哪个榜单');
    await one.say('/start list-L4', '年度技术创新突破');
    await one.say('/progress', '已答');
    await one.say('/help', '随时可以发');
    await one.say('/start go', '第 1 题');
    server.world.say(1, '/start code-AB12');
    await quiet();
    expect(house.taken.at(-1)?.inbound.content).toEqual({ kind: 'text', text: '继续 AB12' });
  });
});

describe('what cannot be read', () => {
  it('gets one kind line in private and silence in a group', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    const from = server.world.posts.length;
    server.world.show(1, { sticker: { file_id: 's', emoji: '👍' } });
    await until(
      () => server.world.posts.slice(from).some(({ text }) => text.includes('我还看不了贴纸')),
      () => 'a kind line',
    );
    const taken = house.taken.length;
    server.world.show(1, { voice: { file_id: 'v' } }, { chat: GROUP });
    server.world.show(1, { pinned_message: {} });
    server.world.show(1, { new_chat_title: '新' }, { chat: GROUP });
    server.publish({ edited_message: { message_id: 1 } });
    server.publish({ message: { message_id: 'odd' } });
    await quiet();
    expect(house.taken).toHaveLength(taken);
  });
});

describe('files', () => {
  it('too large for Telegram or for us are named and not fetched; a lie about the type is named too', async () => {
    const one = personAt(server, 1);
    await one.say('你好', '可以开始吗');
    const size = 21 * 1024 * 1024;
    await one.attach({ name: '大.pdf', mime: 'application/pdf', bytes: PDF, size }, '“大.pdf”这个文件（超过 20 MB）');
    expect(server.calls.filter(({ method }) => method === 'getFile')).toHaveLength(0);
    await one.attach({ name: '假.pdf', mime: 'application/pdf', bytes: Buffer.from('MZ not a pdf') }, '内容和类型不符');
    await one.attach({ name: '空.pdf', mime: 'application/pdf', bytes: Buffer.alloc(0) }, '是空的');
  });

  it('nobody sent to the assistant stay where they are', async () => {
    server.world.attach(1, { name: '私.pdf', mime: 'application/pdf', bytes: PDF }, { chat: GROUP });
    await quiet();
    expect(server.calls.some(({ method }) => method === 'getFile')).toBe(false);
  });

  it('may be photos, of which the largest is taken', async () => {
    await personAt(server, 1).say('你好', '可以开始吗');
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0, 1]);
    server.world.files.set('large', { name: '', mime: '', bytes: jpeg });
    server.world.show(1, {
      photo: [
        { file_id: 'small', file_size: 1 },
        { file_id: 'large', file_size: 12 },
      ],
    });
    await until(
      () => house.taken.length === 2,
      () => 'the photo',
    );
    expect(house.taken[1]?.inbound.content).toMatchObject({ kind: 'file', file: { mime: 'image/jpeg', size: 12 } });
  });
});
