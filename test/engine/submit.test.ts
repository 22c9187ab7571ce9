/** Submissions built from drafts: what the organizer receives, and what never leaves the house. */
import { describe, expect, it } from 'vitest';
import { verifySeal } from '../../src/engine/canonical.ts';
import { ANSWERED, RELEVANT, SKIPPED } from '../../src/engine/session.ts';
import { submissionSchema } from '../../src/engine/submission.ts';
import { buildSubmission } from '../../src/engine/submit.ts';
import { AT, draftOf, eligible, finding, inputWith, sessionOf, values, verdictWith } from './sample-application.ts';
import { call, clauses, list, say, steps } from './sample-call.ts';

const ordinalOf = (id: string): number => steps.findIndex((step) => step.id === id);

describe('what the organizer receives', () => {
  const built = buildSubmission(inputWith());

  it('has the published shape, survives JSON unchanged and carries a true seal', () => {
    expect(submissionSchema.parse(built)).toEqual(built);
    expect(JSON.parse(JSON.stringify(built))).toStrictEqual(built);
    expect(verifySeal(built)).toBe(true);
  });

  it('names times with the offset of the call', () => {
    expect(built.channel.started_at).toBe('2025-11-03T09:12:04+08:00');
    expect(built.channel.submitted_at).toBe('2025-11-03T09:47:31+08:00');
    expect(built.eligibility.evaluated_at).toBe('2025-11-03T09:47:31+08:00');
  });

  it('puts answers where their steps say', () => {
    expect(built.applicant).toEqual({
      org_name: '上海示例汇数信息服务有限公司（虚构）',
      uscc: '91310106MAFAKE2381',
      uscc_check: { valid_checksum: true, warning: null, explanation: null },
      org_type: { id: 'data', label: '数据交易所/数据公司' },
      region: { id: 'pudong', label: '浦东' },
    });
    expect(built.case).toEqual({
      title: '多方安全计算联合画像，小微商户当天拿到信用贷款',
      summary: '本案例 依托上海公共数据\n授权运营机制',
      summary_chars: 17,
      stage: { id: 'production', label: '已正式投产/常态运行' },
      milestones: [{ date: '2025-04', event: '联合银行上线放款' }],
    });
    expect(built.co_applicants).toEqual([
      { name: '上海示例苏河银行股份有限公司（虚构）', role: '提供信贷产品', uscc: null },
    ]);
    expect(built.contact?.masked).toEqual({ phone: '199****0023', email: 'li***@example.com' });
  });

  it('keeps every other answer under scope, options with label and clause', () => {
    expect(built.scope).toEqual({
      l3_practice: [
        { id: 'scene', label: '核心创新场景在上海', clause: '3.1.1.a' },
        { id: 'landing', label: '主要落地应用在上海', clause: '3.1.1.b' },
      ],
      l3_lead: [{ id: 'hq', label: '主营业务所在地在上海', clause: '3.1.2.a.1' }],
      l3_shanghai_feature: {
        options: [{ id: 'sde', label: '依托/对接上海数据交易所', clause: '3.2.4' }],
        note: '已在上海数据交易所挂牌',
      },
      l3_value_share: { percent: 72, note: '按放款额计' },
      l3_demo: '创新性在于把公共数据授权运营与多方安全计算结合。',
      l3_since: '2025-04',
      l3_banks: 3,
    });
  });

  it('gives an option without a clause the one clause its step answers', () => {
    const other = buildSubmission(inputWith({ draft: draftOf({ ...values, l3_lead: { id: 'rnd' } }) }));
    expect(other.scope.l3_lead).toEqual([{ id: 'rnd', label: '研发中心在上海', clause: '3.1.2.a' }]);
  });

  it('numbers indicators, with their direction, months, proofs and clauses', () => {
    expect(built.metrics).toEqual([
      {
        id: 'm1',
        name: '平均审批时间',
        before: 5,
        after: 0.5,
        unit: '天',
        direction: 'lower_better',
        period: '2025年4-9月',
        period_start: '2025-04',
        period_end: '2025-09',
        source: '信贷系统日志',
        evidence: ['att3'],
        clauses: ['3.2.3'],
      },
      {
        id: 'm2',
        name: '服务小微商户',
        before: null,
        after: 2860,
        unit: '户',
        direction: 'higher_better',
        period: '上线以来',
        period_start: null,
        period_end: null,
        source: '放款台账',
        evidence: ['att3'],
        clauses: ['3.2.3'],
      },
    ]);
  });

  it('binds files to clauses of this list by what their names tell', () => {
    expect(built.attachments.map(({ id, kind, clauses: bound }) => [id, kind, bound])).toEqual([
      ['att1', 'commitment', []],
      ['att2', 'authorization', ['3.2.1']],
      ['att3', 'effect_proof', ['3.2.3']],
    ]);
    expect(built.missing_attachments).toEqual([]);
  });

  it('binds a file whose name says nothing to the clauses its step asks for in this list', () => {
    const scan = {
      files: [{ name: '扫描件.pdf', mime: 'application/pdf', size: 1, sha256: 'e'.repeat(64), key: 'k' }],
      later: false,
    };
    const other = buildSubmission(inputWith({ draft: draftOf({ ...values, attachments: scan }) }));
    expect(other.attachments[0]?.kind).toBe('other');
    expect(other.attachments[0]?.clauses).toEqual(['3.2.1', '3.2.3', '3.2.4']);
  });

  it('quotes each clause and names what the finding rests on', () => {
    const of = (clause: string) => built.eligibility.findings.find((one) => one.clause === clause);
    expect(of('3.1.1.a')).toEqual({
      clause: '3.1.1.a',
      printed: '榜单 3（3.1.1.a）',
      requirement: '〔拆分〕第 3.1.1.a 条原文',
      severity: 'hard',
      status: 'met',
      basis: 'self_declared',
      based_on: ['l3_practice'],
      evidence: [],
      note: '',
      fix: null,
    });
    expect(of('3.2.1')?.evidence).toEqual(['att2']);
    expect(of('3.2.3')?.evidence).toEqual(['m1', 'm2', 'att3']);
    expect(of('3.2.4')?.evidence).toEqual(['l3_shanghai_feature.note']);
    expect(of('3.1.2.b')).toMatchObject({ evidence: [], note: '在沪机构牵头，跨区域三条★不适用' });
  });

  it('is the same document when the turn is taken again', () => {
    expect(buildSubmission(inputWith())).toEqual(built);
  });
});

