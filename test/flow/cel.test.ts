/** Conditions as organizers write them: what they read, what they say of an applicant's answers, that they never fail. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCall } from '../../src/flow/compile.ts';
import type { Condition, Scope } from '../../src/flow/condition.ts';
import { edited } from './small-call.ts';

/** The condition of "why" in the small call, replaced by `source`. */
function condition(source: string): Condition {
  const call = compileCall(
    edited('lists/one.yaml', `when: depth == "partial" || "none" in targets`, `when: ${JSON.stringify(source)}`),
  );
  const when = call.stepById.get('why')?.when;
  if (when === undefined) throw new Error('no condition');
  return when;
}

const SCOPE: Scope = {
  policy: { year_mode: 'flag', share_at_least: 50, strict: true, most_per_case: null },
  list: 'L1',
  submitted: { titles: ['数字人民币消费券'] },
  answered: { share: true, depth: false },
  depth: 'partial',
  targets: ['tech', 'research'],
  share: { percent: 72, note: '按放款额 PoC' },
  case_title: '数字人民币消费券',
};

describe('A condition', () => {
  it.each([
    ['depth == "partial"', true],
    ['depth != "partial"', false],
    ['depth in ["deep", "partial"]', true],
    ['"tech" in targets && !("none" in targets)', true],
    ['has_any(targets, ["none", "research"])', true],
    ['has_any(targets, ["none"])', false],
    ['size(targets) == 2', true],
    ['size(targets) > 1.5', true],
    ['targets.exists(t, t == "none")', false],
    ['targets.filter(t, t != "tech") == ["research"]', true],
    ['share.percent > 50', true],
    ['share.percent == 72', true],
    ['share.percent - 22 == 50.0', true],
    ['share.percent >= policy.share_at_least + 1', true],
    ['share.percent in [70, 71, 72]', true],
    ['share.percent / 2 < 40', true],
    ['mentions(share.note, ["poc", "试点"])', true],
    ['mentions(share.note, ["ＰＯＣ"])', true],
    ['mentions(share.note, ["上线"])', false],
    ['case_title in submitted.titles', true],
    ['size(submitted.titles) > policy.most_per_case', false],
    ['policy.most_per_case == null', true],
    ['policy.most_per_case == 3', false],
    ['policy.strict && policy.year_mode == "flag"', true],
    ['list == "L1"', true],
    ['list in ["L2"]', false],
    ['answered.share && !answered.depth', true],
    ['answered.depth ? depth == "deep" : list == "L1"', true],
    ['case_title.startsWith("数字") && case_title.size() > 3', true],
  ])('%s is %s', (source, expected) => {
    expect(condition(source).holds(SCOPE)).toBe(expected);
  });

  it('says which answers it reads by value and which only by presence', () => {
    const when = condition(
      'answered.targets || share.percent > 50 && depth in ["deep"] && targets.exists(t, t == "tech")',
    );
    expect(when.names).toEqual(['targets', 'depth', 'share']);
    expect(when.reads).toEqual([...when.reads].sort((a, b) => a - b));
    expect(when.presence).toEqual(['targets']);
    expect(when.presenceReads).toEqual([when.reads[0]]);
  });

  it('needs nothing but what it says it reads', () => {
    const when = condition('depth == "deep" && list == "L1"');
    expect(when.holds({ policy: SCOPE.policy, list: 'L1', submitted: { titles: [] }, depth: 'deep' })).toBe(true);
  });

  it('never hides a mistake of ours: without a value it reads it fails aloud, naming itself', () => {
    expect(() => condition('depth == "deep"').holds({ policy: {}, list: '' })).toThrow(
      'could not be evaluated: depth == "deep"',
    );
  });

  it('never fails on any answers of the right types', () => {
    const conditions = [
      'depth == "deep" || mentions(share.note, ["a"]) && share.percent / 3 > -1',
      'targets.map(t, t + "x").exists(t, t == "techx") || targets.all(t, t.size() > 2)',
      'size(submitted.titles) >= policy.most_per_case || policy.most_per_case < share.percent',
      'case_title.trim().lowerAscii().endsWith("a") ? share.percent * 3 > 1 : string(share.percent) == "5"',
      'targets.exists_one(t, t == "none") && has_any(targets, submitted.titles)',
    ].map(condition);
    const scope = fc.record({
      policy: fc.constant(SCOPE.policy),
      list: fc.constantFrom('', 'L1', 'L2'),
      submitted: fc.record({ titles: fc.array(fc.string()) }),
      depth: fc.constantFrom('', 'deep', 'partial'),
      targets: fc.subarray(['tech', 'research', 'none']),
      share: fc.record({ percent: fc.double({ noNaN: true }), note: fc.string() }),
      case_title: fc.string({ unit: 'binary' }),
    });
    fc.assert(
      fc.property(scope, (answers) => conditions.every((one) => typeof one.holds(answers) === 'boolean')),
      { numRuns: 300 },
    );
  });
});
