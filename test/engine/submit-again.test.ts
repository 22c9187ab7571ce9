/** Submissions beside others: flags for the organizer, cross-references, corrections and numbers. */
import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../src/engine/session.ts';
import { submissionSchema } from '../../src/engine/submission.ts';
import { buildSubmission } from '../../src/engine/submit.ts';
import type { FilesValue } from '../../src/engine/value.ts';
import { AT, answer, draftOf, finding, inputWith, sessionOf, values, verdictWith } from './sample-application.ts';
import { call, steps } from './sample-call.ts';

const ordinalOf = (id: string): number => steps.findIndex((step) => step.id === id);

function receiptOf(part: Partial<Receipt> = {}): Receipt {
  return {
    submission: 'SUB-2025-L3-AAAAAAAAAAAAAAAA',
    receipt: 'SJ2025-L3-AAAAA-BBBBB',
    draft: 'd1',
    list: 'L3',
    title: '旧题目',
    revision: 1,
    sha256: '0'.repeat(64),
    at: AT - 60_000,
    withdrawnAt: undefined,
    answers: [],
    ...part,
  };
}

describe('what the organizer should look at', () => {
  it('flags findings, a doubtful code, and doubts insisted on, each once', () => {
    const verdict = verdictWith('needs_review', finding('0.1', 'organizer_review', [], { flag: 'no_2025_milestone' }));
    const draft = draftOf({ ...values, org_uscc: { code: '91350100M0001TGQXM', valid: false } });
    const answers = draft.answers
      .with(ordinalOf('org_uscc'), answer({ code: '91350100M0001TGQXM', valid: false }, ['uscc_checksum']))
      .with(ordinalOf('org_name'), answer({ text: '示例' }, ['org_name_short', 'org_name_short']));
    const built = buildSubmission(inputWith({ verdict, draft: { ...draft, answers } }));
    expect(built.organizer_flags).toEqual([
      { code: 'no_2025_milestone', clause: '0.1' },
      { code: 'org_name_short', refs: ['org_name'] },
      { code: 'uscc_checksum_warning' },
    ]);
    expect(built.applicant?.uscc_check?.warning).toBe('uscc_checksum_warning');
  });

  it('flags an applicant without a code and keeps the reason', () => {
    const draft = draftOf({ ...values, org_uscc: { none: true, note: '境外机构，注册号 X1' } });
    const built = buildSubmission(inputWith({ draft }));
    expect(built.applicant).toMatchObject({
      uscc: null,
      uscc_check: { warning: 'no_uscc', explanation: '境外机构，注册号 X1' },
    });
    expect(built.organizer_flags).toEqual([{ code: 'no_uscc' }]);
  });

  it('cross-references the standing submissions of the same person and flags the same case on another list', () => {
    const title = '多方安全计算联合画像 小微商户当天拿到信用贷款';
    const receipts = [
      receiptOf({ draft: 'd2', list: 'L2', title, submission: 'SUB-OLD' }),
      receiptOf({ draft: 'd2', list: 'L2', title, submission: 'SUB-NEW', revision: 2 }),
      receiptOf({ draft: 'd3', list: 'L1', submission: 'SUB-OTHER' }),
      receiptOf({ draft: 'd4', list: 'L4', title, submission: 'SUB-GONE', withdrawnAt: AT }),
    ];
    const built = buildSubmission(inputWith({ session: sessionOf({ receipts }) }));
    expect(built.related_submissions).toEqual([
      { submission_id: 'SUB-NEW', list: 'L2', same_case: true },
      { submission_id: 'SUB-OTHER', list: 'L1', same_case: false },
    ]);
    expect(built.organizer_flags).toEqual([{ code: 'multi_list', refs: ['SUB-NEW'] }]);
  });

  it('lists suggested material that is missing when more is announced or nothing was sent', () => {
    const later = { files: [], later: true };
    const built = buildSubmission(inputWith({ draft: draftOf({ ...values, attachments: later }) }));
    expect(built.missing_attachments.map(({ clause }) => clause)).toEqual(['3.1.2.a', '3.2.1', '3.2.3']);
    const some = { ...(values.attachments as FilesValue), later: true };
    const partly = buildSubmission(inputWith({ draft: draftOf({ ...values, attachments: some }) }));
    expect(partly.missing_attachments).toEqual([{ clause: '3.1.2.a', suggest: '营业执照、办公场所' }]);
  });
});

describe('numbers and revisions', () => {
  const first = buildSubmission(inputWith());

  it('has a submission id and a receipt number people can read out', () => {
    expect(first.submission_id).toMatch(/^SUB-2025-L3-[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(first.receipt_no).toMatch(/^SJ2025-L3-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(first.revision).toEqual({
      no: 1,
      previous: null,
      history: [{ no: 1, at: first.channel.submitted_at, changed: ['*'] }],
    });
  });

  it('keeps the receipt number through a correction, which names the submission it corrects', () => {
    const receipt = receiptOf({ submission: first.submission_id, receipt: first.receipt_no });
    const session = sessionOf({ receipts: [receipt] });
    const second = buildSubmission(inputWith({ session, previous: { receipt, changed: ['case_title'] } }));
    expect(second.submission_id).not.toBe(first.submission_id);
    expect(second.receipt_no).toBe(`${first.receipt_no}-R2`);
    expect(second.revision).toEqual({
      no: 2,
      previous: first.submission_id,
      history: [
        { no: 1, at: '2025-11-03T09:46:31+08:00', changed: ['*'] },
        { no: 2, at: '2025-11-03T09:47:31+08:00', changed: ['case_title'] },
      ],
    });
    expect(submissionSchema.safeParse(second).success).toBe(true);
  });

  it('never uses an id twice: what is submitted after a withdrawal is a new revision', () => {
    const receipts = [receiptOf({ submission: first.submission_id, receipt: first.receipt_no, withdrawnAt: AT - 1 })];
    const again = buildSubmission(inputWith({ session: sessionOf({ receipts }) }));
    expect(again.submission_id).not.toBe(first.submission_id);
    expect(again.receipt_no).toBe(`${first.receipt_no}-R2`);
    expect(again.revision.previous).toBe(first.submission_id);
  });

  it('gives other people, other drafts and a fresh start after an erasure numbers of their own', () => {
    const others = [
      inputWith({ session: sessionOf({ key: 'web:u2' }) }),
      inputWith({ draft: draftOf(values, { id: 'd2' }) }),
      inputWith({ draft: draftOf(values, { startedAt: AT - 1 }) }),
      inputWith({ call: { ...call, id: 'next-call' } }),
    ].map(buildSubmission);
    expect(new Set([first, ...others].map((one) => one.submission_id)).size).toBe(5);
    expect(new Set([first, ...others].map((one) => one.receipt_no)).size).toBe(5);
  });
});
