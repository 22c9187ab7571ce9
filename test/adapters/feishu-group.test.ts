/** Groups on Feishu: who is answered, where, and when it is silent. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../platforms/feishu/events.ts';
import type { Office } from '../platforms/feishu/office.ts';
import { openOffice } from '../platforms/feishu/office.ts';
import type { Person, Seen } from '../platforms/feishu/person.ts';
import { personAt } from '../platforms/feishu/person.ts';
import { OWN_OPEN_ID } from '../platforms/feishu/rest.ts';
import { toTap } from '../platforms/feishu/tap-answer.ts';

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

describe('in a group', () => {
  it('on the card of somebody else, answers nothing for either', async () => {
    const wang = personAt(office.server, 'ou_wang');
    const li = personAt(office.server, 'ou_li');
    const card = await asking(wang);
    const taken = office.house.taken.length;
    const ack = await office.server.deliver(li.tapping('1.', card));
    expect(toTap(ack).toast.content).toContain('另一位申报人');
    expect(office.house.taken).toHaveLength(taken);
  });

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
