/** The organizer's switches and severities: each changes what call.yaml and rules.yaml say it changes, and nothing else. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/engine/findings.ts';
import { foldEntry } from '../../src/engine/fold.ts';
import type { Session } from '../../src/engine/session.ts';
import type { Verdict } from '../../src/engine/verdict.ts';
import type { Call } from '../../src/flow/call.ts';
import type { Edit, Given } from './whole-applications.ts';
import {
  application,
  call,
  callWith,
  choice,
  choices,
  draftOf,
  editedFiles,
  explained,
  listOf,
  noRows,
  noted,
  sessionWith,
  tell,
} from './whole-applications.ts';

/** The switch `name` set to `value`. */
function set(name: string, from: string, to: string): Edit {
  return { file: 'call.yaml', from: `name: ${name}, value: ${from}`, to: `name: ${name}, value: ${to}` };
}

function judged(over: Call, list: string, changed: Given): Verdict {
  return judge(over, listOf(over, list), draftOf(sessionWith(over, application(list, changed))), true);
}

/** Overall and the findings still open, as one line. */
function result(over: Call, list: string, changed: Given): string {
  const verdict = judged(over, list, changed);
  const open = verdict.findings.filter((one) => one.status !== 'met' && one.status !== 'not_applicable');
  return [verdict.overall, ...open.map((one) => `${one.clause}=${one.status}`).sort()].join(' ');
}

const old: Given = { case_milestones: { rows: [{ date: '2024-11', event: '首笔放款' }] } };
const away: Given = { l3_lead: choice('none') };
const half: Given = { ...away, l3_value_share: { percent: 45, note: '按2025年1-9月放款额计' } };
const otherField: Given = { l4_fields: explained('other') };
const partOfPractice: Given = { l3_practice: choices('scene', 'landing') };

type Row = readonly [name: string, from: string, to: string, list: string, given: Given, before: string, after: string];

const SWITCHES: readonly Row[] = [
  ['event_year_mode', 'flag', 'ignore', 'L1', old, 'needs_review 0.1=organizer_review', 'eligible'],
  ['event_year', '2025', '2024', 'L1', old, 'needs_review 0.1=organizer_review', 'eligible'],
  [
    'c13',
    'any',
    'all_or',
    'L1',
    { l1_values: choices('self_reliance') },
    'needs_review 1.3.a=needs_explanation',
    'eligible',
  ],
  [
    'c13',
    'any',
    'all_or',
    'L1',
    { l1_values: choices('hard') },
    'needs_review 1.3.a=needs_explanation',
    'needs_review 1.3.a=needs_explanation 1.3=organizer_review',
  ],
  ['c311', 'all', 'any', 'L3', partOfPractice, 'ineligible 3.1.1.c=not_met', 'needs_review 3.1.1.c=organizer_review'],
  [
    'c311',
    'all',
    'any',
    'L3',
    { l3_practice: choices('none') },
    'ineligible 3.1.1.a=not_met 3.1.1.b=not_met 3.1.1.c=not_met',
    'ineligible 3.1.1.a=not_met 3.1.1.b=not_met 3.1.1.c=not_met',
  ],
  ['c31', 'practice_and_entity', 'entity_only', 'L3', partOfPractice, 'ineligible 3.1.1.c=not_met', 'eligible'],
  ['resources', 'any', 'all', 'L3', away, 'eligible', 'needs_review 3.1.2.b.2=organizer_review'],
  [
    'resources',
    'any',
    'all',
    'L3',
    { ...away, l3_resources: noted('研发团队26人常驻浦东', 'rnd_team', 'compute') },
    'eligible',
    'eligible',
  ],
  ['value_share_threshold', '50', '40', 'L3', half, 'needs_review 3.1.2.b.3=organizer_review', 'eligible'],
  ['value_share_threshold', '50', '80', 'L3', away, 'eligible', 'needs_review 3.1.2.b.3=organizer_review'],
  ['c41_other', 'review', 'allow', 'L4', otherField, 'needs_review 4.1=organizer_review', 'eligible'],
  ['c41_other', 'review', 'refuse', 'L4', otherField, 'needs_review 4.1=organizer_review', 'ineligible 4.1=not_met'],
  ['c42', 'any', 'all', 'L4', {}, 'eligible', 'ineligible 4.2=not_met'],
];

