/** The whole shipped call walked to every end, every document it yields checked, and faults planted to be found. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifySeal } from '../../src/engine/canonical.ts';
import type { Submission } from '../../src/engine/submission.ts';
import { submissionSchema } from '../../src/engine/submission.ts';
import type { WalkReport } from '../../src/engine/walk.ts';
import { walkCall } from '../../src/engine/walk.ts';
import { FlowFault } from '../../src/flow/fault.ts';
import type { Edit } from './whole-applications.ts';
import { call, callWith, listOf, NOW } from './whole-applications.ts';

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../schema/submission.schema.json', import.meta.url), 'utf8'),
);

describe('Every list, walked over every combination of answers that matters', () => {
  const unfit: unknown[] = [];
  const statuses = new Map<string, number>();
  let report: WalkReport;

  beforeAll(() => {
    // Times are checked by the pattern the schema carries; `format` is only a note.
    const validate = new Ajv2020({ strict: true, validateFormats: false }).compile(schema as object);
    const hear = (submission: Submission): void => {
      const plain: unknown = JSON.parse(JSON.stringify(submission));
      const parsed = submissionSchema.safeParse(plain);
      if (!parsed.success) unfit.push(parsed.error.issues[0]);
      if (!validate(plain)) unfit.push(validate.errors?.[0]);
      if (!verifySeal(plain)) unfit.push(`${submission.submission_id} is not sealed`);
      const key = `${submission.list.id} ${submission.eligibility.overall} ${submission.status}`;
      statuses.set(key, (statuses.get(key) ?? 0) + 1);
    };
    report = walkCall(call, NOW, { submission: hear });
  });

  it('ends everywhere in a submission or in a refusal with its quotation and ways out', () => {
    expect(report.faults).toEqual([]);
  });

  it('takes more than 50 paths on each list', () => {
    expect(Object.keys(report.paths)).toEqual(call.lists.map((list) => list.id));
    for (const [list, paths] of Object.entries(report.paths)) expect(paths, list).toBeGreaterThan(50);
    expect(report.submissions).toBeGreaterThan(1_000);
    expect(report.refusals).toBeGreaterThan(30);
  });

  it('yields only documents that fit the published schema, ours and the JSON one, and are sealed', () => {
    expect(unfit.slice(0, 3)).toEqual([]);
    expect([...statuses.values()].reduce((sum, n) => sum + n, 0)).toBe(report.submissions);
  });

  it('submits ineligible applications only with an objection, and lists 1 and 2 refuse nobody', () => {
    const found = [...statuses.keys()];
    for (const key of found) {
      const [list, overall, status] = key.split(' ');
      expect(status, key).toBe(overall === 'ineligible' ? 'submitted_with_objection' : 'submitted');
      if (list === 'L1' || list === 'L2') expect(overall, key).not.toBe('ineligible');
    }
    for (const list of call.lists) {
      expect(found).toContain(`${list.id} eligible submitted`);
      expect(found).toContain(`${list.id} needs_review submitted`);
    }
    for (const list of ['L3', 'L4', 'L5']) expect(found).toContain(`${list} ineligible submitted_with_objection`);
  });

  it('is the same walk each time', () => {
    const only = { ...call, lists: [listOf(call, 'L4')] };
    expect(walkCall(only, NOW)).toEqual(walkCall(only, NOW));
  });

  it('lets every reply be heard, in the language walked in, and is the same walk whoever hears', () => {
    const only = { ...call, lists: [listOf(call, 'L5')] };
    for (const locale of call.locales) {
      const kinds = new Set<string>();
      const asked: (string | undefined)[] = [];
      let previews = 0;
      const heard = walkCall(
        only,
        NOW,
        {
          reply: ({ kind, body, prompt }) => {
            kinds.add(prompt?.type === 'ways' ? 'ways' : kind);
            if (kind === 'preview') previews += 1;
            if (kind === 'receipt') expect(/\p{Script=Han}/u.test(body.split('\n')[0] ?? '')).toBe(locale === 'zh-CN');
          },
          asked: (_session, _list, step) => asked.push(step?.id),
        },
        locale,
      );
      expect(heard).toEqual(walkCall(only, NOW));
      expect([...kinds]).toEqual(expect.arrayContaining(['question', 'finding', 'preview', 'receipt', 'ways']));
      // One more than there are documents: the longest answers.
      expect(previews).toBe(heard.submissions + 1);
      expect(new Set(asked).size).toBe(asked.length);
      expect(asked).toEqual(expect.arrayContaining([...listOf(call, 'L5').route.map(({ id }) => id), undefined]));
    }
  });
});

/** The faults of one list of the shipped call with these edits. */
function faultsOf(list: string, ...edits: readonly Edit[]): readonly string[] {
  const over = callWith(...edits);
  const { faults } = walkCall({ ...over, lists: [listOf(over, list)] }, NOW);
  return faults.map((fault) => `${fault.list} ${fault.step ?? ''}: ${fault.message}`);
}

