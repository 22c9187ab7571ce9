/** The limit's answers, and its summary of them before they are submitted: every answer on a line of its own. */
import { OPTIONS } from './limit-words.ts';

/** What was answered: choices as option numbers from 1. */
export interface Answers {
  consent?: number;
  list?: number;
  practice?: number[];
  lead?: number;
  sources?: number[];
  values?: number[];
  orgName?: string;
  uscc?: string;
  orgType?: number;
  partners?: string[][];
  title?: string;
  summary?: string;
  dataRole?: string;
  scenarios?: number[];
  feature?: number[];
  featureNote?: string;
  directions?: number[];
  demo?: string;
  stage?: number;
  milestones?: string[][];
  metrics?: string[][];
  compliance?: string;
  contact?: string[];
  declaredAt?: number;
}

/** Longest excerpt of a long text. */
const EXCERPT = 200;

/** The whole summary as one text. */
export function previewOf(answers: Answers): string {
  return [
    `【${OPTIONS.list[2]}】申报内容摘要`,
    `1. 核心实践地：${chosen(answers.practice, OPTIONS.practice)}`,
    `2. 牵头单位：${OPTIONS.lead[(answers.lead ?? 1) - 1] ?? ''}`,
    `3. 数据类型：${chosen(answers.sources, OPTIONS.sources)}`,
    `4. 价值类型：${chosen(answers.values, OPTIONS.values)}`,
    `5. 单位名称：${answers.orgName ?? ''}`,
    `6. 信用代码：${answers.uscc ?? ''}`,
    `7. 单位类型：${OPTIONS.orgType[(answers.orgType ?? 1) - 1] ?? ''}`,
    `8. 联合单位：${rows(answers.partners)}`,
    `9. 案例名称：${answers.title ?? ''}`,
    `10. 案例简介：${long(answers.summary)}`,
    `11. 数据作用：${long(answers.dataRole)}`,
    `12. 业务场景：${chosen(answers.scenarios, OPTIONS.scenarios)}`,
    `13. 上海特色：${chosen(answers.feature, OPTIONS.feature)}（${answers.featureNote ?? ''}）`,
    `14. 征集方向：${chosen(answers.directions, OPTIONS.directions)}`,
    `15. 示范性：${long(answers.demo)}`,
    `16. 落地阶段：${OPTIONS.stage[(answers.stage ?? 1) - 1] ?? ''}`,
    `17. 关键节点：${rows(answers.milestones)}`,
    `18. 成效指标：${rows(answers.metrics)}`,
    `19. 合规安全：${long(answers.compliance)}`,
    '20. 证明材料：稍后补充',
    `21. 联系人：${masked(answers.contact ?? [])}`,
    `22. 承诺确认：${OPTIONS.declaration[0]}`,
    '要改就发“修改 题号”或“修改 题名”。',
  ].join('\n');
}

function chosen(picked: readonly number[] | undefined, options: readonly string[]): string {
  return (picked ?? []).map((n) => options[n - 1] ?? '').join('、');
}

function rows(given: readonly (readonly string[])[] | undefined): string {
  return (given ?? []).map((row, i) => `\n  ${i + 1}) ${row.join('｜')}`).join('');
}

function long(text: string | undefined): string {
  if (text === undefined || text.length <= EXCERPT) return text ?? '';
  return `${text.slice(0, EXCERPT)}…（共 ${text.length} 字）`;
}

function masked([name, title, phone, email]: readonly string[]): string {
  return `${name} ${title} ${phone?.slice(0, 3)}****${phone?.slice(7)} ${email?.slice(0, 2)}***${email?.slice(email.indexOf('@'))}`;
}
