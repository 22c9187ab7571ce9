/** What WeChat texts mean and how messages look there, its pace and its lines of messages; no wechaty is loaded. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { troubleOf } from '../../adapters/wechat/fault.ts';
import { kindOf } from '../../adapters/wechat/kind.ts';
import { openLines } from '../../adapters/wechat/line.ts';
import { lookOf, show } from '../../adapters/wechat/look.ts';
import { HUMAN, openPacer } from '../../adapters/wechat/pace.ts';
import { readSaid } from '../../adapters/wechat/spoken.ts';
import wechat from '../../adapters/wechat.ts';
import type { Intake, Taken } from '../../src/channel.ts';
import { ChannelFault } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';

const names = ['申报助手', '小申', '申报助手（2025）'];

describe('a text in a room', () => {
  const cases: readonly (readonly [text: string, mentioned: boolean, read: string, addressed: boolean])[] = [
    ['@小申\u2005你好', true, '你好', true],
    ['@小申\u2005你好', false, '你好', true],
    ['你好 @小申', false, '你好', true],
    ['@申报助手（2025） 进度', false, '进度', true],
    ['@申报助手，榜单四要什么条件？', false, '榜单四要什么条件？', true],
    ['@小申请看', false, '@小申请看', false],
    ['小申 你好', false, '小申 你好', false],
    ['@王 你来填', false, '@王 你来填', false],
    ['张三@小申.com', false, '张三@小申.com', false],
    ['我们说 A 和 B', true, '我们说 A 和 B', true],
  ];
  it.each(cases)('%j (mentioned: %s) reads as %j, addressed: %s', (text, mentioned, read, addressed) => {
    expect(readSaid({ text, group: true, mentioned, names })).toEqual({ text: read, addressed });
  });

  it('is the answer of a quotation, and addressed when it quotes the assistant', () => {
    const dashes = '- - - - - - - - - - - - - - -';
    const quotes = `「小申：第 1 题\n1. 是\n2. 否」\n${dashes}\n2`;
    expect(readSaid({ text: quotes, group: true, mentioned: false, names })).toEqual({ text: '2', addressed: true });
    const other = quotes.replace('小申', '王');
    expect(readSaid({ text: other, group: true, mentioned: false, names })).toEqual({ text: '2', addressed: false });
    const told = '「小申：好」这句话不是引用';
    expect(readSaid({ text: told, group: true, mentioned: false, names }).text).toBe(told);
  });

  it('with names of any characters is read without harm', () => {
    const odd = ['(a+)+$', '[助手]', ''];
    expect(readSaid({ text: '@[助手] 你好', group: true, mentioned: false, names: odd })).toEqual({
      text: '你好',
      addressed: true,
    });
    const start = performance.now();
    readSaid({ text: `@${'a'.repeat(50_000)}`, group: true, mentioned: false, names: odd });
    expect(performance.now() - start).toBeLessThan(200);
  });

  it('in private is always for the assistant', () => {
    expect(readSaid({ text: '你好', group: false, mentioned: false, names })).toEqual({
      text: '你好',
      addressed: true,
    });
  });
});

describe('a kind of message', () => {
  it('is read, fetched, named, or passed over', () => {
    expect(kindOf('Text').kind).toBe('text');
    expect([kindOf('Image').kind, kindOf('Attachment').kind]).toEqual(['file', 'file']);
    expect(kindOf('Audio')).toEqual({ kind: 'unsupported', what: '语音' });
    for (const name of ['Emoticon', 'Recalled', 'Unknown', 'RedEnvelope', 'Transfer', 'GroupNote', 'System', ''])
      expect(kindOf(name).kind).toBe('silence');
  });
});

describe('how a message looks', () => {
  const to = { channel: 'wechat', user: 'u1', chat: 'room@1' };
  const base: Outbound = { id: 'o', re: 'm', to, kind: 'notice', body: '这一步涉及个人信息。', door: 'private' };

  it('in a room with a door tells a friend and a stranger each the way', () => {
    expect(lookOf(base, true).parts[0]).toContain('已经私聊您');
    expect(lookOf(base, false).parts[0]).toContain('添加到通讯录');
    expect(lookOf({ ...base, body: 'This is personal.' }, false).parts[0]).toContain('Add to Contacts');
    expect(lookOf({ ...base, to: { ...to, chat: 'private' } }, false).parts).toEqual([base.body]);
  });

  it('with choices that alone take too many messages is a misfit', () => {
    const options = Array.from({ length: 60 }, (_, at) => ({ n: at + 1, id: `o${at}`, label: '选'.repeat(120) }));
    const prompt = { id: 'p', step: 's', type: 'single', multiple: false, options };
    expect(show({ ...base, door: undefined, prompt }).misfits).toHaveLength(1);
  });
});

describe('the pace', () => {
  it('keeps a gap between messages, and puts off what would wait too long', async () => {
    const pacer = openPacer(
      { gap: 40, jitter: 20, perMinute: 3, patience: 500 },
      () => performance.now(),
      () => 1,
    );
    const at: number[] = [];
    const note = async (): Promise<void> => {
      at.push(performance.now());
    };
    await Promise.all([pacer.run(note), pacer.run(note), pacer.run(note)]);
    const gaps = at.slice(1).map((moment, n) => moment - (at[n] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(55);
    await expect(pacer.run(note)).rejects.toMatchObject({ reason: 'rate_limited' });
    expect(at).toHaveLength(3);
  });

  it('lets a message go whose time is over, and the next one go on', async () => {
    const pacer = openPacer(
      { gap: 300, jitter: 0, perMinute: 20, patience: 5_000 },
      () => performance.now(),
      () => 0,
    );
    await pacer.run(async () => undefined);
    const gone = pacer.run(async () => 'sent', AbortSignal.timeout(20));
    await expect(gone).rejects.toMatchObject({ reason: 'transient' });
    await expect(pacer.run(async () => 'sent')).resolves.toBe('sent');
  });

  it('of people is a second at least, and twenty a minute at most', () => {
    expect(HUMAN.gap).toBeGreaterThanOrEqual(1_000);
    expect(HUMAN.perMinute).toBeLessThanOrEqual(20);
  });
});

describe('a line of messages', () => {
  const parts = { first: 5, most: 10, patience: 60, perPerson: 3, total: 4, now: () => performance.now() };

  it('keeps one person in order and lets others go on', async () => {
    const lost: string[] = [];
    const lines = openLines({ ...parts, patience: 5_000, onLost: (person) => lost.push(person) });
    const done: string[] = [];
    let fails = 2;
    lines.put('wang', async () => {
      fails -= 1;
      if (fails >= 0) return 'error';
      done.push('wang 1');
      return 'ok';
    });
    lines.put('wang', async () => {
      done.push('wang 2');
      return 'ok';
    });
    lines.put('li', async () => {
      done.push('li 1');
      return 'ok';
    });
    await vi.waitFor(() => expect(done).toEqual(['li 1', 'wang 1', 'wang 2']));
    await vi.waitFor(() => expect(lines.waiting()).toBe(0));
    expect(lost).toEqual([]);
  });

  it('gives a message up in the end and takes no more than it can hold, telling the person once', async () => {
    const lost: string[] = [];
    const lines = openLines({ ...parts, onLost: (person) => lost.push(person) });
    const never = async (): Promise<Taken> => {
      throw new Error('away');
    };
    for (let n = 0; n < 5; n += 1) lines.put('wang', never);
    expect(lines.waiting()).toBe(3);
    await vi.waitFor(() => expect(lines.waiting()).toBe(0));
    expect(lost).toEqual(['wang']);
  });

  it('that is closed tries nothing more', async () => {
    const lines = openLines({ ...parts, onLost: () => undefined });
    const take = vi.fn(async (): Promise<Taken> => 'error');
    lines.put('wang', take);
    await sleep(1);
    lines.close();
    const tries = take.mock.calls.length;
    await sleep(40);
    expect(take.mock.calls.length).toBe(tries);
  });
});

describe('a fault of the platform', () => {
  it.each([
    ['2 UNKNOWN: 操作过于频繁，请稍后再试', 'risk'],
    ['对方不是你的好友', 'stranger'],
    ['not found: wang', 'gone'],
    ['getaddrinfo failed', 'transient'],
    ['网络异常', 'transient'],
  ] as const)('%s: %s', (message, trouble) => {
    expect(troubleOf(new Error(message))).toBe(trouble);
  });
});

describe('settings', () => {
  it('without a usable token are refused in words, before anything is connected', async () => {
    const intake: Intake = {
      take: async () => 'ok',
      keep: async () => ({ kind: 'unsupported', what: '' }),
      largestFile: 0,
      now: Date.now,
      random: () => 0,
      tell: () => undefined,
    };
    for (const environment of [{}, { WECHATY_PUPPET_SERVICE_TOKEN: 'no-prefix' }])
      await expect(wechat.open(wechat.env.parse(environment), intake)).rejects.toBeInstanceOf(ChannelFault);
  });
});
