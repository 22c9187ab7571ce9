/** Applicants in WeChat, through the real wechaty and a puppet server over gRPC. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TEMPO, wechatAt } from '../../adapters/wechat.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import type { Telling, WechatServer } from '../platforms/wechat-server.ts';
import { ACCOUNT, ACCOUNT_NAME, openWechatServer } from '../platforms/wechat-server.ts';

const quick = wechatAt({
  ...TEMPO,
  pace: { gap: 0, jitter: 0, perMinute: 100_000, patience: 20_000 },
  rates: { perChat: 1_000, perSecond: 1_000 },
  welcome: { least: 20, most: 40, perHour: 10, again: 600_000 },
  line: { ...TEMPO.line, first: 20, most: 40, patience: 300 },
});
const PDF = Buffer.from('%PDF-1.7\n%%EOF\n');

let server: WechatServer;
let house: House;

beforeEach(async () => {
  server = await openWechatServer();
  house = await openHouse();
  server.person('wang', '王');
  server.person('li', '李', false);
  server.room('room@1', '申报交流群', ['wang', 'li'], '申报小助手');
});

afterEach(async () => {
  expect(house.errors).toEqual([]);
  await house.close();
  await server.close();
});

function sentTo(to: string): string[] {
  return server.sent.filter((one) => one.to === to).map(({ text }) => text);
}

/** The texts a person or a room was sent, once there are so many. */
async function heardBy(to: string, count: number): Promise<string[]> {
  await vi.waitFor(() => expect(sentTo(to).length).toBeGreaterThanOrEqual(count), { timeout: 8_000, interval: 10 });
  return sentTo(to);
}

/** Says something and resolves with what came back, once no more comes. */
async function ask(person: string, text: string, telling?: Telling): Promise<string> {
  const to = telling?.room ?? person;
  const before = sentTo(to).length;
  const taken = house.taken.length;
  server.says(person, text, telling);
  await vi.waitFor(() => expect(house.taken.length).toBeGreaterThan(taken), { timeout: 8_000, interval: 5 });
  await heardBy(to, before + 1);
  for (let count = -1; count !== sentTo(to).length; ) {
    count = sentTo(to).length;
    await sleep(150);
  }
  return sentTo(to).slice(before).join('\n---\n');
}

/** What the applicant of a transcript says, in order; a file as its name. */
function script(path: string): { readonly text: string; readonly file?: string }[] {
  const said: { text: string; file?: string }[] = [];
  let open = false;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const words = /^人> (.*)$/u.exec(line)?.[1];
    const file = /^人\[文件 (\S+)/u.exec(line)?.[1];
    const last = said.at(-1);
    if (open && line.startsWith('  ') && last !== undefined) last.text += `\n${line.trim()}`;
    else if (file !== undefined) said.push({ text: '', file });
    else if (line.startsWith('人[选 done]')) said.push({ text: '已发完' });
    else if (words !== undefined) said.push({ text: words });
    open = words !== undefined || (open && line.startsWith('  '));
  }
  return said;
}

describe('a whole application', () => {
  it('is filled by numbers, words and files, up to the receipt', async () => {
    const channel = await house.open(quick, server.environment);
    expect(channel.health().state).toBe('open');
    const steps = script('test/dialogues/list1-happy.txt');
    expect(steps.length).toBeGreaterThan(25);
    const seen: string[] = [];
    for (const { text, file } of steps) {
      seen.push(await ask('wang', text, file === undefined ? {} : { file: { name: file, bytes: PDF } }));
    }
    expect(seen[0]).toContain('1. 同意并开始');
    expect(seen.at(-1)).toContain('受理编号：SJ2025-L1-');
    const submissions = await house.store.submissions();
    expect(JSON.stringify(submissions)).toContain('放款台账成效证明.pdf');
    expect(channel.health().lastInbound).toBeGreaterThan(0);
  });
});

