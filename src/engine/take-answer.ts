/** One reply to one step of the flow: read, doubted, checked, recorded, and what failed said at once. Never guesses. */
import type { Step } from '../flow/step.ts';
import { inLocale } from '../flow/words.ts';
import { answerText } from './answer-text.ts';
import { explainRefusal } from './explain.ts';
import { judgeTouched } from './findings.ts';
import { failedChecks } from './fold-draft.ts';
import { isOwed, stepOnRoute } from './path.ts';
import { withoutNumbers } from './read/personal.ts';
import { readReply } from './read/read.ts';
import type { Doubt, Params, RejectionCode, Reply } from './read/reading.ts';
import { refuse } from './refuse.ts';
import { SKIPPED } from './session.ts';
import type { Stage } from './stage.ts';
import { draft, listOf, locale, phrases, record, say, submittedTitles } from './stage.ts';
import { chooseList, replyToConsent, replyToDeclaration, replyToReview } from './take-shell.ts';
import type { Partial, Value } from './value.ts';

const ROW_EDIT = /^(?:改|修改|更改|删|删除|change|edit|remove|delete)\s*第?\s*\d/i;

/** Longest raw text kept beside a value that holds the words anyway. */
const RAW_KEPT = 200;

/** Why a reply could not be read. */
export interface Refusal {
  readonly code: RejectionCode;
  readonly params: Params;
}

/** Reads a reply to `step` and does what follows from it; returns why it could not be read, having done nothing then. */
export function takeAnswer(stage: Stage, step: Step, reply: Reply): Refusal | undefined {
  const current = draft(stage);
  const partial = current.gathering === step.ordinal ? current.partial : rowsInHand(stage, step, reply);
  const reading = readReply(step, reply, partial, { now: stage.around.now, timezone: stage.call.timezone });
  switch (reading.kind) {
    case 'rejection':
      return { code: reading.code, params: reading.params };
    case 'partial':
      record(stage, { op: 'gathered', step: step.id, partial: reading.partial });
      if (reading.owed.what === 'rows') stage.added = reading.owed.added;
      return undefined;
    case 'value':
      takeValue(
        stage,
        step,
        reading.value,
        [...reading.doubts, ...clearing(stage, step, reading.value)],
        rawOf(step, reply, reading.value),
      );
      return undefined;
    default:
      return reading satisfies never;
  }
}

/** A changed table is edited row by row (改 2 …, 删 2) on what it held; anything else replaces it. */
function rowsInHand(stage: Stage, step: Step, reply: Reply): Partial | undefined {
  const current = draft(stage);
  if (step.type !== 'rows' || current.focus !== step.ordinal || reply.kind !== 'text') return undefined;
  const answer = current.answers[step.ordinal];
  if (answer === undefined || answer === SKIPPED || !('rows' in answer.value) || answer.value.rows.length === 0)
    return undefined;
  return ROW_EDIT.test(reply.text.trim()) ? { kind: 'rows', rows: answer.value.rows } : undefined;
}

/** "None" in place of rows that stand as the answer: they are cleared only after a yes. */
function clearing(stage: Stage, step: Step, value: Value): readonly Doubt[] {
  const current = draft(stage);
  if (step.type !== 'rows' || !('none' in value) || isOwed(current, step.ordinal)) return [];
  const answer = current.answers[step.ordinal];
  const rows = answer === undefined || answer === SKIPPED || !('rows' in answer.value) ? 0 : answer.value.rows.length;
  return rows === 0 ? [] : [{ code: 'rows_cleared', params: { rows } }];
}

/** What was said, without numbers that look like an ID card's or a bank card's: those are never kept. */
function rawOf(step: Step, reply: Reply, value: Value): string {
  switch (reply.kind) {
    case 'text':
      // A long text that was read as it stands has been searched for such numbers already.
      if (step.type === 'longtext' && 'text' in value && value.text === reply.text) return reply.text;
      return withoutNumbers(reply.text).text;
    case 'choose':
      return reply.options.join(',');
    case 'file':
      return reply.file.name;
    default:
      return reply satisfies never;
  }
}

function doubtText(stage: Stage, doubt: Doubt): string {
  const words = phrases(stage).doubts;
  const row = Number(doubt.params.row ?? 1);
  switch (doubt.code) {
    case 'uscc_checksum':
      return words.uscc_checksum(String(doubt.params.expected ?? ''));
    case 'short_name':
      return words.short_name;
    case 'relative_date':
      return words.relative_date(String(doubt.params.date ?? ''));
    case 'future_date':
      return words.future_date(String(doubt.params.date ?? ''));
    case 'rows_cleared':
      return words.rows_cleared(Number(doubt.params.rows ?? 0));
    case 'lower_is_better':
      return words.lower_is_better(row, String(doubt.params.name ?? ''));
    case 'percent_or_points':
      return words.percent_or_points(row, String(doubt.params.name ?? ''));
    case 'personal_number':
      return words.personal_number(String(doubt.params.masked ?? ''));
    case 'check':
      return String(doubt.params.say ?? '');
    default:
      return doubt.code satisfies never;
  }
}

/**
 * A value that was read: refused by its checks, doubted, or recorded. Returns whether it was recorded. `confirmed`:
 * codes of doubts insisted on before, when the value goes on with an earlier one.
 */
