/** Reads months and days as people write them, and relative ones by the calendar of a time zone. Has no clock. */
import { chineseNumber } from './numerals.ts';
import type { ReadingContext } from './reading.ts';

const LONGEST = 60;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAME = '(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\\.?';
const YEARS: Readonly<Record<string, number>> = { 前: -2, 去: -1, 上: -1, 今: 0, 本: 0, 明: 1 };

/** `relative`: computed from the present (去年3月) or from a year of two digits. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number | undefined;
  readonly relative: boolean;
}

export type DayReading =
  | { readonly ok: true; readonly date: Day }
  | { readonly ok: false; readonly code: 'not_a_date' | 'no_such_date' };

const NOT: DayReading = { ok: false, code: 'not_a_date' };
const zones = new Map<string, Intl.DateTimeFormat>();
/** Offsets of time zones are whole quarters of an hour: within one the date does not change. */
const QUARTER = 15 * 60 * 1000;

interface Today {
  readonly timezone: string;
  readonly quarter: number;
  readonly date: readonly [number, number, number];
}

let latest: Today | undefined;

/** Today in the time zone, as [year, month, day]. */
export function today(around: ReadingContext): readonly [number, number, number] {
  const quarter = Math.floor(around.now / QUARTER);
  if (latest?.quarter === quarter && latest.timezone === around.timezone) return latest.date;
  latest = { timezone: around.timezone, quarter, date: formatted(around) };
  return latest.date;
}

function formatted(around: ReadingContext): readonly [number, number, number] {
  let format = zones.get(around.timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: around.timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    zones.set(around.timezone, format);
  }
  const [year = 0, month = 0, day = 0] = format.format(around.now).split('-').map(Number);
  return [year, month, day];
}

/** YYYY-MM or, where the day is known and wanted, YYYY-MM-DD. */
export function written(date: Day, withDay: boolean): string {
  const month = `${date.year}-${String(date.month).padStart(2, '0')}`;
  return withDay && date.day !== undefined ? `${month}-${String(date.day).padStart(2, '0')}` : month;
}

function real(year: number, month: number, day: number | undefined, relative: boolean): DayReading {
  const exists =
    year >= 1900 &&
    year <= 2100 &&
    month >= 1 &&
    month <= 12 &&
    (day === undefined || (day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()));
  return exists ? { ok: true, date: { year, month, day, relative } } : { ok: false, code: 'no_such_date' };
}

/** Chinese numerals that belong to a date as digits: 二〇二五年三月 → 2025年3月. */
function digitsOf(text: string): string {
  return text.replace(/[零〇○一二三四五六七八九十]+(?=\s*[年月日号])/g, (run) => String(chineseNumber(run) ?? run));
}

/**
 * The one date in a text of at most 60 characters; words around it are allowed as long as they hold no further digits.
 * Not a date: none, or more than one; no such date: month 13, 30 February, years outside 1900–2100.
 */
export function readDay(text: string, around: ReadingContext): DayReading {
  if (text.length > LONGEST) return NOT;
  const usual = USUAL.exec(text);
  if (usual !== null) return real(Number(usual[1]), Number(usual[2] ?? usual[3]), undefined, false);
  const flat = digitsOf(text.normalize('NFKC').toLowerCase().replaceAll('○', '〇')).replace(/[–—−]/g, '-').trim();
  return absolute(flat) ?? english(flat) ?? relative(flat, around) ?? NOT;
}

/** Most months are written like this, and need none of what follows. */
const USUAL = /^(\d{4})(?:年(\d{1,2})月|-(\d{1,2}))$/;
const PATTERNS: readonly RegExp[] = [
  /(?<!\d)(?<y>\d{4})\s*年\s*(?<m>\d{1,2})\s*月份?(?:\s*(?<d>\d{1,2})\s*[日号]?)?/,
  /(?<!\d)(?<y>\d{4})\s*[-./]\s*(?<m>\d{1,2})(?:\s*[-./]\s*(?<d>\d{1,2}))?/,
  /(?<!\d)(?<y>(?:19|20)\d\d)(?<m>\d\d)(?<d>\d\d)?(?!\d)/,
  /(?<!\d)(?<m>\d{1,2})\/(?<y>\d{4})(?!\d)/,
  /(?<!\d)(?<y>\d{2})\s*年\s*(?<m>\d{1,2})\s*月份?(?:\s*(?<d>\d{1,2})\s*[日号]?)?/,
];