describe('in a room', () => {
  it('it is silent until it is addressed: by a mention with an id, by a name in the text, or by a quotation', async () => {
    await house.open(quick, server.environment);
    server.says('wang', '大家好，这个征集谁报过？', { room: 'room@1' });
    server.says('wang', '小申请问在吗', { room: 'room@1' });
    expect(await ask('wang', `@申报小助手\u2005你好`, { room: 'room@1', mentions: [ACCOUNT] })).toContain('@王 ');
    expect(await ask('li', `@${ACCOUNT_NAME} 帮助`, { room: 'room@1' })).toContain('@李 ');
    const quotation = '「申报小助手：可以开始吗？」\n- - - - - - - - - - - - - - -\n进度';
    expect(await ask('wang', quotation, { room: 'room@1' })).toContain('@王 ');
    const addressed = house.taken.map(({ inbound }) => [
      inbound.content.kind === 'text' && inbound.content.text,
      inbound.addressed,
    ]);
    expect(addressed.slice(2)).toEqual([
      ['你好', true],
      ['帮助', true],
      ['进度', true],
    ]);
    expect(
      server.sent.filter(
        ({ to, text, mentions }) => to === 'room@1' && !(text.startsWith('@') && mentions.length === 1),
      ),
    ).toEqual([]);
  });

  it('two people fill side by side, and go on in private where it is personal: a friend is written to, a stranger told how', async () => {
    await house.open(quick, server.environment);
    const said = script('test/dialogues/group-contact.txt').map(({ text }) => text);
    const until = said.findIndex((text) => text.startsWith('误报率'));
    for (const person of ['wang', 'li']) await ask(person, '同意');
    for (const person of ['wang', 'li']) await ask(person, '同意');
    for (const text of said.slice(2, until + 1)) for (const person of ['wang', 'li']) await ask(person, text);
    const compliance =
      '各行数据不出本地，只交换密文；参与行逐家签署数据合作协议，完成个人信息保护影响评估和等保三级测评。';
    const privately = sentTo('wang').length;
    const toFriend = await ask('wang', `@申报小助手 ${compliance}`, { room: 'room@1' });
    expect(toFriend).toContain('@王 ');
    expect(toFriend).toContain('请到和我的私聊里继续');
    expect(toFriend).toContain('我已经私聊您了');
    expect((await heardBy('wang', privately + 1)).at(-1)).toContain('回复“继续”');
    const unfriendly = sentTo('li').length;
    const toStranger = await ask('li', `@申报小助手 ${compliance}`, { room: 'room@1' });
    expect(toStranger).toContain('@李 ');
    expect(toStranger).toContain('添加到通讯录');
    expect(sentTo('li')).toHaveLength(unfriendly);
    expect(await ask('wang', '继续')).toContain('证明材料');
  });
});

describe('a file', () => {
  it('too large, or not what it says it is, is refused by its name', async () => {
    await house.open(quick, server.environment);
    await ask('wang', '你好');
    const lie = await ask('wang', '', { file: { name: '证书.pdf', bytes: Buffer.from('MZ not a pdf') } });
    expect(lie).toContain('证书.pdf');
    expect(lie).toContain('内容和类型不符');
    const large = await ask('wang', '', { file: { name: '录像.zip', bytes: Buffer.alloc(21 * 1_048_576, 1) } });
    expect(large).toContain('录像.zip');
    expect(large).toContain('超过 20 MB');
  });

  it('of the room is not fetched; voice is named, stickers and recalls are passed over', async () => {
    await house.open(quick, server.environment);
    await ask('wang', '你好');
    expect(await ask('wang', '', { type: 'Audio' })).toContain('语音');
    const before = house.taken.length;
    for (const type of ['Emoticon', 'Recalled', 'RedEnvelope', 'Transfer', 'Unknown'] as const)
      server.says('wang', '', { type });
    server.says('wang', '', { room: 'room@1', file: { name: '合影.png', bytes: PDF } });
    await vi.waitFor(() => expect(house.taken.length).toBe(before + 1));
    expect(house.taken.at(-1)?.inbound).toMatchObject({ addressed: false, content: { kind: 'unsupported' } });
    expect(sentTo('room@1')).toEqual([]);
  });
});

