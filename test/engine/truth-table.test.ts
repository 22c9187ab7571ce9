/** The truth table of the rules over the shipped flow: every row judged, and clause 3.1.2 in every combination. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/engine/findings.ts';
import { valueFits } from '../../src/engine/read/fits.ts';
import { RELEVANT } from '../../src/engine/session.ts';
import type { Value } from '../../src/engine/value.ts';
import type { Verdict } from '../../src/engine/verdict.ts';
import type { Given } from './whole-applications.ts';
import {
  application,
  call,
  choice,
  choices,
  draftOf,
  explained,
  explainedChoice,
  listOf,
  noRows,
  noted,
  sessionWith,
} from './whole-applications.ts';

function verdictOf(list: string, changed: Given): Verdict {
  const draft = draftOf(sessionWith(call, application(list, changed)));
  expect(draft.list).toBe(list);
  return judge(call, listOf(call, list), draft, true);
}

/** `1.1=organizer_review；…` in the order of clause ids; — for none. */
function open(verdict: Verdict): string {
  const open = verdict.findings.filter((one) => one.status !== 'met' && one.status !== 'not_applicable');
  return open.length === 0
    ? '—'
    : open
        .map((one) => `${one.clause}=${one.status}`)
        .sort()
        .join('；');
}

const ip = (deployed: string): Value => ({
  rows: [{ kind: 'patent', name: '一种低轮次安全比较方法', status: '已授权', deployed }],
});
const benchmark = (verifier: string): Value => ({
  rows: [{ name: '联合建模耗时', ours: 7, mainstream: 96, unit: '小时', verifier, proof: null }],
});
const partner = (contribution: string): Value => ({
  rows: [{ name: '上海示例苏河银行股份有限公司', contribution, uscc: null }],
});
const away: Given = { l3_lead: choice('none') };
const CLEAR = '负责产品设计、授信审批和贷后管理，投入风控人员12名';

type Row = readonly [id: string, when: string, changed: Given, overall: Verdict['overall'], open: string];

