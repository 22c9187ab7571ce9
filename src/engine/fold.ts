/**
 * Folding operations into a session: the only place where state changes. Total over any recorded operation, also of
 * older flow files: what no longer fits is kept aside, never dropped and never a crash. Decides nothing.
 */
import type { Call } from '../flow/call.ts';
import type { Locale } from '../message.ts';
import type { OpenDraft, Origin } from './fold-draft.ts';
import { applyDraftOperation, markDraft } from './fold-draft.ts';
import { EMPTY_SHELF } from './gathering.ts';
import type { Entry, Open, Operation } from './operation.ts';
import type { Reach } from './reach.ts';
import type { Draft, Receipt, Session } from './session.ts';

/** A fold in progress: private copies that become the next session. The session it began from is not touched. */
export interface Fold {
  readonly call: Call;
  readonly key: string;
  readonly length: number;
  locale: Locale;
  drafts: Draft[];
  current: number;
  /** The current draft once it has been copied for writing. */
  writing: OpenDraft | undefined;
  readonly open: Open | undefined;
  receipts: readonly Receipt[];
  readonly received: number;
  readonly sent: number;
  readonly saidAt: number;
  reach: Reach;
  /** The machine spoke first: no message of the person is counted. */
  unasked: boolean;
}

export function startFold(call: Call, session: Session): Fold {
  return {
    call,
    key: session.key,
    length: session.length,
    locale: session.locale,
    drafts: session.drafts.slice(),
    current: session.current,
    writing: undefined,
    open: session.open,
    receipts: session.receipts,
    received: session.messages.in,
    sent: session.messages.out,
    saidAt: session.saidAt,
    reach: session.reach,
    unasked: false,
  };
}

/** The current draft for reading. */
export function draftOf(fold: Fold): Draft | undefined {
  return fold.writing ?? fold.drafts[fold.current];
}

/** The current draft for writing: copied on first use. */
function writeDraft(fold: Fold): OpenDraft | undefined {
  if (fold.writing !== undefined) return fold.writing;
  const draft = fold.drafts[fold.current];
  if (draft === undefined) return undefined;
  fold.writing = { ...draft, answers: draft.answers.slice(), marks: draft.marks.slice() };
  return fold.writing;
}

function shelve(fold: Fold): void {
  if (fold.writing === undefined) return;
  fold.drafts[fold.current] = fold.writing;
  fold.writing = undefined;
}

/** Applies one operation. */
export function apply(fold: Fold, operation: Operation, origin: Origin): void {
  switch (operation.op) {
    case 'opened': {
      shelve(fold);
      const from = operation.from === undefined ? undefined : fold.drafts.find((draft) => draft.id === operation.from);
      fold.drafts.push(newDraft(fold.call, operation.draft, operation.flow, origin.at));
      fold.current = fold.drafts.length - 1;
      const draft = writeDraft(fold);
      if (draft !== undefined) applyDraftOperation(fold.call, draft, operation, origin, from);
      return;
    }
    case 'switched': {
      const index = fold.drafts.findIndex((draft) => draft.id === operation.draft);
      if (index < 0 || index === fold.current) return;
      shelve(fold);
      fold.current = index;
      return;
    }
    case 'submitted':
      keepReceipt(fold, operation, origin.at);
      return;
    case 'withdrawn':
      withdrawReceipt(fold, operation, origin.at);
      return;
    case 'localised':
      fold.locale = operation.locale;
      return;
    case 'addressed':
      fold.reach = { ...fold.reach, to: operation.to };
      return;
    case 'muted':
    case 'unmuted':
      fold.reach = { ...fold.reach, muted: operation.op === 'muted' };
      return;
    case 'reminded': {
      const warned = operation.why === 'expiry' ? { warnedAt: origin.at } : {};
      fold.reach = { ...fold.reach, remindedAt: origin.at, ...warned };
      fold.unasked = true;
      return;
    }
    case 'nudged':
      fold.reach = { ...fold.reach, nudged: `${operation.draft}.${operation.step}` };
      fold.unasked = true;
      return;
    case 'left':
      fold.unasked = true;
      return;
    case 'expired':
      emptyDraft(fold, operation.draft);
      fold.unasked = true;
      return;
    case 'escalated':
    case 'told_rule':
    case 'missed':
    case 'exported':
    case 'offered':
    case 'joined':
    case 'parted':
    case 'alone':
    case 'paused':
    case 'declined':
      return;
    case 'answered':
    case 'kept':
    case 'skipped':
    case 'focused':
    case 'unfocused':
    case 'gathered':
    case 'pended':
    case 'heard':
    case 'settled':
    case 'rejected':
    case 'told':
    case 'objected':
    case 'checked':
    case 'migrated': {
      const draft = writeDraft(fold);
      if (draft !== undefined) applyDraftOperation(fold.call, draft, operation, origin, undefined);
      return;
    }
    default:
      operation satisfies never;
  }
}

