/** How applicants write numbers, shares, dates and credit codes: every vector of the rules and what people add to them. */
import { describe, expect, it } from 'vitest';
import { chineseNumber } from '../../../src/engine/read/numerals.ts';
import { readReply } from '../../../src/engine/read/read.ts';
import { amount, brief, choose, code, day, month, say, share, talk } from './steps.ts';

describe('an applicant giving a number', () => {
  it.each([
    ['1.2万', 12000],
    ['1，０００', 1000],
    ['1,000', 1000],
    ['12,345,678.9', 12345678.9],
    ['２８６０', 2860],
    ['2860户', 2860],
    ['约2860户', 2860],
    ['近3000', 3000],
    ['超500家', 500],
    ['500多家', 500],
    ['15.2亿', 1520000000],
    ['15.2亿元', 1520000000],
    ['3千', 3000],
    ['3千万', 30000000],
    ['1.5百万', 1500000],
    ['4.2%', 4.2],
    ['４.２％', 4.2],
    ['5个百分点', 5],
    ['百分之五', 5],
    ['-3', -3],
    ['−3.5', -3.5],
    ['负3', -3],
    ['0', 0],
    ['-0', 0],
    ['三千五百', 3500],
    ['十二', 12],
    ['一万二', 12000],
    ['两百', 200],
    ['我们服务了2860户', 2860],
    ['3倍', 3],
    ['0.1', 0.1],
    ['1.1万', 11000],
    ['3年', 3],
    ['5w', 50000],
    ['百分之5', 5],
  ])('writes %s', (text, number) =>
    expect(say(amount, text)).toEqual({ kind: 'value', value: { number }, doubts: [] }),
  );
  it.each([
    ['3–5', 'one_number_only'],
    ['3-5', 'one_number_only'],
    ['3~5家', 'one_number_only'],
    ['3到5', 'one_number_only'],
    ['从5天到0.5天', 'one_number_only'],
    ['1,2', 'one_number_only'],
    ['提升五成', 'number_in_words'],
    ['五成', 'number_in_words'],
    ['翻倍', 'number_in_words'],
    ['翻了一番', 'number_in_words'],
    ['一半', 'number_in_words'],
    ['数百家', 'number_in_words'],
    ['三分之一', 'number_in_words'],
    ['很多', 'not_a_number'],
    ['2025年3月', 'not_a_number'],
    ['2025年', 'not_a_number'],
    ['1.2.3', 'not_a_number'],
    ['NaN', 'not_a_number'],
    ['Infinity', 'not_a_number'],
    ['1e5', 'not_a_number'],
    ['0x1F', 'not_a_number'],
    ['9'.repeat(60), 'number_range'],
    ['', 'empty'],
  ])('is refused %j as %s', (text, refusal) =>
    expect(say(amount, text)).toMatchObject({ kind: 'rejection', code: refusal }),
  );
  it('keeps to the bounds and to whole numbers', () => {
    const step = { ...amount, minimum: 1, maximum: 10, integer: true };
    expect(say(step, '11')).toEqual({ kind: 'rejection', code: 'number_range', params: { min: 1, max: 10 } });
    expect(say(step, '1.5')).toMatchObject({ code: 'not_an_integer' });
    expect(say(step, '10')).toMatchObject({ kind: 'value' });
  });
  it('may repeat the scale the unit already has', () => {
    expect(say({ ...amount, unit: { zh: '亿元', en: '100 million yuan' } }, '15.2亿元')).toMatchObject({
      value: { number: 15.2 },
    });
  });
  it('reads Chinese numerals', () => {
    expect(['一百零五', '三百五', '二〇二五', '一亿二千万', '十', '二十三'].map(chineseNumber)).toEqual([
      105, 350, 2025, 120000000, 10, 23,
    ]);
    expect(['', '一二三四五六七八九十', '万', '好'].map(chineseNumber)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('an applicant giving a share and how it was computed', () => {
  const how = '按2025年1-9月放款额计';
  it.each([
    ['72%，按2025年1-9月放款额计', 72, how],
    ['72，按2025年1-9月放款额计', 72, how],
    ['７２％ 按2025年1-9月放款额计', 72, how],
    ['约72%左右，按2025年1-9月放款额计', 72, how],
    ['上海客户占72.5%，按2025年1-9月放款额计', 72.5, how],
    ['百分之七十二，按2025年1-9月放款额计', 72, how],
    ['100%\n按2025年1-9月放款额计', 100, how],
    ['0，按2025年1-9月放款额计', 0, how],
    ['72%（按2025年1-9月放款额计）', 72, how],
    ['说不清，客户分布没有按城市统计过', null, '客户分布没有按城市统计过'],
    ['不知道，客户分布没有按城市统计过', null, '客户分布没有按城市统计过'],
  ])('says %s', (text, percent, note) =>
    expect(say(share, text)).toEqual({ kind: 'value', value: { percent, note }, doubts: [] }),
  );
  it('is asked how when only the share was said', () => {
    expect(say(share, '72%')).toEqual({
      kind: 'partial',
      partial: { kind: 'percent', percent: 72 },
      owed: { what: 'note', option: '', min: 10, max: 200 },
    });
    expect(talk(share, '72%', how)).toMatchObject({ value: { percent: 72, note: how } });
    expect(talk(share, '说不清', '没有统计过上海的占比')).toMatchObject({ value: { percent: null } });
    expect(talk(share, '72%', '放款额')).toMatchObject({ code: 'too_short', params: { short: 7, have: 3 } });
    expect(talk(share, '72%', '75%', how)).toMatchObject({ value: { percent: 75, note: how } });
    expect(say(share, '72%，放款额')).toMatchObject({ owed: { have: 3 } });
  });
  it.each([
    ['七成左右', 'number_in_words'],
    ['一半以上', 'number_in_words'],
    ['60-70%', 'one_number_only'],
    ['60%到70%', 'one_number_only'],
    ['120%', 'number_range'],
    ['-5%', 'number_range'],
    ['0.72', 'not_a_percent'],
    ['大部分在上海', 'number_in_words'],
    ['上海为主', 'not_a_percent'],
    ['', 'empty'],
  ])('is refused %j as %s', (text, refusal) =>
    expect(say(share, text)).toMatchObject({ kind: 'rejection', code: refusal }),
  );
});

describe('an applicant giving a month', () => {
  it.each([
    ['2025年3月', '2025-03'],
    ['2025-03', '2025-03'],
    ['2025.3', '2025-03'],
    ['2025/3/5', '2025-03'],
    ['2025/3', '2025-03'],
    ['二〇二五年三月', '2025-03'],
    ['二零二四年十二月', '2024-12'],
    ['２０２５年３月', '2025-03'],
    ['2025 年 3 月', '2025-03'],
    ['2025年3月份', '2025-03'],
    ['202503', '2025-03'],
    ['20250305', '2025-03'],
    ['Mar 2025', '2025-03'],
    ['March 2025', '2025-03'],
    ['March 5, 2025', '2025-03'],
    ['5 March 2025', '2025-03'],
    ['03/2025', '2025-03'],
    ['2025年3月上线', '2025-03'],
    ['2025年3月5日', '2025-03'],
  ])('writes %s', (text, date) => expect(say(month, text)).toEqual({ kind: 'value', value: { date }, doubts: [] }));
  it.each([
    ['去年3月', '2024-03'],
    ['今年8月', '2025-08'],
    ['上个月', '2025-10'],
    ['本月', '2025-11'],
    ['前年十月', '2023-10'],
    ['25年3月', '2025-03'],
    ['3月', '2025-03'],
    ['12月', '2024-12'],
    ['last month', '2025-10'],
    ['昨天', '2025-11'],
  ])('is asked whether %s is %s', (text, date) =>
    expect(say(month, text)).toEqual({
      kind: 'value',
      value: { date },
      doubts: [{ code: 'relative_date', params: { date } }],
    }),
  );
  it('is asked about the future', () => {
    expect(say(month, '2025年12月')).toMatchObject({ value: { date: '2025-12' }, doubts: [{ code: 'future_date' }] });
    expect(say(month, '2025年11月')).toMatchObject({ doubts: [] });
    expect(say(month, '明年3月')).toMatchObject({
      doubts: [{ code: 'relative_date' }, { code: 'future_date', params: { date: '2026-03' } }],
    });
  });
  it('lives in the time zone of the call', () => {
    const newYear = { now: Date.UTC(2025, 11, 31, 17), timezone: 'Asia/Shanghai' };
    expect(readReply(month, { kind: 'text', text: '上个月' }, undefined, newYear)).toMatchObject({
      value: { date: '2025-12' },
    });
    expect(
      readReply(month, { kind: 'text', text: '上个月' }, undefined, { ...newYear, timezone: 'UTC' }),
    ).toMatchObject({ value: { date: '2025-11' } });
  });
  it.each([
    ['2025年13月', 'no_such_date'],
    ['2025-2-30', 'no_such_date'],
    ['2025年0月', 'no_such_date'],
    ['去年13月', 'no_such_date'],
    ['2025年2月29日', 'no_such_date'],
    ['1025年3月', 'no_such_date'],
    ['2025年', 'not_a_date'],
    ['2025年3月到5月', 'not_a_date'],
    ['2025年3月、2025年5月', 'not_a_date'],
    ['3/5/2025', 'not_a_date'],
    ['很久以前', 'not_a_date'],
    ['123', 'not_a_date'],
    ['', 'empty'],
  ])('is refused %j as %s', (text, refusal) =>
    expect(say(month, text)).toMatchObject({ kind: 'rejection', code: refusal }),
  );
  it('gives a day where a day is wanted', () => {
    expect(say(day, '2025年3月5日')).toMatchObject({ value: { date: '2025-03-05' } });
    expect(say(day, '2024-2-29')).toMatchObject({ value: { date: '2024-02-29' } });
    expect(say(day, '2025年3月')).toMatchObject({ code: 'not_a_date' });
    expect(say(day, '昨天')).toMatchObject({ value: { date: '2025-11-04' }, doubts: [{ code: 'relative_date' }] });
  });
  it('keeps to the span of the call', () => {
    const step = { ...month, earliest: '2024-01', latest: '2025-06-30' };
    expect(say(step, '2023年12月')).toEqual({
      kind: 'rejection',
      code: 'date_range',
      params: { date: '2023-12', min: '2024-01', max: '2025-06-30' },
    });
    expect(say(step, '2025年6月')).toMatchObject({ kind: 'value' });
    expect(say(step, '2025年7月')).toMatchObject({ code: 'date_range' });
  });
});

describe('an applicant giving the credit code', () => {
  it.each([
    '91350100M000100Y43',
    '91310115MAFAKE019P',
    '91310115MAFAK13200',
    '91310106MAFAKE2381',
    '91310115MAFAKE246W',
  ])('writes %s', (text) =>
    expect(say(code, text)).toEqual({ kind: 'value', value: { code: text, valid: true }, doubts: [] }),
  );
  it.each([
    '９１３５０１００Ｍ０００１００Ｙ４３',
    '9135 0100 M000 100Y 43',
    '91350100m000100y43',
    '统一社会信用代码：91350100M000100Y43',
    '91350100-M000100Y43。',
  ])('may write it as %s', (text) =>
    expect(say(code, text)).toMatchObject({ value: { code: '91350100M000100Y43', valid: true } }),
  );
  it('is asked about a check digit that does not fit, and may insist', () => {
    expect(say(code, '91350100M0001TGQXM')).toEqual({
      kind: 'value',
      value: { code: '91350100M0001TGQXM', valid: false },
      doubts: [{ code: 'uscc_checksum', params: { code: '91350100M0001TGQXM', expected: '1' } }],
    });
  });
  it('is told a check digit of 0 where the sum leaves nothing', () => {
    expect(say(code, '91310115MAFAK13201')).toMatchObject({
      value: { valid: false },
      doubts: [{ code: 'uscc_checksum', params: { expected: '0' } }],
    });
  });
  it('is told of letters that never occur, and what was probably meant', () => {
    expect(say(code, '91350100M000100Y4Z')).toEqual({ kind: 'rejection', code: 'uscc_letters', params: { bad: 'Z' } });
    expect(say(code, '9135O1OOM000100Y43')).toEqual({
      kind: 'rejection',
      code: 'uscc_letters',
      params: { bad: 'O', suggestion: '91350100M000100Y43' },
    });
    expect(say(code, '9I350IO0M000100Y43')).toMatchObject({ params: { suggestion: '91350100M000100Y43' } });
    expect(say(code, '91350100M000100S43')).toEqual({ kind: 'rejection', code: 'uscc_letters', params: { bad: 'S' } });
  });
  it('is told the length', () => {
    expect(say(code, '91350100M000100Y4')).toEqual({ kind: 'rejection', code: 'uscc_length', params: { have: 17 } });
    expect(say(code, '在营业执照上')).toMatchObject({ code: 'uscc_length' });
  });
  it.each(['没有代码', '没有', '境外机构', '1', '我们没有信用代码', 'no code'])(
    'may have none (%s) and explains it',
    (text) => {
      expect(say(code, text)).toMatchObject({
        partial: { kind: 'uscc' },
        owed: { what: 'note', option: 'none', min: 10 },
      });
      expect(talk(code, text, '注册在新加坡，没有境内登记')).toEqual({
        kind: 'value',
        value: { none: true, note: '注册在新加坡，没有境内登记' },
        doubts: [],
      });
    },
  );
  it('may explain at once, tap the button, or give the code after all', () => {
    expect(say(code, '没有代码：注册在新加坡，没有境内登记')).toMatchObject({
      value: { none: true, note: '注册在新加坡，没有境内登记' },
    });
    expect(brief(choose(code, 'none'))).toBe('?uscc');
    expect(talk(code, '没有代码', '91350100M000100Y43')).toMatchObject({ value: { code: '91350100M000100Y43' } });
    expect(talk(code, '没有代码', '境外')).toMatchObject({ code: 'too_short' });
  });
});
