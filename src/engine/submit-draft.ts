/**
 * Submitting and taking back: the last judgement over the whole draft, the organizer's limits, and the receipt. A draft
 * with a failed hard clause goes out only after the organizer was asked, and never as eligible.
 */
import { inLocale } from '../flow/words.ts';
import { PRIVATE } from '../message.ts';
import { explainRefusal } from './explain.ts';
import { judge } from './findings.ts';
import { sessionSoFar } from './fold.ts';
import { userRef } from './identity.ts';
import { migrateDraft } from './migrate.ts';
import { momentIn } from './moment-text.ts';
import { isOwed, routeOf } from './path.ts';
import type { Draft, Receipt } from './session.ts';
import { SKIPPED } from './session.ts';
import type { Stage } from './stage.ts';
import { draft, listOf, locale, phrases, record, say } from './stage.ts';
import { buildSubmission } from './submit.ts';
import type { Finding } from './verdict.ts';

/** Is it too late to submit or withdraw? Never, while the organizer has set no deadline. */
export function isOver(stage: Stage): boolean {
  const { deadline } = stage.call.organizer;
  return deadline !== undefined && stage.around.now > deadline;
}

function sayOver(stage: Stage): void {
  const { deadline } = stage.call.organizer;
  say(
    stage,
    'notice',
    phrases(stage).afterDeadline(deadline === undefined ? '' : momentIn(stage.call.timezone, deadline, locale(stage))),
  );
  stage.manner = 'short';
}

/** Checks everything once more and submits, or says what stands in the way. */
export function submitDraft(stage: Stage): void {
  const current = draft(stage);
  const list = listOf(stage);
  const words = phrases(stage);
  if (current.submitted !== undefined) {
    say(stage, 'notice', words.alreadySubmitted(current.submitted.receipt));
    return;
  }
  if (list === undefined) {
    say(stage, 'notice', words.noListYet);
    return;
  }
  if (isOver(stage)) {
    sayOver(stage);
    return;
  }
  const owed = routeOf(stage.call, current).filter((step) => step.type !== 'review' && isOwed(current, step.ordinal));
  if (owed.length > 0) {
    say(stage, 'notice', words.notReady(owed.map((step) => inLocale(step.title, locale(stage))).join(words.separator)));
    return;
  }
  const limit = limitReached(stage, current);
  if (limit !== undefined) {
    say(stage, 'notice', limit);
    return;
  }
  const verdict = judge(stage.call, list, current, true);
  const failed = verdict.findings.filter((one) => one.severity === 'hard' && one.status === 'not_met');
  const allowed = stage.call.policy.submit_with_objection !== false;
  const unasked = failed.filter(
    (one) => !allowed || !current.objections.some((objection) => objection.clause === one.clause),
  );
  if (unasked.length > 0) {
    refuseSubmission(stage, unasked);
    return;
  }
  const previous = lastReceipt(stage, current);
  const submission = buildSubmission({
    call: stage.call,
    list,
    draft: current,
    session: sessionSoFar(stage.fold),
    verdict,
    at: stage.around.now,
    channel: {
      platform: stage.to.channel,
      chatType: stage.to.chat === PRIVATE ? 'p2p' : 'group',
      userRef: userRef(stage.fold.key),
    },
    adapterVersion: stage.around.version,
    engineVersion: stage.around.version,
    previous:
      previous === undefined ? undefined : { receipt: previous, changed: changedSteps(stage, current, previous) },
  });
  const title = submission.case?.title ?? '';
  stage.submission = submission;
  record(stage, {
    op: 'submitted',
    draft: current.id,
    submission: submission.submission_id,
    receipt: submission.receipt_no,
    revision: submission.revision.no,
    sha256: submission.integrity.sha256,
    status: submission.status,
    title,
  });
  const missing = list.evidence
    .filter((one) =>
      submission.missing_attachments.some(
        (lacking) => lacking.clause === one.clause && lacking.suggest === one.suggest.zh,
      ),
    )
    .map((one) => inLocale(one.suggest, locale(stage)));
  stage.replies.push({
    kind: 'receipt',
    body: [
      words.receipt(submission.receipt_no, title, inLocale(list.name, locale(stage))),
      submission.revision.previous === null
        ? ''
        : words.receiptRevision(submission.revision.no, previous?.receipt ?? submission.revision.previous),
      words.overall[verdict.overall],
      submission.status === 'submitted_with_objection' ? words.receiptObjection : '',
      words.disclaimer,
      missing.length === 0 ? '' : words.receiptMissing(missing.map((item) => `· ${item}`).join('\n')),
      words.receiptHash(submission.integrity.sha256),
      words.receiptFoot,
    ]
      .filter((line) => line !== '')
      .join('\n'),
    submission: submission.submission_id,
  });
}

