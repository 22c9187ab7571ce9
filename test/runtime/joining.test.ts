/** One person on several channels: codes, who may use them, what is said where, and a process that dies in between. */
import { beforeEach, describe, expect, it } from 'vitest';
import { compileCall } from '../../src/flow/compile.ts';
import type { Inbound, Outbound } from '../../src/message.ts';
import type { Conversation } from '../../src/runtime/conversation.ts';
import { openConversation } from '../../src/runtime/conversation.ts';
import { CODE_LIFE } from '../../src/runtime/joinings.ts';
import { storedKey } from '../../src/store/key.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { SMALL_CALL } from '../flow/small-call.ts';
import { tapped } from './tapped-store.ts';

const call = compileCall(SMALL_CALL);
const NOON = Date.parse('2025-10-09T12:00:00+08:00');
/** To the first question of list 1. */
const STARTED = ['你好', '1', '1'];

let store: Store;
let now = NOON;
let count = 0;

beforeEach(() => {
  store = openMemoryStore();
  now = NOON;
});

const wechat = { channel: 'wechat', user: 'wx_1' };
const feishu = { channel: 'feishu', user: 'ou_1' };
const telegram = { channel: 'telegram', user: '42' };
type Place = typeof wechat;

function message(from: Place, text: string, more: Partial<Inbound> = {}): Inbound {
  count += 1;
  const content = { kind: 'text', text } as const;
  return { ...from, id: `m${count}`, chat: 'private', addressed: true, at: now, content, ...more };
}

/** A process: numbers for codes come from a generator, the clock is the test's. */
function open(at: Store = store, speaksFirst = true): Conversation {
  let state = 12_345;
  return openConversation({
    store: at,
    call: () => call,
    version: '1',
    clock: () => now,
    now: () => now,
    joins: {
      draw: (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
      },
      speaksFirst: () => speaksFirst,
      invitations: (code) => [
        { channel: 'wechat', url: 'https://here.example', carries: false },
        { channel: 'telegram', url: `https://t.me/sb?start=code-${code}`, carries: true },
      ],
    },
  });
}

/** Everything owed, oldest first, now sent. */
async function heard(): Promise<readonly Outbound[]> {
  const all: Outbound[] = [];
  for (;;) {
    const due = await store.claim(now + 1e9, 1, 100);
    if (due.length === 0) return all;
    for (const { key, outbound } of due) {
      all.push(outbound);
      await store.confirm([{ key, id: outbound.id }]);
    }
  }
}

async function say(conversation: Conversation, from: Place, ...texts: string[]): Promise<readonly Outbound[]> {
  for (const text of texts) await conversation.take(message(from, text));
  return heard();
}

const wordsOf = (replies: readonly Outbound[]): string => replies.map(({ body }) => body).join('\n');

/** Asks for a code and gives it as it was shown. */
async function codeFor(conversation: Conversation, from: Place): Promise<string> {
  const code = /[0-9A-Z]{4,5}-[0-9A-Z]{4,5}/.exec(wordsOf(await say(conversation, from, '续填码')))?.[0];
  if (code === undefined) throw new Error('no code was shown');
  return code;
}

