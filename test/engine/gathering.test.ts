/** What an applicant has half said: kept while another question is changed, shown in the preview, and offered afresh. */
import { describe, expect, it } from 'vitest';
import { foldEntry } from '../../src/engine/fold.ts';
import type { Operation } from '../../src/engine/operation.ts';
import type { Session } from '../../src/engine/session.ts';
import { newSession } from '../../src/engine/session.ts';
import { restoreSnapshot, takeSnapshot } from '../../src/engine/snapshot.ts';
import type { Turn } from '../../src/engine/turn-frame.ts';
import type { Content } from '../../src/message.ts';
import { asText } from '../../src/message.ts';
import type { Given } from './whole-applications.ts';
import { application, call, draftOf, NOW, sessionWith, tell } from './whole-applications.ts';

/** Long after the answers that are there already. */
const later = { now: NOW + 3_600_000 };

/** Said one after another; the last turn. */
function saying(start: Session, ...said: readonly (Content | string)[]): Turn {
  let turn = tell(call, start, '继续', later);
  for (const content of said) turn = tell(call, turn.session, content, later);
  return turn;
}

const without = (...steps: readonly string[]): Session => {
  const given: Record<string, Given[string]> = { ...application('L1') };
  for (const step of steps) given[step] = undefined;
  return sessionWith(call, given);
};

const heard = (turn: Turn): string => turn.replies.map(asText).join('\n');
const promptOf = (turn: Turn): string => turn.session.open?.prompt ?? '';
const HALF = '我们按研发进度评信用，首笔资金七天到账。';
const ROW = '上海示例苏河银行股份有限公司｜提供信贷产品、放款和贷后管理';

describe('half a long text', () => {
  it('is still there after another answer was changed', () => {
    const turn = saying(without('case_summary'), HALF, '修改 案例名称', '按研发进度评信用，初创芯片企业首贷七天');
    expect(heard(turn)).toContain('现在 20 字');
    expect(draftOf(turn.session).partial).toEqual({ kind: 'text', parts: [HALF] });
  });
  it('is still there in a snapshot taken meanwhile, and in one of an older program nothing is missed', () => {
    const away = saying(without('case_summary'), HALF, '修改 案例名称').session;
    const stored: unknown = JSON.parse(JSON.stringify(takeSnapshot(call, away)));
    const back = restoreSnapshot(call, away.key, stored);
    expect(back).toEqual(away);
    const turn = tell(call, back, '保留');
    expect(heard(turn)).toContain('现在 20 字');
    const older = takeSnapshot(call, without('case_summary'));
    expect(older.drafts[0]).not.toHaveProperty('shelf');
    expect(draftOf(restoreSnapshot(call, 'k', older)).shelf).toEqual({});
  });
  it('is dropped when it is to be written anew', () => {
    const turn = saying(without('case_summary'), HALF, '上一步');
    expect(draftOf(turn.session).partial).toBeUndefined();
    const back = saying(turn.session, '修改 案例名称', '保留');
    expect(draftOf(back.session).partial).toBeUndefined();
  });
  it('of an older program, whose focus dropped it, folds as it was stored', () => {
    const operations: readonly Operation[] = [
      { op: 'opened', draft: 'd1', flow: call.hash },
      { op: 'answered', step: 'list_choice', value: { id: 'L1' }, raw: '1' },
      { op: 'gathered', step: 'case_summary', partial: { kind: 'text', parts: ['一半'] } },
      { op: 'focused', step: 'case_title' },
      { op: 'answered', step: 'case_title', value: { text: '新的案例名称在此' }, raw: '新的案例名称在此' },
      { op: 'gathered', step: 'case_summary', partial: { kind: 'text', parts: ['从头再来'] } },
      { op: 'answered', step: 'case_summary', value: { text: '整段' }, raw: '整段' },
    ];
    const entry = { id: 'm', at: NOW, by: 'b', channel: 'c', operations, replies: 0 };
    const draft = draftOf(foldEntry(call, newSession('k'), entry));
    expect(draft).toMatchObject({ gathering: -1, partial: undefined, shelf: {}, focus: -1 });
  });
});

