/**
 * Judging clauses from answers, as the rules of `flows/` say: one finding a clause and the verdict over them. Every
 * judgement rests on the applicant's own words (self-declared); nothing is verified and nothing is invented.
 */
import type { Call } from '../flow/call.ts';
import type { Severity } from '../flow/clause.ts';
import type { Condition } from '../flow/condition.ts';
import type { FindingRule } from '../flow/finding.ts';
import type { List } from '../flow/list.ts';
import type { View } from './scope.ts';
import { holdsIn, viewOf } from './scope.ts';
import type { Draft } from './session.ts';
import { ANSWERED, INVALID, RELEVANT, STALE } from './session.ts';
import type { Finding, Verdict } from './verdict.ts';

/** May the condition be evaluated yet? Steps that do not apply count as known (and empty). */
function known(draft: Draft, condition: Condition): boolean {
  for (const ordinal of condition.reads) {
    const mark = draft.marks[ordinal] ?? 0;
    if ((mark & RELEVANT) !== 0 && ((mark & ANSWERED) === 0 || (mark & (STALE | INVALID)) !== 0)) return false;
  }
  return true;
}

function finding(call: Call, rule: FindingRule, part: Partial<Finding> & Pick<Finding, 'status'>): Finding {
  const clause = call.clauses.get(rule.clause);
  if (clause === undefined) throw new Error(`finding for unknown clause ${rule.clause}`);
  return {
    clause: rule.clause,
    severity: clause.severity,
    status: softened(clause.severity, part.status),
    say: part.say,
    fix: part.fix,
    flag: part.flag,
    basedOn: rule.basedOn,
  };
}

/** Only a hard clause can refuse a list: an organizer who softens a clause in rules.yaml softens its findings too. */
function softened(severity: Severity, status: Finding['status']): Finding['status'] {
  return status === 'not_met' && severity !== 'hard' ? 'organizer_review' : status;
}

/**
 * Judges one rule. `final`: unanswered steps read as empty (preview, submission); otherwise a case that needs one gives
 * `unanswered`. Returns undefined where the rule reports nothing.
 */
function judgeRule(view: View, rule: FindingRule, final: boolean): Finding | undefined {
  const { call, draft } = view;
  if (rule.applies !== undefined) {
    if (!final && !known(draft, rule.applies))
      return rule.partOf === undefined ? finding(call, rule, { status: 'unanswered' }) : undefined;
    if (!holdsIn(view, rule.applies)) {
      return rule.partOf === undefined
        ? finding(call, rule, { status: 'not_applicable', say: rule.otherwise })
        : undefined;
    }
  }
  for (const one of rule.cases) {
    if (!final && !known(draft, one.when)) return finding(call, rule, { status: 'unanswered' });
    if (holdsIn(view, one.when)) {
      return finding(call, rule, { status: one.status, say: one.say, fix: one.fix, flag: one.flag });
    }
  }
  if (rule.silent) return undefined;
  if (!final && rule.cases.length === 0 && !rule.reads.every((ordinal) => isKnown(draft, ordinal))) {
    return finding(call, rule, { status: 'unanswered' });
  }
  return finding(call, rule, { status: 'met' });
}

function isKnown(draft: Draft, ordinal: number): boolean {
  const mark = draft.marks[ordinal] ?? 0;
  return (mark & RELEVANT) === 0 || (mark & ANSWERED) !== 0;
}

/** The overall result: one failed hard clause refuses; anything to explain or to confirm needs review. */
export function overall(findings: readonly Finding[]): Verdict['overall'] {
  if (findings.some((one) => one.severity === 'hard' && one.status === 'not_met')) return 'ineligible';
  if (findings.some((one) => one.status === 'needs_explanation' || one.status === 'organizer_review'))
    return 'needs_review';
  return 'eligible';
}

/** Judges every clause of the draft's list. See `judgeRule` for `final`. */
export function judge(call: Call, list: List, draft: Draft, final: boolean): Verdict {
  const findings: Finding[] = [];
  const view = viewOf(call, draft);
  for (const rule of list.findings) {
    const judged = judgeRule(view, rule, final);
    if (judged !== undefined) findings.push(judged);
  }
  let met = 0;
  let notMet = 0;
  let total = 0;
  for (const one of findings) {
    if (one.severity !== 'hard' || one.status === 'not_applicable') continue;
    total += 1;
    if (one.status === 'met') met += 1;
    if (one.status === 'not_met') notMet += 1;
  }
  return { overall: overall(findings), findings, hard: { met, notMet, total } };
}

/** Findings that read the step `ordinal`, judged as far as they can be now. */
export function judgeTouched(call: Call, list: List, draft: Draft, ordinal: number): readonly Finding[] {
  const touched = list.judgedBy[ordinal];
  if (touched === undefined || touched.length === 0) return [];
  const findings: Finding[] = [];
  const view = viewOf(call, draft);
  for (const index of touched) {
    const rule = list.findings[index];
    const judged = rule === undefined ? undefined : judgeRule(view, rule, false);
    if (judged !== undefined) findings.push(judged);
  }
  return findings;
}