describe('a person who goes on elsewhere', () => {
  it('is asked the very question that was open, and answers it there', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    const asked = (await say(conversation, wechat, '继续')).at(-1);
    const code = await codeFor(conversation, wechat);
    const replies = await say(conversation, feishu, `继续 ${code}`);
    const there = replies.filter(({ to }) => to.channel === 'feishu');
    expect(wordsOf(there)).toContain('接上了');
    expect(there.at(-1)).toMatchObject({ to: feishu, prompt: asked?.prompt, body: asked?.body });
    await say(conversation, feishu, '2');
    expect((await store.sessions(10)).map(({ key }) => key)).toEqual([storedKey('wechat:wx_1')]);
    const progress = (await say(conversation, wechat, '进度')).at(-1);
    expect(progress?.prompt?.step).not.toBe(asked?.prompt?.step);
  });

  it('is told where they were that it happened, and nowhere else', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    const replies = await say(conversation, feishu, `继续 ${await codeFor(conversation, wechat)}`);
    const warned = replies.filter(({ to }) => to.channel === 'wechat');
    expect(warned).toMatchObject([{ to: { ...wechat, chat: 'private' }, kind: 'notice' }]);
    expect(wordsOf(warned)).toContain('刚在飞书接上了');
    expect(warned[0]?.re).not.toMatch(/^m\d/);
  });

  it('is not told in a place that only answers', async () => {
    const conversation = open(store, false);
    await say(conversation, wechat, ...STARTED);
    const replies = await say(conversation, feishu, `继续 ${await codeFor(conversation, wechat)}`);
    expect(replies.map(({ to }) => to.channel)).not.toContain('wechat');
  });

  it('is reminded where they spoke last', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    await say(conversation, feishu, `继续 ${await codeFor(conversation, wechat)}`);
    const { entries } = await store.load('wechat:wx_1');
    const addressed = entries.flatMap(({ operations }) => operations.filter(({ op }) => op === 'addressed'));
    expect(addressed.at(-1)).toEqual({ op: 'addressed', to: { ...feishu, chat: 'private' } });
  });

  it('leaves a trace for organizers and none of the code', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    const code = await codeFor(conversation, wechat);
    await say(conversation, feishu, `继续 ${code}`);
    const { entries } = await store.load('wechat:wx_1');
    expect(entries.at(-2)?.operations).toContainEqual({ op: 'offered' });
    expect(entries.at(-1)).toMatchObject({ channel: 'feishu' });
    expect(entries.at(-1)?.operations).toContainEqual({ op: 'joined', channel: 'feishu' });
    expect(await store.events('link', 10)).toMatchObject([{ key: storedKey('wechat:wx_1') }]);
    expect(JSON.stringify(entries).replaceAll('-', '')).not.toContain(code.replace('-', ''));
  });
});

describe('a code', () => {
  it('comes with the ways to the other channels, which carry it where nothing else has to be known', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    const free = wordsOf(await say(conversation, wechat, '续填码'));
    expect(free).toMatch(/Telegram：点开就接上 https:\/\/t\.me\/sb\?start=code-[0-9A-Z]{10}\n/);
    expect(free).not.toContain('here.example');
    await say(conversation, wechat, '修改 联系人', '张示例 主任 13900004321 a@example.com');
    expect(wordsOf(await say(conversation, wechat, '续填码'))).toMatch(
      /Telegram：https:\/\/t\.me\/sb\?start=code-[0-9A-Z]{8}\n/,
    );
  });

  it('lets one in, not a second one', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    const code = await codeFor(conversation, wechat);
    await say(conversation, feishu, `继续 ${code}`);
    expect(wordsOf(await say(conversation, telegram, `继续 ${code}`))).toContain('用过了');
    expect(await store.linked('telegram:42')).toBeUndefined();
  });

  it('is good for ten minutes', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    const code = await codeFor(conversation, wechat);
    now += CODE_LIFE;
    expect(wordsOf(await say(conversation, feishu, `继续 ${code}`))).toContain('过了 10 分钟');
    expect(await store.linked('feishu:ou_1')).toBeUndefined();
  });

  it('asks for the last digits of the telephone once one is known, and lets nobody in without them', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED, '示例案例名称', '修改 联系人', '张示例 主任 13900004321 a@example.com');
    const code = await codeFor(conversation, wechat);
    expect(code).toMatch(/^.{4}-.{4}$/);
    expect(wordsOf(await say(conversation, feishu, `继续 ${code}`))).toContain(`继续 ${code} 后四位`);
    expect(wordsOf(await say(conversation, feishu, `继续 ${code} 1111`))).toContain('不对');
    expect(wordsOf(await say(conversation, feishu, `继续 ${code} 4321`))).toContain('接上了');
  });

  it('cannot be guessed on: after five wrong ones a right one must wait', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    const code = await codeFor(conversation, wechat);
    const wrong = Array.from({ length: 5 }, (_, n) => `继续 22222-2222${n}`);
    expect(wordsOf(await say(conversation, feishu, ...wrong))).not.toContain('次数太多');
    expect(wordsOf(await say(conversation, feishu, `继续 ${code}`))).toContain('次数太多');
    expect(wordsOf(await say(conversation, telegram, `继续 ${code}`))).toContain('接上了');
  });

  it('said in a group is void, and nothing of the application is shown there', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    const code = await codeFor(conversation, wechat);
    await conversation.take(message(feishu, `继续 ${code}`, { chat: 'oc_group' }));
    const there = await heard();
    expect(wordsOf(there)).toContain('已经作废');
    expect(there.every(({ to, prompt }) => to.chat === 'oc_group' && prompt === undefined)).toBe(true);
    expect(wordsOf(await say(conversation, feishu, `继续 ${code}`))).toContain('用过了');
  });

  it('is not shown in a group', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    await conversation.take(message(wechat, '续填码', { chat: 'room' }));
    expect(await heard()).toMatchObject([{ door: 'private' }]);
  });

  it('of the very session one is in changes nothing', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    const replies = await say(conversation, wechat, `继续 ${await codeFor(conversation, wechat)}`);
    expect(wordsOf(replies)).toContain('不用再接');
    expect(replies.at(-1)?.prompt?.step).toBe('targets');
    expect(await store.linked('wechat:wx_1')).toBeUndefined();
  });
});

