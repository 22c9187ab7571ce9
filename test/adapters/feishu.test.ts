/** What people do on Feishu and what comes of it: taps, groups, repeated and late events, things nobody can read. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Taken } from '../../src/channel.ts';
import type { Event } from '../platforms/feishu/events.ts';
import { menuOf, messageOf, tapOf } from '../platforms/feishu/events.ts';
import type { Office } from '../platforms/feishu/office.ts';
import { openOffice, until } from '../platforms/feishu/office.ts';
import type { Person, Seen } from '../platforms/feishu/person.ts';
import { personAt, wordsOf } from '../platforms/feishu/person.ts';
import { OWN_OPEN_ID } from '../platforms/feishu/rest.ts';
import type { Ack } from '../platforms/feishu-server.ts';
import { AGAIN } from '../platforms/feishu-server.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
});

afterEach(() => office.close());

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

const GROUP = { group: 'oc_group' };

/** Agrees in private, as everybody must, and has the next question asked in the group. */
async function asking(person: Person): Promise<Seen> {
  await person.say('你好', '可以开始吗');
  await person.tap('同意并开始', '你想申报哪个榜单');
  return person.say('继续', '你想申报哪个榜单', GROUP);
}

const tapAnswer = z.object({
  toast: z.object({ type: z.string(), content: z.string() }),
  card: z.object({ type: z.string(), data: z.unknown() }).optional(),
});
const toTap = (ack: Ack | undefined): z.infer<typeof tapAnswer> => tapAnswer.parse(ack?.answer);

describe('an applicant who taps', () => {
  it('is answered with a toast and the card showing the choice, nothing left to tap', async () => {
    const wang = personAt(office.server, 'ou_wang');
    const card = await wang.say('你好', '可以开始吗');
    await wang.tap('同意并开始', '你想申报哪个榜单');
    const answer = toTap(wang.lastAck());
    expect([answer.toast.type, answer.toast.content, answer.card?.type]).toEqual(['success', '已记下', 'raw']);
    const drawn = JSON.stringify(answer.card?.data);
    expect(drawn).toContain('✓ 同意并开始');
    expect(drawn).toContain(JSON.stringify(card.words).slice(1, 20));
    expect(drawn).not.toContain('"button"');
  });

  it('changes nothing with a card of an earlier question, and is told so', async () => {
    const wang = personAt(office.server, 'ou_wang');
    const first = await wang.say('你好', '可以开始吗');
    await wang.say('同意', '你想申报哪个榜单');
    await wang.tap('同意并开始', '', first);
    const answer = toTap(wang.lastAck());
    expect(answer.toast.content).toContain('已经过去');
    expect(answer.card).toBeUndefined();
    await wang.tap('十大科技金融事件', '第 1 题');
  });

  it('twice on one card, is taken once', async () => {
    const wang = personAt(office.server, 'ou_wang');
    const card = await wang.say('你好', '可以开始吗');
    await wang.tap('同意并开始', '你想申报哪个榜单', card);
    const taken = office.house.taken.length;
    const ack = await office.server.deliver(wang.tapping('同意并开始', card));
    expect(toTap(ack).toast.content).toContain('已经过去');
    await quiet();
    expect(office.house.taken).toHaveLength(taken);
  });

  it('on the card of somebody else, answers nothing for either', async () => {
    const wang = personAt(office.server, 'ou_wang');
    const li = personAt(office.server, 'ou_li');
    const card = await asking(wang);
    const taken = office.house.taken.length;
    const ack = await office.server.deliver(li.tapping('1.', card));
    expect(toTap(ack).toast.content).toContain('另一位申报人');
    expect(office.house.taken).toHaveLength(taken);
  });

  it('without checking anything, is asked to choose; a card of another app is not taken', async () => {
    const wang = personAt(office.server, 'ou_wang');
    await wang.say('你好', '可以开始吗');
    await wang.tap('1.', '你想申报哪个榜单');
    await wang.tap('十大科技金融事件', '第 1 题');
    await wang.tap('1.', '第 2 题');
    const form = wang.seen().findLast(({ checks }) => checks.length > 0);
    const empty = {
      id: 'e1',
      at: Date.now(),
      user: 'ou_wang',
      value: form?.buttons[0]?.value,
      form: {},
      message: 'om_1',
      chat: 'oc_1',
    };
    const none = await office.server.deliver(tapOf(empty));
    expect(toTap(none).toast.content).toBe('请至少选一项');
    const other = await office.server.deliver(tapOf({ ...empty, id: 'e2', value: { action: 'approve' } }));
    expect(toTap(other).toast.type).toBe('warning');
    await wang.check(['初创', '成长'], '可多选');
  });
});

