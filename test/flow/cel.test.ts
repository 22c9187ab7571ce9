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

  it('means the same whether it is run as a closure or by the library of CEL', () => {
    const sources = [
      'depth == "deep" || "partial" != depth',
      'depth in ["deep", ""] ? !("none" in targets) : share.percent == 72',
      'share.percent in [0, 50, 72] || share.percent <= 49.5 && share.percent > -1.0',
      'share.percent >= 50 && policy.strict || policy.year_mode == "ignore"',
      'share.percent < policy.share_at_least || share.percent > policy.most_per_case',
      'policy.most_per_case >= policy.share_at_least || policy.year_mode == depth || case_title in submitted.titles',
      'case_title >= "b" || depth <= share.note',
      'policy.most_per_case > 1 || policy.most_per_case == 2 || policy.most_per_case != 2',
      'size(targets) == 2 || size(targets) < 1 || targets.size() >= 3',
      'size(case_title) == 0 || size(share.note) > 0 && size(share.note) <= 3',
      'size(case_title) > 2 || case_title.size() == 2',
      'has_any(targets, ["none", "tech"]) && !has_any(targets, ["research"])',
      'mentions(share.note, ["poc", "Ａｂ", "上线", "in use", "a/b", "①"])',
      'mentions(case_title, ["上线", "x"]) || mentions(share.note, ["上线"])',
      'targets.exists(t, t == "none" || size(t) > 4) || targets.all(t, t != "tech")',
      'case_title.startsWith("数") || case_title.contains("b") || case_title.endsWith(string(share.percent))',
      'answered.share && !answered.depth || list == "L1" || list in ["L2"]',
    ];
    const pairs = sources.map((source) => [condition(source), condition(`(${source}) && 1 + 1 == 2`)] as const);
    const words = fc.array(
      fc.constantFrom('上', '线', 'Poc', 'ｐｏｃ', 'Ａb', ' ', '　', '，', '/', '／', '①', '㊤', '𝐱', 'in', 'use'),
    );
    const scope = fc.record({
      policy: fc.record({
        year_mode: fc.constantFrom('flag', 'ignore'),
        share_at_least: fc.constant(50),
        strict: fc.boolean(),
        most_per_case: fc.constantFrom(null, 1, 2, 3),
      }),
      list: fc.constantFrom('', 'L1', 'L2'),
      submitted: fc.constantFrom({ titles: [] }, { titles: ['数b', '72'] }),
      answered: fc.record({ share: fc.boolean(), depth: fc.boolean() }),
      depth: fc.constantFrom('', 'deep', 'partial'),
      targets: fc.subarray(['tech', 'research', 'none']),
      share: fc.record({
        percent: fc.constantFrom(-1, 0, 49.5, 50, 72, 100),
        note: words.map((parts) => parts.join('')),
      }),
      case_title: fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('数b', '72', 'b50')),
    });
    fc.assert(
      fc.property(scope, (answers) => {
        for (const [one, other] of pairs)
          expect([one.source, one.holds(answers)]).toEqual([one.source, other.holds(answers)]);
      }),
      { numRuns: 1000 },
    );
  });
});