/** The draft keeps its place and its number; nothing that was said in it is left. */
function emptyDraft(fold: Fold, id: string): void {
  shelve(fold);
  const index = fold.drafts.findIndex((draft) => draft.id === id);
  const draft = fold.drafts[index];
  if (draft !== undefined)
    fold.drafts[index] = markDraft(fold.call, newDraft(fold.call, id, draft.flow, draft.startedAt));
}

function keepReceipt(fold: Fold, operation: Operation & { op: 'submitted' }, at: number): void {
  const draft = writeDraft(fold);
  if (draft === undefined) return;
  const receipt: Receipt = {
    submission: operation.submission,
    receipt: operation.receipt,
    draft: operation.draft,
    list: draft.list ?? '',
    title: operation.title,
    revision: operation.revision,
    sha256: operation.sha256,
    at,
    withdrawnAt: undefined,
    answers: draft.answers.slice(),
  };
  draft.submitted = receipt;
  draft.pending = undefined;
  draft.focus = -1;
  draft.failures = 0;
  fold.receipts = [...fold.receipts, receipt];
}

function withdrawReceipt(fold: Fold, operation: Operation & { op: 'withdrawn' }, at: number): void {
  fold.receipts = fold.receipts.map((receipt) =>
    receipt.submission === operation.submission ? { ...receipt, withdrawnAt: at } : receipt,
  );
  const draft = writeDraft(fold);
  if (draft === undefined) return;
  draft.pending = undefined;
  if (draft.submitted?.submission === operation.submission) draft.submitted = undefined;
}

function newDraft(call: Call, id: string, flow: string, at: number): OpenDraft {
  return {
    id,
    flow,
    startedAt: at,
    answers: new Array(call.steps.length).fill(undefined),
    marks: new Uint8Array(call.steps.length),
    list: undefined,
    focus: -1,
    gathering: -1,
    partial: undefined,
    shelf: EMPTY_SHELF,
    pending: undefined,
    heard: [],
    told: [],
    objections: [],
    checked: false,
    failures: 0,
    last: -1,
    submitted: undefined,
    orphans: {},
    toldGone: [],
  };
}

/** Ends the fold of one entry. */
export function endFold(fold: Fold, entry: Pick<Entry, 'at' | 'open' | 'replies'>): Session {
  shelve(fold);
  return {
    key: fold.key,
    length: fold.length + 1,
    locale: fold.locale,
    drafts: fold.drafts,
    current: fold.current,
    open: entry.open === undefined ? fold.open : (entry.open ?? undefined),
    receipts: fold.receipts,
    messages: { in: fold.received + (fold.unasked ? 0 : 1), out: fold.sent + entry.replies },
    saidAt: fold.unasked ? fold.saidAt : entry.at,
    reach: fold.reach,
  };
}

/** The session as far as it is folded now, its present entry not counted. */
export function sessionSoFar(fold: Fold): Session {
  const drafts = fold.drafts.slice();
  if (fold.writing !== undefined) drafts[fold.current] = fold.writing;
  return {
    key: fold.key,
    length: fold.length,
    locale: fold.locale,
    drafts,
    current: fold.current,
    open: fold.open,
    receipts: fold.receipts,
    messages: { in: fold.received, out: fold.sent },
    saidAt: fold.saidAt,
    reach: fold.reach,
  };
}

/** The session after one more entry. */
export function foldEntry(call: Call, session: Session, entry: Entry): Session {
  const fold = startFold(call, session);
  for (const operation of entry.operations) apply(fold, operation, entry);
  return endFold(fold, entry);
}

/** The session after all of these entries. */
export function foldEntries(call: Call, session: Session, entries: readonly Entry[]): Session {
  let folded = session;
  for (const entry of entries) folded = foldEntry(call, folded, entry);
  return folded;
}