const TABLE: readonly Row[] = [
  ['T1.1', '全部满足', {}, 'eligible', '—'],
  ['T1.2', '服务对象“都不是”', { l1_targets: explained('none') }, 'needs_review', '1.1=organizer_review'],
  ['T1.3', '模式只选“其他”', { l1_modes: explained('other') }, 'needs_review', '1.2=organizer_review'],
  ['T1.4', '精准滴灌未选，选了融资难', { l1_values: choices('hard') }, 'needs_review', '1.3.a=needs_explanation'],
  ['T1.5', '精准滴灌选了，B、C 都没选', { l1_values: choices('precise') }, 'needs_review', '1.3=organizer_review'],
  ['T1.6', '只选自立自强，有指标', { l1_values: choices('self_reliance') }, 'needs_review', '1.3.a=needs_explanation'],
  [
    'T1.7',
    '成效“暂无”',
    { l1_values: explained('none') },
    'needs_review',
    '1.3.a=needs_explanation；1.3=organizer_review',
  ],
  ['T1.8', '只是方案', { case_stage: choice('plan') }, 'needs_review', '1.1.e=organizer_review'],
  ['T2.1', '全部满足', {}, 'eligible', '—'],
  ['T2.2', '没有用到数字技术', { l2_techs: explained('none') }, 'needs_review', '2.1=organizer_review'],
  ['T2.3', '只选其他数字技术', { l2_techs: explained('other') }, 'needs_review', '2.1=organizer_review'],
  ['T2.4', '部分环节', { l2_depth: explainedChoice('partial') }, 'needs_review', '2.1.f=organizer_review'],
  ['T2.5', '引领性暂不突出', { l2_leadership: explained('none') }, 'needs_review', '2.3.a=organizer_review'],
  ['T2.6', '暂无明显提升', { l2_values: explained('none') }, 'needs_review', '2.3.b=organizer_review'],
  ['T2.7', '普惠但没选群体', { l2_inclusive_groups: undefined }, 'needs_review', '2.2.d=needs_explanation'],
  ['T3.1', '实践地三项全在上海；在沪牵头(主营)', {}, 'eligible', '—'],
  ['T3.2', '实践地三项；在沪牵头(研发运营中心)', { l3_lead: choice('rnd') }, 'eligible', '—'],
  [
    'T3.3',
    '实践地缺“价值实现”；在沪牵头',
    { l3_practice: choices('scene', 'landing') },
    'ineligible',
    '3.1.1.c=not_met',
  ],
  [
    'T3.4',
    '实践地都不在；在沪牵头（主体过、实践地不过）',
    { l3_practice: choices('none') },
    'ineligible',
    '3.1.1.a=not_met；3.1.1.b=not_met；3.1.1.c=not_met',
  ],
  ['T3.5', '实践地三项；外地牵头；★1★2★3，占比 72%', away, 'eligible', '—'],
  ['T3.6', '外地牵头；缺★1', { ...away, l3_stars: choices('s2', 's3') }, 'ineligible', '3.1.2.b.1=not_met'],
  ['T3.7', '外地牵头；缺★2', { ...away, l3_stars: choices('s1', 's3') }, 'ineligible', '3.1.2.b.2=not_met'],
  ['T3.8', '外地牵头；缺★3', { ...away, l3_stars: choices('s1', 's2') }, 'ineligible', '3.1.2.b.3=not_met'],
  [
    'T3.9',
    '外地牵头；★全选，合作方贡献只写“支持”',
    { ...away, l3_partner: partner('支持') },
    'ineligible',
    '3.1.2.b.1.k=not_met',
  ],
  [
    'T3.10',
    '外地牵头；★全选，占比 45%',
    { ...away, l3_value_share: { percent: 45, note: '按2025年1-9月放款额计' } },
    'needs_review',
    '3.1.2.b.3=organizer_review',
  ],
  [
    'T3.11',
    '外地牵头；★全选，占比说不清',
    { ...away, l3_value_share: { percent: null, note: '没有按地区统计过放款额' } },
    'needs_review',
    '3.1.2.b.3=organizer_review',
  ],
  [
    'T3.12',
    '外地牵头；★全满足但实践地缺落地应用',
    { ...away, l3_practice: choices('scene', 'value') },
    'ineligible',
    '3.1.1.b=not_met',
  ],
  [
    'T3.13',
    '牵头说不准；★1★2（★3 未确认）',
    { l3_lead: choice('unsure'), l3_stars: choices('s1', 's2') },
    'needs_review',
    '3.1.2.b.3=organizer_review',
  ],
  ['T3.14', '没有外部/加工数据', { l3_data_sources: choices('none') }, 'ineligible', '3.2.1=not_met'],
  ['T3.15', '价值闭环选“没有可量化证据”', { l3_values: choices('none') }, 'ineligible', '3.2.3=not_met'],
  ['T3.16', '有价值类型但 metrics 为空', { metrics: noRows }, 'ineligible', '3.2.3=not_met'],
  ['T3.17', '上海特色“暂时没有”', { l3_shanghai_feature: choices('none') }, 'ineligible', '3.2.4=not_met'],
  ['T3.18', '征集方向只选“其他”', { l3_directions: explained('other') }, 'needs_review', '3.3=organizer_review'],
  ['T3.19', '场景只选“其他场景”', { l3_scenarios: explained('other') }, 'needs_review', '3.2.2=organizer_review'],
  ['T3.20', '只有方案、未落地', { case_stage: choice('plan') }, 'needs_review', '3.4.b=organizer_review'],
  [
    'T3.21',
    '没有 2025 年节点',
    { case_milestones: { rows: [{ date: '2024-11', event: '首笔放款' }] } },
    'needs_review',
    '0.1=organizer_review',
  ],
  ['T4.1', '隐私计算；性能＋自主；真实；PoC/投产；有指标', {}, 'eligible', '—'],
  ['T4.2', '技术都不是', { l4_fields: choices('none') }, 'ineligible', '4.1=not_met'],
  ['T4.3', '其他前沿底层技术', { l4_fields: explained('other') }, 'needs_review', '4.1=organizer_review'],
  [
    'T4.4',
    '只选性能，验证方写“自测”',
    { l4_breakthroughs: choices('performance'), l4_benchmarks: benchmark('本行自测') },
    'needs_review',
    '4.2.a=needs_explanation；4.2=needs_explanation',
  ],
  [
    'T4.5',
    '只选自主可控，专利未部署',
    { l4_breakthroughs: choices('autonomy'), l4_ip: ip('尚未部署') },
    'needs_review',
    '4.2.b=needs_explanation；4.2=needs_explanation',
  ],
  ['T4.6', '先进性“其他证明”', { l4_breakthroughs: explained('other') }, 'needs_review', '4.2=organizer_review'],
  ['T4.7', '先进性“暂时没有”', { l4_breakthroughs: choices('none') }, 'ineligible', '4.2=not_met'],
  ['T4.8', '仅实验室', { case_stage: choice('lab') }, 'ineligible', '4.3.b=not_met'],
  ['T4.9', '试点', { case_stage: choice('pilot') }, 'eligible', '—'],
  ['T4.10', '部分真实（脱敏回放）', { l4_real_scene: choice('partly') }, 'needs_review', '4.3.a=organizer_review'],
  ['T4.11', '仿真演示', { l4_real_scene: choice('no') }, 'ineligible', '4.3.a=not_met'],
  ['T4.12', '没有指标', { metrics: noRows }, 'ineligible', '4.3.c=not_met'],
  ['T5.1', '集成电路；深度；链＋集群；数据和案例', {}, 'eligible', '—'],
  ['T5.2', '其他具体产业', { l5_industry: { id: 'other', notes: { other: '航运物流产业链' } } }, 'eligible', '—'],
  ['T5.3', '多个/不限产业', { l5_industry: explainedChoice('many') }, 'needs_review', '5.1=organizer_review'],
  ['T5.4', '通用产品', { l5_embed: choice('generic') }, 'ineligible', '5.2=not_met'],
  ['T5.5', '嵌入说不准', { l5_embed: explainedChoice('unsure') }, 'needs_review', '5.2=organizer_review'],
  ['T5.6', '只选其他模式', { l5_modes: explained('other') }, 'needs_review', '5.2.m=organizer_review'],
  ['T5.7', '链金融但没写贸易背景', { l5_trade_basis: undefined }, 'needs_review', '5.2.a=needs_explanation'],
  ['T5.8', '没有指标', { metrics: noRows }, 'ineligible', '5.3=not_met'],
  ['T5.9', '有数据没案例', { l5_evidence: choice('data'), l5_cases: noRows }, 'needs_review', '5.3.e=organizer_review'],
];