describe('messages', () => {
  it('told twice are taken once, and what the account says itself never', async () => {
    await house.open(quick, server.environment);
    const id = server.says('wang', '你好');
    server.says('wang', '你好', { id });
    server.echoes('wang', '我在手机上回你');
    await vi.waitFor(() => expect(house.taken.map(({ taken }) => taken)).toEqual(['ok', 'duplicate']));
    await sleep(300);
    expect(house.taken).toHaveLength(2);
    expect(sentTo('wang')).toHaveLength(2);
  });

  it('fifty in a burst are taken in the order they were said, however slowly some are fetched', async () => {
    await house.open(quick, server.environment);
    for (let n = 0; n < 50; n += 1) server.says('wang', `第${n}条`, { slow: (n * 37) % 120 });
    await vi.waitFor(() => expect(house.taken).toHaveLength(50), { timeout: 8_000 });
    const said = house.taken.map(({ inbound }) => inbound.content.kind === 'text' && inbound.content.text);
    expect(said).toEqual(Array.from({ length: 50 }, (_, n) => `第${n}条`));
  });

  it('that cannot be taken are tried again and keep their order; in the end the person is told once', async () => {
    const intake = house.intakeFor('wechat');
    let away = true;
    await house.open(quick, server.environment, {
      ...intake,
      take: async (one) => (away ? 'error' : intake.take(one)),
    });
    server.says('wang', '你好');
    server.says('wang', '同意');
    await sleep(100);
    away = false;
    await vi.waitFor(() => expect(house.taken.map(({ taken }) => taken)).toEqual(['ok', 'ok']));
    away = true;
    const before = sentTo('wang').length;
    server.says('wang', '1');
    server.says('wang', '2');
    await vi.waitFor(() => expect(sentTo('wang').slice(before).join()).toContain('没有存上'), { timeout: 5_000 });
    await sleep(600);
    expect(sentTo('wang').filter((text) => text.includes('没有存上'))).toHaveLength(1);
  });
});

describe('somebody who wants to be a friend', () => {
  it('is accepted after a pause and greeted with the first question', async () => {
    await house.open(quick, server.environment);
    server.person('zhao', '赵', false);
    const id = server.wantsToBeFriend('zhao', '我要申报');
    expect((await heardBy('zhao', 2)).join('\n')).toContain('我是申报助手');
    expect(server.accepted).toEqual([id]);
    expect(house.taken[0]?.inbound.id).toBe(`friend-zhao-${id}`);
  });
});

describe('sending', () => {
  it('to somebody who is no friend fails for good; a warning of WeChat rests the account and shows in health', async () => {
    const channel = await house.open(quick, server.environment);
    const to = { channel: 'wechat', user: 'wang', chat: 'private' };
    const outbound = { id: 'o1', re: 'm1', to, kind: 'notice', body: '提醒' } as const;
    server.refuse('对方不是你的好友，请先发送朋友验证请求');
    await expect(channel.send(outbound, 'k1')).rejects.toMatchObject({ reason: 'blocked', retryable: false });
    server.refuse('操作过于频繁，请稍后再试');
    await expect(channel.send(outbound, 'k2')).rejects.toMatchObject({ reason: 'rate_limited', retryable: true });
    expect(channel.health().state).toBe('failed');
    expect(channel.health().why?.zh).toContain('暂停发送');
    server.refuse(undefined);
    await expect(channel.send(outbound, 'k3')).rejects.toMatchObject({ reason: 'rate_limited' });
    expect(sentTo('wang')).toEqual([]);
  });

  it('a long text goes out in parts once, though a part fails; a longer one as a file with a short message', async () => {
    const channel = await house.open(quick, server.environment);
    const to = { channel: 'wechat', user: 'wang', chat: 'private' };
    const outbound = {
      id: 'o1',
      re: 'm1',
      to,
      kind: 'preview',
      body: `${'一'.repeat(1_700)}\n${'二'.repeat(1_700)}`,
    } as const;
    server.refuse('the network hiccups', 1);
    await expect(channel.send(outbound, 'k1')).rejects.toMatchObject({ reason: 'transient' });
    expect(sentTo('wang')).toHaveLength(1);
    server.refuse(undefined);
    await channel.send(outbound, 'k1');
    expect(sentTo('wang').map((text) => text.charAt(0))).toEqual(['一', '二']);
    await channel.send({ ...outbound, body: '三'.repeat(9_000), foot: '回复“提交”' }, 'k2');
    const [file, text] = server.sent.slice(2);
    expect(file?.file?.name).toBe('全文.txt');
    expect(file?.file?.bytes.toString('utf8')).toContain('三'.repeat(9_000));
    expect(text?.text.endsWith('回复“提交”')).toBe(true);
    expect(text?.text.length).toBeLessThan(1_000);
  });
});
