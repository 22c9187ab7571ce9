/**
 * What conditions see of a draft: the value of each relevant step in the shape CEL was type-checked with, and an empty
 * one for every step that is unanswered or does not apply. Evaluates nothing itself.
 */
import type { Call } from '../flow/call.ts';
import type { Condition, Scope } from '../flow/condition.ts';
import type { Step } from '../flow/step.ts';
import type { Draft } from './session.ts';
import { ANSWERED, RELEVANT, SKIPPED } from './session.ts';
import type { Row, Value } from './value.ts';

const EMPTY_PERCENT = { percent: -1, note: '' };
const EMPTY_CONTACT = { name: '', title: '', phone: '', email: '' };
const NOTHING: readonly never[] = [];
const NOTHING_SUBMITTED = { titles: NOTHING };

/** The empty value of a step's type. */
function emptyFor(step: Step): unknown {
  switch (step.type) {
    case 'multi':
    case 'rows':
    case 'files':
      return NOTHING;
    case 'number':
      return -1;
    case 'percent_note':
      return EMPTY_PERCENT;
    case 'contact':
      return EMPTY_CONTACT;
    case 'single':
    case 'consent':
    case 'confirm':
    case 'list':
    case 'review':
    case 'text':
    case 'longtext':
    case 'date':
    case 'uscc':
      return '';
    default:
      return step satisfies never;
  }
}

function cells(step: Step & { type: 'rows' }, row: Row): Record<string, string | number> {
  const seen: Record<string, string | number> = {};
  for (const column of step.columns) {
    const cell = row[column.id];
    seen[column.id] = cell ?? (column.type === 'number' ? -1 : '');
  }
  return seen;
}

/**
 * The value of an answer as conditions see it. A value of another shape than the step's type (the flow changed since it
 * was given) is seen as empty.
 */
export function seenValue(step: Step, value: Value): unknown {
  switch (step.type) {
    case 'single':
    case 'consent':
    case 'confirm':
    case 'list':
    case 'review':
      return 'id' in value ? value.id : '';
    case 'multi':
      return 'ids' in value ? value.ids : NOTHING;
    case 'text':
    case 'longtext':
      return 'text' in value ? value.text : '';
    case 'number':
      return 'number' in value ? value.number : -1;
    case 'percent_note':
      return 'percent' in value ? { percent: value.percent ?? -1, note: value.note } : EMPTY_PERCENT;
    case 'date':
      return 'date' in value ? value.date : '';
    case 'rows':
      return 'rows' in value ? value.rows.map((row) => cells(step, row)) : NOTHING;
    case 'files':
      return 'files' in value ? value.files.map((file) => ({ name: file.name })) : NOTHING;
    case 'contact':
      return 'email' in value ? value : EMPTY_CONTACT;
    case 'uscc':
      return 'code' in value ? value.code : 'none' in value ? 'none' : '';
    default:
      return step satisfies never;
  }
}

/** Does the draft hold a visible answer to this step? */
export function isAnswered(draft: Draft, ordinal: number): boolean {
  const marks = draft.marks[ordinal] ?? 0;
  return (marks & (RELEVANT | ANSWERED)) === (RELEVANT | ANSWERED) && draft.answers[ordinal] !== SKIPPED;
}

/** The visible value of a step for conditions. */
export function visibleValue(call: Call, draft: Draft, ordinal: number): unknown {
  const step = call.steps[ordinal];
  if (step === undefined) throw new Error(`no step has ordinal ${ordinal}`);
  const answer = draft.answers[ordinal];
  if (answer === undefined || answer === SKIPPED || ((draft.marks[ordinal] ?? 0) & RELEVANT) === 0)
    return emptyFor(step);
  return seenValue(step, answer.value);
}

/** What every condition sees, and no answer yet. */
function emptyScope(call: Call, draft: Draft, titles: readonly string[]): Record<string, unknown> {
  return {
    policy: call.policy,
    list: draft.list ?? '',
    submitted: titles.length === 0 ? NOTHING_SUBMITTED : { titles },
  };
}

/** What many conditions of one draft need, gathered once: each value when a condition first reads it. */
export interface View {
  readonly call: Call;
  readonly draft: Draft;
  readonly scope: Record<string, unknown>;
  readonly answered: Record<string, boolean>;
}

export function viewOf(call: Call, draft: Draft): View {
  const scope = emptyScope(call, draft, NOTHING);
  const answered: Record<string, boolean> = {};
  scope.answered = answered;
  return { call, draft, scope, answered };
}

/** Does the condition hold of the answers in view? */
export function holdsIn({ call, draft, scope, answered }: View, condition: Condition): boolean {
  const { names, reads, presence, presenceReads } = condition;
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    if (scope[name] === undefined) scope[name] = visibleValue(call, draft, reads[i] as number);
  }
  for (let i = 0; i < presence.length; i++) {
    answered[presence[i] as string] = isAnswered(draft, presenceReads[i] as number);
  }
  return condition.holds(scope);
}

/**
 * Builds what one condition needs. `titles`: case titles this person has already submitted; `override` replaces the
 * value of one step that is being answered right now.
 */
export function scopeFor(
  call: Call,
  draft: Draft,
  condition: Condition,
  titles: readonly string[],
  override?: { readonly ordinal: number; readonly value: Value },
): Scope {
  const scope = emptyScope(call, draft, titles);
  for (let i = 0; i < condition.reads.length; i++) {
    const ordinal = condition.reads[i] as number;
    const name = condition.names[i] as string;
    if (override !== undefined && override.ordinal === ordinal) {
      scope[name] = seenValue(call.steps[ordinal] as Step, override.value);
    } else {
      scope[name] = visibleValue(call, draft, ordinal);
    }
  }
  if (condition.presence.length > 0) {
    const answered: Record<string, boolean> = {};
    for (let i = 0; i < condition.presence.length; i++) {
      answered[condition.presence[i] as string] = isAnswered(draft, condition.presenceReads[i] as number);
    }
    scope.answered = answered;
  }
  return scope;
}
