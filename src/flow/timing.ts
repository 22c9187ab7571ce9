/**
 * When a call speaks first, and how long it keeps what it was told: `reminders` and `retention` of call.yaml as written
 * and as compiled. Knows no session and no clock.
 */
import { z } from 'zod';

const DURATION = /^([1-9]\d{0,3})(m|h|d|mo)$/;
const UNITS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  // A twelfth of 365.25 days.
  mo: 2_629_800_000,
};

const duration = z
  .string()
  .regex(DURATION, 'write a length of time such as 10m, 6h, 3d or 24mo')
  .describe('A length of time: a whole number and m (minutes), h (hours), d (days) or mo (months), such as 3d');

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day such as "21:30", in quotes')
  .describe('A time of day in the time zone of the call, in quotes');

/** Milliseconds of a duration as written. */
export function durationOf(text: string): number {
  const [, count = '', unit = ''] = DURATION.exec(text) ?? [];
  return Number(count) * (UNITS[unit] ?? 0);
}

export const remindersSchema = z
  .strictObject({
    after: z
      .array(duration)
      .max(10)
      .nullable()
      .default(null)
      .describe('Reminds of an unfinished draft so long after the last message, shortest first; null: not at all'),
    before_deadline: z
      .array(duration)
      .max(10)
      .nullable()
      .default(null)
      .describe('Reminds so long before organizer.deadline, longest first; null: not at all'),
    quiet: z
      .strictObject({ from: timeOfDay, to: timeOfDay })
      .nullable()
      .default({ from: '21:30', to: '08:30' })
      .describe('Nobody is reminded in these hours: it waits until they end; null: at any hour'),
    pause: duration
      .nullable()
      .default('10m')
      .describe('Whoever writes a long answer and falls silent so long is told once how to end it; null: not told'),
  })
  .describe('When the assistant speaks first, always in the private chat; left out: never');

export const retentionSchema = z
  .strictObject({
    drafts: duration
      .nullable()
      .default(null)
      .describe(
        'Unfinished drafts are deleted so long after the last message, with a warning 3 days before; at least 7d',
      ),
    submissions: duration
      .nullable()
      .default(null)
      .describe('Everything of a person is deleted so long after their last submission; null: it is kept'),
  })
  .describe('How long is kept what applicants told; left out: until they delete it');

/** Lengths of time in ms. */
export interface Reminders {
  /** Since the person's last message, shortest first. */
  readonly after: readonly number[];
  /** Before the deadline, longest first. */
  readonly beforeDeadline: readonly number[];
  readonly pause: number | undefined;
}

export interface Retention {
  readonly drafts: number | undefined;
  readonly submissions: number | undefined;
}

/** Hours nobody is spoken to in: minutes since midnight in the time zone of the call; `from` after `to` goes over midnight. */
export interface Quiet {
  readonly from: number;
  readonly to: number;
}

/** `quiet` also holds for what is said because of retention. */
export interface Timing {
  readonly reminders: Reminders | undefined;
  readonly quiet: Quiet | undefined;
  readonly retention: Retention | undefined;
}