describe('an event that comes again', () => {
  it('after 15 s, 5 min, 1 h and 6 h changes nothing and says nothing', async () => {
    const { server, house } = office;
    const wang = personAt(server, 'ou_wang');
    await wang.say('你好', '可以开始吗');
    const event = wang.saying('同意');
    await server.deliver(event);
    await until(() => wang.seen().some((one) => wordsOf(one).includes('你想申报哪个榜单')));
    const sent = server.rest.sent.length;
    for (const _ of AGAIN) {
      const ack = await server.deliver(event);
      expect(ack?.code).toBe(200);
    }
    await quiet();
    expect(server.rest.sent).toHaveLength(sent);
    expect(house.taken.slice(-4).map(({ taken }) => taken)).toEqual(Array(4).fill('duplicate'));
  });

  it('with a new event id but the same message, is the same message', async () => {
    const { server } = office;
    const wang = personAt(server, 'ou_wang');
    await wang.say('你好', '可以开始吗');
    const event = wang.saying('同意');
    await server.deliver(event);
    await until(() => wang.seen().some((one) => wordsOf(one).includes('你想申报哪个榜单')));
    const sent = server.rest.sent.length;
    await server.deliver({ ...event, header: { ...event.header, event_id: 'another' } });
    await quiet();
    expect(server.rest.sent).toHaveLength(sent);
  });

  it('in pieces and out of order is put together and taken however late', async () => {
    const { server } = office;
    const wang = personAt(server, 'ou_wang', () => Date.now() - 6 * 60 * 60_000);
    const late = wang.saying('你好');
    const ack = await server.deliver(late, 3);
    expect(ack?.code).toBe(200);
    await until(() => wang.seen().some((one) => wordsOf(one).includes('可以开始吗')));
    const [older, newer] = [wang.saying('进度'), wang.saying('帮助')];
    await server.deliver(newer);
    await server.deliver(older);
    expect(office.house.taken.map(({ taken }) => taken)).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('a machine that is slow or away', () => {
  it('does not acknowledge what is not taken; it comes again at 15 s and is taken once', async () => {
    await office.close();
    let away = true;
    office = await openOffice({
      intake: (own) => ({ ...own, take: (one) => (away ? Promise.resolve<Taken>('error') : own.take(one)) }),
    });
    const { server, house } = office;
    const wang = personAt(server, 'ou_wang');
    const ack = await server.deliver(wang.saying('你好'));
    expect(ack?.code).toBe(500);
    away = false;
    await server.pass(14_000);
    expect(house.taken).toHaveLength(0);
    await server.pass(1_000);
    await until(() => wang.seen().some((one) => wordsOf(one).includes('可以开始吗')));
    await server.pass(6 * 60 * 60_000);
    expect(house.taken).toHaveLength(1);
  });

  it('answers within 3 s, and the delivery that follows waits for the same work', async () => {
    await office.close();
    office = await openOffice({
      intake: (own) => ({
        ...own,
        async take(one) {
          await new Promise((resolve) => setTimeout(resolve, 2_700));
          return own.take(one);
        },
      }),
    });
    const { server, house } = office;
    const wang = personAt(server, 'ou_wang');
    const ack = await server.deliver(wang.saying('你好'));
    expect(ack?.code).toBe(500);
    expect(ack?.after).toBeLessThan(3_000);
    await server.pass(15_000);
    expect(server.acks.map(({ code }) => code)).toEqual([500, 200]);
    expect(house.taken.map(({ taken }) => taken)).toEqual(['ok']);
  });

  it('tells somebody who taps to tap again, rather than nothing', async () => {
    let away = false;
    await office.close();
    office = await openOffice({
      intake: (own) => ({ ...own, take: (one) => (away ? Promise.resolve<Taken>('error') : own.take(one)) }),
    });
    const wang = personAt(office.server, 'ou_wang');
    const card = await wang.say('你好', '可以开始吗');
    away = true;
    const ack = await office.server.deliver(wang.tapping('同意并开始', card));
    expect(toTap(ack).toast).toMatchObject({
      type: 'error',
      content: '还没有存上，请过一会儿再点一次',
    });
    away = false;
    await wang.tap('同意并开始', '你想申报哪个榜单', card);
  });
});

describe('in a group', () => {
  it('somebody new is shown the way to the private chat, and goes on there', async () => {
    const wang = personAt(office.server, 'ou_wang');
    const door = await wang.say('你好', '私聊发“继续”', GROUP);
    expect(door.to).toMatch(/^om_wang_/u);
    expect(door.buttons.map(({ label, link }) => [label, link])).toEqual([
      ['打开私聊', 'https://applink.feishu.cn/client/bot/open?appId=cli_0123456789abcdef'],
    ]);
    expect(await wang.say('继续', '可以开始吗')).toMatchObject({ to: 'ou_wang' });
  });

  it('two applicants answer in turns, and each is answered about their own application', async () => {
    const { server, house } = office;
    const [wang, li] = [personAt(server, 'ou_wang'), personAt(server, 'ou_li')];
    const [first, second] = await Promise.all([asking(wang), asking(li)]);
    expect([first.to, second.to].map((to) => to.slice(0, 6))).toEqual(['om_wan', 'om_li_']);
    await wang.tap('十大科技金融事件', '第 1 题', first);
    await li.say('2', '第 1 题', { ...GROUP, named: false });
    await wang.tap('1.', '第 2 题');
    await li.tap('1.', '第 2 题');
    await wang.check(['初创', '成长'], '可多选');
    const lists = await Promise.all([
      wang.say('进度', '十大科技金融事件', GROUP),
      li.say('进度', '十大数字金融事件', GROUP),
    ]);
    expect(lists.map(({ words }) => words.includes('十大科技金融事件'))).toEqual([true, false]);
    expect(new Set(house.taken.map(({ taken }) => taken))).toEqual(new Set(['ok']));
    // What answers a tap cannot be a reply to a message of the person: it names the person instead.
    expect(wang.seen().flatMap(({ markup }) => markup)).toContain('<at id=ou_wang></at>');
    expect(house.told.filter((line) => line.includes('refused'))).toEqual([]);
  });

  it('it is silent when people talk to each other, name everybody, or are other assistants', async () => {
    const { server, house } = office;
    const wang = personAt(server, 'ou_wang');
    await server.deliver(wang.saying('今天几点开会？', { group: 'oc_group', named: false }));
    const all = [{ key: '@_all', name: '所有人' }];
    const deed = { at: Date.now(), type: 'text', content: { text: '@_all 看一下' }, group: 'oc_group' };
    await server.deliver(messageOf({ ...deed, id: 'all', user: 'ou_wang', mentions: all }));
    const named = [{ key: '@_user_1', openId: OWN_OPEN_ID, name: '申报助手' }];
    await server.deliver(messageOf({ ...deed, id: 'app', user: 'ou_app', by: 'app', mentions: named }));
    await quiet();
    expect(server.rest.sent).toHaveLength(0);
    expect(house.taken.map(({ inbound }) => inbound.addressed)).toEqual([false, false]);
  });

  it('a reply to what it said is meant for it', async () => {
    const { server, house } = office;
    const wang = personAt(server, 'ou_wang');
    const card = await asking(wang);
    await server.deliver(wang.saying('什么是科技金融', { ...GROUP, named: false, parent: card.id }));
    expect(house.taken.at(-1)?.inbound).toMatchObject({ addressed: true, content: { text: '什么是科技金融' } });
  });
});

describe('what comes in', () => {
  const said = async (type: string, content: unknown): Promise<unknown> => {
    const id = `x${office.house.taken.length}_${type}`;
    await office.server.deliver(messageOf({ id, at: 1_760_000_000_000, user: 'ou_wang', type, content }));
    return office.house.taken.at(-1)?.inbound;
  };

  it('is words: of a text without the name of the assistant, of a post with all its lines', async () => {
    const mentions = [
      { key: '@_user_1', openId: OWN_OPEN_ID, name: '申报助手' },
      { key: '@_user_10', openId: 'ou_li', name: '李' },
    ];
    const content = { text: '@_user_1 联系人是 @_user_10 ' };
    await office.server.deliver(
      messageOf({ id: 'm', at: 1, user: 'ou_wang', type: 'text', content, group: 'oc_g', mentions }),
    );
    expect(office.house.taken.at(-1)?.inbound).toMatchObject({
      id: 'om_m',
      chat: 'oc_g',
      content: { text: '联系人是 @李' },
    });
    const lines = [
      [
        { tag: 'text', text: '第一行' },
        { tag: 'a', text: '官网', href: 'https://a.example' },
      ],
      [{ tag: 'text', text: '第二行' }],
    ];
    expect(await said('post', { title: '标题', content: lines })).toMatchObject({
      content: { kind: 'text', text: '标题\n第一行官网 https://a.example\n第二行' },
    });
  });

  it('is a command when the menu was used or a stroke typed', async () => {
    await office.server.deliver(menuOf({ id: 'menu', at: Date.now(), user: 'ou_wang' }, 'progress'));
    expect(office.house.taken.at(-1)?.inbound.content).toEqual({ kind: 'text', text: '进度' });
    expect(await said('text', { text: '/start code-AB12' })).toMatchObject({ content: { text: '继续 AB12' } });
  });

  it('is named when it cannot be read, and ignored when Feishu itself says it', async () => {
    expect(await said('sticker', { file_key: 'k' })).toMatchObject({
      content: { kind: 'unsupported', what: '表情包' },
    });
    expect(await said('audio', {})).toMatchObject({ content: { what: '语音' } });
    expect(await said('never_heard_of', '}{')).toMatchObject({ content: { what: '这种消息' } });
    expect(await said('file', { file_key: 'unknown', file_name: 'a.pdf' })).toMatchObject({
      content: { kind: 'unsupported', what: '这个文件（飞书不让下载）' },
    });
    const before = office.house.taken.length;
    await said('system', {});
    expect(office.house.taken).toHaveLength(before);
  });

  it('is a file, stored, when one is sent; one that lies about its type is refused in words', async () => {
    office.server.rest.putFile('pdf', Buffer.from('%PDF-1.4\n%%EOF\n'));
    expect(await said('file', { file_key: 'pdf', file_name: '证明.pdf' })).toMatchObject({
      content: { kind: 'file', file: { name: '证明.pdf', size: 15 } },
    });
    office.server.rest.putFile('lie', Buffer.from('MZ\u0000\u0000 not a pdf'));
    expect(await said('file', { file_key: 'lie', file_name: '证明.pdf' })).toMatchObject({
      content: { kind: 'unsupported' },
    });
  });

  it('of an unknown shape is told to operators, without its words, and acknowledged', async () => {
    const broken: Event = messageOf({ id: 'b', at: 1, user: 'ou_wang', type: 'text', content: { text: '秘密' } });
    const ack = await office.server.deliver({ ...broken, event: { message: { content: '秘密' } } });
    expect(ack?.code).toBe(200);
    expect(office.house.told.join('\n')).toContain('unknown shape');
    expect(office.house.told.join('\n')).not.toContain('秘密');
  });
});