describe('what never leaves the house', () => {
  it('leaves out a shadowed answer and restores it when the step is relevant again', () => {
    const draft = draftOf(values);
    const ordinal = ordinalOf('l3_value_share');
    draft.marks[ordinal] = ANSWERED;
    expect(buildSubmission(inputWith({ draft })).scope).not.toHaveProperty('l3_value_share');
    draft.marks[ordinal] = ANSWERED | RELEVANT;
    expect(buildSubmission(inputWith({ draft })).scope).toHaveProperty('l3_value_share');
  });

  it('exports no shadowed answer from any place of the document, whichever step it is', () => {
    for (const step of steps) {
      if (step.type === 'list' || step.type === 'review') continue;
      const draft = draftOf(values);
      draft.marks[step.ordinal] = ANSWERED;
      const without = draftOf(Object.fromEntries(Object.entries(values).filter(([id]) => id !== step.id)));
      expect(buildSubmission(inputWith({ draft })), step.id).toEqual(buildSubmission(inputWith({ draft: without })));
    }
  });

  it('leaves out skipped steps', () => {
    const draft = draftOf(values);
    const answers = draft.answers.with(ordinalOf('l3_banks'), SKIPPED);
    expect(buildSubmission(inputWith({ draft: { ...draft, answers } })).scope).not.toHaveProperty('l3_banks');
  });

  it('names neither the session nor the account', () => {
    const text = JSON.stringify(buildSubmission(inputWith({ session: sessionOf({ key: 'telegram:4711' }) })));
    expect(text).not.toContain('4711');
    expect(text).toContain('"user_ref":"usr_');
  });
});

