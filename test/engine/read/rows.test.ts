/** How applicants fill tables: a line a row, pasted tables, a row column by column, changes, "none" and 好了. */
import { describe, expect, it } from 'vitest';
import {
  brief,
  cases,
  choose,
  coApplicants,
  column,
  metrics,
  milestones,
  partners,
  property,
  say,
  talk,
} from './steps.ts';

const time = '平均审批时长｜5｜0.5｜天｜2025年1-9月｜信贷系统日志';
const users = '服务小微商户｜无｜2860｜户｜2025年1-9月｜放款台账';
const timeRow = {
  name: '平均审批时长',
  before: 5,
  after: 0.5,
  unit: '天',
  period: '2025年1-9月',
  source: '信贷系统日志',
};
const usersRow = {
  name: '服务小微商户',
  before: null,
  after: 2860,
  unit: '户',
  period: '2025年1-9月',
  source: '放款台账',
};

describe('an applicant giving rows, one a line', () => {
  it('has a row taken and is asked for more', () => {
    expect(say(metrics, time)).toEqual({
      kind: 'partial',
      partial: { kind: 'rows', rows: [timeRow] },
      owed: { what: 'rows', rows: 1, added: 1, enough: true },
    });
  });
  it('gives several in one message or one after the other, and ends with 好了', () => {
    const whole = { kind: 'value', value: { rows: [timeRow, usersRow] }, doubts: [] };
    expect(talk(metrics, time, users, '好了')).toEqual(whole);
    expect(talk(metrics, `${time}\n${users}`, '完成')).toEqual(whole);
    expect(say(metrics, `${time}\n\n${users}\n好了`)).toEqual(whole);
    expect(talk(metrics, time, users, '没有')).toEqual(whole);
  });
  it.each([
    ['ASCII bars', time.replaceAll('｜', ' | ')],
    ['a markdown row', `| ${time.replaceAll('｜', ' | ')} |`],
    ['tabs', time.replaceAll('｜', '\t')],
    ['semicolons', time.replaceAll('｜', '；')],
    ['two spaces', time.replaceAll('｜', '  ')],
    ['commas', time.replaceAll('｜', '，')],
    ['single spaces', time.replaceAll('｜', ' ')],
    ['a number before', `1. ${time}`],
    ['a bullet', `- ${time}`],
    ['a line a column', time.replaceAll('｜', '\n')],
    [
      'names of the columns',
      '指标：平均审批时长\n之前：5\n之后：0.5\n单位：天\n时间段：2025年1-9月\n来源：信贷系统日志',
    ],
  ])('may separate the columns with %s', (_, text) =>
    expect(say(metrics, text)).toMatchObject({ partial: { rows: [timeRow] } }),
  );
  it.each(['无', '—', '-', '/', 'N/A', '', '没有'])('may leave an optional column empty with %j', (empty) =>
    expect(say(metrics, users.replace('无', empty))).toMatchObject({ partial: { rows: [usersRow] } }),
  );
  it('writes numbers with their units', () => {
    expect(say(metrics, '综合融资成本｜5%｜约4.2%｜%｜2025年｜银行台账')).toMatchObject({
      partial: { rows: [{ before: 5, after: 4.2 }] },
    });
    expect(say(metrics, '放款金额，1,000，15.2亿，亿元，2025年，银行台账')).toMatchObject({
      partial: { rows: [{ before: 1000, after: 15.2 }] },
    });
  });
  it('pastes a table with a header, in any order, with columns nobody asked for', () => {
    const pasted =
      '序号\t数据来源\t指标名称\t之后\t之前\t单位\t时间\n1\t信贷系统日志\t平均审批时长\t0.5\t5\t天\t2025年1-9月\n2\t放款台账\t服务小微商户\t2860\t\t户\t2025年1-9月';
    expect(say(metrics, pasted)).toMatchObject({ partial: { rows: [timeRow, usersRow] }, owed: { added: 2 } });
    expect(
      say(
        metrics,
        `| 指标 | 之前 | 之后 | 单位 | 时间段 | 来源 |\n|---|---|---|---|---|---|\n| ${time.replaceAll('｜', ' | ')} |`,
      ),
    ).toMatchObject({ partial: { rows: [timeRow] } });
  });
  it('leaves out optional columns at the end', () => {
    const row = '上海示例征信有限公司｜负责多方安全计算平台建设与联合建模的全部实施工作';
    expect(say(partners, row)).toMatchObject({ partial: { rows: [{ uscc: null }] } });
    expect(say(partners, `${row}｜91350100M000100Y43`)).toMatchObject({
      partial: { rows: [{ uscc: '91350100M000100Y43' }] },
    });
  });
  it('names one of a closed list of values', () => {
    expect(say(property, '专利｜一种风控方法')).toMatchObject({
      partial: { rows: [{ kind: 'patent', name: '一种风控方法' }] },
    });
    expect(say(property, '商标｜一种风控方法')).toMatchObject({
      code: 'bad_row',
      params: { column: 'kind', reason: 'no_such_option' },
    });
  });
});

