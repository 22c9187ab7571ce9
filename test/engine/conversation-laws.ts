/** What must hold after every turn of any conversation. Each law throws with its name; none changes what it is given. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { verifySeal } from '../../src/engine/canonical.ts';
import { foldEntry } from '../../src/engine/fold.ts';
import { markDraft } from '../../src/engine/fold-draft.ts';
import { routeOf } from '../../src/engine/path.ts';
import type { Draft, Session } from '../../src/engine/session.ts';
import { ANSWERED, currentDraft, INVALID, newSession, RELEVANT, SKIPPED, STALE } from '../../src/engine/session.ts';
import { restoreSnapshot, takeSnapshot } from '../../src/engine/snapshot.ts';
import { submissionSchema } from '../../src/engine/submission.ts';
import { takeTurn } from '../../src/engine/turn.ts';
import type { Turn } from '../../src/engine/turn-frame.ts';
import type { Call } from '../../src/flow/call.ts';
import type { Inbound, Prompt } from '../../src/message.ts';
import { asText, PRIVATE } from '../../src/message.ts';
import type { Move } from './random-conversation.ts';
import { messageFor } from './random-conversation.ts';
import { ATTACHED, CONTACT, EMAIL, PHONE } from './whole-applications.ts';

/** How often each thing happened, so that a run that proves nothing is seen. */
export interface Seen {
  turns: number;
  silent: number;
  submissions: number;
  objections: number;
  withdrawals: number;
  refusals: number;
  rejections: number;
  stale: number;
  group: number;
  edits: number;
  drafts: number;
  invalid: number;
}

export function nothingSeen(): Seen {
  return {
    turns: 0,
    silent: 0,
    submissions: 0,
    objections: 0,
    withdrawals: 0,
    refusals: 0,
    rejections: 0,
    stale: 0,
    group: 0,
    edits: 0,
    drafts: 0,
    invalid: 0,
  };
}

/** Freezes a value as deep as JSON goes; typed arrays cannot be frozen and are compared instead. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}

const marksOf = (session: Session): readonly Uint8Array[] => session.drafts.map((draft) => draft.marks.slice());

function law(name: string, holds: boolean, more: () => unknown = () => ''): void {
  if (!holds) throw new Error(`${name} ${JSON.stringify(more())}`);
}

/** Marks of a draft as they are derived from its answers and from nothing else. */
export function marksAnew(call: Call, draft: Draft): Uint8Array {
  const marks = new Uint8Array(draft.marks.length);
  for (const step of call.steps) {
    const had = draft.marks[step.ordinal] ?? 0;
    if (draft.answers[step.ordinal] !== undefined) marks[step.ordinal] = ANSWERED | (had & STALE);
  }
  return markDraft(call, { ...draft, answers: draft.answers.slice(), marks }).marks;
}

/** The marks an applicant can notice: those of steps that apply. */
export function visibleMarks(call: Call, draft: Draft, marks: Uint8Array): readonly string[] {
  const route = new Set(routeOf(call, draft).map((step) => step.ordinal));
  return call.steps.flatMap((step) => {
    const mark = marks[step.ordinal] ?? 0;
    return (mark & RELEVANT) === 0 ? [] : [`${step.id}=${mark}${route.has(step.ordinal) ? '' : ' off the route'}`];
  });
}

/** The whole reply as written and as stored for channels. */
function words(turn: Turn): string {
  return turn.replies.map((reply) => `${asText(reply)}\n${reply.body}`).join('\n');
}

function sayable(turn: Turn): void {
  const text = words(turn);
  for (const never of ['审核通过', 'undefined', '[object', 'NaN'])
    law(`(j) a reply says ${never}:`, !text.includes(never), () => text.slice(0, 600));
}

