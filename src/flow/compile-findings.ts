/** Compiles how clauses are judged. Checks that its steps are asked; judges nobody. */
import type { Condition } from './condition.ts';
import type { FindingRule, FindingSource } from './finding.ts';
import type { Lexicon } from './lexicon.ts';
import { didYouMean } from './nearest.ts';
import type { Spot } from './spot.ts';

/** A finding rule and where it stands. */
export interface PlacedFinding {
  readonly rule: FindingRule;
  readonly spot: Spot;
}

/**
 * `ordinals`: of every step of the call. A case may say not_met of a clause that is not hard: the organizer may soften a
 * clause in rules.yaml alone, and the engine then softens its findings.
 */
export function compileFinding(
  source: FindingSource,
  spot: Spot,
  lexicon: Lexicon,
  ordinals: ReadonlyMap<string, number>,
): PlacedFinding {
  lexicon.cite(source.clause, spot.at('clause'));
  const applies = source.applies === undefined ? undefined : lexicon.condition(source.applies, spot.at('applies'));
  const conditions: Condition[] = applies === undefined ? [] : [applies];
  const cases = source.cases.flatMap((one, index) => {
    const here = spot.at('cases', index);
    const when = lexicon.condition(one.if, here.at('if'));
    const say = lexicon.maybeSay(one.say, here.at('say'));
    const fix = lexicon.maybeSay(one.fix, here.at('fix'));
    if (when === undefined) return [];
    conditions.push(when);
    return [{ when, status: one.status, say, fix, flag: one.flag }];
  });
  const reads = [...new Set(conditions.flatMap((condition) => [...condition.reads, ...condition.presenceReads]))].sort(
    (a, b) => a - b,
  );
  const basedOn = source.based_on ?? [
    ...new Set(conditions.flatMap((condition) => [...condition.names, ...condition.presence])),
  ];
  for (const [index, id] of (source.based_on ?? []).entries()) {
    if (!ordinals.has(id)) spot.at('based_on', index).fault(`unknown step "${id}"`, didYouMean(id, ordinals.keys()));
  }
  const rule: FindingRule = {
    clause: source.clause,
    applies,
    otherwise: lexicon.maybeSay(source.otherwise, spot.at('otherwise')),
    partOf: source.part_of,
    silent: source.default === 'silent',
    cases,
    basedOn,
    reads,
  };
  return { rule, spot };
}

/** Checks the findings of one list together: one a clause, whole and part in the same list. */
export function checkFindings(findings: readonly PlacedFinding[], lexicon: Lexicon): void {
  const clauses = new Set<string>();
  for (const { rule, spot } of findings) {
    if (clauses.has(rule.clause))
      spot.at('clause').fault(`clause "${rule.clause}" is judged twice`, 'put the cases into one finding');
    clauses.add(rule.clause);
  }
  for (const { rule, spot } of findings) {
    if (rule.partOf === undefined) continue;
    lexicon.cite(rule.partOf, spot.at('part_of'));
    if (rule.partOf === rule.clause) spot.at('part_of').fault(`clause "${rule.clause}" cannot be a part of itself`);
    else if (lexicon.clauses.has(rule.partOf) && !clauses.has(rule.partOf)) {
      spot.at('part_of').fault(`no finding judges clause "${rule.partOf}"`, didYouMean(rule.partOf, clauses));
    }
  }
}
