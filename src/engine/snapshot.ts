/**
 * A session as plain JSON and back, by step ids rather than ordinals, so that a snapshot outlives a change of the flow
 * files. What the files no longer know is kept as it was.
 */
import type { Call } from '../flow/call.ts';
import { markDraft } from './fold-draft.ts';
import type { Shelf } from './gathering.ts';
import { EMPTY_SHELF, hasShelved } from './gathering.ts';
import type { Open, Pending, Proposed } from './operation.ts';
import type { Reach } from './reach.ts';
import { NO_REACH } from './reach.ts';
import type { Answer, Draft, Objection, Receipt, Session } from './session.ts';
import { ANSWERED, SKIPPED, STALE } from './session.ts';
import type { Partial } from './value.ts';

type StoredAnswers = Readonly<Record<string, Answer | typeof SKIPPED>>;

interface StoredReceipt extends Omit<Receipt, 'answers' | 'withdrawnAt'> {
  readonly answers: StoredAnswers;
  readonly withdrawnAt?: number | undefined;
}

interface StoredDraft {
  readonly id: string;
  readonly flow: string;
  readonly startedAt: number;
  readonly answers: StoredAnswers;
  readonly stale: readonly string[];
  readonly list?: string | undefined;
  readonly focus?: string | undefined;
  readonly gathering?: string | undefined;
  readonly partial?: Partial | undefined;
  /** By step id. */
  readonly shelf?: Readonly<Record<string, Partial>> | undefined;
  readonly pending?: Pending | undefined;
  readonly heard?: readonly Proposed[] | undefined;
  readonly told: readonly string[];
  readonly objections: readonly Objection[];
  readonly checked: boolean;
  readonly failures: number;
  readonly last?: string | undefined;
  readonly submitted?: string | undefined;
  readonly orphans: Readonly<Record<string, Answer>>;
  readonly toldGone: readonly string[];
}

/** The stored form; `format` tells it from later ones. */
export interface Snapshot {
  readonly format: 1;
  readonly length: number;
  readonly locale: Session['locale'];
  readonly drafts: readonly StoredDraft[];
  readonly current: number;
  readonly open?: Open | undefined;
  readonly receipts: readonly StoredReceipt[];
  readonly messages: Session['messages'];
  readonly saidAt?: number | undefined;
  readonly reach?: Reach | undefined;
}

function storeAnswers(call: Call, answers: Draft['answers']): StoredAnswers {
  const stored: Record<string, Answer | typeof SKIPPED> = {};
  for (const step of call.steps) {
    const answer = answers[step.ordinal];
    if (answer !== undefined) stored[step.id] = answer;
  }
  return stored;
}

function storeShelf(call: Call, shelf: Shelf): Readonly<Record<string, Partial>> {
  const stored: Record<string, Partial> = {};
  for (const step of call.steps) {
    const partial = shelf[step.ordinal];
    if (partial !== undefined) stored[step.id] = partial;
  }
  return stored;
}

function idOf(call: Call, ordinal: number): string | undefined {
  return call.steps[ordinal]?.id;
}

/** The session as JSON. */
export function takeSnapshot(call: Call, session: Session): Snapshot {
  return {
    format: 1,
    length: session.length,
    locale: session.locale,
    current: session.current,
    open: session.open,
    messages: session.messages,
    saidAt: session.saidAt,
    ...(session.reach === NO_REACH ? {} : { reach: session.reach }),
    receipts: session.receipts.map((receipt) => ({ ...receipt, answers: storeAnswers(call, receipt.answers) })),
    drafts: session.drafts.map((draft) => ({
      id: draft.id,
      flow: draft.flow,
      startedAt: draft.startedAt,
      answers: storeAnswers(call, draft.answers),
      stale: call.steps.filter((step) => ((draft.marks[step.ordinal] ?? 0) & STALE) !== 0).map((step) => step.id),
      list: draft.list,
      focus: idOf(call, draft.focus),
      gathering: idOf(call, draft.gathering),
      partial: draft.partial,
      ...(hasShelved(draft) ? { shelf: storeShelf(call, draft.shelf) } : {}),
      pending: draft.pending,
      ...(draft.heard.length === 0 ? {} : { heard: draft.heard }),
      told: draft.told,
      objections: draft.objections,
      checked: draft.checked,
      failures: draft.failures,
      last: idOf(call, draft.last),
      submitted: draft.submitted?.submission,
      orphans: draft.orphans,
      toldGone: draft.toldGone,
    })),
  };
}

