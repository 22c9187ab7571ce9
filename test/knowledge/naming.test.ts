/** A list is found by whatever applicants call it, and by nothing that merely counts. */
import { describe, expect, it } from 'vitest';
import { loadCall } from '../../src/flow/load.ts';
import { naming } from '../../src/knowledge/naming.ts';
import { plain } from '../../src/knowledge/normalise.ts';

const named = naming(loadCall('flows/fintech-events-2025').lists, plain);
const numbersOf = (text: string): string => [...named(plain(text))].toSorted().join(' ');

describe('An applicant names a list', () => {
  it.each([
    ...['第三张榜', '第三张要什么', '第三个榜单', '榜3', '榜单三', '3号榜怎么报', '三号榜', '三榜要什么'],
    ...['list three', 'apply to list 3', 'list no. 3', 'the third list', '3rd list', 'L3', '榜單三', '我报榜3'],
    ...['上海榜', '上海专场', '特色榜', '特色榜单', '数据榜', 'the Shanghai list'],
  ])('the third: %s', (text) => {
    expect(numbersOf(text)).toBe('L3');
  });

  it.each([
    ['技术榜', 'L4'],
    ['大模型榜', 'L4'],
    ['科技榜', 'L1'],
    ['数字榜', 'L2'],
    ['赋能榜', 'L5'],
    ['榜单1和3有什么区别', 'L1 L3'],
    ['list 1 or 2', 'L1 L2'],
    ['榜一和榜三', 'L1 L3'],
  ])('%s', (text, lists) => {
    expect(numbersOf(text)).toBe(lists);
  });

  it.each([
    ...['第三届', '第三方', '第三条', '第三个问题', '第三张图片', '榜单一共有几个', '榜单5个都能报吗', '三榜都报'],
    ...['前三榜', '榜单12', '榜单2025', 'html5', 'list 3 milestones', 'can I list two cases', 'list 12', '十三榜'],
  ])('nowhere in: %s', (text) => {
    expect(numbersOf(text)).toBe('');
  });
});
