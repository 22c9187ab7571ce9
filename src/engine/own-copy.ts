/** An applicant's own copy of what is stored about them, as JSON text (个人信息保护法 art. 45). Leaves nothing out. */
import type { Call } from '../flow/call.ts';
import type { Draft, Receipt } from './session.ts';
import { RELEVANT, SKIPPED } from './session.ts';

/** All drafts with their answers (shadowed ones marked), and all submissions. `current` replaces its stored copy. */
export function exportText(call: Call, drafts: readonly Draft[], current: Draft, receipts: readonly Receipt[]): string {
  const copy = {
    drafts: drafts.map((stored) => {
      const draft = stored.id === current.id ? current : stored;
      return {
        draft: draft.id,
        list: draft.list ?? null,
        started_at: new Date(draft.startedAt).toISOString(),
        answers: call.steps.flatMap((step) => {
          const answer = draft.answers[step.ordinal];
          if (answer === undefined || answer === SKIPPED) return [];
          const visible = ((draft.marks[step.ordinal] ?? 0) & RELEVANT) !== 0;
          return [
            {
              step: step.id,
              value: answer.value,
              said: answer.raw,
              at: new Date(answer.at).toISOString(),
              channel: answer.channel,
              in_use: visible,
            },
          ];
        }),
        former_answers: draft.orphans,
        objections: draft.objections,
      };
    }),
    submissions: receipts.map((receipt) => ({
      submission_id: receipt.submission,
      receipt_no: receipt.receipt,
      list: receipt.list,
      at: new Date(receipt.at).toISOString(),
      withdrawn_at: receipt.withdrawnAt === undefined ? null : new Date(receipt.withdrawnAt).toISOString(),
      sha256: receipt.sha256,
    })),
  };
  return JSON.stringify(copy, null, 1);
}