describe('somebody who had an application of their own there', () => {
  async function joined(): Promise<Conversation> {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    await say(conversation, feishu, '你好', '1', '2');
    await say(conversation, feishu, `继续 ${await codeFor(conversation, wechat)}`);
    return conversation;
  }

  it('sees the joined one, and their own again after 解除关联', async () => {
    const conversation = await joined();
    expect(wordsOf(await say(conversation, feishu, '我的申报'))).toContain('科技榜');
    const back = await say(conversation, feishu, '解除关联');
    expect(wordsOf(back)).toContain('分开了');
    expect(back.every(({ to }) => to.channel === 'feishu')).toBe(true);
    expect(wordsOf(await say(conversation, feishu, '我的申报'))).toContain('上海榜');
    expect((await store.events('link', 10)).map(({ text }) => JSON.parse(text))).toContainEqual({
      op: 'parted',
      from: storedKey('wechat:wx_1'),
    });
    expect(wordsOf(await say(conversation, feishu, '解除关联'))).toContain('没有接着');
  });

  it('is cut off by 断开其他渠道 where the application began', async () => {
    const conversation = await joined();
    await say(conversation, telegram, `继续 ${await codeFor(conversation, wechat)}`);
    expect(wordsOf(await say(conversation, wechat, '断开其他渠道'))).toContain('断开了 2 个渠道');
    expect(wordsOf(await say(conversation, feishu, '我的申报'))).toContain('上海榜');
    expect(await store.linked('telegram:42')).toBeUndefined();
  });

  it('stays when they are the one who cuts the others off', async () => {
    const conversation = await joined();
    await say(conversation, telegram, `继续 ${await codeFor(conversation, wechat)}`);
    expect(wordsOf(await say(conversation, feishu, '断开其他渠道'))).toContain('断开了 1 个渠道');
    expect(await store.linked('feishu:ou_1')).toBe(storedKey('wechat:wx_1'));
  });

  it('deletes both when they delete everything', async () => {
    const conversation = await joined();
    await say(conversation, feishu, '删除我的数据', '1');
    const left = await Promise.all(['wechat:wx_1', 'feishu:ou_1'].map((key) => store.load(key)));
    expect(left.flatMap(({ entries }) => entries.flatMap(({ operations }) => operations))).toEqual([]);
  });
});

