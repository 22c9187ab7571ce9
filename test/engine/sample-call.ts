/** A small compiled call with a step of every type: what the tests of submissions start from. */

import type { Call } from '../../src/flow/call.ts';
import type { Clause } from '../../src/flow/clause.ts';
import type { List } from '../../src/flow/list.ts';
import type { Column, ListStep, Option, ReviewStep, Step, StepBase } from '../../src/flow/step.ts';
import type { Words } from '../../src/flow/words.ts';

export const say = (zh: string): Words => ({ zh, en: `${zh} (en)` });

function option(id: string, label: string, clause?: string): Option {
  return { id, label: say(label), clause, aliases: [], exclusive: false, note: undefined, hint: undefined };
}

function column(id: string, label: string, type: Column['type'] = 'text', required = true): Column {
  return {
    id,
    label: say(label),
    type,
    required,
    min: undefined,
    max: undefined,
    aliases: [],
    values: undefined,
    example: undefined,
  };
}

function base(id: string, ordinal: number, field?: string, clauses: readonly string[] = []): StepBase {
  return {
    ordinal,
    id,
    field,
    clauses,
    title: say(id),
    ask: say(`${id}？`),
    hint: undefined,
    example: undefined,
    aliases: [],
    when: undefined,
    required: true,
    pii: undefined,
    private: false,
    carry: false,
    revision: 1,
    checks: [],
  };
}

const note = { min: 1, max: 200, ask: undefined, example: undefined };
const none = { id: 'none', label: say('没有'), aliases: [], note };

const listStep: ListStep = {
  ...base('list_choice', 1),
  type: 'list',
  options: [option('L3', '示范案例'), option('help', '帮我选')],
};
const reviewStep: ReviewStep = {
  ...base('review_submit', 22),
  type: 'review',
  options: [option('submit', '提交'), option('edit', '修改')],
};
const decided = [option('yes', '确认承诺'), option('no', '还不能确认')];

/** By ordinal. */
export const steps: readonly Step[] = [
  {
    ...base('consent_privacy', 0),
    type: 'consent',
    options: decided,
    statement: say('隐私说明'),
    version: '2025-10-01',
  },
  listStep,
  { ...base('org_name', 2, 'applicant.org_name'), type: 'text', min: 4, max: 60, pattern: 'name' },
  { ...base('org_uscc', 3, 'applicant.uscc'), type: 'uscc', none },
  {
    ...base('org_type', 4, 'applicant.org_type'),
    type: 'single',
    options: [option('data', '数据交易所/数据公司'), option('other', '其他')],
  },
  {
    ...base('co_applicants', 5, 'co_applicants'),
    type: 'rows',
    min: 1,
    max: 10,
    none,
    unique: undefined,
    suggestions: [],
    columns: [column('name', '全称'), column('role', '分工'), column('uscc', '代码', 'uscc', false)],
  },
  { ...base('case_title', 6, 'case.title'), type: 'text', min: 6, max: 50, pattern: 'any' },
  { ...base('case_summary', 7, 'case.summary'), type: 'longtext', min: 10, max: 500 },
  {
    ...base('case_stage', 8, 'case.stage'),
    type: 'single',
    options: [option('production', '已正式投产/常态运行'), option('plan', '还是方案')],
  },
  {
    ...base('case_milestones', 9, 'case.milestones', ['0.1']),
    type: 'rows',
    min: 1,
    max: 20,
    none: undefined,
    unique: undefined,
    suggestions: [],
    columns: [column('date', '年月', 'month'), column('event', '事件')],
  },
  {
    ...base('l3_practice', 10),
    type: 'multi',
    min: 1,
    max: undefined,
    note: undefined,
    options: [option('scene', '核心创新场景在上海', '3.1.1.a'), option('landing', '主要落地应用在上海', '3.1.1.b')],
  },
  {
    ...base('l3_lead', 11, undefined, ['3.1.2.a']),
    type: 'single',
    options: [option('hq', '主营业务所在地在上海', '3.1.2.a.1'), option('rnd', '研发中心在上海')],
  },
  {
    ...base('l3_shanghai_feature', 12),
    type: 'multi',
    min: 1,
    max: undefined,
    note,
    options: [option('sde', '依托/对接上海数据交易所', '3.2.4'), option('policy', '响应上海政策', '3.2.4')],
  },
  { ...base('l3_value_share', 13), type: 'percent_note', note },
  { ...base('l3_demo', 14, undefined, ['3.4']), type: 'longtext', min: 1, max: 600 },
  { ...base('l3_since', 15), type: 'date', precision: 'month', earliest: undefined, latest: undefined },
  { ...base('l3_banks', 16), type: 'number', minimum: 0, maximum: undefined, integer: true, unit: undefined },
  {
    ...base('metrics', 17, 'metrics', ['1.3.c', '3.2.3']),
    type: 'rows',
    min: 1,
    max: 20,
    none,
    unique: undefined,
    suggestions: [],
    columns: [
      column('name', '指标'),
      column('before', '之前', 'number', false),
      column('after', '之后', 'number'),
      column('unit', '单位'),
      column('period', '时间段', 'period'),
      column('source', '来源'),
    ],
  },
  { ...base('compliance', 18, 'compliance.statement', ['3.2.1']), type: 'longtext', min: 10, max: 500 },
  {
    ...base('attachments', 19, 'attachments', ['1.3.c', '3.2.1', '3.2.3', '3.2.4']),
    type: 'files',
    max: 20,
    maxBytes: 20_000_000,
    accept: ['pdf'],
    later: option('later', '稍后补充'),
    done: option('done', '已发完'),
  },
  { ...base('contact', 20, 'contact'), type: 'contact' },
  { ...base('declaration', 21), type: 'confirm', options: decided, statement: say('承诺书'), version: '2025-10-01' },
  reviewStep,
  {
    ...base('applicant_region', 23, 'applicant.region'),
    type: 'single',
    options: [option('pudong', '浦东'), option('minhang', '闵行')],
  },
];