/** In groups: nothing of the contact, and no private question. */
function discreet(call: Call, inbound: Inbound, turn: Turn): void {
  if (inbound.chat === PRIVATE) return;
  const text = words(turn);
  law(
    '(k) a group is shown a preview',
    turn.replies.every((reply) => reply.kind !== 'preview'),
  );
  for (const secret of [PHONE, EMAIL, CONTACT, ATTACHED])
    law(`(k) a group is told ${secret}:`, !text.includes(secret), () => text.slice(-600));
  for (const step of call.steps.filter((one) => one.private)) {
    law(`(k) a group is asked ${step.id}:`, !text.includes(step.ask.zh) && !text.includes(step.ask.en), () => text);
    law(
      `(k) a group gets the prompt of ${step.id}`,
      turn.replies.every((reply) => reply.prompt?.step !== step.id),
    );
  }
}

function submitted(call: Call, session: Session, turn: Turn): void {
  const document = turn.submission;
  if (document === undefined) return;
  const plain: unknown = JSON.parse(JSON.stringify(document));
  const parsed = submissionSchema.safeParse(plain);
  law('(e) a submission does not fit its schema:', parsed.success, () => parsed.error?.issues.slice(0, 3));
  law('(e) a seal does not hold', verifySeal(plain));
  const draft = currentDraft(turn.session);
  if (draft === undefined) throw new Error('a submission without a draft');
  const visible = (ordinal: number): boolean => {
    const marks = draft.marks[ordinal] ?? 0;
    return (marks & RELEVANT) !== 0 && (marks & ANSWERED) !== 0 && draft.answers[ordinal] !== SKIPPED;
  };
  for (const id of Object.keys(document.scope)) {
    const step = call.stepById.get(id);
    law(`(e) ${id} is submitted and does not apply`, step !== undefined && visible(step.ordinal));
  }
  for (const step of call.steps) {
    if (visible(step.ordinal) || step.field === undefined) continue;
    const section = step.field.split('.').reduce<unknown>((at, key) => {
      return typeof at === 'object' && at !== null && key in at ? (at as Record<string, unknown>)[key] : undefined;
    }, document);
    const empty = section === undefined || section === null || (Array.isArray(section) && section.length === 0);
    law(`(e) ${step.field} is submitted and ${step.id} does not apply:`, empty, () => section);
  }
  law('(e) the submission names another list', draft.list === document.list.id);
  law('(e) a draft was open to changes', draft.submitted?.submission === document.submission_id);
  law('(e) the session it came from had none', session.receipts.length + 1 === turn.session.receipts.length);
}

const around = (inbound: Inbound) => ({ now: inbound.at, by: 'usr_0000000000000000', version: '0.1.0' });

/** Takes one turn and holds every law against it. Undefined: the assistant was not spoken to. */
export function lawfulTurn(call: Call, session: Session, inbound: Inbound, past: readonly Prompt[]): Turn | undefined {
  freeze(session);
  freeze(inbound);
  const marks = marksOf(session);
  const turn = takeTurn(call, session, inbound, around(inbound));
  const again = takeTurn(call, session, inbound, around(inbound));
  law('(c) the same turn taken twice differs', isDeepStrictEqual(turn, again));
  law('(c) the session was changed', isDeepStrictEqual(marks, marksOf(session)));

  const stored: unknown = JSON.parse(JSON.stringify(takeSnapshot(call, session)));
  const restored = restoreSnapshot(call, session.key, stored);
  const continued = takeTurn(call, restored, inbound, around(inbound));
  if (turn === undefined) {
    law('(b) a restored session answers what the other does not', continued === undefined);
    return undefined;
  }
  law('(b) a restored session continues differently:', isDeepStrictEqual(turn.entry, continued?.entry), () => [
    turn.entry.operations,
    continued?.entry.operations,
  ]);
  law('(b) a restored session says something else', isDeepStrictEqual(turn.replies, continued?.replies));
  law('(b) a restored session submits something else', isDeepStrictEqual(turn.submission, continued?.submission));

  law(
    '(a) the fold of the entry is another session',
    isDeepStrictEqual(foldEntry(call, session, turn.entry), turn.session),
  );
  const written = JSON.parse(JSON.stringify(turn.entry)) as Turn['entry'];
  law(
    '(a) the entry as JSON folds to another session',
    isDeepStrictEqual(foldEntry(call, session, written), turn.session),
  );

  for (const draft of turn.session.drafts) {
    const [held, derived] = [draft.marks, marksAnew(call, draft)].map((one) => visibleMarks(call, draft, one));
    law('(i) marks held and derived differ:', isDeepStrictEqual(held, derived), () => [
      held?.filter((one) => derived?.includes(one) !== true),
      derived?.filter((one) => held?.includes(one) !== true),
    ]);
  }

  const before = currentDraft(session)?.answers;
  const operations = turn.entry.operations;
  const answers = operations.filter((one) => one.op === 'answered' || one.op === 'skipped' || one.op === 'kept');
  if (operations.some((one) => one.op === 'rejected')) {
    law('(f) a rejection came with an answer', answers.length === 0, () => operations);
    if (session.current === turn.session.current)
      law('(f) a rejection changed answers', isDeepStrictEqual(currentDraft(turn.session)?.answers, before));
  }
  if (inbound.prompt !== undefined && inbound.prompt !== session.open?.prompt) {
    law('(h) a stale prompt answered:', answers.length === 0, () => [inbound.prompt, past.length, operations]);
    law('(h) a stale prompt submitted', turn.submission === undefined);
  }
  law('a turn is not one entry more', turn.session.length === session.length + 1);
  law('a message in is not counted once', turn.session.messages.in === session.messages.in + 1);
  law('replies are not counted once', turn.session.messages.out === session.messages.out + turn.replies.length);
  law('the entry counts other replies', turn.entry.replies === turn.replies.length);
  const ids = turn.replies.map((reply) => reply.id);
  law('two replies share an id', new Set(ids).size === ids.length);
  sayable(turn);
  discreet(call, inbound, turn);
  submitted(call, session, turn);
  return turn;
}

