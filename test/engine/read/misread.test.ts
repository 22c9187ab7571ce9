/** Replies that look like an answer and are none: small talk as a name, two lists where one is wanted, a number as a text. */
import { describe, expect, it } from 'vitest';
import { readReply } from '../../../src/engine/read/read.ts';
import type { Partial, Row } from '../../../src/engine/value.ts';
import type { FileRef } from '../../../src/message.ts';
import {
  around,
  attachments,
  brief,
  cases,
  caseTitle,
  choose,
  coApplicants,
  code,
  lists,
  orgName,
  person,
  say,
  stage,
  summary,
  talk,
} from './steps.ts';

describe('an applicant asked for a contact', () => {
  it.each(['完成', '好的', '不方便说', '没有', 'ok', '好了', '不知道', '无', '收到', '谢谢', '保密', 'none', 'N/A'])(
    'who says %j has not named anybody',
    (text) => expect(say(person, text)).toMatchObject({ kind: 'rejection', code: 'not_a_person' }),
  );
  it.each(['好的', '不方便说', '没有', 'ok', '暂无', '完成'])('who says %j has no title by that', (text) => {
    const partial: Partial = {
      kind: 'contact',
      have: { name: '张示例', phone: '13900000000', email: 'a@example.com' },
    };
    expect(say(person, text, partial)).toMatchObject({ kind: 'rejection', code: 'not_a_title' });
  });
  it('is not given a title out of the politeness around it', () => {
    expect(say(person, '好的，张示例，13900000000')).toMatchObject({
      partial: { have: { name: '张示例', phone: '13900000000' } },
      owed: { fields: ['title', 'email'] },
    });
  });
  it('may be called something that only begins like small talk', () => {
    expect(talk(person, '郝德', '行长', '13900000000', 'a@example.com')).toMatchObject({ value: { name: '郝德' } });
    expect(talk(person, '吴暂', '办事员', '13900000000', 'a@example.com')).toMatchObject({
      value: { title: '办事员' },
    });
  });
});

describe('where one option is wanted', () => {
  it.each([
    ['1和3都想报', '!one_option_only L1,L3'],
    ['1、3都想报', '!one_option_only L1,L3'],
    ['1与3都报', '!one_option_only L1,L3'],
    ['1 and 3 please', '!one_option_only L1,L3'],
    ['我想报1和3', '!one_option_only L1,L3'],
    ['第一个和第三个都想报', '!one_option_only L1,L3'],
    ['一和三都想报可以的', '!one_option_only L1,L3'],
    ['2跟5我们都想报', '!one_option_only L2,L5'],
    ['科技金融和数字金融都想报', '!one_option_only L1,L2'],
    ['第三个榜单', '=L3'],
    ['榜单3', '=L3'],
    ['第3个', '=L3'],
    ['1，我们想报这个', '=L1'],
  ])('%j names as many as it names', (text, expected) => expect(brief(say(lists, text))).toBe(expected));
  it.each(['第三个榜单', '榜单3', '第三榜', '第三个榜'])('%j is no option of another question', (text) =>
    expect(brief(say(stage, text))).toBe('!no_such_option'),
  );
  it.each([
    ['第三个', '=poc_done'],
    ['第三项', '=poc_done'],
    ['第三个选项', '=poc_done'],
    ['选项3', '=poc_done'],
    ['第三种', '=poc_done'],
    ['2，3年前就试点了', '=pilot'],
    ['1，2025年3月上线', '=production'],
  ])('%j still is one', (text, expected) => expect(brief(say(stage, text))).toBe(expected));
});

const ROWS: readonly Row[] = [{ name: '上海示例科技有限公司', role: '联合开发' }];

describe('rows that are there', () => {
  it('are not cleared by a tap on an option that is not offered any more', () => {
    const partial: Partial = { kind: 'rows', rows: ROWS };
    const tap = readReply(coApplicants, { kind: 'choose', options: ['none'] }, partial, around);
    expect(tap).toMatchObject({ kind: 'rejection', code: 'rows_there', params: { rows: 1 } });
  });
  it('are not cleared by the words of that option either, nor is it taken for a row', () => {
    const partial: Partial = { kind: 'rows', rows: ROWS };
    expect(say(cases, '暂无', { kind: 'rows', rows: [{ client: '甲', what: '乙', result: '丙' }] })).toMatchObject({
      kind: 'value',
      value: { rows: [{ client: '甲' }] },
    });
    expect(say(coApplicants, '没有', partial)).toMatchObject({ value: { rows: ROWS } });
  });
  it('cannot be finished by a tap before there are any', () => {
    expect(choose(coApplicants, 'done')).toMatchObject({ kind: 'rejection', code: 'no_such_option' });
  });
});

