/** Moments as text for records: ISO 8601 with the offset of a time zone. Reads no clock; the moment is given. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  });
  formats.set(timezone, made);
  return made;
}

/** Offsets change at whole quarters of an hour: the moments of one record mostly share one. */
const QUARTER = 15 * 60 * 1000;
const WHOLE_MINUTES = Date.UTC(1980);

/** What a clock shows in one quarter of an hour: its offset as text, and how many milliseconds it is ahead of UTC. */
interface Clock {
  readonly timezone: string;
  readonly offset: string;
  readonly ahead: number;
}

/** By quarter, the few asked for of late. */
const clocks = new Map<number, Clock>();
const MOST_CLOCKS = 64;

/**
 * `ms` since 1970 as `2025-11-03T09:47:31+08:00` in an IANA time zone; milliseconds are dropped. Throws RangeError for an
 * unknown time zone or a moment that is no date.
 */
export function isoIn(timezone: string, ms: number): string {
  const quarter = Math.floor(ms / QUARTER);
  const clock = clocks.get(quarter);
  if (clock?.timezone === timezone) return `${new Date(ms + clock.ahead).toISOString().slice(0, 19)}${clock.offset}`;
  const text = formatted(timezone, ms);
  // Before, some zones kept offsets with seconds, which the text leaves out.
  if (ms >= WHOLE_MINUTES) {
    if (clocks.size >= MOST_CLOCKS) clocks.clear();
    clocks.set(quarter, { timezone, offset: text.slice(19), ahead: aheadOf(text, ms) });
  }
  return text;
}

/** Milliseconds the clock of the text is ahead of UTC. */
function aheadOf(text: string, ms: number): number {
  return Date.parse(`${text.slice(0, 19)}Z`) - Math.floor(ms / 1000) * 1000;
}

function formatted(timezone: string, ms: number): string {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatFor(timezone).formatToParts(ms)) part[type] = value;
  const offset = /[+-]\d{2}:\d{2}/.exec(part.timeZoneName ?? '')?.[0] ?? '+00:00';
  const year = (part.year ?? '').padStart(4, '0');
  return `${year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}${offset}`;
}
