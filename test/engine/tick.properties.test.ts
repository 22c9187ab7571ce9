/** Laws of speaking first, over any conversation and any timers: never too often, never at night, nothing lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldEntry } from '../../src/engine/fold.ts';
import type { Session } from '../../src/engine/session.ts';
import { newSession } from '../../src/engine/session.ts';
import { restoreSnapshot, takeSnapshot } from '../../src/engine/snapshot.ts';
import { takeTick, wakeAfter } from '../../src/engine/tick.ts';
import { takeTurn } from '../../src/engine/turn.ts';
import type { Turn } from '../../src/engine/turn-frame.ts';
import type { Call } from '../../src/flow/call.ts';
import type { Inbound } from '../../src/message.ts';
import { asText, PRIVATE } from '../../src/message.ts';
import type { Move } from './random-conversation.ts';
import { messageFor, moves } from './random-conversation.ts';
import { call, callWith, NOW } from './whole-applications.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const DEADLINE = NOW + 40 * DAY;
const kept = { file: 'call.yaml', from: 'drafts: null', to: 'drafts: 30d' };
const calls: readonly Call[] = [
  call,
  callWith(kept, { file: 'call.yaml', from: 'after: [1d, 3d, 7d]', to: 'after: [30m, 5h, 26h, 3d, 20d]' }),
  callWith(kept, {
    file: 'call.yaml',
    from: 'deadline: null',
    to: `deadline: '${new Date(DEADLINE).toISOString()}'`,
  }),
];

/** Pauses between messages: mostly short, some of days. */
const pauses = fc.array(fc.oneof(fc.nat(HOUR), fc.nat(30 * HOUR), fc.nat(40 * DAY)), { minLength: 40, maxLength: 40 });
/** How late timers are taken: mostly at once. */
const delays = fc.array(fc.oneof(fc.constant(0), fc.nat(2 * HOUR), fc.nat(4 * DAY)), { minLength: 40, maxLength: 40 });

interface Watch {
  readonly over: Call;
  reminders: number;
  last: number;
}

/** Minutes since midnight in Shanghai. */
const minuteOf = (now: number): number => Math.floor(((now + 8 * HOUR) % DAY) / MINUTE);

function tick(watch: Watch, session: Session, now: number): Turn | undefined {
  const { over } = watch;
  const around = { now, by: '', version: '0.1.0' };
  const turn = takeTick(over, session, now, around);
  const next = wakeAfter(over, session, now);
  if (turn === undefined) {
    expect(next === null || next > now).toBe(true);
    return undefined;
  }
  expect(next).toBe(now);
  expect(foldEntry(over, session, JSON.parse(JSON.stringify(turn.entry)))).toEqual(turn.session);
  const stored: unknown = JSON.parse(JSON.stringify(takeSnapshot(over, session)));
  expect(takeTick(over, restoreSnapshot(over, session.key, stored), now, around)?.entry).toEqual(turn.entry);
  expect(turn.submission).toBeUndefined();
  expect(turn.session.saidAt).toBe(session.saidAt);
  for (const reply of turn.replies) {
    expect(reply.to).toEqual({ channel: 'test', user: 'u1', chat: PRIVATE });
    expect(asText(reply)).not.toMatch(/undefined|NaN|\[object/);
  }
  if (turn.entry.operations.some(({ op }) => op === 'reminded')) {
    expect(now - watch.last).toBeGreaterThanOrEqual(20 * HOUR);
    const minute = minuteOf(now);
    expect(minute >= 8 * 60 + 30 && minute < 21 * 60 + 30).toBe(true);
    expect(session.reach.muted).toBe(false);
    expect(now).toBeLessThan(over.organizer.deadline ?? Number.POSITIVE_INFINITY);
    expect(session.drafts.some((draft) => draft.submitted === undefined && draft.list !== undefined)).toBe(true);
    watch.reminders += 1;
    watch.last = now;
  } else if (turn.replies.length > 0) {
    expect(turn.entry.operations.map(({ op }) => op)).toContain('nudged');
  }
  return turn;
}

/** Lets time go by, timers taken as late as `delay` says; the session at its end, undefined when it was erased. */
function pass(watch: Watch, start: Session, from: number, until: number, delay: number): Session | undefined {
  let session = start;
  let now = from;
  for (let woken = 0; woken < 300; woken++) {
    const next = wakeAfter(watch.over, session, now);
    if (next === null || next > until) return session;
    now = Math.min(Math.max(next, now) + delay, until);
    const turn = tick(watch, session, now);
    if (turn?.erase === true) return undefined;
    session = turn?.session ?? session;
    if (now === until) return session;
  }
  throw new Error('timers without end');
}

function live(over: Call, said: readonly Move[], gaps: readonly number[], lates: readonly number[]): number {
  const watch: Watch = { over, reminders: 0, last: 0 };
  let session: Session = newSession('test:u1');
  let now = NOW;
  for (const [i, move] of said.entries()) {
    const inbound: Inbound = { ...messageFor(over, session, { prompts: [] }, move), at: now };
    const turn = takeTurn(over, session, inbound, { now, by: 'usr_0000000000000000', version: '0.1.0' });
    session = turn?.erase === true ? newSession('test:u1') : (turn?.session ?? session);
    const until = now + (gaps[i] ?? 0);
    session = pass(watch, session, now, until, lates[i] ?? 0) ?? newSession('test:u1');
    now = until;
  }
  pass(watch, session, now, now + 400 * DAY, 0);
  return watch.reminders;
}

describe('In any conversation, with any timers', () => {
  it.each(calls.map((over, i) => [i, over] as const))(
    'nobody is reminded twice within 20 hours, nor at night, nor in a group (call %i)',
    { timeout: 60_000 },
    (_, over) => {
      let reminders = 0;
      fc.assert(
        fc.property(moves(40), pauses, delays, (said, gaps, lates) => {
          reminders += live(over, said, gaps, lates);
        }),
        { numRuns: 60 },
      );
      expect(reminders).toBeGreaterThan(60);
    },
  );
});