/** Switches that change the conversation rather than a finding; each has its own test below. */
const SPOKEN = ['max_per_case', 'max_per_org', 'uscc_required', 'submit_with_objection'];

describe('The switches of call.yaml', () => {
  it('are all tried here', () => {
    expect([...new Set([...SWITCHES.map(([name]) => name), ...SPOKEN])].sort()).toEqual(
      Object.keys(call.policy).sort(),
    );
  });

  it.each(SWITCHES)('%s: %s → %s on %s', (name, from, to, list, given, before, after) => {
    expect(result(call, list, given)).toBe(before);
    expect(result(callWith(set(name, from, to)), list, given)).toBe(after);
  });

  it.each(SWITCHES.filter(([name]) => name !== 'event_year'))(
    '%s: %s → %s leaves whole applications to the other lists as they are',
    (name, from, to, list) => {
      const over = callWith(set(name, from, to));
      for (const { id } of call.lists) if (id !== list) expect(result(over, id, {})).toBe('eligible');
    },
  );
});

/** The answers of one application, then 提交. */
function submit(over: Call, session: Session) {
  return tell(over, session, '提交');
}

/** A second application after the first was submitted: `changed` to the answers that carry over, and list 1's own. */
function second(over: Call, changed: Given) {
  const first = submit(over, sessionWith(over, application('L2')));
  expect(first.submission?.status).toBe('submitted');
  const opened = tell(over, first.session, '新申报');
  const given = { ...application('L1'), ...changed };
  const operations = over.steps.flatMap((step) => {
    const value = given[step.id];
    return value === undefined ? [] : [{ op: 'answered' as const, step: step.id, value, raw: '' }];
  });
  const entry = { id: 'x', at: 0, by: 'usr_0000000000000000', channel: 'test', operations, replies: 0 };
  return submit(over, foldEntry(over, opened.session, entry));
}

const SAID = (turn: { readonly replies: readonly { readonly body: string }[] }): string =>
  turn.replies.map((reply) => reply.body).join('\n');

describe('The switches an applicant hears about', () => {
  it('allow any number of submissions unless a limit is set', () => {
    expect(second(call, {}).submission?.list.id).toBe('L1');
  });

  it('max_per_case stops the second submission of one case, not another case', () => {
    const over = callWith(set('max_per_case', 'null', '1'));
    expect(second(over, {}).submission).toBeUndefined();
    expect(second(over, { case_title: { text: '研发贷款按里程碑放款' } }).submission?.list.id).toBe('L1');
  });

  it('max_per_org stops the second submission whatever the case, and says how many', () => {
    const over = callWith(set('max_per_org', 'null', '1'));
    const stopped = second(over, { case_title: { text: '研发贷款按里程碑放款' } });
    expect(stopped.submission).toBeUndefined();
    expect(SAID(stopped)).toContain('1');
    expect(second(callWith(set('max_per_org', 'null', '2')), {}).submission?.list.id).toBe('L1');
  });

  it('uscc_required refuses “no code”, which is otherwise taken', () => {
    const none = { none: true as const, note: '境外机构，注册于新加坡' };
    const free = submit(call, sessionWith(call, application('L1', { org_uscc: none })));
    expect(free.submission?.status).toBe('submitted');
    const over = callWith(set('uscc_required', 'false', 'true'));
    const open = sessionWith(over, application('L1', { org_uscc: undefined }));
    const asked = tell(over, open, '继续');
    expect(asked.replies.at(-1)?.prompt?.step).toBe('org_uscc');
    const chosen = tell(over, asked.session, { kind: 'choose', options: ['none'] });
    const refused = tell(over, chosen.session, none.note);
    expect(refused.replies.at(-1)?.kind).toBe('rejection');
    expect(SAID(refused)).toContain('主办方要求填写统一社会信用代码');
    expect(refused.session.drafts[0]?.answers.filter((answer) => answer !== undefined)).toHaveLength(
      asked.session.drafts[0]?.answers.filter((answer) => answer !== undefined).length ?? -1,
    );
  });

  it('submit_with_objection: false keeps a refused application back even after the organizer was asked', () => {
    const objecting = (over: Call) => {
      const refused = submit(over, sessionWith(over, application('L5', { l5_embed: choice('generic') })));
      expect(refused.submission).toBeUndefined();
      expect(refused.replies.at(-1)?.prompt?.options.map((option) => option.id)).toEqual([
        'edit',
        'switch',
        'organizer',
        'save',
      ]);
      const asked = tell(over, refused.session, { kind: 'choose', options: ['organizer'] });
      return submit(over, tell(over, asked.session, '产品正在改造，请组委会确认').session);
    };
    const allowed = objecting(call);
    expect(allowed.submission?.status).toBe('submitted_with_objection');
    expect(allowed.submission?.eligibility.overall).toBe('ineligible');
    expect(objecting(callWith(set('submit_with_objection', 'true', 'false'))).submission).toBeUndefined();
  });
});

