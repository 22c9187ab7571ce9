/**
 * Which clauses an application needs evidence for and which files speak to which clause, told from file names and the
 * list's advice. No file is opened; a binding says where to look, not that anything is proved.
 */
import type { List } from '../flow/list.ts';
import type { Attachment, AttachmentKind } from './submission.ts';
import type { Finding, Verdict } from './verdict.ts';

/** First match wins: 授权运营协议 is an authorization, 成效报告 a proof of effect. */
const KINDS: readonly (readonly [kind: AttachmentKind, words: RegExp])[] = [
  ['commitment', /承诺|commitment|pledge/i],
  ['authorization', /授权|authori[sz]ation/i],
  ['licence', /营业执照|执照|法人证书|licen[cs]e/i],
  ['ip', /专利|软著|著作权|patent|copyright/i],
  ['effect_proof', /成效|效果|effect/i],
  ['report', /检测|报告|测评|评估|鉴定|report/i],
  ['agreement', /协议|合同|agreement|contract/i],
  ['effect_proof', /证明|proof|certificate/i],
];

/** Words of the list's advice that a kind of file follows. Proofs of effect follow the metrics instead. */
const ADVICE: Partial<Record<AttachmentKind, RegExp>> = {
  authorization: /授权/,
  licence: /营业执照/,
  ip: /专利|软著/,
  report: /检测|报告|测评/,
  agreement: /协议|合同/,
};

export function attachmentKind(name: string): AttachmentKind {
  return KINDS.find(([, words]) => words.test(name))?.[0] ?? 'other';
}

/** Is `part` the clause `whole` or a part of it? */
function within(part: string, whole: string): boolean {
  return part === whole || part.startsWith(`${whole}.`);
}

function isAlive(finding: Finding): boolean {
  return finding.status !== 'not_applicable' && finding.status !== 'unanswered';
}

/** What of a list one application touches. */
export interface Evidence {
  /** Was the clause, or a part of it, judged or chosen? */
  needs(clause: string): boolean;
  /** Clauses a file of this kind speaks to. Those of a kind without advice, or a name that says nothing: the step's. */
  clausesFor(
    kind: AttachmentKind,
    stepClauses: readonly string[],
  ): { readonly clauses: string[]; readonly recognised: boolean };
  /** Advice for clauses no recognised file speaks to. */
  missing(attachments: readonly Attachment[]): { clause: string; suggest: string }[];
}

/** `chosen`: clauses that chosen options answer; `proved`: clauses the indicators answer. */
export function evidenceFor(
  list: List,
  verdict: Verdict,
  chosen: ReadonlySet<string>,
  proved: readonly string[],
): Evidence {
  const needs = (clause: string): boolean => {
    const own = verdict.findings.find((finding) => finding.clause === clause);
    if (own !== undefined) return isAlive(own);
    if (verdict.findings.some((finding) => within(finding.clause, clause) && isAlive(finding))) return true;
    return [...chosen].some((one) => within(one, clause));
  };

  const advised = (kind: AttachmentKind): readonly string[] => {
    const words = ADVICE[kind];
    if (words === undefined) return [];
    return list.evidence.filter(({ suggest }) => words.test(suggest.zh)).map(({ clause }) => clause);
  };

  const clausesFor = (kind: AttachmentKind, stepClauses: readonly string[]) => {
    if (kind === 'commitment') return { clauses: [], recognised: true };
    if (kind === 'effect_proof' && proved.length > 0) return { clauses: [...proved], recognised: true };
    const spoken = advised(kind).filter(
      (clause) =>
        needs(clause) &&
        (stepClauses.length === 0 || stepClauses.some((one) => within(one, clause) || within(clause, one))),
    );
    if (spoken.length > 0) return { clauses: [...new Set(spoken)], recognised: true };
    return { clauses: stepClauses.filter(needs), recognised: false };
  };

  const missing = (attachments: readonly Attachment[]) => {
    const spoken = attachments.filter(({ kind }) => clausesFor(kind, []).recognised).flatMap((one) => one.clauses);
    return list.evidence
      .filter(({ clause }) => needs(clause) && !spoken.some((one) => within(one, clause)))
      .map(({ clause, suggest }) => ({ clause, suggest: suggest.zh }));
  };

  return { needs, clausesFor, missing };
}