function refuseSubmission(stage: Stage, failed: readonly Finding[]): void {
  const list = listOf(stage);
  if (list === undefined) return;
  const current = draft(stage);
  const clauses = failed.map((one) => one.clause);
  say(
    stage,
    'finding',
    `${phrases(stage).submitRefused(inLocale(list.name, locale(stage)))}\n${explainRefusal(stage.call, list, current, failed, locale(stage))}`,
  );
  record(stage, { op: 'told', clauses: [...current.told.filter((clause) => !clauses.includes(clause)), ...clauses] });
  record(stage, { op: 'pended', pending: { kind: 'ways', clauses } });
}

/** The organizer's limits, where they are set: they count this person's standing submissions. */
function limitReached(stage: Stage, current: Draft): string | undefined {
  const standing = stage.fold.receipts.filter((receipt) => receipt.withdrawnAt === undefined);
  const { max_per_case: perCase, max_per_org: perOrg } = stage.call.policy;
  const title = titleOf(stage, current);
  if (typeof perCase === 'number' && standing.filter((receipt) => receipt.title === title).length >= perCase) {
    return phrases(stage).maxPerCase(perCase);
  }
  return typeof perOrg === 'number' && standing.length >= perOrg ? phrases(stage).maxPerOrg(perOrg) : undefined;
}

function titleOf(stage: Stage, current: Draft): string {
  const step = stage.call.steps.find((one) => one.field === 'case.title');
  const answer = step === undefined ? undefined : current.answers[step.ordinal];
  return answer !== undefined && answer !== SKIPPED && 'text' in answer.value ? answer.value.text : '';
}

/** The newest submission of this draft, withdrawn or not. */
function lastReceipt(stage: Stage, current: Draft): Receipt | undefined {
  return stage.fold.receipts.filter((receipt) => receipt.draft === current.id).at(-1);
}

/** Steps whose answers differ between the earlier submission and now. */
function changedSteps(stage: Stage, current: Draft, previous: Receipt): readonly string[] {
  return stage.call.steps
    .filter((step) => {
      if (step.type === 'review') return false;
      const before = previous.answers[step.ordinal];
      const now = current.answers[step.ordinal];
      const one = before === undefined || before === SKIPPED ? null : before.value;
      const other = now === undefined || now === SKIPPED ? null : now.value;
      return JSON.stringify(one) !== JSON.stringify(other);
    })
    .map((step) => step.id);
}

/** The submission 撤回 is about: that of the current draft, else the newest one that stands. */
function standingReceipt(stage: Stage): Receipt | undefined {
  return draft(stage).submitted ?? stage.fold.receipts.findLast((receipt) => receipt.withdrawnAt === undefined);
}

/** Asks whether a submission is really to be taken back. */
export function askWithdrawal(stage: Stage): void {
  const submitted = standingReceipt(stage);
  if (submitted === undefined) {
    say(stage, 'notice', phrases(stage).withdrawNothing);
    return;
  }
  if (isOver(stage)) {
    sayOver(stage);
    return;
  }
  record(stage, { op: 'pended', pending: { kind: 'withdraw', submission: submitted.submission } });
}

/** Takes it back: the answers stay, the document is marked and never changed. Its draft becomes the current one. */
export function withdraw(stage: Stage, submission: string): void {
  record(stage, { op: 'settled' });
  const receipt = stage.fold.receipts.find((one) => one.submission === submission && one.withdrawnAt === undefined);
  if (receipt === undefined) return;
  if (isOver(stage)) {
    sayOver(stage);
    return;
  }
  if (draft(stage).id !== receipt.draft) {
    record(stage, { op: 'switched', draft: receipt.draft });
    migrateDraft(stage);
  }
  record(stage, { op: 'withdrawn', draft: receipt.draft, submission });
  stage.withdrawn = { id: submission, at: stage.around.now };
  say(stage, 'notice', phrases(stage).withdrawn(receipt.receipt));
  stage.manner = 'silent';
}
