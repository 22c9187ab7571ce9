/** An applicant's own copy of what is stored about them, as JSON text (个人信息保护法 art. 45). Leaves nothing out. */
import type { Call } from '../flow/call.ts';
import { isoIn } from './clock-text.ts';
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
        started_at: isoIn(call.timezone, draft.startedAt),
        answers: call.steps.flatMap((step) => {
          const answer = draft.answers[step.ordinal];
          if (answer === undefined || answer === SKIPPED) return [];
          const visible = ((draft.marks[step.ordinal] ?? 0) & RELEVANT) !== 0;
          return [
            {
              step: step.id,
              value: answer.value,
              said: answer.raw,
              at: isoIn(call.timezone, answer.at),
              channel: answer.channel,
              in_use: visible,
            },
          ];
        }),
        heard: draft.heard,
        former_answers: draft.orphans,
        objections: draft.objections,
      };
    }),
    submissions: receipts.map((receipt) => ({
      submission_id: receipt.submission,
      receipt_no: receipt.receipt,
      list: receipt.list,
      at: isoIn(call.timezone, receipt.at),
      withdrawn_at: receipt.withdrawnAt === undefined ? null : isoIn(call.timezone, receipt.withdrawnAt),
      sha256: receipt.sha256,
    })),
  };
  return JSON.stringify(copy, null, 1);
}
