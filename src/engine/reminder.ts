/**
 * When a person is reminded of unfinished drafts: rungs after their last message, rungs before the deadline, a warning
 * before drafts expire. Never two within 20 hours and none in quiet hours. Decides the moment; says nothing.
 */
import type { Call } from '../flow/call.ts';
import type { Timing } from '../flow/timing.ts';
import { afterQuiet, beforeQuiet } from './quiet-hours.ts';
import type { Why } from './reach.ts';
import type { Session } from './session.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Between any two reminders to one person. A rung that falls into it is passed over, the warning waits. */
export const GAP = 20 * HOUR;
/** Nobody who spoke a moment ago needs to be told of the deadline. */
const REST = HOUR;
/** How long before drafts expire the person is warned. */
const WARNING = 3 * DAY;
/** Between a warning that came late and the deletion. */
const NOTICE = 2 * DAY;

/** What is to be said when. `at` is never before the `now` it was asked for. */
export interface Reminder {
  readonly at: number;
  readonly why: Why;
}

/** Moments before the deadline at which people are reminded, earliest first, by call. */
const deadlines = new WeakMap<Call, readonly number[]>();

function deadlineRungs(call: Call, timing: Timing): readonly number[] {
  const known = deadlines.get(call);
  if (known !== undefined) return known;
  const { deadline } = call.organizer;
  const rungs: number[] = [];
  for (const before of deadline === undefined ? [] : (timing.reminders?.beforeDeadline ?? [])) {
    const moment = (deadline ?? 0) - before;
    const after = afterQuiet(timing.quiet, call.timezone, moment);
    rungs.push(after < (deadline ?? 0) ? after : beforeQuiet(timing.quiet, call.timezone, moment));
  }
  rungs.sort((a, b) => a - b);
  deadlines.set(call, rungs);
  return rungs;
}

/** May this person be spoken to first? */
export function mayRemind(call: Call, session: Session, now: number): boolean {
  const { deadline } = call.organizer;
  return session.reach.to !== undefined && !session.reach.muted && (deadline === undefined || now < deadline);
}

/**
 * The next reminder of a person with unfinished drafts who may be reminded; undefined when the last was given. A rung
 * before the deadline, or the warning, takes the place of a rung of the ladder that would come less than 20 hours earlier.
 */
export function nextReminder(call: Call, timing: Timing, session: Session, now: number): Reminder | undefined {
  const free = freeFrom(session);
  const end = call.organizer.deadline ?? Number.POSITIVE_INFINITY;
  const later = (moment: number): number => afterQuiet(timing.quiet, call.timezone, Math.max(moment, now));
  let hard = deadlineReminder(call, timing, session, now);
  const warning = warningAt(timing, session);
  if (warning !== undefined) {
    const at = later(Math.max(warning, free));
    if (at < end && (hard === undefined || at <= hard.at)) hard = { at, why: 'expiry' };
  }
  for (const after of timing.reminders?.after ?? []) {
    const rung = session.saidAt + after;
    if (rung <= session.reach.remindedAt || rung < free) continue;
    const at = later(rung);
    return at < end && (hard === undefined || at + GAP < hard.at) ? { at, why: 'ladder' } : hard;
  }
  return hard;
}

function freeFrom({ reach }: Session): number {
  return reach.remindedAt === 0 ? 0 : reach.remindedAt + GAP;
}

function deadlineReminder(call: Call, timing: Timing, session: Session, now: number): Reminder | undefined {
  const { deadline } = call.organizer;
  if (deadline === undefined) return undefined;
  const free = freeFrom(session);
  let next: Reminder | undefined;
  for (const rung of deadlineRungs(call, timing)) {
    if (rung <= session.saidAt || rung < free) continue;
    const at = afterQuiet(timing.quiet, call.timezone, Math.max(rung, session.saidAt + REST, now));
    if (at < deadline) next = { at, why: 'deadline' };
    // Of several that were missed only one is told.
    break;
  }
  return next;
}

/** When the warning is due; undefined when it was given since the person spoke, or drafts do not expire. */
function warningAt({ retention }: Timing, { saidAt, reach }: Session): number | undefined {
  if (retention?.drafts === undefined || reach.warnedAt > saidAt) return undefined;
  return saidAt + retention.drafts - WARNING;
}

/** When drafts expire of somebody who is warned at `warned`: never less than two days after it. */
export function expiryOnceWarned(saidAt: number, kept: number, warned: number): number {
  return Math.max(saidAt + kept, warned + NOTICE);
}

/**
 * When unfinished drafts expire, ms; undefined where they do not. Somebody who can be warned is warned first.
 * @param next the next reminder; undefined where there is none or nobody to remind
 */
export function expiryAt(timing: Timing, session: Session, next: Reminder | undefined): number | undefined {
  const kept = timing.retention?.drafts;
  if (kept === undefined) return undefined;
  const { saidAt, reach } = session;
  const warned = reach.warnedAt > saidAt ? reach.warnedAt : next?.at;
  return warned === undefined ? saidAt + kept : expiryOnceWarned(saidAt, kept, warned);
}
