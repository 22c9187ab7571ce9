/** Moments as text in the time zone of a call. */
import { expect, it } from 'vitest';
import { isoIn } from '../../src/engine/clock-text.ts';

it.each([
  ['Asia/Shanghai', '2025-11-03T01:47:31.999Z', '2025-11-03T09:47:31+08:00'],
  ['Asia/Shanghai', '2025-12-31T16:00:00Z', '2026-01-01T00:00:00+08:00'],
  ['UTC', '2025-11-03T00:00:00Z', '2025-11-03T00:00:00+00:00'],
  ['America/New_York', '2025-07-01T12:00:00Z', '2025-07-01T08:00:00-04:00'],
  ['America/New_York', '2025-12-01T12:00:00Z', '2025-12-01T07:00:00-05:00'],
  ['Asia/Kolkata', '2025-11-03T00:00:00Z', '2025-11-03T05:30:00+05:30'],
])('in %s %s is %s', (timezone, moment, text) => {
  expect(isoIn(timezone, Date.parse(moment))).toBe(text);
  expect(Date.parse(text)).toBe(Math.floor(Date.parse(moment) / 1000) * 1000);
});

it('is the same one after another as alone, also where clocks change', () => {
  const change = Date.parse('2025-11-02T06:00:00Z');
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'America/New_York',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  for (let ms = change - 3_600_000; ms < change + 3_600_000; ms += 123_457) {
    for (const timezone of ['America/New_York', 'Asia/Shanghai']) isoIn(timezone, ms);
    const text = isoIn('America/New_York', ms + 1_001);
    expect([isoIn('America/New_York', ms + 1_002), text.slice(0, 19).replace('T', ' ')]).toEqual([
      text,
      clock.format(ms + 1_001),
    ]);
    expect(Date.parse(text)).toBe(Math.floor((ms + 1_001) / 1000) * 1000);
  }
});

it('knows no invented time zone', () => {
  expect(() => isoIn('Asia/Nowhere', 0)).toThrow(RangeError);
});