/** A refusing check put before the first line that follows `id`. */
function check(id: string, type: string, condition: string): string {
  return `  - id: ${id}
    type: ${type}
    checks:
      - { if: '${condition}', level: error, code: planted, say: { zh: 不行, en: No } }
`;
}

describe('A fault planted in the flow files is found', () => {
  it('and none is found where nothing was planted', () => {
    expect(['L1', 'L2', 'L5'].flatMap((list) => faultsOf(list))).toEqual([]);
  });

  it('by walking: a question whose condition can never hold', () => {
    const faults = faultsOf('L2', {
      file: 'lists/l2.yaml',
      from: `when: '"inclusive" in l2_scenes'`,
      to: `when: '"inclusive" in l2_scenes && "other" in l2_scenes && size(l2_scenes) == 1'`,
    });
    expect(faults).toContain('L2 l2_inclusive_groups: this step is never asked');
    expect(faults.filter((fault) => !fault.includes('l2_inclusive_groups'))).toEqual([]);
  });

  it('by walking: an option nobody can choose', () => {
    const faults = faultsOf('L5', {
      file: 'lists/l5.yaml',
      from: '  - id: l5_industry\n    type: single\n',
      to: check('l5_industry', 'single', 'l5_industry == "bio"'),
    });
    expect(faults).toContain('L5 l5_industry: the option "bio" can never be chosen');
    expect(faults.every((fault) => fault.startsWith('L5 l5_industry:'))).toBe(true);
  });

  it('by walking: an option that is refused once its note is given', () => {
    const faults = faultsOf('L2', {
      file: 'lists/l2.yaml',
      from: '  - id: l2_depth\n    type: single\n',
      to: check('l2_depth', 'single', 'l2_depth == "tool"'),
    });
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.every((fault) => fault.startsWith('L2 l2_depth:'))).toBe(true);
  });

  it('by walking: an example longer than its question allows', () => {
    const faults = faultsOf('L1', {
      file: 'lists/l1.yaml',
      from: '    clauses: ["1.3", "1.3.a"]\n    min: 80\n    max: 600\n',
      to: '    clauses: ["1.3", "1.3.a"]\n    min: 80\n    max: 90\n',
    });
    expect(faults).toContain('L1 l1_value_story: the reply "example" is not taken: too_long');
  });

  it('by walking: an example its own question refuses', () => {
    const faults = faultsOf('L1', {
      file: 'lists/l1.yaml',
      from: '  - id: l1_value_story\n    type: longtext\n',
      to: check('l1_value_story', 'longtext', 'mentions(l1_value_story, ["中试"])'),
    });
    expect(faults).toContain('L1 l1_value_story: the reply "example" is not taken: check');
  });

  it('by walking: a question nothing can answer, and what is never asked behind it', () => {
    const faults = faultsOf('L5', {
      file: 'lists/l5.yaml',
      from: '  - id: l5_embed_story\n    type: longtext\n',
      to: check('l5_embed_story', 'longtext', 'size(l5_embed_story) > 0'),
    });
    expect(faults).toContain('L5 l5_embed_story: the reply "example" is not taken: check');
    expect(faults).toContain('L5 review_submit: this step is never asked');
  });

  it('by walking: a refusal that no longer quotes its clause', () => {
    const over = listOf(call, 'L5');
    const clause = call.clauses.get('5.2');
    if (clause === undefined) throw new Error('no clause 5.2');
    // Other words each time it is looked at: what is said can then never be what the rules say.
    let looked = 0;
    const spoilt = {
      ...clause,
      get text() {
        looked += 1;
        return `第 ${looked} 种写法。`;
      },
    };
    const misquoted = new Map(call.clauses).set('5.2', spoilt);
    const { faults } = walkCall({ ...call, lists: [over], clauses: misquoted }, NOW);
    expect(faults.map((fault) => fault.message)).toContain('the refusal on clause 5.2 does not quote it');
  });

  it.each<[string, string, Edit]>([
    [
      'a finding on a clause the rules do not have',
      '5.9',
      { file: 'lists/l5.yaml', from: '  - clause: "5.2.m"\n', to: '  - clause: "5.9"\n' },
    ],
    [
      'a condition on an option that does not exist',
      'inclusiv',
      { file: 'lists/l2.yaml', from: `when: '"inclusive" in l2_scenes'`, to: `when: '"inclusiv" in l2_scenes'` },
    ],
    [
      'a condition on a question asked later',
      'l2_leadership',
      {
        file: 'lists/l2.yaml',
        from: `when: '"inclusive" in l2_scenes'`,
        to: `when: '"depth" in l2_leadership'`,
      },
    ],
    [
      'a refusal by a clause that is not hard',
      '5.1',
      {
        file: 'lists/l5.yaml',
        from: `      - if: 'l5_industry in ["many", ""]'\n        status: organizer_review\n`,
        to: `      - if: 'l5_industry in ["many", ""]'\n        status: refused\n`,
      },
    ],
  ])('on loading: %s', (_fault, named, edit) => {
    expect(() => callWith(edit)).toThrow(FlowFault);
    expect(() => callWith(edit)).toThrow(named === '5.1' ? 'status' : named);
  });
});
