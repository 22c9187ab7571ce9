/** What the organizer should look at in one submission: flags of findings, doubts insisted on, objections, other lists. */
import type { Exported } from './export.ts';
import type { Draft, Receipt, Session } from './session.ts';
import type { Flag, Related } from './submission.ts';
import type { Verdict } from './verdict.ts';

/** Doubts whose confirming is no warning: the answer itself carries them. */
const TOLD_ELSEWHERE: readonly string[] = ['uscc_checksum', 'lower_is_better'];

/** Two titles of the same case differ in punctuation and spaces at most. */
function isSameTitle(one: string, other: string): boolean {
  const bare = (title: string): string =>
    title
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  return bare(one) !== '' && bare(one) === bare(other);
}

/** The person's other standing submissions, the latest revision of each draft. */
export function relatedSubmissions(session: Session, draft: Draft, title: string | undefined): Related[] {
  const latest = new Map<string, Receipt>();
  for (const receipt of session.receipts) {
    if (receipt.draft === draft.id || receipt.withdrawnAt !== undefined) continue;
    const known = latest.get(receipt.draft);
    if (known === undefined || known.revision < receipt.revision) latest.set(receipt.draft, receipt);
  }
  return [...latest.values()].map((receipt) => ({
    submission_id: receipt.submission,
    list: receipt.list,
    same_case: title !== undefined && isSameTitle(title, receipt.title),
  }));
}

/** Each flag once, findings first. */
export function organizerFlags(
  verdict: Verdict,
  exported: readonly Exported[],
  draft: Draft,
  list: string,
  related: readonly Related[],
): Flag[] {
  const flags: Flag[] = [];
  for (const { flag, clause } of verdict.findings) if (flag !== undefined) flags.push({ code: flag, clause });
  for (const { step, answer } of exported) {
    const value = answer.value;
    if (step.type === 'uscc' && 'code' in value && !value.valid) flags.push({ code: 'uscc_checksum_warning' });
    if (step.type === 'uscc' && 'none' in value) flags.push({ code: 'no_uscc' });
    for (const code of answer.confirmed) {
      if (!TOLD_ELSEWHERE.includes(code)) flags.push({ code, refs: [step.id] });
    }
  }
  const unmet = new Set(verdict.findings.filter(({ status }) => status === 'not_met').map(({ clause }) => clause));
  for (const { clause, note } of draft.objections) {
    if (unmet.has(clause)) flags.push({ code: 'objection', clause, note });
  }
  const elsewhere = related.filter((one) => one.same_case && one.list !== list).map((one) => one.submission_id);
  if (elsewhere.length > 0) flags.push({ code: 'multi_list', refs: elsewhere });
  return once(flags);
}

function once(flags: readonly Flag[]): Flag[] {
  const seen = new Map(flags.map((flag) => [JSON.stringify(flag), flag]));
  return [...seen.values()];
}
