/**
 * Folding operations into one draft: answers, what they make relevant or invalid, and the small states of the open
 * question. Writes only the draft it is given; never throws at a recorded operation.
 */
import type { Call } from '../flow/call.ts';
import type { List } from '../flow/list.ts';
import type { Step } from '../flow/step.ts';
import { checkedBy } from './check.ts';
import { drop, gather, gatheredFor, hasShelved, layAside, takeUp } from './gathering.ts';
import type { Operation } from './operation.ts';
import { standing } from './path.ts';
import { scopeFor } from './scope.ts';
import type { Answer, Draft } from './session.ts';
import { ANSWERED, INVALID, RELEVANT, SKIPPED, STALE } from './session.ts';
import type { Value } from './value.ts';

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A draft owned by one fold: its arrays were copied and may be written. */
export type OpenDraft = Omit<Writable<Draft>, 'answers'> & { answers: (Answer | typeof SKIPPED | undefined)[] };

/** Who and when, taken from the entry an operation belongs to. */
export interface Origin {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly channel: string;
}

const NO_TITLES: readonly string[] = [];

function listOf(call: Call, draft: Draft): List | undefined {
  return draft.list === undefined ? undefined : call.listById.get(draft.list);
}

function applies(call: Call, draft: Draft, step: Step): boolean {
  return step.when === undefined || step.when.holds(scopeFor(call, draft, step.when, NO_TITLES));
}

/** Works out the relevance of every step from nothing: at the start of a draft and when its list changes. */
function markAll(call: Call, draft: OpenDraft): void {
  for (let i = 0; i < draft.marks.length; i++) draft.marks[i] = (draft.marks[i] ?? 0) & ~RELEVANT;
  const route = listOf(call, draft)?.route ?? call.opening;
  for (const step of route) {
    if (applies(call, draft, step)) draft.marks[step.ordinal] = (draft.marks[step.ordinal] ?? 0) | RELEVANT;
  }
  for (const step of route) recheck(call, draft, step);
}

/** Re-evaluates what depends on `ordinal`, in asking order, as far as relevance really changes. */
function ripple(call: Call, draft: OpenDraft, ordinal: number): void {
  const list = listOf(call, draft);
  if (list === undefined) return;
  const first = list.dependents[ordinal];
  if (first !== undefined && first.length > 0) {
    const waiting = new Set(first);
    while (waiting.size > 0) {
      let next = -1;
      for (const candidate of waiting) {
        if (next < 0 || (list.place[candidate] ?? 0) < (list.place[next] ?? 0)) next = candidate;
      }
      waiting.delete(next);
      const step = list.route[list.place[next] ?? -1];
      if (step === undefined) continue;
      const mark = draft.marks[next] ?? 0;
      const relevant = applies(call, draft, step);
      if (relevant === ((mark & RELEVANT) !== 0)) continue;
      draft.marks[next] = relevant ? mark | RELEVANT : mark & ~RELEVANT;
      if (relevant) recheck(call, draft, step);
      for (const dependent of list.dependents[next] ?? []) waiting.add(dependent);
    }
  }
  for (const checked of checkedBy(list)[ordinal] ?? []) {
    const step = list.route[list.place[checked] ?? -1];
    if (step !== undefined) recheck(call, draft, step);
  }
}

/** Runs the refusing checks of an answered step that read other steps, and marks it accordingly. */
function recheck(call: Call, draft: OpenDraft, step: Step): void {
  const mark = draft.marks[step.ordinal] ?? 0;
  if (step.checks.length === 0 || (mark & ANSWERED) === 0 || (mark & RELEVANT) === 0) return;
  const failed = step.checks.some(
    (check) => check.level === 'error' && check.when.holds(scopeFor(call, draft, check.when, NO_TITLES)),
  );
  draft.marks[step.ordinal] = failed ? mark | INVALID : mark & ~INVALID;
}

function put(call: Call, draft: OpenDraft, step: Step, answer: Answer | typeof SKIPPED): void {
  draft.answers[step.ordinal] = answer;
  draft.marks[step.ordinal] = ((draft.marks[step.ordinal] ?? 0) | ANSWERED) & ~(STALE | INVALID);
  if (draft.focus === step.ordinal) draft.focus = -1;
  drop(draft, step.ordinal);
  draft.last = step.ordinal;
  draft.failures = 0;
  if (step.type === 'list') chooseList(call, draft, answer);
  else ripple(call, draft, step.ordinal);
  takeUpAsked(call, draft);
}

function chooseList(call: Call, draft: OpenDraft, answer: Answer | typeof SKIPPED): void {
  const id = answer !== SKIPPED && 'id' in answer.value ? answer.value.id : undefined;
  const chosen = id !== undefined && call.listById.has(id) ? id : undefined;
  if (chosen !== draft.list) {
    draft.list = chosen;
    draft.told = [];
    draft.objections = [];
    draft.checked = false;
  }
  // An answer that names no list (help) leaves the question open.
  if (chosen === undefined) draft.marks[call.listStep.ordinal] = (draft.marks[call.listStep.ordinal] ?? 0) & ~ANSWERED;
  markAll(call, draft);
}

/** What was laid aside for the question that is asked now is in hand again. */
function takeUpAsked(call: Call, draft: OpenDraft): void {
  if (!hasShelved(draft)) return;
  const { step } = standing(call, draft);
  if (step !== undefined) takeUp(draft, step.ordinal);
}