/** One refusal of every hard clause that can refuse. */
const REFUSALS: readonly (readonly [clause: string, list: string, given: Given])[] = [
  ['3.1.1.a', 'L3', { l3_practice: choices('landing', 'value') }],
  ['3.1.1.b', 'L3', { l3_practice: choices('scene', 'value') }],
  ['3.1.1.c', 'L3', { l3_practice: choices('scene', 'landing') }],
  ['3.1.2.a', 'L3', { l3_lead: undefined }],
  ['3.1.2.b.1', 'L3', { ...away, l3_stars: choices('s2', 's3') }],
  [
    '3.1.2.b.1.k',
    'L3',
    { ...away, l3_partner: { rows: [{ name: '上海示例苏河银行股份有限公司', contribution: '支持', uscc: null }] } },
  ],
  ['3.1.2.b.2', 'L3', { ...away, l3_stars: choices('s1', 's3') }],
  ['3.1.2.b.3', 'L3', { ...away, l3_stars: choices('s1', 's2') }],
  ['3.2', 'L3', { l3_data_role: undefined }],
  ['3.2.1', 'L3', { l3_data_sources: choices('none') }],
  ['3.2.2', 'L3', { l3_scenarios: undefined }],
  ['3.2.3', 'L3', { l3_values: choices('none') }],
  ['3.2.4', 'L3', { l3_shanghai_feature: choices('none') }],
  ['4.1', 'L4', { l4_fields: choices('none') }],
  ['4.2', 'L4', { l4_breakthroughs: choices('none') }],
  ['4.3.a', 'L4', { l4_real_scene: choice('no') }],
  ['4.3.b', 'L4', { case_stage: choice('lab') }],
  ['4.3.c', 'L4', { metrics: noRows }],
  ['5.2', 'L5', { l5_embed: choice('generic') }],
  ['5.3', 'L5', { metrics: noRows }],
];

/** rules.yaml with one clause softened from hard to explain. */
function softer(clause: string): Edit {
  const text = editedFiles().find((file) => file.path.endsWith('/rules.yaml'))?.text ?? '';
  const from = text.split(/(?=^ {2}- id: )/m).find((part) => part.startsWith(`  - id: '${clause}'\n`));
  if (from === undefined) throw new Error(`rules.yaml has no clause ${clause}`);
  return { file: 'rules.yaml', from, to: from.replace('severity: hard', 'severity: explain') };
}

describe('The severities of rules.yaml', () => {
  it('are tried for every hard clause a finding may refuse', () => {
    const refusing = call.lists.flatMap((list) =>
      list.findings
        .filter(
          (rule) =>
            call.clauses.get(rule.clause)?.severity === 'hard' && rule.cases.some((one) => one.status === 'not_met'),
        )
        .map((rule) => rule.clause),
    );
    expect(REFUSALS.map(([clause]) => clause).sort()).toEqual(refusing.sort());
  });

  it.each(REFUSALS)(
    'clause %s on %s refuses while it is hard; softened, the organizer decides',
    (clause, list, given) => {
      expect(result(call, list, given)).toBe(`ineligible ${clause}=not_met`);
      expect(result(callWith(softer(clause)), list, given)).toBe(`needs_review ${clause}=organizer_review`);
    },
  );
});