describe('a call with other questions', () => {
  it('needs none of the named sections', () => {
    const plain = buildSubmission(inputWith({ draft: draftOf({ l3_demo: { text: '只有一个问题' } }) }));
    expect(submissionSchema.parse(plain)).toEqual(plain);
    expect(Object.keys(plain)).not.toContain('applicant');
    expect(plain.scope).toEqual({ l3_demo: '只有一个问题' });
  });

  it('keeps the words why there are no rows', () => {
    const draft = draftOf({ ...values, metrics: { rows: [], none: true, note: '刚上线，还在统计' } });
    const built = buildSubmission(inputWith({ draft }));
    expect(built.metrics).toEqual([]);
    expect(built.scope.metrics).toEqual({ none: { id: 'none', label: '没有', note: '刚上线，还在统计' }, rows: [] });
    expect(submissionSchema.safeParse(built).success).toBe(true);
  });

  it('puts an answer that does not fit its field under scope instead of losing it', () => {
    const odd = steps.map((step) => (step.id === 'l3_banks' ? { ...step, field: 'metrics' } : step));
    const built = buildSubmission(inputWith({ list: { ...list, route: odd } }));
    expect(built.scope.l3_banks).toBe(3);
    expect(built.metrics).toHaveLength(2);
  });
});

describe('how the self-check is told', () => {
  it.each([
    ['eligible', eligible, /^按自查回答，榜单 3 的硬性要求均有对应答案；未经核实，以组委会审核为准。$/],
    [
      'needs_review',
      verdictWith('needs_review', finding('3.4', 'needs_explanation', [])),
      /有 1 项需要说明或由组委会确认（3\.4）；未经核实/,
    ],
  ] as const)('%s is no approval', (overall, verdict, summary) => {
    const built = buildSubmission(inputWith({ verdict }));
    expect(built.status).toBe('submitted');
    expect(built.eligibility.overall).toBe(overall);
    expect(built.eligibility.summary).toMatch(summary);
    expect(JSON.stringify(built)).not.toContain('审核通过');
  });

  it('is submitted with objection when a hard clause is not met and the organizer is asked', () => {
    const verdict = verdictWith('ineligible', finding('3.1.1.a', 'not_met', ['l3_practice'], { fix: say('补上') }));
    const draft = draftOf(values, { objections: [{ clause: '3.1.1.a', note: '场景正在迁入', at: AT - 1000 }] });
    const built = buildSubmission(inputWith({ verdict, draft }));
    expect(built.status).toBe('submitted_with_objection');
    expect(built.eligibility.summary).toMatch(/有 1 项硬性要求未满足（3\.1\.1\.a），申报人已请组委会确认；未经核实/);
    expect(built.eligibility.hard_clauses).toEqual({ met: 4, not_met: 1, total: 5 });
    expect(built.objections).toEqual([{ clause: '3.1.1.a', note: '场景正在迁入', at: '2025-11-03T09:47:30+08:00' }]);
    expect(built.organizer_flags).toContainEqual({ code: 'objection', clause: '3.1.1.a', note: '场景正在迁入' });
    expect(built.eligibility.findings.find(({ clause }) => clause === '3.1.1.a')?.fix).toBe('补上');
  });

  it('is refused when a hard clause is not met and nobody was asked', () => {
    const verdict = verdictWith('ineligible', finding('3.1.1.a', 'not_met', []));
    expect(() => buildSubmission(inputWith({ verdict }))).toThrow(/objection/);
  });
});

it('refuses a finding for a clause the rules do not have', () => {
  const rules = new Map(clauses.slice(1).map((one) => [one.id, one]));
  expect(() => buildSubmission(inputWith({ call: { ...call, clauses: rules } }))).toThrow(/unknown clause 0\.1/);
});
