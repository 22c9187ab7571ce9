/** Whole applications to the five lists of the shipped call, every clause satisfied, and drafts folded from them. Judges nothing. */
import { foldEntry } from '../../src/engine/fold.ts';
import type { Operation } from '../../src/engine/operation.ts';
import type { Draft, Session } from '../../src/engine/session.ts';
import { currentDraft, newSession } from '../../src/engine/session.ts';
import { takeTurn } from '../../src/engine/turn.ts';
import type { Turn } from '../../src/engine/turn-frame.ts';
import type { Value } from '../../src/engine/value.ts';
import type { Call } from '../../src/flow/call.ts';
import { compileCall } from '../../src/flow/compile.ts';
import type { List } from '../../src/flow/list.ts';
import { loadCall, readFiles } from '../../src/flow/load.ts';
import type { SourceFile } from '../../src/flow/source.ts';
import type { Content } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';

export const FOLDER = 'flows/fintech-events-2025';
export const NOW = Date.parse('2025-10-09T09:00:00+08:00');
export const call: Call = loadCall(FOLDER);
/** The contact of every application here: other than the examples of the flow, so that a leak is told from an example. */
export const CONTACT = '李样本';
export const PHONE = '13800001111';
export const EMAIL = 'li.yangben@example.org';
/** Name of the file applicants attach. */
export const ATTACHED = '应用证明（盖章）.pdf';

/** Answers by step id; undefined takes one away. */
export type Given = Readonly<Record<string, Value | undefined>>;

export const choice = (id: string): Value => ({ id });
export const choices = (...ids: readonly string[]): Value => ({ ids });
export const noted = (note: string, ...ids: readonly string[]): Value => ({ ids, note });

const NOTE = '按要求如实说明情况并附有来源，细节见随附的证明材料。';
/** A choice whose options demand notes. */
export const explained = (...ids: readonly string[]): Value => ({
  ids,
  notes: Object.fromEntries(ids.map((id) => [id, NOTE])),
});
export const explainedChoice = (id: string): Value => ({ id, notes: { [id]: NOTE } });
export const noRows: Value = { rows: [], none: true, note: NOTE };

/** The example of a step, as an answer. */
function example(id: string): Value {
  const text = call.stepById.get(id)?.example?.zh;
  if (text === undefined) throw new Error(`step ${id} has no example`);
  return { text };
}

const COMMON: Given = {
  consent_privacy: choice('agree'),
  org_name: { text: '上海示例科技股份有限公司' },
  org_uscc: { code: '91350100M000100Y43', valid: true },
  org_type: choice('bank'),
  co_applicants: { rows: [], none: true },
  case_title: { text: '多方安全计算联合画像，小微商户当天拿到信用贷款' },
  case_summary: example('case_summary'),
  case_stage: choice('production'),
  case_milestones: { rows: [{ date: '2025-04', event: '首笔放款' }] },
  metrics: {
    rows: [{ name: '平均审批时长', before: 5, after: 0.5, unit: '天', period: '2025年1-9月', source: '信贷系统日志' }],
  },
  compliance: example('compliance'),
  attachments: { files: [], later: true },
  contact: { name: CONTACT, title: '主任', phone: PHONE, email: EMAIL },
  declaration: choice('yes'),
};

