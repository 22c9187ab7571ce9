/** Groups on Telegram: who is spoken to, who is answered, whose buttons they are. Through grammY against the local server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import telegram from '../../adapters/telegram.ts';
import type { Channel } from '../../src/channel.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';

const GROUP = -4_001;
const CALLED = '@shenbao_BOT';

let server: TelegramServer;
let house: House;
let first: Channel;

beforeEach(async () => {
  server = await openTelegramServer();
  house = await openHouse();
  first = await house.open(telegram, { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url });
});

afterEach(async () => {
  await house.close();
  await server.close();
});

async function quiet(): Promise<void> {
  await until(
    () => server.waiting.length === 0,
    () => `${server.waiting.length} updates unconfirmed`,
  );
}

const heard = (user: number): readonly unknown[] =>
  house.taken.filter(({ inbound }) => inbound.user === String(user)).map(({ inbound }) => inbound);

/** Consents in private and asks for the open question in the group. */
async function ready(id: number): Promise<void> {
  const one = personAt(server, id);
  await one.say('你好', '可以开始吗');
  await one.say('同意', '哪个榜单');
  await one.say(`${CALLED} 继续`, '哪个榜单', { chat: GROUP });
}

it('somebody new who calls the assistant is sent to the private chat by a button', async () => {
  const one = personAt(server, 1);
  const door = await one.say(`${CALLED} 你好`, '请到和我的私聊里继续', { chat: GROUP });
  expect(door.rows).toEqual([[{ text: '去私聊继续', url: 'https://t.me/Shenbao_bot?start=go' }]]);
  const asked = server.world.posts.find(({ from }) => from === 1);
  expect(door.replyTo).toBe(asked?.message_id);
  await one.say('/start go', '可以开始吗');
});

describe('in a group', () => {
  it('only a mention, a reply to the assistant or a command of its own is for it', async () => {
    const say = (text: string, saying = {}): void => void server.world.say(1, text, { chat: GROUP, ...saying });
    say('今天下午开会');
    say('/help@other_bot');
    say('/weather');
    say('写信到 me@shenbao_bot 吧');
    await quiet();
    expect(heard(1)).toMatchObject([
      { addressed: false, content: { text: '今天下午开会' } },
      { addressed: false, content: { text: '写信到 me@shenbao_bot 吧' } },
    ]);
    expect(server.world.ours(GROUP)).toEqual([]);

    const one = personAt(server, 1);
    const reply = await one.say('/help@Shenbao_bot', '随时可以发', { chat: GROUP });
    await one.say('/help', '随时可以发', { chat: GROUP });
    await one.say('帮助', '随时可以发', { chat: GROUP, replyTo: reply.message_id });
    await one.say(`帮助 ${CALLED}`, '随时可以发', { chat: GROUP });
    const entities = [{ type: 'text_mention', offset: 0, length: 2, user: { id: 7_000_000_001 } }];
    await one.say('助手帮助', '随时可以发', { chat: GROUP, more: { entities } });
    expect(heard(1).slice(2)).toMatchObject(
      Array.from({ length: 5 }, () => ({
        addressed: true,
        chat: String(GROUP),
        content: { kind: 'text', text: '帮助' },
      })),
    );
  });

  it('nobody is heard who is no person: other assistants, channels, anonymous admins', async () => {
    server.world.say(1, `${CALLED} 你好`, { chat: GROUP, more: { from: { id: 5, is_bot: true } } });
    server.world.say(1, `${CALLED} 你好`, { chat: GROUP, more: { sender_chat: { id: GROUP, type: 'group' } } });
    await quiet();
    expect(house.taken).toEqual([]);
  });

  it('two applicants answer one after the other, and neither touches the other’s question', async () => {
    await ready(1);
    await ready(2);
    const [theirs, second] = server.world.ours(GROUP).filter(({ text }) => text.includes('哪个榜单'));
    if (theirs === undefined || second === undefined) throw new Error('two questions');
    // The second person taps the first one's button: it is the same list, but not their question.
    server.world.tapOn(2, theirs, theirs.rows[0]?.[0]?.callback_data ?? '');
    await quiet();
    expect(server.calls.filter(({ method }) => method === 'answerCallbackQuery').at(-1)?.payload.text).toContain(
      '别人的题',
    );
    expect(theirs.rows.length).toBeGreaterThan(0);

    const one = personAt(server, 1);
    const two = personAt(server, 2);
    server.world.tapOn(2, second, second.rows[3]?.[0]?.callback_data ?? second.rows[0]?.[3]?.callback_data ?? '');
    await until(
      () => server.world.ours(GROUP).some(({ text }) => text.includes('年度技术创新突破')),
      () => 'the fourth list for the second person',
    );
    await one.say('1', '十大科技金融事件', { chat: GROUP });
    await two.say('/progress', '年度技术创新突破', { chat: GROUP });
    await one.say('/progress', '十大科技金融事件', { chat: GROUP });
    // What is answered in the group answers the message of whom it is for.
    for (const ours of server.world.ours(GROUP)) {
      const quoted = ours.replyTo === undefined ? undefined : server.world.find(GROUP, ours.replyTo);
      expect([1, 2]).toContain(quoted?.from);
    }
    expect(house.errors).toEqual([]);
  });

  it('that becomes a supergroup goes on with the open question', async () => {
    await ready(1);
    const moved = server.world.upgrade(GROUP);
    await quiet();
    // Nobody has to be called again: the open question is still this person's.
    server.world.say(1, '4', { chat: moved });
    await until(
      () => server.world.ours(moved).some(({ text }) => text.includes('年度技术创新突破')),
      () => JSON.stringify(house.told),
    );
    expect(house.faults).toEqual([]);
  });

  it('that became a supergroup unnoticed is found by what Telegram answers', async () => {
    await ready(1);
    const moved = server.world.upgrade(GROUP);
    await quiet();
    // Another process, which did not hear of it.
    await first.close();
    const channel = await house.open(telegram, { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url });
    await channel.send(
      {
        id: 'o',
        re: '1.2',
        to: { channel: 'telegram', user: '1', chat: String(GROUP) },
        kind: 'notice',
        body: '还在吗',
      },
      'o',
    );
    expect(server.world.ours(moved).at(-1)?.text).toBe('还在吗');
  });
});
