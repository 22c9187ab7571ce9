/** Which way an indicator is better. */
import { expect, it } from 'vitest';
import { direction } from '../../src/engine/metric.ts';

it.each([
  ['平均审批时长', 5, 0.5, false, 'lower_better'],
  ['融资成本', 6, 4, false, 'lower_better'],
  ['不良率', null, 0.8, false, 'lower_better'],
  ['服务企业', 10, 86, false, 'higher_better'],
  ['服务企业', null, 86, false, 'higher_better'],
  ['抵押要求', 10, 3, false, 'unknown'],
  ['抵押要求', 10, 3, true, 'lower_better'],
  ['风险识别率', 60, 95, false, 'unknown'],
  ['服务企业', 10, 10, false, 'unknown'],
] as const)('%s %s → %s (insisted: %s) is %s', (name, before, after, insisted, expected) => {
  expect(direction(name, before, after, insisted)).toBe(expected);
});