function absolute(flat: string): DayReading | undefined {
  for (const pattern of PATTERNS) {
    const match = pattern.exec(flat);
    if (match === null) continue;
    const { y = '', m = '', d } = match.groups ?? {};
    const rest = flat.slice(0, match.index) + flat.slice(match.index + match[0].length);
    if (/\d/.test(rest)) return NOT;
    const year = y.length === 2 ? 2000 + Number(y) : Number(y);
    return real(year, Number(m), d === undefined ? undefined : Number(d), y.length === 2);
  }
  return undefined;
}

const MONTH_FIRST = new RegExp(`^(?:in )?${MONTH_NAME}(?:\\s+(\\d{1,2})(?:st|nd|rd|th)?)?,?\\s+(\\d{4})$`);
const DAY_FIRST = new RegExp(`^(?:(\\d{1,2})(?:st|nd|rd|th)?\\s+)?${MONTH_NAME},?\\s+(\\d{4})$`);
const YEAR_FIRST = new RegExp(`^(?:(\\d{4})\\s+)${MONTH_NAME}()$`);

function english(flat: string): DayReading | undefined {
  const first = MONTH_FIRST.exec(flat);
  if (first !== null)
    return real(Number(first[3]), monthOf(first[1]), first[2] === undefined ? undefined : Number(first[2]), false);
  const second = DAY_FIRST.exec(flat) ?? YEAR_FIRST.exec(flat);
  if (second === null) return undefined;
  const yearFirst = second[3] === '';
  const day = yearFirst || second[1] === undefined ? undefined : Number(second[1]);
  return real(Number(yearFirst ? second[1] : second[3]), monthOf(second[2]), day, false);
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3)) + 1;
}

function relative(flat: string, around: ReadingContext): DayReading | undefined {
  const [year, month, day] = today(around);
  const byYear = /(前|去|上一?|今|本|明)年(?:的)?\s*(\d{1,2})\s*月份?(?:\s*(\d{1,2})\s*[日号]?)?(.*)$/.exec(flat);
  if (byYear !== null) {
    if (/\d/.test(byYear[4] ?? '')) return NOT;
    return real(
      year + (YEARS[(byYear[1] ?? '').charAt(0)] ?? 0),
      Number(byYear[2]),
      byYear[3] === undefined ? undefined : Number(byYear[3]),
      true,
    );
  }
  const byMonth =
    /(上上个?|上个?|这个?|本|当|下个?)月(?:的)?(?:份)?(?:\s*(\d{1,2})\s*[日号])?/.exec(flat) ??
    /\b(last|this|next) month\b()/.exec(flat);
  if (byMonth !== null) {
    const word = byMonth[1] ?? '';
    const shift = word.startsWith('上上') ? -2 : /^(?:上|last)/.test(word) ? -1 : /^(?:下|next)/.test(word) ? 1 : 0;
    const months = year * 12 + month - 1 + shift;
    return real(Math.floor(months / 12), (months % 12) + 1, byMonth[2] ? Number(byMonth[2]) : undefined, true);
  }
  const byDay = /^(大前天|前天|昨天|昨日|今天|今日|明天|yesterday|today)/.exec(flat)?.[1];
  if (byDay !== undefined) {
    const shift = { 大前天: -3, 前天: -2, 昨天: -1, 昨日: -1, yesterday: -1, 明天: 1 }[byDay] ?? 0;
    const then = new Date(Date.UTC(year, month - 1, day + shift));
    return real(then.getUTCFullYear(), then.getUTCMonth() + 1, then.getUTCDate(), true);
  }
  const bare = /^(\d{1,2})\s*月份?(?:\s*(\d{1,2})\s*[日号]?)?[^\d]*$/.exec(flat);
  if (bare === null) return undefined;
  const past = Number(bare[1]) <= month ? year : year - 1;
  return real(past, Number(bare[1]), bare[2] === undefined ? undefined : Number(bare[2]), true);
}

/** Does a written date (YYYY-MM or YYYY-MM-DD) lie after today in the time zone? */
export function isFuture(date: string, around: ReadingContext): boolean {
  const [year, month, day] = today(around);
  return date > written({ year, month, day, relative: false }, date.length > 7);
}

/** Is the text a written date that exists? */
export function isWritten(date: string): boolean {
  const match = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(date);
  return (
    match !== null &&
    real(Number(match[1]), Number(match[2]), match[3] === undefined ? undefined : Number(match[3]), false).ok
  );
}