describe('another replica that has not heard of it yet', () => {
  it('takes what is said next where the person speaks now, after a join and after a parting', async () => {
    const [one, other] = [open(), open()];
    await say(one, wechat, ...STARTED);
    await say(one, feishu, '你好', '1', '2');
    // Both replicas know whose Feishu is.
    await say(other, feishu, '进度');
    await say(one, feishu, `继续 ${await codeFor(one, wechat)}`);
    expect(wordsOf(await say(other, feishu, '我的申报'))).toContain('科技榜');
    await say(one, feishu, '解除关联');
    expect(wordsOf(await say(other, feishu, '我的申报'))).toContain('上海榜');
  });

  it('shows nothing to whoever was cut off, and lets them delete nothing', async () => {
    const [one, other] = [open(), open()];
    await say(one, wechat, ...STARTED);
    await say(one, feishu, `继续 ${await codeFor(one, wechat)}`);
    await say(other, feishu, '删除我的数据');
    await say(one, wechat, '断开其他渠道');
    expect(wordsOf(await say(other, feishu, '1'))).not.toContain('删除');
    expect((await store.load('wechat:wx_1')).length).toBeGreaterThan(4);
    expect(wordsOf(await say(other, feishu, '我的申报'))).not.toContain('科技榜');
  });

  it('notes in both sessions that a handle came and went', async () => {
    const conversation = open();
    await say(conversation, wechat, ...STARTED);
    await say(conversation, feishu, '你好');
    await say(conversation, feishu, `继续 ${await codeFor(conversation, wechat)}`, '解除关联');
    const operations = async (key: string) =>
      (await store.load(key)).entries.flatMap((entry) => entry.operations.map(({ op }) => op));
    expect(await operations('feishu:ou_1')).toEqual(expect.arrayContaining(['left', 'parted']));
    expect(await operations('wechat:wx_1')).toEqual(expect.arrayContaining(['joined', 'left']));
  });
});

describe('a store or a process that fails at any moment of a join', () => {
  /** The n-th call to the store fails, before or after it acted; undefined when there were fewer. */
  function failing(nth: number, after: boolean): { readonly store: Store; readonly failed: () => boolean } {
    const tap = tapped(store);
    let calls = 0;
    let failed = false;
    const cut = new Proxy(tap.store, {
      get: (target, name: keyof Store) => {
        const act = target[name] as (...given: never[]) => unknown;
        return (...args: never[]) => {
          calls += 1;
          if (calls !== nth) return act(...args);
          failed = true;
          tap.line = after ? 'mute' : 'away';
          const done = act(...args);
          tap.line = 'up';
          return done;
        };
      },
    });
    return { store: cut, failed: () => failed };
  }

  it.each(['away', 'mute'] as const)(
    'leads to one join and one answer once the message comes again (%s)',
    async (line) => {
      const first = open();
      await say(first, wechat, ...STARTED);
      for (let nth = 1; ; nth++) {
        const from = { channel: 'feishu', user: `ou_${nth}` };
        const code = await codeFor(first, wechat);
        const broken = failing(nth, line === 'mute');
        const join = message(from, `继续 ${code}`);
        await open(broken.store)
          .take(join)
          .catch(() => undefined);
        await open().take(join);
        await open().take(join);
        const replies = (await heard()).filter(({ to }) => to.user === from.user);
        expect(replies.filter(({ body }) => body.includes('接上了'))).toHaveLength(1);
        expect(await store.linked(`feishu:ou_${nth}`)).toBe(storedKey('wechat:wx_1'));
        expect((await store.load(`feishu:ou_${nth}`)).length).toBe(0);
        if (!broken.failed()) return;
        expect(nth).toBeLessThan(20);
      }
    },
  );
});