/** Opens an answered step again: what is gathered for another one is laid aside, and files are changed one by one. */
function focusOn(call: Call, draft: OpenDraft, id: string): void {
  const step = call.stepById.get(id);
  draft.focus = step?.ordinal ?? -1;
  draft.pending = undefined;
  draft.failures = 0;
  if (step === undefined || draft.gathering !== step.ordinal) layAside(draft);
  takeUpAsked(call, draft);
  const answer = step === undefined ? undefined : draft.answers[step.ordinal];
  if (step?.type !== 'files' || answer === undefined || answer === SKIPPED) return;
  if ('files' in answer.value && answer.value.files.length > 0 && gatheredFor(draft, step.ordinal) === undefined)
    gather(draft, step.ordinal, { kind: 'files', files: answer.value.files });
}

function carryOver(call: Call, draft: OpenDraft, from: Draft, ids: readonly string[]): void {
  for (const id of ids) {
    const step = call.stepById.get(id);
    const answer = step === undefined ? undefined : from.answers[step.ordinal];
    if (step === undefined || answer === undefined) continue;
    draft.answers[step.ordinal] = answer;
    draft.marks[step.ordinal] = (draft.marks[step.ordinal] ?? 0) | ANSWERED;
  }
}

/** Applies one operation about the current draft. `from`: the draft a new one takes its shared answers from. */
export function applyDraftOperation(
  call: Call,
  draft: OpenDraft,
  operation: Operation,
  origin: Origin,
  from: Draft | undefined,
): void {
  switch (operation.op) {
    case 'opened':
      if (from !== undefined) carryOver(call, draft, from, operation.carry ?? []);
      markAll(call, draft);
      return;
    case 'answered': {
      const answer: Answer = {
        value: operation.value,
        raw: operation.raw,
        by: origin.by,
        channel: origin.channel,
        message: origin.id,
        at: origin.at,
        revision: operation.revision ?? 1,
        confirmed: operation.confirmed ?? [],
      };
      const step = call.stepById.get(operation.step);
      if (step === undefined) draft.orphans = { ...draft.orphans, [operation.step]: answer };
      else put(call, draft, step, answer);
      return;
    }
    case 'skipped': {
      const step = call.stepById.get(operation.step);
      if (step !== undefined) put(call, draft, step, SKIPPED);
      return;
    }
    case 'kept': {
      const step = call.stepById.get(operation.step);
      if (step === undefined) return;
      const answer = draft.answers[step.ordinal];
      if (answer !== undefined && answer !== SKIPPED)
        draft.answers[step.ordinal] = { ...answer, revision: step.revision };
      draft.marks[step.ordinal] = (draft.marks[step.ordinal] ?? 0) & ~STALE;
      if (draft.focus === step.ordinal) draft.focus = -1;
      drop(draft, step.ordinal);
      draft.failures = 0;
      takeUpAsked(call, draft);
      return;
    }
    case 'focused':
      focusOn(call, draft, operation.step);
      return;
    case 'unfocused':
      draft.focus = -1;
      draft.failures = 0;
      layAside(draft);
      takeUpAsked(call, draft);
      return;
    case 'gathered': {
      const step = call.stepById.get(operation.step);
      draft.failures = 0;
      if (step === undefined) layAside(draft);
      else if (operation.partial === null) drop(draft, step.ordinal);
      else gather(draft, step.ordinal, operation.partial);
      return;
    }
    case 'pended':
      draft.pending = operation.pending;
      draft.failures = 0;
      return;
    case 'heard':
      draft.heard = operation.items;
      return;
    case 'settled':
      draft.pending = undefined;
      draft.failures = 0;
      return;
    case 'rejected':
      draft.failures += 1;
      return;
    case 'told':
      draft.told = operation.clauses;
      return;
    case 'objected':
      draft.objections = [
        ...draft.objections.filter((objection) => !operation.clauses.includes(objection.clause)),
        ...operation.clauses.map((clause) => ({ clause, note: operation.note, at: origin.at })),
      ];
      return;
    case 'checked':
      draft.checked = true;
      return;
    case 'migrated':
      migrate(call, draft, operation);
      return;
    case 'submitted':
    case 'withdrawn':
    case 'switched':
    case 'localised':
    case 'paused':
    case 'declined':
    case 'escalated':
    case 'told_rule':
    case 'missed':
    case 'exported':
    case 'offered':
    case 'joined':
    case 'left':
    case 'parted':
    case 'alone':
    case 'addressed':
    case 'muted':
    case 'unmuted':
    case 'reminded':
    case 'nudged':
    case 'expired':
      return;
    default:
      operation satisfies never;
  }
}

function migrate(
  call: Call,
  draft: OpenDraft,
  operation: { readonly flow: string; readonly stale: readonly string[]; readonly gone: readonly string[] },
): void {
  draft.flow = operation.flow;
  draft.toldGone = [...draft.toldGone, ...operation.gone];
  for (const id of operation.stale) {
    const step = call.stepById.get(id);
    if (step !== undefined) draft.marks[step.ordinal] = (draft.marks[step.ordinal] ?? 0) | STALE;
  }
}

/** A draft with answers but without marks of relevance (from a snapshot) gets them. */
export function markDraft(call: Call, draft: OpenDraft): OpenDraft {
  markAll(call, draft);
  return draft;
}

/** The checks a value fails, were it the answer to `step` now. */
export function failedChecks(
  call: Call,
  draft: Draft,
  step: Step,
  value: Value,
  titles: readonly string[],
): readonly Step['checks'][number][] {
  if (step.checks.length === 0) return [];
  const override = { ordinal: step.ordinal, value };
  return step.checks.filter((check) => check.when.holds(scopeFor(call, draft, check.when, titles, override)));
}
