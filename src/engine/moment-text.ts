/** A moment as people read it in a call's time zone (2025年11月3日 18:00，中国标准时间). For records see clock-text.ts. */
import type { Locale } from '../message.ts';

/** `ms` since 1970; seconds are named only where there are any. Throws RangeError for an unknown time zone. */
export function momentIn(timezone: string, ms: number, locale: Locale): string {
  const seconds = Math.floor(ms / 1000) % 60 === 0 ? {} : ({ second: '2-digit' } as const);
  const date = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    timeZone: timezone,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  });
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    ...seconds,
  });
  const zone = new Intl.DateTimeFormat(locale, { timeZone: timezone, timeZoneName: 'long' })
    .formatToParts(ms)
    .find((part) => part.type === 'timeZoneName');
  const comma = locale === 'en' ? ', ' : '，';
  return `${date.format(ms)} ${time.format(ms)}${comma}${zone?.value ?? timezone}`;
}