describe('a text that is nothing but a number of a person', () => {
  it.each([
    [orgName, '13900000000'],
    [orgName, '手机13900000000'],
    [orgName, 'zhang@example.com'],
    [orgName, '邮箱：zhang@example.com'],
    [orgName, '110101199003074514'],
    [caseTitle, '139 0000 0000'],
    [caseTitle, '021-50000000'],
    [caseTitle, '身份证号 110101199003074514'],
    [summary, '13900000000'],
    [summary, 'zhang@example.com'],
  ])('%# %j is no answer to a question of words', (step, text) =>
    expect(say(step, text)).toMatchObject({ kind: 'rejection', code: 'only_personal' }),
  );
  it('is one where it says more', () => {
    expect(say(caseTitle, '021-50000000 热线背后的小微金融')).toMatchObject({ kind: 'value' });
    expect(say(orgName, '上海12345政务热线中心')).toMatchObject({ kind: 'value' });
  });
});

describe('a credit code in a sentence', () => {
  it.each([
    '我们的代码是 91350100M000100Y43',
    '我们的统一社会信用代码是91350100M000100Y43，请查收',
    '执照上写的：9135 0100 M000 100Y 43。',
    'our code is 91350100M000100Y43, thanks',
    '91350100m000100y43 这个',
  ])('is read: %s', (text) =>
    expect(say(code, text)).toMatchObject({ value: { code: '91350100M000100Y43', valid: true } }),
  );
  it('is not chosen out of two', () => {
    expect(say(code, '91350100M000100Y43 或者 91310115MAFAKE019P')).toMatchObject({ kind: 'rejection' });
  });
  it('is not made of a person’s number', () => {
    expect(say(code, '法人身份证是 110101199003074514')).toMatchObject({ kind: 'rejection' });
  });
});

const file = (name: string, more: { readonly [key in keyof FileRef]?: FileRef[key] } = {}): FileRef => ({
  name,
  mime: '',
  size: 10,
  sha256: name,
  key: name,
  ...more,
});

describe('files sent so far', () => {
  const partial: Partial = { kind: 'files', files: [file('a.pdf'), file('b.pdf')] };
  it.each(['删 2', '删除 2', '删除第2个', 'remove 2', '删掉第二个文件', 'delete #2'])('%s takes one away', (text) =>
    expect(say(attachments, text, partial)).toMatchObject({
      kind: 'partial',
      partial: { files: [{ name: 'a.pdf' }] },
    }),
  );
  it('are not touched by a number none of them has', () => {
    expect(say(attachments, '删 3', partial)).toMatchObject({ code: 'no_such_file', params: { n: 3, files: 2 } });
    expect(say(attachments, '删 1')).toMatchObject({ code: 'no_such_file', params: { n: 1, files: 0 } });
  });
  it('are not joined by one of another kind', () => {
    const reply = { kind: 'file', file: file('c.exe', { mime: 'application/pdf' }) } as const;
    expect(readReply(attachments, reply, partial, around)).toMatchObject({ code: 'file_type' });
  });
});

describe('small talk where words are wanted', () => {
  it.each(['好的', '1', '12', '收到', '不知道', '嗯嗯', '删 1', '删除第 2 个'])(
    '%j between two bubbles is no part of the text',
    (text) => {
      const partial: Partial = { kind: 'text', parts: ['我们按研发进度评信用，首笔资金七天到账。'] };
      expect(say(summary, text, partial)).toMatchObject({ kind: 'rejection', code: 'small_talk' });
    },
  );
  it.each(['不方便说', '稍后再说', '暂时没有'])('%j is no name of an organisation', (text) =>
    expect(say(orgName, text)).toMatchObject({ kind: 'rejection', code: 'small_talk' }),
  );
  it.each(['好的', '收到', '谢谢'])('%j begins no row', (text) =>
    expect(say(cases, text, { kind: 'rows', rows: [{ client: '甲', what: '乙', result: '丙' }] })).toMatchObject({
      kind: 'rejection',
      code: 'small_talk',
    }),
  );
});

describe('a row asked column by column', () => {
  const begun: Partial = {
    kind: 'rows',
    rows: ROWS,
    row: { name: '上海示例数据有限公司' },
    awaiting: 'role',
  };
  it.each(['算了', '不要了', '这一行不要了', '删 2', 'never mind'])('is given up by %s, and no other row is', (text) =>
    expect(say(coApplicants, text, begun)).toEqual({
      kind: 'partial',
      partial: { kind: 'rows', rows: ROWS },
      owed: { what: 'rows', rows: 1, added: 0, enough: true },
    }),
  );
  it('goes on after another row was taken away', () => {
    expect(say(coApplicants, '删 1', begun)).toMatchObject({
      partial: { rows: [], row: { name: '上海示例数据有限公司' }, awaiting: 'role' },
    });
  });
  it.each(['没有联合申报单位', '没有的', '目前没有', '暂无合作单位'])('is not begun by %s', (text) => {
    expect(say(coApplicants, text)).toMatchObject({ value: { rows: [], none: true } });
    expect(say(coApplicants, text, { kind: 'rows', rows: ROWS }).kind).not.toBe('partial');
  });
  it.each(['没有其他的了', '没有别的单位', '没有更多了'])('%s ends the rows', (text) =>
    expect(say(coApplicants, text, { kind: 'rows', rows: ROWS })).toMatchObject({ value: { rows: ROWS } }),
  );
  it('may be that of a company in 无锡', () => {
    expect(say(coApplicants, '无锡示例数据有限公司')).toMatchObject({ partial: { awaiting: 'role' } });
  });
});