const OWN: Readonly<Record<string, Given>> = {
  L1: {
    l1_targets: choices('tech_early'),
    l1_values: choices('precise', 'hard'),
    l1_modes: choices('ip_pledge'),
    l1_service_detail: example('l1_service_detail'),
    l1_value_story: example('l1_value_story'),
  },
  L2: {
    l2_techs: choices('ai', 'bigdata'),
    l2_depth: choice('deep'),
    l2_values: choices('efficiency'),
    l2_scenes: choices('risk', 'inclusive'),
    l2_inclusive_groups: choices('sme'),
    l2_tech_detail: example('l2_tech_detail'),
    l2_leadership: noted(NOTE, 'depth'),
  },
  L3: {
    l3_practice: choices('scene', 'landing', 'value'),
    l3_lead: choice('hq'),
    l3_stars: choices('s1', 's2', 's3'),
    l3_data_sources: choices('public', 'finance'),
    l3_values: choices('efficiency', 'risk'),
    l3_partner: {
      rows: [
        {
          name: '上海示例苏河银行股份有限公司',
          contribution: '负责产品设计、授信审批和贷后管理，投入风控人员12名',
          uscc: null,
        },
      ],
    },
    l3_resources: noted('研发团队26人常驻浦东', 'rnd_team'),
    l3_value_share: { percent: 72, note: '按2025年1-9月放款额计' },
    l3_data_role: example('l3_data_role'),
    l3_scenarios: choices('credit', 'inclusive'),
    l3_shanghai_feature: noted(NOTE, 'sde'),
    l3_directions: choices('public', 'tech'),
    l3_demo: example('l3_demo'),
  },
  L4: {
    l4_fields: choices('privacy'),
    l4_breakthroughs: choices('performance', 'autonomy'),
    l4_real_scene: choice('yes'),
    l4_tech_detail: example('l4_tech_detail'),
    l4_benchmarks: {
      rows: [
        { name: '联合建模耗时', ours: 7, mainstream: 96, unit: '小时', verifier: '示例信息安全测评中心', proof: null },
      ],
    },
    l4_ip: {
      rows: [{ kind: 'patent', name: '一种低轮次安全比较方法', status: '已授权', deployed: '示例银行总行生产环境' }],
    },
    l4_effect: example('l4_effect'),
  },
  L5: {
    l5_industry: choice('ic'),
    l5_embed: choice('deep'),
    l5_modes: choices('chain', 'cluster'),
    l5_evidence: choice('both'),
    l5_chain_detail: example('l5_chain_detail'),
    l5_embed_story: example('l5_embed_story'),
    l5_trade_basis: example('l5_trade_basis'),
    l5_cases: { rows: [{ client: '某芯片设计企业', what: '按流片周期放款1200万元', result: '提前两个月流片' }] },
  },
};

/** Everything an applicant to this list answers, with some of it replaced. */
export function application(list: string, changed: Given = {}): Given {
  const own = OWN[list];
  if (own === undefined) throw new Error(`no list ${list}`);
  return { ...COMMON, list_choice: choice(list), ...own, ...changed };
}

export function answered(step: string, value: Value): Operation {
  return { op: 'answered', step, value, raw: '原话' };
}

/** A session in which these answers were given, in the order of the call's steps. */
export function sessionWith(over: Call, given: Given): Session {
  const operations: Operation[] = [{ op: 'opened', draft: 'd1', flow: over.hash }];
  for (const step of over.steps) {
    const value = given[step.id];
    if (value !== undefined) operations.push(answered(step.id, value));
  }
  const entry = { id: 'm0', at: NOW, by: 'usr_0000000000000000', channel: 'test', operations, replies: 1 };
  return foldEntry(over, newSession('test:u1'), entry);
}

export function draftOf(session: Session): Draft {
  const draft = currentDraft(session);
  if (draft === undefined) throw new Error('the session has no draft');
  return draft;
}

export function listOf(over: Call, id: string): List {
  const list = over.listById.get(id);
  if (list === undefined) throw new Error(`no list ${id}`);
  return list;
}

/** One message to the engine and its turn. */
export function tell(
  over: Call,
  session: Session,
  content: Content | string,
  part: { readonly chat?: string; readonly addressed?: boolean; readonly prompt?: string; readonly now?: number } = {},
): Turn {
  const now = part.now ?? NOW;
  const inbound = {
    channel: 'test',
    id: `m${session.length}`,
    user: 'u1',
    chat: part.chat ?? PRIVATE,
    addressed: part.addressed ?? true,
    at: now,
    prompt: part.prompt,
    content: typeof content === 'string' ? { kind: 'text' as const, text: content } : content,
  };
  const turn = takeTurn(over, session, inbound, { now, by: 'usr_0000000000000000', version: '0.1.0' });
  if (turn === undefined) throw new Error('the message was not taken for one to the assistant');
  return turn;
}

/** The files of the shipped call. */
export const files: readonly SourceFile[] = readFiles(FOLDER).files;

/** Replaces `from` by `to` in one file; throws unless it stands there exactly once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export function editedFiles(...edits: readonly Edit[]): readonly SourceFile[] {
  return edits.reduce((texts, edit) => {
    const path = `${FOLDER}/${edit.file}`;
    const before = texts.find((file) => file.path === path);
    if (before?.text.split(edit.from).length !== 2) throw new Error(`${path} does not hold exactly one "${edit.from}"`);
    const text = before.text.split(edit.from).join(edit.to);
    return texts.map((file) => (file === before ? { path, text } : file));
  }, files);
}

/** The shipped call as it would be with these edits. */
export function callWith(...edits: readonly Edit[]): Call {
  return compileCall(editedFiles(...edits));
}