/** Holds a whole conversation, from a person nobody has heard of, and returns its end. */
export function converse(call: Call, moves: readonly Move[], seen: Seen): Session {
  let session = newSession('test:u1');
  const prompts: Prompt[] = [];
  for (const move of moves) {
    const inbound = messageFor(call, session, { prompts }, move);
    const turn = lawfulTurn(call, session, inbound, prompts);
    seen.turns += 1;
    if (turn === undefined) {
      seen.silent += 1;
      continue;
    }
    count(seen, session, inbound, turn);
    for (const reply of turn.replies) {
      if (reply.prompt !== undefined && prompts.every((one) => one.id !== reply.prompt?.id)) prompts.push(reply.prompt);
    }
    session = turn.session;
  }
  return session;
}

function count(seen: Seen, session: Session, inbound: Inbound, turn: Turn): void {
  const { operations } = turn.entry;
  const has = (op: string): number => (operations.some((one) => one.op === op) ? 1 : 0);
  if (turn.submission !== undefined) seen.submissions += 1;
  seen.objections += has('objected');
  seen.withdrawals += has('withdrawn');
  seen.refusals += has('told');
  seen.rejections += has('rejected');
  seen.edits += has('focused');
  seen.drafts += has('opened');
  if (inbound.prompt !== undefined && inbound.prompt !== session.open?.prompt) seen.stale += 1;
  if (inbound.chat !== PRIVATE) seen.group += 1;
  if (currentDraft(turn.session)?.marks.some((mark) => (mark & INVALID) !== 0) === true) seen.invalid += 1;
}

/** A run must have met what it claims to prove. */
export function expectSeen(seen: Seen, conversations: number): void {
  const share = (n: number): number => Math.floor(conversations * n);
  expect(seen.turns).toBeGreaterThanOrEqual(conversations * 60);
  expect(seen.submissions).toBeGreaterThan(share(0.05));
  expect(seen.refusals).toBeGreaterThan(share(0.3));
  expect(seen.objections).toBeGreaterThan(share(0.1));
  expect(seen.rejections).toBeGreaterThan(share(1));
  expect(seen.stale).toBeGreaterThan(share(0.3));
  expect(seen.group).toBeGreaterThan(share(2));
  expect(seen.edits).toBeGreaterThan(share(1));
  expect(seen.drafts).toBeGreaterThan(share(1));
  expect(seen.withdrawals).toBeGreaterThan(share(0.005));
}