export function takeValue(
  stage: Stage,
  step: Step,
  value: Value,
  doubts: readonly Doubt[],
  raw: string,
  confirmed: readonly string[] = [],
): boolean {
  if (step.checks.length === 0 && doubts.length === 0) {
    settleValue(stage, step, value, raw, confirmed);
    return true;
  }
  const failed = failedChecks(stage.call, draft(stage), step, value, submittedTitles(stage));
  const refused = failed.find((check) => check.level === 'error');
  if (refused !== undefined) {
    const say = inLocale(refused.say, locale(stage));
    const rows = step.type === 'rows' && 'rows' in value && value.rows.length > 0 ? value.rows : undefined;
    refuse(stage, step, 'check', { say: rows === undefined ? say : `${say}${phrases(stage).rowsMend}` });
    // The rows stay in hand, so that the one at fault can be changed or removed.
    if (rows !== undefined) record(stage, { op: 'gathered', step: step.id, partial: { kind: 'rows', rows } });
    return false;
  }
  const codes = [...doubts.map((doubt) => doubt.code), ...failed.map((check) => check.code)];
  if (codes.length > 0) {
    const says = [
      ...doubts.map((doubt) => doubtText(stage, doubt)),
      ...failed.map((check) => inLocale(check.say, locale(stage))),
    ];
    record(stage, { op: 'pended', pending: { kind: 'doubt', step: step.id, value, raw: kept(raw), codes, says } });
    return false;
  }
  settleValue(stage, step, value, raw, confirmed);
  return true;
}

/** The doubtful answer is not meant: it is dropped, and of several rows the others stay in hand with it, to be changed. */
export function dropDoubtful(stage: Stage, step: Step, value: Value): void {
  if (step.type === 'rows' && 'rows' in value && value.rows.length > 1) {
    record(stage, { op: 'gathered', step: step.id, partial: { kind: 'rows', rows: value.rows, mending: true } });
    say(stage, 'notice', phrases(stage).rowsStay(value.rows.length));
    return;
  }
  // A "none" that would have cleared rows: they are as they were.
  const cleared = step.type === 'rows' && 'none' in value;
  if (draft(stage).gathering === step.ordinal && !cleared)
    record(stage, { op: 'gathered', step: step.id, partial: null });
}

/** Long texts stand in the value already; what was said is kept in full only where it is short. */
function kept(raw: string): string {
  return raw.length <= RAW_KEPT ? raw : `${raw.slice(0, RAW_KEPT)}…`;
}

/** Takes a value as the answer: `confirmed` are the codes of doubts the applicant insisted on. */
export function settleValue(stage: Stage, step: Step, value: Value, raw: string, confirmed: readonly string[]): void {
  switch (step.type) {
    case 'consent':
      if (!replyToConsent(stage, step, value)) return;
      break;
    case 'confirm':
      if (!replyToDeclaration(stage, value)) return;
      break;
    case 'list':
      chooseList(stage, step, value, kept(raw));
      return;
    case 'review':
      replyToReview(stage, value);
      return;
    default:
  }
  const focused = draft(stage).focus === step.ordinal;
  const answered = { op: 'answered', step: step.id, value, raw: kept(raw) } as const;
  // That the rows before were given up says nothing about the answer.
  const insisted = confirmed.filter((code) => code !== 'rows_cleared');
  const plain = step.revision === 1 && insisted.length === 0;
  record(stage, plain ? answered : { ...answered, revision: step.revision, confirmed: insisted });
  if (focused)
    say(
      stage,
      'notice',
      phrases(stage).saved(inLocale(step.title, locale(stage)), answerText(step, value, locale(stage), 60)),
    );
  tellFailed(stage, step.ordinal);
}

/** Hard clauses that this answer fails are explained at once, in the words of the rules, with the ways out. */
export function tellFailed(stage: Stage, ordinal: number): void {
  const list = listOf(stage);
  if (list === undefined) return;
  const current = draft(stage);
  const touched = judgeTouched(stage.call, list, current, ordinal);
  // Nearly every answer fails nothing and mends nothing.
  if (current.told.length === 0 && !touched.some((one) => one.status === 'not_met')) return;
  const failed = touched.filter((one) => one.status === 'not_met');
  const news = failed.filter((one) => !current.told.includes(one.clause) && !isObjected(stage, one.clause));
  const mended = touched
    .filter((one) => one.status !== 'not_met' && current.told.includes(one.clause))
    .map((one) => one.clause);
  if (news.length > 0 || mended.length > 0) {
    const told = [...current.told.filter((clause) => !mended.includes(clause)), ...news.map((one) => one.clause)];
    record(stage, { op: 'told', clauses: told });
  }
  if (news.length === 0) return;
  say(stage, 'finding', explainRefusal(stage.call, list, current, failed, locale(stage)));
  record(stage, { op: 'pended', pending: { kind: 'ways', clauses: failed.map((one) => one.clause) } });
}

function isObjected(stage: Stage, clause: string): boolean {
  return draft(stage).objections.some((objection) => objection.clause === clause);
}

/** The step that a pending doubt or question is about, as this draft's list asks it. */
export function pendingStep(stage: Stage, id: string): Step | undefined {
  const step = stage.call.stepById.get(id);
  return step === undefined ? undefined : stepOnRoute(stage.call, draft(stage), step.ordinal);
}