describe('a row that cannot be read', () => {
  it('is named with its column and the reason, and nothing of the message is taken', () => {
    expect(say(metrics, `${time}\n${users.replace('2860', '很多')}`)).toEqual({
      kind: 'rejection',
      code: 'bad_row',
      params: { row: 2, column: 'after', reason: 'not_a_number', text: '很多' },
    });
    expect(talk(metrics, time, `${users}\n坏｜1`, users, '好了')).toMatchObject({
      value: { rows: [timeRow, usersRow] },
    });
  });
  it.each([
    ['平均审批时长｜5｜0.5', 'unit', 'empty'],
    ['时｜5｜0.5｜天｜2025年｜信贷系统日志', 'name', 'too_short'],
    ['平均审批时长｜5｜0.5｜天｜最近｜信贷系统日志', 'period', 'not_a_date'],
    ['平均审批时长｜3-5｜0.5｜天｜2025年｜信贷系统日志', 'before', 'one_number_only'],
    ['平均审批时长｜五成｜0.5｜天｜2025年｜信贷系统日志', 'before', 'number_in_words'],
    ['平均审批时长｜5｜0.5｜天｜2025年｜日志', 'source', 'too_short'],
  ])('%s: %s is %s', (text, at, reason) =>
    expect(say(metrics, text)).toMatchObject({ code: 'bad_row', params: { row: 1, column: at, reason } }),
  );
  it('may have too many columns, be one too many, or repeat another', () => {
    expect(say(metrics, `${time}｜多`)).toEqual({
      kind: 'rejection',
      code: 'too_many_columns',
      params: { row: 1, have: 7, max: 6 },
    });
    expect(say({ ...metrics, max: 1 }, `${time}\n${users}`)).toEqual({
      kind: 'rejection',
      code: 'too_many_rows',
      params: { rows: 2, max: 1 },
    });
    expect(talk(metrics, time, time)).toMatchObject({ code: 'duplicate_row', params: { row: 2, column: 'name' } });
  });
});

describe('an applicant giving a row column by column', () => {
  it('is asked each column in turn', () => {
    expect(say(metrics, '平均审批时长')).toEqual({
      kind: 'partial',
      partial: { kind: 'rows', rows: [], row: { name: '平均审批时长' }, awaiting: 'before' },
      owed: { what: 'cell', column: 'before', row: 1 },
    });
    expect(talk(metrics, '平均审批时长', '5', '0.5', '天', '2025年1-9月')).toMatchObject({
      owed: { column: 'source', row: 1 },
    });
    expect(talk(metrics, '平均审批时长', '5', '0.5', '天', '2025年1-9月', '信贷系统日志', '好了')).toEqual({
      kind: 'value',
      value: { rows: [timeRow] },
      doubts: [],
    });
  });
  it('is asked again for a cell that cannot be read', () => {
    expect(talk(metrics, '平均审批时长', '很久')).toMatchObject({
      code: 'bad_row',
      params: { row: 1, column: 'before', reason: 'not_a_number' },
    });
    expect(talk(metrics, '平均审批时长', '很久', '无')).toMatchObject({
      owed: { column: 'after' },
      partial: { row: { before: null } },
    });
  });
  it('cannot stop before what is required, and may before what is not', () => {
    expect(talk(metrics, '平均审批时长', '好了')).toMatchObject({
      code: 'bad_row',
      params: { column: 'before', reason: 'empty' },
    });
    const contribution = '负责多方安全计算平台建设与联合建模的全部实施工作';
    expect(talk(partners, '上海示例征信有限公司', contribution, '好了')).toMatchObject({
      value: { rows: [{ contribution, uscc: null }] },
    });
  });
  it('may send whole rows instead', () => {
    expect(talk(metrics, '平均审批时长', time)).toMatchObject({ partial: { rows: [timeRow] }, owed: { what: 'rows' } });
  });
});

describe('an applicant changing rows', () => {
  it('replaces one', () => {
    expect(talk(metrics, `${time}\n${users}`, `改 2 ${users.replace('2860', '3000')}`)).toMatchObject({
      partial: { rows: [timeRow, { after: 3000 }] },
      owed: { added: 0 },
    });
    expect(talk(metrics, time, `改第一行：${users}`)).toMatchObject({ partial: { rows: [usersRow] } });
  });
  it.each(['删 2', '删除第2行', '删掉第二条', 'remove 2', 'delete row 2', '删②'])('removes one with %s', (text) =>
    expect(talk(metrics, `${time}\n${users}`, text)).toMatchObject({ partial: { rows: [timeRow] }, owed: { rows: 1 } }),
  );
  it('cannot change what is not there', () => {
    expect(talk(metrics, time, '删 2')).toEqual({
      kind: 'rejection',
      code: 'no_such_row',
      params: { row: 2, rows: 1 },
    });
    expect(talk(metrics, time, `改 0 ${users}`)).toMatchObject({ code: 'no_such_row' });
    expect(talk(metrics, time, '改 1 坏｜x')).toMatchObject({ code: 'bad_row', params: { row: 1 } });
  });
});

