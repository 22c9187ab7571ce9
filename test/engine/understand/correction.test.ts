/** A proposal put right in words: what is meant by 不对, 应该是 and their like, and what is none of it. */
import { describe, expect, it } from 'vitest';
import { correctionIn } from '../../../src/engine/understand/correction.ts';

describe('What an applicant says is wrong with proposed answers', () => {
  it.each([
    ['第3条不对', 2, ''],
    ['3不对，其他都对', 2, ''],
    ['都对，除了第2条', 1, ''],
    ['除了三都对', 2, ''],
    ['第2条应该是上海示例银行徐汇支行', 1, '上海示例银行徐汇支行'],
    ['2不对，应该是试点', 1, '试点'],
    ['第十条删掉', 9, ''],
    ['不对，应该是分行', undefined, '分行'],
    ['不是，改成 试点运行中', undefined, '试点运行中'],
    ['应该是试点', undefined, '试点'],
    ['no, it should be Pilot', undefined, 'Pilot'],
    ['number 2 is wrong', undefined, undefined],
  ])('%s', (said, at, instead) => {
    expect(correctionIn(said)).toEqual(instead === undefined ? undefined : { at, instead });
  });

  it.each([
    '都对，全部记下',
    '1',
    '2',
    '3',
    '一条一条看',
    '都不要',
    '是的',
    '不对',
    '不对，跳过',
    '都对',
    '好',
    '是',
    '2条一起看',
  ])('is nothing of the kind: %s', (said) => {
    const read = correctionIn(said);
    expect(read === undefined || read.instead === '跳过').toBe(true);
  });
});