describe('The truth table of the rules', () => {
  it('has 57 rows, each once', () => {
    expect(TABLE).toHaveLength(57);
    expect(new Set(TABLE.map(([id]) => id)).size).toBe(57);
  });

  it.each(TABLE)('%s %s', (id, _when, changed, overall, expected) => {
    const verdict = verdictOf(`L${id.slice(1, 2)}`, changed);
    expect({ overall: verdict.overall, open: open(verdict) }).toEqual({
      overall,
      open: expected.split('；').sort().join('；'),
    });
  });

  it.each(['L1', 'L2', 'L3', 'L4', 'L5'])('starts from answers %s really takes', (list) => {
    const given = application(list);
    const route = listOf(call, list).route.filter((step) => step.type !== 'review');
    const draft = draftOf(sessionWith(call, given));
    const unfit = route.filter((step) => {
      const value = given[step.id];
      return value === undefined ? ((draft.marks[step.ordinal] ?? 0) & RELEVANT) !== 0 : !valueFits(step, value);
    });
    expect(unfit.map((step) => step.id)).toEqual([]);
  });
});

/** What the rules say of clause 3.1, written from their formula and not from the flow files. */
function said(
  lead: string,
  stars: ReadonlySet<string>,
  weak: boolean,
  share: number | null,
  practice: ReadonlySet<string>,
): { overall: string; open: string } {
  const open: string[] = [];
  for (const [part, id] of [
    ['scene', '3.1.1.a'],
    ['landing', '3.1.1.b'],
    ['value', '3.1.1.c'],
  ] as const) {
    if (!practice.has(part)) open.push(`${id}=not_met`);
  }
  const local = lead === 'hq' || lead === 'rnd';
  if (!local) {
    const before = open.length;
    // A lead nobody is sure about can at most be left to the organizer.
    const failed = lead === 'none' ? 'not_met' : 'organizer_review';
    if (!stars.has('s1')) open.push(`3.1.2.b.1=${failed}`);
    else if (weak) open.push(`3.1.2.b.1.k=${failed}`);
    if (!stars.has('s2')) open.push(`3.1.2.b.2=${failed}`);
    if (!stars.has('s3')) open.push(`3.1.2.b.3=${failed}`);
    else if (share === null || share <= 50) open.push('3.1.2.b.3=organizer_review');
    if (lead === 'unsure' && open.length === before) open.push('3.1.2.a=organizer_review');
  }
  const overall = open.some((one) => one.endsWith('=not_met'))
    ? 'ineligible'
    : open.length > 0
      ? 'needs_review'
      : 'eligible';
  return { overall, open: open.length === 0 ? '—' : open.sort().join('；') };
}

