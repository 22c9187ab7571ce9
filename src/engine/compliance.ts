/** The compliance statement as recorded, with an index of the safeguards it names. An index only: nothing is judged. */
import type { ComplianceRecord } from './submission.ts';

/** Safeguards and the words that name them. */
const TAGS: readonly (readonly [tag: string, words: RegExp])[] = [
  ['授权协议', /授权(?:运营)?协议/],
  ['多方安全计算', /多方安全计算|安全多方计算|MPC/i],
  ['联邦学习', /联邦学习/],
  ['隐私计算', /隐私计算/],
  ['可信执行环境', /可信执行环境|\bTEE\b/i],
  ['差分隐私', /差分隐私/],
  ['等保三级', /等保(?:测评)?(?:三|3)级|三级等保|等级保护(?:三|3)级/],
  ['等保二级', /等保(?:测评)?(?:二|2)级|二级等保|等级保护(?:二|2)级/],
  ['数据安全评估', /数据安全(?:风险)?评估/],
  ['个人信息保护影响评估', /个人信息(?:保护|安全)影响评估/],
  ['数据出境', /数据出境|标准合同/],
  ['脱敏', /脱敏|去标识化|匿名化/],
  ['加密', /加密|国密/],
  ['算法备案', /算法备案/],
  ['备案', /备案/],
  ['许可', /许可|牌照/],
  ['不涉及数据处理', /不涉及数据处理/],
];

const WITHOUT = /(?:不|未|没有?|无)(?:会|曾)?(?:涉及|包含|含有?|采集|收集|使用|处理)(?:任何)?个人信息/;
const WITH = /(?:涉及|包含|含有?|采集|收集|使用|处理)(?:了|的)?(?:客户|用户)?个人信息/g;
/** Before the words, these make the statement no plain one: a negation, a condition, a question. */
const HEDGED = /[不未无非没若如凡]|是否|可能$/;

/** null unless the statement says it plainly and does not say both. */
export function involvesPersonalInfo(statement: string): boolean | null {
  const without = WITHOUT.test(statement);
  let plainly = false;
  for (const match of statement.matchAll(WITH)) {
    if (!HEDGED.test(statement.slice(Math.max(0, match.index - 4), match.index))) plainly = true;
  }
  if (without === plainly) return null;
  return plainly;
}

export function recordedCompliance(statement: string): ComplianceRecord {
  return {
    statement,
    tags: TAGS.filter(([, words]) => words.test(statement)).map(([tag]) => tag),
    involves_personal_info: involvesPersonalInfo(statement),
  };
}
