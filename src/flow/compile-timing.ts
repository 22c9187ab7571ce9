/** Compiles when a call speaks first and how long it keeps things: lengths of time in ms, ladders in order. Guesses no fact. */
import type { CallFile } from './call.ts';
import type { Spot } from './spot.ts';
import type { Quiet, Reminders, Retention, Timing } from './timing.ts';
import { durationOf } from './timing.ts';

const DAY = 86_400_000;
/** Drafts are kept at least so long: three days of them are for the warning. */
const SHORTEST = 7 * DAY;
/** As the schema has it. */
const USUAL_QUIET: Quiet = { from: 21 * 60 + 30, to: 8 * 60 + 30 };

export function compileTiming(file: Pick<CallFile, 'reminders' | 'retention'>, spot: Spot): Timing {
  const { reminders, retention } = file;
  return {
    reminders: reminders === undefined ? undefined : compileReminders(reminders, spot.at('reminders')),
    quiet: reminders === undefined ? USUAL_QUIET : compileQuiet(reminders.quiet, spot.at('reminders', 'quiet')),
    retention: retention === undefined ? undefined : compileRetention(retention, spot.at('retention')),
  };
}

function compileReminders(source: NonNullable<CallFile['reminders']>, spot: Spot): Reminders {
  return {
    after: ladder(source.after ?? [], 1, spot.at('after')),
    beforeDeadline: ladder(source.before_deadline ?? [], -1, spot.at('before_deadline')),
    pause: source.pause === null ? undefined : durationOf(source.pause),
  };
}

/** `sign` 1: each rung longer than the one before; -1: shorter. */
function ladder(source: readonly string[], sign: 1 | -1, spot: Spot): readonly number[] {
  const rungs = source.map(durationOf);
  for (const [index, rung] of rungs.entries()) {
    const before = rungs[index - 1];
    if (before === undefined || (rung - before) * sign > 0) continue;
    spot
      .at(index)
      .fault(
        `"${source[index]}" does not come after "${source[index - 1]}"`,
        sign > 0 ? 'put the shortest first' : 'put the longest first',
      );
  }
  return rungs;
}

function compileQuiet(source: { readonly from: string; readonly to: string } | null, spot: Spot): Quiet | undefined {
  if (source === null) return undefined;
  if (source.from === source.to) spot.at('to').fault('quiet hours end when they begin', 'write null for none');
  return { from: minutes(source.from), to: minutes(source.to) };
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function compileRetention(source: NonNullable<CallFile['retention']>, spot: Spot): Retention {
  const drafts = source.drafts === null ? undefined : durationOf(source.drafts);
  if (drafts !== undefined && drafts < SHORTEST)
    spot
      .at('drafts')
      .fault(`drafts cannot be kept only ${source.drafts}`, 'write 7d or more: 3 days are for the warning');
  return { drafts, submissions: source.submissions === null ? undefined : durationOf(source.submissions) };
}