describe('half a table, half a contact', () => {
  it.each([
    ['co_applicants', ROW, '现在共 1 行'],
    ['contact', '张示例 13900000000', '还差：职务、邮箱'],
  ])('%s is still there after another answer was changed', (step, said, owed) => {
    const turn = saying(without(step), said, '修改 案例名称', '按研发进度评信用，初创芯片企业首贷七天');
    expect(heard(turn)).toContain(owed);
  });
});

describe('the preview', () => {
  it('says how much of an answer is there', () => {
    expect(heard(saying(without('case_summary'), HALF, '预览'))).toContain('案例简介：（填写中，已 20 字）');
    expect(heard(saying(without('co_applicants'), ROW, '预览'))).toContain('联合单位：（填写中，已 1 行）');
    const away = saying(without('case_summary', 'co_applicants'), ROW, '修改 案例名称', '预览');
    expect(heard(away)).toContain('联合单位：（填写中，已 1 行）');
    expect(heard(away)).toContain('案例简介：（未填）');
  });
});

describe('the prompt of a table', () => {
  const asked = saying(without('co_applicants'));
  const one = tell(call, asked.session, ROW);
  it('is another one once other choices are offered, and the same as long as they are not', () => {
    expect(promptOf(asked)).toMatch(/^d1\.co_applicants\.\d+$/);
    expect(promptOf(one)).not.toBe(promptOf(asked));
    const two = tell(call, one.session, '上海示例数据科技有限公司｜联合开发系统');
    expect(promptOf(two)).toBe(promptOf(one));
  });
  it('refuses the choice offered before, whether the platform names the prompt or not', () => {
    const none: Content = { kind: 'choose', options: ['none'] };
    const old = tell(call, one.session, none, { prompt: promptOf(asked) });
    expect(heard(old)).toContain('这是之前那一题的按钮');
    const bare = tell(call, one.session, none);
    expect(heard(bare)).toContain('前面已经有 1 行，我没有清掉');
    for (const turn of [old, bare]) expect(draftOf(turn.session).partial).toMatchObject({ rows: [{}] });
  });
  it('takes one more row said under the prompt before', () => {
    const quoted = tell(call, one.session, '上海示例数据科技有限公司｜联合开发系统', { prompt: promptOf(asked) });
    expect(heard(quoted)).toContain('现在共 2 行');
  });
  it('is another one when a note is owed, and the tap on its option then changes nothing', () => {
    const open = saying(without('l1_modes'));
    const owed = tell(call, open.session, { kind: 'choose', options: ['other'] });
    expect(promptOf(owed)).not.toBe(promptOf(open));
    const again = tell(call, owed.session, { kind: 'choose', options: ['vc_early'] }, { prompt: promptOf(open) });
    expect(heard(again)).toContain('这是之前那一题的按钮');
  });
});

describe('a note that is too short', () => {
  it('is answered with the example of the note, not with that of the question', () => {
    const owed = saying(without('l2_techs'), '换榜单 2', { kind: 'choose', options: ['other'] }, '太短了');
    expect(heard(owed)).toContain('例：用多方安全计算与两家机构联合建模');
  });
});

describe('two bubbles in a group', () => {
  it('stay the answer of who wrote them, though the next question is asked in private', () => {
    const group = { chat: 'g1', ...later };
    const start = without('compliance', 'attachments', 'contact');
    const asked = tell(call, start, '继续', group);
    const text = call.stepById.get('compliance')?.example?.zh ?? '';
    const first = tell(call, asked.session, text, group);
    const second = tell(call, first.session, '另外，全部数据留在行内并且每年做一次外部审计', group);
    const step = call.stepById.get('compliance');
    expect(draftOf(second.session).answers[step?.ordinal ?? -1]).toMatchObject({
      value: { text: `${text}\n另外，全部数据留在行内并且每年做一次外部审计` },
    });
  });
});
