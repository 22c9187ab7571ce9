/** Time that goes by: the turns of timers as the loop takes them, and half an application to wait with. Judges no reminder. */
import { expect } from 'vitest';
import type { Session } from '../../src/engine/session.ts';
import { takeTick, wakeAfter } from '../../src/engine/tick.ts';
import type { Turn } from '../../src/engine/turn-frame.ts';
import type { Call } from '../../src/flow/call.ts';
import { asText } from '../../src/message.ts';
import { application, call, NOW, sessionWith, tell } from './whole-applications.ts';

export const tick = (over: Call, session: Session, now: number): Turn | undefined =>
  takeTick(over, session, now, { now, by: '', version: '0.1.0' });

/** Every turn of timers until then, as the loop takes them, with the moments of each. */
export function wait(
  over: Call,
  start: Session,
  from: number,
  until: number,
): readonly (Turn & { readonly now: number })[] {
  const turns: (Turn & { readonly now: number })[] = [];
  let session = start;
  let now = from;
  for (let woken = 0; woken < 1000; woken++) {
    const next = wakeAfter(over, session, now);
    if (next === null || next > until) return turns;
    expect(next).toBeGreaterThanOrEqual(now);
    now = next;
    const turn = tick(over, session, now);
    if (turn === undefined) {
      expect(wakeAfter(over, session, now) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
      continue;
    }
    turns.push({ ...turn, now });
    if (turn.erase) return turns;
    session = turn.session;
  }
  throw new Error('timers without end');
}

export const whys = (turns: readonly Turn[]): readonly string[] =>
  turns.flatMap(({ entry }) =>
    entry.operations.flatMap((one) => (one.op === 'reminded' ? [one.why] : one.op === 'nudged' ? ['nudge'] : [])),
  );
export const heard = (turn: Turn | undefined): string => (turn?.replies ?? []).map(asText).join('\n');

/** Half an application to list 1, last spoken in private at `now`. */
export const half = (over: Call = call, now = NOW): Session =>
  tell(over, sessionWith(over, application('L1', { metrics: undefined, compliance: undefined })), '继续', { now })
    .session;
