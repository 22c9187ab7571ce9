/** The self-check as a submission records it, each finding with the words of its clause. It never approves anything. */
import type { Call } from '../flow/call.ts';
import type { Clause } from '../flow/clause.ts';
import type { List } from '../flow/list.ts';
import type { Exported } from './export.ts';
import type { Attachment, FindingRecord, Metric, Submission } from './submission.ts';
import type { Finding, Verdict } from './verdict.ts';

const CUT: Readonly<Record<Clause['source'], string>> = { verbatim: '', split: '〔拆分〕', summary: '〔归纳〕' };
const CAVEAT = '未经核实，以组委会审核为准。';

/** Chinese sentence for the organizer: what the self-declared answers amount to. */
export function summaryOf(list: List, verdict: Verdict): string {
  const { findings, hard, overall } = verdict;
  switch (overall) {
    case 'eligible':
      return `按自查回答，榜单 ${list.no} 的${hard.total > 0 ? '硬性' : ''}要求均有对应答案；${CAVEAT}`;
    case 'needs_review': {
      const open = findings.filter(({ status }) => status === 'needs_explanation' || status === 'organizer_review');
      return `按自查回答，榜单 ${list.no} 有 ${open.length} 项需要说明或由组委会确认（${names(open)}）；${CAVEAT}`;
    }
    case 'ineligible': {
      const failed = findings.filter(({ severity, status }) => severity === 'hard' && status === 'not_met');
      return `按自查回答，榜单 ${list.no} 有 ${failed.length} 项硬性要求未满足（${names(failed)}），申报人已请组委会确认；${CAVEAT}`;
    }
    default:
      return overall satisfies never;
  }
}

function names(findings: readonly Finding[]): string {
  return findings.map(({ clause }) => clause).join('、');
}

/** What the findings may rest on. */
export interface Grounds {
  readonly exported: readonly Exported[];
  readonly metrics: readonly Metric[];
  readonly attachments: readonly Attachment[];
}

/** One finding a clause. Throws for a clause the call does not know. */
export function recordedFindings(call: Call, verdict: Verdict, grounds: Grounds): FindingRecord[] {
  return verdict.findings.map((finding) => {
    const clause = call.clauses.get(finding.clause);
    if (clause === undefined) throw new Error(`finding for unknown clause ${finding.clause}`);
    const cut = clause.text.startsWith('〔') ? '' : CUT[clause.source];
    return {
      clause: finding.clause,
      printed: clause.printed,
      requirement: `${cut}${clause.text}`,
      severity: finding.severity,
      status: finding.status,
      basis: 'self_declared',
      based_on: [...finding.basedOn],
      evidence: evidenceOf(finding, grounds),
      note: finding.say?.zh ?? '',
      fix: finding.fix?.zh ?? null,
    };
  });
}

function evidenceOf(finding: Finding, { exported, metrics, attachments }: Grounds): string[] {
  if (finding.status === 'not_applicable' || finding.status === 'unanswered') return [];
  const notes = exported
    .filter(({ step, answer }) => finding.basedOn.includes(step.id) && isNoted(answer.value))
    .map(({ step }) => `${step.id}.note`);
  const metricIds = metrics.filter(({ clauses }) => clauses.includes(finding.clause)).map(({ id }) => id);
  const attachmentIds = attachments.filter(({ clauses }) => clauses.includes(finding.clause)).map(({ id }) => id);
  return [...notes, ...metricIds, ...attachmentIds];
}

function isNoted(value: Exported['answer']['value']): boolean {
  return 'note' in value && value.note !== undefined && value.note !== '';
}

/** The whole section. `at` as text. */
export function eligibilityOf(
  call: Call,
  list: List,
  verdict: Verdict,
  grounds: Grounds,
  engineVersion: string,
  at: string,
): Submission['eligibility'] {
  const { met, notMet, total } = verdict.hard;
  return {
    basis: 'self_declared',
    engine_version: engineVersion,
    evaluated_at: at,
    overall: verdict.overall,
    summary: summaryOf(list, verdict),
    hard_clauses: { met, not_met: notMet, total },
    findings: recordedFindings(call, verdict, grounds),
  };
}
