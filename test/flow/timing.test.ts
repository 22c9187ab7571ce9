/** When a call speaks first and how long it keeps things, as organizers write it, and how slips in it are reported. */
import { describe, expect, it } from 'vitest';
import { compileCall } from '../../src/flow/compile.ts';
import { FlowFault, faultLine } from '../../src/flow/fault.ts';
import { loadCall } from '../../src/flow/load.ts';
import type { Timing } from '../../src/flow/timing.ts';
import { durationOf } from '../../src/flow/timing.ts';
import { edited } from './small-call.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LAST = 'receipt_prefix: SC2025\n';

function timing(lines: string): Timing | undefined {
  return compileCall(edited('call.yaml', LAST, `${LAST}${lines}\n`)).timing;
}

function fault(lines: string): string {
  try {
    timing(lines);
  } catch (error) {
    if (error instanceof FlowFault) return error.faults.map(faultLine).join('\n');
    throw error;
  }
  return '';
}

describe('Reminders and retention', () => {
  it('are what the shipped call says: a ladder, the deadline, quiet nights; nothing is deleted unasked', () => {
    expect(loadCall('flows/fintech-events-2025').timing).toEqual({
      reminders: {
        after: [DAY, 3 * DAY, 7 * DAY],
        beforeDeadline: [7 * DAY, 2 * DAY, 6 * HOUR],
        pause: 10 * 60_000,
      },
      quiet: { from: 21 * 60 + 30, to: 8 * 60 + 30 },
      retention: { drafts: undefined, submissions: undefined },
    });
  });

  it('may be left out, whole or in parts', () => {
    const night = { from: 21 * 60 + 30, to: 8 * 60 + 30 };
    expect(timing('')).toEqual({ reminders: undefined, quiet: night, retention: undefined });
    expect(timing('reminders: {}')?.reminders).toEqual({ after: [], beforeDeadline: [], pause: 600_000 });
    expect(timing('reminders: { quiet: null, pause: null }')).toMatchObject({
      reminders: { pause: undefined },
      quiet: undefined,
    });
    expect(timing('retention: { drafts: 30d }')?.retention).toEqual({ drafts: 30 * DAY, submissions: undefined });
  });

  it('are lengths of time: minutes, hours, days, months', () => {
    expect(['10m', '6h', '3d', '24mo'].map(durationOf)).toEqual([600_000, 6 * HOUR, 3 * DAY, 730.5 * DAY]);
  });

  it.each([
    [
      'reminders: { after: [1 day] }',
      'call.yaml:9:22 "after" item 1: write a length of time such as 10m, 6h, 3d or 24mo',
    ],
    ['reminders: { after: [0d] }', 'call.yaml:9:22 "after" item 1: write a length of time'],
    ['reminders: { after: [3d, 1d] }', 'call.yaml:9:26 "1d" does not come after "3d"; put the shortest first'],
    ['reminders: { before_deadline: [6h, 2d] }', 'call.yaml:9:36 "2d" does not come after "6h"; put the longest first'],
    ["reminders: { quiet: { from: '25:00', to: '08:30' } }", 'call.yaml:9:29 "from": write a time of day'],
    ["reminders: { quiet: { from: '08:00', to: '08:00' } }", 'call.yaml:9:42 quiet hours end when they begin'],
    ['reminders: { pauze: 10m }', 'call.yaml:9:14 unknown key "pauze"; did you mean "pause"?'],
    ['retention: { drafts: 3d }', 'call.yaml:9:22 drafts cannot be kept only 3d'],
    ['retention: { submissions: 2 }', 'call.yaml:9:27 "submissions": expected string'],
  ])('a slip is reported at its place: %s', (lines, says) => {
    expect(fault(lines)).toContain(says);
  });
});
