/** How applicants give a contact and send files. */
import { describe, expect, it } from 'vitest';
import { readReply } from '../../../src/engine/read/read.ts';
import type { Reading } from '../../../src/engine/read/reading.ts';
import type { Partial } from '../../../src/engine/value.ts';
import type { FileRef } from '../../../src/message.ts';
import { around, attachments, choose, person, say, talk } from './steps.ts';

const whole = { name: '张示例', title: '主任', phone: '13900000000', email: 'zhang@example.com' };

describe('an applicant giving a contact', () => {
  it.each([
    '张示例 主任 13900000000 zhang@example.com',
    '张示例，主任，13900000000，zhang@example.com',
    '张示例、主任、13900000000、zhang@example.com',
    '张示例｜主任｜13900000000｜zhang@example.com',
    '张示例\n主任\n13900000000\nzhang@example.com',
    'zhang@example.com 13900000000 张示例 主任',
    '主任 张示例 13900000000 zhang@example.com',
    '姓名：张示例 职务：主任 手机：13900000000 邮箱：zhang@example.com',
    '姓名:张示例\n职务:主任\n电话:+86 139-0000-0000\n邮箱:zhang@example.com。',
    '邮箱 zhang@example.com，手机１３９００００００００，姓名是张示例，职务是主任',
    '联系人：张示例，主任，139 0000 0000，ｚｈａｎｇ＠example．com',
  ])('writes %j', (text) => expect(say(person, text)).toEqual({ kind: 'value', value: whole, doubts: [] }));
  it('is asked only for what is missing', () => {
    expect(say(person, '张示例 13900000000')).toEqual({
      kind: 'partial',
      partial: { kind: 'contact', have: { name: '张示例', phone: '13900000000' } },
      owed: { what: 'contact', fields: ['title', 'email'] },
    });
    expect(talk(person, '张示例 13900000000', 'zhang@example.com', '主任')).toEqual({
      kind: 'value',
      value: whole,
      doubts: [],
    });
    expect(talk(person, '张示例', '主任', '13900000000', 'zhang@example.com')).toMatchObject({ value: whole });
    expect(talk(person, '13900000000', '主任', '张示例', 'zhang@example.com')).toMatchObject({ value: whole });
  });
  it('may have a landline or an English name, and may correct a field', () => {
    expect(say(person, '张示例 主任 021-50000000转12 zhang@example.com')).toMatchObject({
      value: { phone: '021-50000000-12' },
    });
    expect(say(person, 'Lin Shili, Managing Director, 13900000000, lin@example.com')).toMatchObject({
      value: { name: 'Lin Shili', title: 'Managing Director' },
    });
    expect(talk(person, '张示例 13900000000', '手机：13900000001 邮箱 zhang@example.com 职务：主任')).toMatchObject({
      value: { phone: '13900000001' },
    });
  });
  it('hears what is wrong', () => {
    expect(say(person, '张示例 主任 12345678901 zhang@example.com')).toMatchObject({
      code: 'not_a_phone',
      params: { text: '12345678901' },
    });
    expect(say(person, '张示例 主任 13900000000 zhang@example。com')).toMatchObject({
      code: 'not_an_email',
      params: { suggestion: 'zhang@example.com' },
    });
    expect(say(person, 'zhang@b')).toMatchObject({ code: 'not_an_email' });
    expect(say(person, '姓名：张')).toMatchObject({ code: 'not_a_name' });
    expect(say(person, '？？')).toMatchObject({ kind: 'rejection' });
    expect(say(person, '姓名 职务')).toMatchObject({ code: 'nothing_recognised' });
    expect(choose(person, 'x')).toMatchObject({ code: 'text_expected' });
  });
});

const file = (name: string, mime = 'application/pdf', size = 10): FileRef => ({
  name,
  mime,
  size,
  sha256: name,
  key: name,
});
const send = (what: FileRef, partial?: Partial): Reading =>
  readReply(attachments, { kind: 'file', file: what }, partial, around);

describe('an applicant sending files', () => {
  it('sends them one by one until they are all there', () => {
    const first = send(file('承诺书.PDF'));
    expect(first).toMatchObject({ kind: 'partial', owed: { what: 'files', files: 1 } });
    const partial = first.kind === 'partial' ? first.partial : undefined;
    const second = send(file('b.jpg', 'image/jpeg'), partial);
    expect(second).toMatchObject({ owed: { files: 2 } });
    expect(send(file('承诺书.PDF'), partial)).toMatchObject({ owed: { files: 1 } });
    for (const text of ['好了', '已发完', '发完了', '2', 'done'])
      expect(say(attachments, text, partial)).toMatchObject({
        value: { files: [{ name: '承诺书.PDF' }], later: false },
      });
    expect(readReply(attachments, { kind: 'choose', options: ['done'] }, partial, around)).toMatchObject({
      value: { later: false },
    });
    expect(say(attachments, '稍后补充', partial)).toMatchObject({ value: { files: [{}], later: true } });
  });
  it.each(['稍后补充', '稍后', '1', '没有', 'later', '暂时没有'])('puts it off with %s', (text) =>
    expect(say(attachments, text)).toEqual({ kind: 'value', value: { files: [], later: true }, doubts: [] }),
  );
  it('hears what cannot be taken', () => {
    expect(send(file('a.exe'))).toMatchObject({ code: 'file_type', params: { name: 'a.exe' } });
    expect(send(file('a.pdf', 'text/html'))).toMatchObject({ code: 'file_type' });
    expect(send(file('a.pdf', 'application/octet-stream'))).toMatchObject({ kind: 'partial' });
    expect(send(file('pdf'))).toMatchObject({ code: 'file_type' });
    expect(send(file('a.pdf', 'application/pdf', 1001))).toMatchObject({
      code: 'file_too_big',
      params: { size: 1001, max: 1000 },
    });
    const full: Partial = { kind: 'files', files: ['1.pdf', '2.pdf', '3.pdf'].map((name) => file(name)) };
    expect(send(file('4.pdf'), full)).toMatchObject({ code: 'too_many_files', params: { max: 3 } });
    expect(say(attachments, '完成')).toMatchObject({ code: 'file_expected' });
    expect(say(attachments, '材料在路上')).toMatchObject({ code: 'file_expected' });
    expect(choose(attachments, 'x')).toMatchObject({ code: 'no_such_option' });
  });
});
