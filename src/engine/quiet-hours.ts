/** Hours in which nobody is spoken to first, in the time zone of the call. Reads no clock; the moment is given. */
import type { Quiet } from '../flow/timing.ts';
import { isoIn } from './clock-text.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long before quiet hours that is said which cannot wait for their end. */
const MARGIN = 30 * MINUTE;

/** Milliseconds the clocks of a time zone are ahead of UTC. */
function aheadOf(timezone: string, ms: number): number {
  const whole = Math.floor(ms / 1000) * 1000;
  return Date.parse(`${isoIn(timezone, whole).slice(0, 19)}Z`) - whole;
}

/** By quarter of an hour, the few asked for of late: offsets change on whole quarters. */
const known = new Map<number, { readonly timezone: string; readonly ahead: number }>();
const MOST_KNOWN = 512;

function aheadIn(timezone: string, ms: number): number {
  const quarter = Math.floor(ms / (15 * MINUTE));
  const found = known.get(quarter);
  if (found?.timezone === timezone) return found.ahead;
  if (known.size >= MOST_KNOWN) known.clear();
  const ahead = aheadOf(timezone, ms);
  known.set(quarter, { timezone, ahead });
  return ahead;
}

/** When the quiet hours around a moment end, ms; undefined where the moment is in none. */
function endAfter(quiet: Quiet, timezone: string, ms: number): number | undefined {
  const ahead = aheadIn(timezone, ms);
  const local = ms + ahead;
  const midnight = Math.floor(local / DAY) * DAY;
  const minute = Math.floor((local - midnight) / MINUTE);
  const { from, to } = quiet;
  const overnight = from > to;
  if (overnight ? minute < from && minute >= to : minute < from || minute >= to) return undefined;
  const end = midnight + to * MINUTE + (overnight && minute >= from ? DAY : 0);
  // Clocks may be put forward or back meanwhile.
  return end - aheadIn(timezone, end - ahead);
}

/** The moment itself, or the end of the quiet hours it falls in. */
export function afterQuiet(quiet: Quiet | undefined, timezone: string, ms: number): number {
  if (quiet === undefined) return ms;
  const end = endAfter(quiet, timezone, ms);
  if (end === undefined) return ms;
  // Where clocks are put forward over the end of the quiet hours they end when the clocks are past it.
  return endAfter(quiet, timezone, end) === undefined ? end : end + HOUR;
}

/** The moment itself, or a little before the quiet hours it falls in began. */
export function beforeQuiet(quiet: Quiet | undefined, timezone: string, ms: number): number {
  if (quiet === undefined || endAfter(quiet, timezone, ms) === undefined) return ms;
  const local = ms + aheadIn(timezone, ms);
  const midnight = Math.floor(local / DAY) * DAY;
  const begun = midnight + quiet.from * MINUTE - (local - midnight < quiet.from * MINUTE ? DAY : 0);
  return begun - MARGIN - aheadIn(timezone, begun - aheadIn(timezone, ms));
}
