/** Applications to the sample call: answers, sessions and verdicts to build submissions from. */
import { userRef } from '../../src/engine/identity.ts';
import { NO_REACH } from '../../src/engine/reach.ts';
import type { Answer, Draft, Session } from '../../src/engine/session.ts';
import { ANSWERED, RELEVANT } from '../../src/engine/session.ts';
import type { SubmissionInput } from '../../src/engine/submit.ts';
import type { Value } from '../../src/engine/value.ts';
import type { Finding, Verdict } from '../../src/engine/verdict.ts';
import { call, list, say, steps } from './sample-call.ts';

export const STARTED = Date.parse('2025-11-03T09:12:04+08:00');
export const AT = Date.parse('2025-11-03T09:47:31+08:00');

const file = (name: string, sha: string) => ({
  name,
  mime: 'application/pdf',
  size: 1024,
  sha256: sha.repeat(64),
  key: `files/${sha}`,
});

/** What the applicant of the sample answered, by step id. */
export const values: Readonly<Record<string, Value>> = {
  consent_privacy: { id: 'yes' },
  list_choice: { id: 'L3' },
  org_name: { text: '上海示例汇数信息服务有限公司（虚构）' },
  org_uscc: { code: '91310106MAFAKE2381', valid: true },
  org_type: { id: 'data' },
  co_applicants: { rows: [{ name: '上海示例苏河银行股份有限公司（虚构）', role: '提供信贷产品', uscc: null }] },
  case_title: { text: '多方安全计算联合画像，小微商户当天拿到信用贷款' },
  case_summary: { text: '本案例 依托上海公共数据\n授权运营机制' },
  case_stage: { id: 'production' },
  case_milestones: { rows: [{ date: '2025-04', event: '联合银行上线放款' }] },
  l3_practice: { ids: ['scene', 'landing'] },
  l3_lead: { id: 'hq' },
  l3_shanghai_feature: { ids: ['sde'], note: '已在上海数据交易所挂牌' },
  l3_value_share: { percent: 72, note: '按放款额计' },
  l3_demo: { text: '创新性在于把公共数据授权运营与多方安全计算结合。' },
  l3_since: { date: '2025-04' },
  l3_banks: { number: 3 },
  metrics: {
    rows: [
      { name: '平均审批时间', before: 5, after: 0.5, unit: '天', period: '2025年4-9月', source: '信贷系统日志' },
      { name: '服务小微商户', before: null, after: 2860, unit: '户', period: '上线以来', source: '放款台账' },
    ],
  },
  compliance: {
    text: '公共数据按授权运营协议使用；联合建模采用多方安全计算；系统通过等保三级测评并完成数据安全评估。',
  },
  attachments: {
    files: [file('承诺书（盖章）.pdf', 'b'), file('授权运营协议节选.pdf', 'c'), file('成效证明-联合银行.pdf', 'd')],
    later: false,
  },
  contact: { name: '林示例', title: '数据业务总监', phone: '19900000023', email: 'lin.shili@example.com' },
  declaration: { id: 'yes' },
  applicant_region: { id: 'pudong' },
};

export function answer(value: Value, confirmed: readonly string[] = []): Answer {
  return {
    value,
    raw: '原话',
    by: 'usr_0123456789abcdef',
    channel: 'web',
    message: 'm1',
    at: STARTED + 1000,
    revision: 1,
    confirmed,
  };
}

/** A draft with these answers, every answered step relevant. */
export function draftOf(given: Readonly<Record<string, Value>>, part: Partial<Draft> = {}): Draft {
  const marks = new Uint8Array(steps.length);
  const answers = steps.map((step) => {
    const value = given[step.id];
    if (value === undefined) return undefined;
    marks[step.ordinal] = RELEVANT | ANSWERED;
    return answer(value);
  });
  return {
    id: 'd1',
    flow: call.hash,
    startedAt: STARTED,
    answers,
    marks,
    list: 'L3',
    focus: -1,
    gathering: -1,
    partial: undefined,
    shelf: {},
    pending: undefined,
    told: [],
    objections: [],
    checked: true,
    failures: 0,
    last: -1,
    submitted: undefined,
    orphans: {},
    heard: [],
    toldGone: [],
    ...part,
  };
}

export function sessionOf(part: Partial<Session> = {}): Session {
  return {
    key: 'web:u1',
    length: 30,
    locale: 'zh-CN',
    drafts: [],
    current: 0,
    open: undefined,
    receipts: [],
    messages: { in: 34, out: 41 },
    saidAt: 0,
    reach: NO_REACH,
    ...part,
  };
}

export function finding(
  id: string,
  status: Finding['status'],
  basedOn: readonly string[],
  part: Partial<Finding> = {},
): Finding {
  const severity = call.clauses.get(id)?.severity ?? 'info';
  return { clause: id, severity, status, say: undefined, fix: undefined, flag: undefined, basedOn, ...part };
}

export const eligible: Verdict = {
  overall: 'eligible',
  findings: [
    finding('0.1', 'met', ['case_milestones']),
    finding('3.1.1.a', 'met', ['l3_practice']),
    finding('3.1.2.a', 'met', ['l3_lead']),
    finding('3.1.2.b', 'not_applicable', ['l3_lead'], { say: say('在沪机构牵头，跨区域三条★不适用') }),
    finding('3.2.1', 'met', ['compliance']),
    finding('3.2.3', 'met', ['metrics']),
    finding('3.2.4', 'met', ['l3_shanghai_feature']),
    finding('3.4', 'met', ['l3_demo']),
  ],
  hard: { met: 5, notMet: 0, total: 5 },
};

/** The verdict with some findings replaced. */
export function verdictWith(overall: Verdict['overall'], ...changed: readonly Finding[]): Verdict {
  const findings = eligible.findings.map((one) => changed.find(({ clause: id }) => id === one.clause) ?? one);
  const hard = findings.filter((one) => one.severity === 'hard' && one.status !== 'not_applicable');
  const met = hard.filter(({ status }) => status === 'met').length;
  const notMet = hard.filter(({ status }) => status === 'not_met').length;
  return { overall, findings, hard: { met, notMet, total: hard.length } };
}

/** A whole input: the sample as it stands, with some of it replaced. */
export function inputWith(part: Partial<SubmissionInput> = {}): SubmissionInput {
  const session = part.session ?? sessionOf();
  return {
    call,
    list,
    draft: draftOf(values),
    session,
    verdict: eligible,
    at: AT,
    channel: { platform: 'web', chatType: 'p2p', userRef: userRef(session.key) },
    adapterVersion: '0.1.0',
    engineVersion: '0.1.0',
    previous: undefined,
    ...part,
  };
}