function ordinalOf(call: Call, id: string | undefined): number {
  return id === undefined ? -1 : (call.stepById.get(id)?.ordinal ?? -1);
}

function restoreShelf(call: Call, stored: StoredDraft['shelf']): Shelf {
  if (stored === undefined) return EMPTY_SHELF;
  const shelf: Record<number, Partial> = {};
  for (const [id, partial] of Object.entries(stored)) {
    const step = call.stepById.get(id);
    if (step !== undefined) shelf[step.ordinal] = partial;
  }
  return shelf;
}

function restoreAnswers(call: Call, stored: StoredAnswers): Draft['answers'][number][] {
  const answers: Draft['answers'][number][] = new Array(call.steps.length).fill(undefined);
  for (const [id, answer] of Object.entries(stored)) {
    const step = call.stepById.get(id);
    if (step !== undefined) answers[step.ordinal] = answer;
  }
  return answers;
}

function restoreDraft(call: Call, stored: StoredDraft, receipts: readonly Receipt[]): Draft {
  const orphans: Record<string, Answer> = { ...stored.orphans };
  for (const [id, answer] of Object.entries(stored.answers)) {
    if (!call.stepById.has(id) && answer !== SKIPPED) orphans[id] = answer;
  }
  const answers = restoreAnswers(call, stored.answers);
  for (const [id, answer] of Object.entries(orphans)) {
    const step = call.stepById.get(id);
    if (step === undefined) continue;
    answers[step.ordinal] ??= answer;
    delete orphans[id];
  }
  const marks = new Uint8Array(call.steps.length);
  for (const step of call.steps) if (answers[step.ordinal] !== undefined) marks[step.ordinal] = ANSWERED;
  for (const id of stored.stale) {
    const ordinal = ordinalOf(call, id);
    if (ordinal >= 0) marks[ordinal] = (marks[ordinal] ?? 0) | STALE;
  }
  const gathering = ordinalOf(call, stored.gathering);
  return markDraft(call, {
    id: stored.id,
    flow: stored.flow,
    startedAt: stored.startedAt,
    answers,
    marks,
    list: stored.list !== undefined && call.listById.has(stored.list) ? stored.list : undefined,
    focus: ordinalOf(call, stored.focus),
    gathering,
    partial: gathering < 0 ? undefined : stored.partial,
    shelf: restoreShelf(call, stored.shelf),
    pending: stored.pending,
    heard: stored.heard ?? [],
    told: stored.told,
    objections: stored.objections,
    checked: stored.checked,
    failures: stored.failures,
    last: ordinalOf(call, stored.last),
    submitted: receipts.find((receipt) => receipt.submission === stored.submitted),
    orphans,
    toldGone: stored.toldGone,
  });
}

/** When something was last answered: all that snapshots of older programs tell about when the person spoke. */
function lastAnswered(drafts: readonly Draft[]): number {
  let last = 0;
  for (const draft of drafts) {
    last = Math.max(last, draft.startedAt);
    for (const answer of draft.answers)
      if (answer !== undefined && answer !== SKIPPED) last = Math.max(last, answer.at);
  }
  return last;
}

/** The session of a snapshot over the present files. Throws on a snapshot of another format: that is a newer program's. */
export function restoreSnapshot(call: Call, key: string, stored: unknown): Session {
  const snapshot = stored as Snapshot;
  if (snapshot.format !== 1)
    throw new Error(`snapshot of unknown format ${String(snapshot.format)}: written by a newer version?`);
  const receipts = snapshot.receipts.map(
    (receipt): Receipt => ({
      ...receipt,
      withdrawnAt: receipt.withdrawnAt,
      answers: restoreAnswers(call, receipt.answers),
    }),
  );
  const drafts = snapshot.drafts.map((draft) => restoreDraft(call, draft, receipts));
  return {
    key,
    length: snapshot.length,
    locale: snapshot.locale,
    drafts,
    current: snapshot.current,
    open: snapshot.open,
    receipts,
    messages: snapshot.messages,
    saidAt: snapshot.saidAt ?? lastAnswered(drafts),
    reach: snapshot.reach ?? NO_REACH,
  };
}
