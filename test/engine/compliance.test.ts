/** What a compliance statement plainly says, and what it leaves open. */
import { expect, it } from 'vitest';
import { involvesPersonalInfo, recordedCompliance } from '../../src/engine/compliance.ts';

it('names the safeguards of the statement', () => {
  const statement = '公共数据按授权运营协议使用，采用多方安全计算，系统通过等保三级测评并完成数据安全评估。';
  expect(recordedCompliance(statement)).toEqual({
    statement,
    tags: ['授权协议', '多方安全计算', '等保三级', '数据安全评估'],
    involves_personal_info: null,
  });
});

it.each([
  ['本案例不涉及个人信息。', false],
  ['建模数据未包含个人信息', false],
  ['产品不含任何个人信息', false],
  ['处理个人信息前逐户取得授权', true],
  ['涉及客户个人信息，已做去标识化', true],
  ['是否涉及个人信息由银行判断', null],
  ['如涉及个人信息则单独授权', null],
  ['不涉及敏感个人信息', null],
  ['原始环节涉及个人信息，建模环节不涉及个人信息', null],
  ['系统通过等保三级测评', null],
])('%s → %s', (statement, expected) => {
  expect(involvesPersonalInfo(statement)).toBe(expected);
});