function subsets(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: 2 ** ids.length }, (_, bits) => ids.filter((_id, i) => ((bits >> i) & 1) === 1));
}

const LEADS = ['hq', 'rnd', 'none', 'unsure'];

describe('Who leads and where (clauses 3.1.1 and 3.1.2), in all 1,536 combinations', () => {
  it.each(LEADS)('is judged as the rules combine it: the lead is %s', (lead) => {
    let judged = 0;
    for (const stars of subsets(['s1', 's2', 's3'])) {
      for (const weak of [false, true]) {
        for (const share of [72, 50, null]) {
          for (const practice of subsets(['scene', 'landing', 'value'])) {
            const verdict = verdictOf('L3', {
              l3_lead: choice(lead),
              l3_stars: stars.length === 0 ? choices('none') : choices(...stars),
              l3_partner: partner(weak ? '提供支持' : CLEAR),
              l3_value_share: { percent: share, note: '按2025年1-9月放款额计' },
              l3_practice: practice.length === 0 ? choices('none') : choices(...practice),
            });
            judged += 1;
            expect(
              { overall: verdict.overall, open: open(verdict) },
              `${lead} ${stars.join('+')} weak=${weak} share=${share} practice=${practice.join('+')}`,
            ).toEqual(said(lead, new Set(stars), weak, share, new Set(practice)));
          }
        }
      }
    }
    expect(judged).toBe(384);
  });

  it.each(['rnd_team', 'data_team', 'service_team', 'data_infra', 'compute'])('takes %s alone for ★2', (resource) => {
    expect(open(verdictOf('L3', { ...away, l3_resources: noted('研发团队26人常驻浦东', resource) }))).toBe('—');
  });

  it('does not take ★2 when no resource is named after all', () => {
    expect(open(verdictOf('L3', { ...away, l3_resources: choices('none') }))).toBe('3.1.2.b.2=not_met');
  });

  it('leaves a long contribution of mere support to the organizer', () => {
    const vague = partner('在整个项目推进过程中给予了大力的支持与积极的配合和协助工作');
    expect(open(verdictOf('L3', { ...away, l3_partner: vague }))).toBe('3.1.2.b.1.k=organizer_review');
  });
});