describe('an applicant with no rows', () => {
  it.each(['没有', '无', '1', '没有。', 'none'])('says %s', (text) =>
    expect(say(coApplicants, text)).toEqual({ kind: 'value', value: { rows: [], none: true }, doubts: [] }),
  );
  it('taps the button', () => {
    expect(choose(coApplicants, 'none')).toMatchObject({ value: { rows: [], none: true } });
    expect(brief(choose(coApplicants, 'done'))).toBe('!no_such_option');
    expect(brief(choose(metrics, 'none'))).toBe('!no_such_option');
  });
  it('explains it where that is demanded', () => {
    expect(say(cases, '暂无')).toMatchObject({
      partial: { none: true },
      owed: { what: 'note', option: 'none', min: 10 },
    });
    expect(talk(cases, '暂无', '产品刚上线，还没有结清的项目')).toMatchObject({
      value: { rows: [], none: true, note: '产品刚上线，还没有结清的项目' },
    });
    expect(talk(cases, '暂无', '没有')).toMatchObject({ code: 'too_short' });
    expect(say(cases, '暂无：产品刚上线，还没有结清的项目')).toMatchObject({ value: { none: true } });
    expect(talk(cases, '暂无', '某芯片公司｜设备融资租赁｜投产提前三个月')).toMatchObject({
      partial: { rows: [{ client: '某芯片公司' }] },
    });
  });
  it('cannot finish where rows are owed', () => {
    expect(say(metrics, '好了')).toEqual({ kind: 'rejection', code: 'too_few_rows', params: { rows: 0, min: 1 } });
    expect(say({ ...metrics, min: 2 }, `${time}\n好了`)).toMatchObject({
      kind: 'partial',
      owed: { rows: 1, enough: false },
    });
  });
});

describe('what is doubted about a finished table', () => {
  const line = (...cells: readonly string[]): string => cells.join('｜');
  it('asks whether lower is better unless that is plain', () => {
    expect(say(metrics, `${line('客户满意度', '95', '90', '分', '2025年', '问卷调查')}\n好了`)).toMatchObject({
      doubts: [{ code: 'lower_is_better', params: { row: 1, name: '客户满意度' } }],
    });
    expect(say(metrics, `${line('不良率', '1.6', '0.8', '%', '2025年', '风险月报')}\n好了`)).toMatchObject({
      doubts: [],
    });
  });
  it('asks whether a change in % is meant in points', () => {
    expect(say(metrics, `${line('转化率提升', '无', '5', '%', '2025年', '业务系统')}\n好了`)).toMatchObject({
      doubts: [{ code: 'percent_or_points', params: { row: 1 } }],
    });
    expect(say(metrics, `${line('转化率', '10', '15', '%', '2025年', '业务系统')}\n好了`)).toMatchObject({
      doubts: [],
    });
  });
  it('asks about computed and future months, even of earlier messages', () => {
    expect(say(milestones, '2025年3月 上线')).toMatchObject({
      partial: { rows: [{ date: '2025-03', event: '上线' }] },
    });
    expect(say(milestones, '2025年3月上线首笔贷款\n2025-04｜签约\n2025.5，发行\n好了')).toMatchObject({
      value: { rows: [{ date: '2025-03', event: '上线首笔贷款' }, { date: '2025-04' }, { date: '2025-05' }] },
      doubts: [],
    });
    expect(talk(milestones, '去年3月 上线', '2025年12月 二期上线', '好了')).toEqual({
      kind: 'value',
      value: {
        rows: [
          { date: '2024-03', event: '上线' },
          { date: '2025-12', event: '二期上线' },
        ],
      },
      doubts: [
        { code: 'relative_date', params: { date: '2024-03', row: 1 } },
        { code: 'future_date', params: { date: '2025-12', row: 2 } },
      ],
    });
    expect(say(milestones, '2025年13月 上线')).toMatchObject({
      code: 'bad_row',
      params: { column: 'date', reason: 'no_such_date' },
    });
  });
  it('asks about a code whose check digit does not fit and about masked numbers', () => {
    const contribution = '负责多方安全计算平台建设，联系人身份证11010519491231002X';
    const reading = say(partners, `${line('上海示例征信有限公司', contribution, '91350100M0001TGQXM')}\n好了`);
    expect(reading).toMatchObject({
      doubts: [
        { code: 'uscc_checksum', params: { row: 1 } },
        { code: 'personal_number', params: { masked: '110105********002X' } },
      ],
    });
    expect(JSON.stringify(reading)).not.toContain('19491231');
  });
});

describe('a table of one column', () => {
  const names = { ...coApplicants, columns: [column('name', '名称', { min: 2, max: 20 })] };
  it('takes every line as a row', () => {
    expect(say(names, '上海一号\n上海，二号\n好了')).toMatchObject({
      value: { rows: [{ name: '上海一号' }, { name: '上海，二号' }] },
    });
    expect(talk(names, '上海一号', '好了')).toMatchObject({ value: { rows: [{ name: '上海一号' }] } });
  });
});