function clause(id: string, severity: Clause['severity'], source: Clause['source'] = 'verbatim'): Clause {
  return {
    id,
    text: `第 ${id} 条原文`,
    source,
    printed: `榜单 3（${id}）`,
    modality: '须',
    severity,
    en: `clause ${id}`,
  };
}

export const clauses = [
  clause('0.1', 'review'),
  clause('3.1.1.a', 'hard', 'split'),
  clause('3.1.2.a', 'hard'),
  clause('3.1.2.b', 'hard'),
  clause('3.2.1', 'hard'),
  clause('3.2.3', 'hard'),
  clause('3.2.4', 'hard'),
  clause('3.4', 'explain'),
];

export const list: List = {
  id: 'L3',
  no: 3,
  name: say('“数据要素×金融服务” 上海示范案例'),
  group: say('一大特色榜单'),
  aliases: [],
  gist: say('数据'),
  clauses: ['3.1.1.a'],
  tips: [],
  quick: new Set([10]),
  route: steps,
  place: steps.map((_, index) => index),
  dependents: steps.map(() => []),
  findings: [],
  judgedBy: steps.map(() => []),
  evidence: [
    { clause: '3.1.2.a', suggest: say('营业执照、办公场所') },
    { clause: '3.1.2.b', suggest: say('联合实施协议') },
    { clause: '3.2.1', suggest: say('授权协议、数据目录') },
    { clause: '3.2.3', suggest: say('before/after 数据及来源') },
    { clause: '3.3.a', suggest: say('登记/评估报告') },
  ],
};

export const call: Call = {
  id: 'sample-call',
  edition: 3,
  year: 2025,
  title: say('第三届征集'),
  hash: 'f'.repeat(64),
  rulesVersion: 'rules-2025.1',
  rulesSha256: 'a'.repeat(64),
  locales: ['zh-CN', 'en'],
  timezone: 'Asia/Shanghai',
  receiptPrefix: 'SJ2025',
  organizer: {
    name: undefined,
    contact: undefined,
    deadline: undefined,
    deadlineText: undefined,
    feeText: undefined,
    awardText: undefined,
    attachmentsText: undefined,
    privacyText: undefined,
    retentionUntil: undefined,
  },
  policy: {},
  ambiguities: [],
  clauses: new Map(clauses.map((one) => [one.id, one])),
  steps,
  stepById: new Map(steps.map((step) => [step.id, step])),
  opening: steps.slice(0, 2),
  listStep,
  reviewStep,
  lists: [list],
  listById: new Map([[list.id, list]]),
};
