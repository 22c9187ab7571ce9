/** What applicants tap on Feishu and what the card answers; cards of earlier questions and of nobody. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tapOf } from '../platforms/feishu/events.ts';
import type { Office } from '../platforms/feishu/office.ts';
import { openOffice } from '../platforms/feishu/office.ts';
import { personAt } from '../platforms/feishu/person.ts';
import { toTap } from '../platforms/feishu/tap-answer.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
});

afterEach(() => office.close());

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

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

  it('what does not go together is told so, and may check again on the new form', async () => {
    const { server } = office;
    const wang = personAt(server, 'ou_wang');
    await wang.say('你好', '可以开始吗');
    await wang.tap('1.', '你想申报哪个榜单');
    await wang.tap('十大科技金融事件', '第 1 题');
    const asked = await wang.tap('1.', '第 2 题');
    const all = asked.checks.map(({ label }) => label);
    await wang.check(all, '不能和其他选项一起选');
    const refused = toTap(wang.lastAck());
    expect(refused.toast).toMatchObject({ type: 'warning' });
    expect(refused.card).toBeUndefined();
    await wang.check(['初创', '成长'], '可多选');
    expect(toTap(wang.lastAck()).toast).toMatchObject({ type: 'success' });
  });

  it('two buttons of one card at once, has one taken and is told so of the other', async () => {
    const { server, house } = office;
    const wang = personAt(server, 'ou_wang');
    const card = await wang.say('你好', '可以开始吗');
    const acks = await Promise.all([
      server.deliver(wang.tapping('同意并开始', card)),
      server.deliver(wang.tapping('先不填', card)),
    ]);
    expect(acks.map((ack) => toTap(ack).toast.type).toSorted()).toEqual(['info', 'success']);
    expect(house.taken.filter(({ inbound }) => inbound.content.kind === 'choose')).toHaveLength(1);
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
