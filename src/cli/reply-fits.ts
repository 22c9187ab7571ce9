/**
 * Walks a call in each of its languages and lets every reply be looked at: those of the paths, to the longest answers, to
 * what may be said besides an answer, of the knowledge and of timers. Says what was walked; judges no reply itself.
 */
import { asidesAt, askingAround, clausesTold, silenceAfter } from '../engine/aside.ts';
import type { Insight } from '../engine/insight.ts';
import type { Session } from '../engine/session.ts';
import { entriesTold } from '../engine/told-entries.ts';
import type { Listener, WalkFault, WalkReport } from '../engine/walk.ts';
import { walkCall } from '../engine/walk.ts';
import type { Call } from '../flow/call.ts';
import type { Step } from '../flow/step.ts';
import type { Locale, Outbound } from '../message.ts';
import type { Fitter } from './prompt-fits.ts';

function* repliesAt(call: Call, session: Session, now: number, insight: Insight | undefined): Generator<Outbound> {
  const around = askingAround(now, insight === undefined ? undefined : () => insight);
  yield* asidesAt(call, session, around);
  yield* silenceAfter(call, session, around);
}

/** Hears one walk and what can be said around it. */
function listenerFor(call: Call, now: number, insight: Insight | undefined, fitter: Fitter, locale: Locale): Listener {
  /** Types of steps whose asides were answered from the knowledge: looking things up takes long, and it is the same there. */
  const known = new Set<Step['type'] | undefined>();
  return {
    reply: (outbound, list) => fitter.see(outbound, list, locale),
    asked(session, list, step) {
      const see = (replies: Iterable<Outbound>): void => {
        for (const reply of replies) fitter.see(reply, list, locale);
      };
      if (known.size === 0) {
        const around = askingAround(now, insight === undefined ? undefined : () => insight);
        see(entriesTold(call, session, around));
        see(clausesTold(call, session, around));
      }
      see(repliesAt(call, session, now, undefined));
      if (!known.has(step?.type)) see(repliesAt(call, session, now, insight));
      known.add(step?.type);
    },
  };
}

/** Faults of several walks, each told once. */
function together(faults: readonly WalkFault[]): readonly WalkFault[] {
  const told = new Map(faults.map((fault) => [`${fault.list} ${fault.step ?? ''} ${fault.message}`, fault]));
  return [...told.values()];
}

/**
 * Walks the call at `now` (ms) in each language, every reply seen by `fitter`. The report is that of the first language,
 * with the faults of all.
 */
export function walkSeen(call: Call, now: number, insight: Insight | undefined, fitter: Fitter): WalkReport {
  const reports = call.locales.map((locale) =>
    walkCall(call, now, listenerFor(call, now, insight, fitter, locale), locale),
  );
  const [first] = reports;
  if (first === undefined) throw new Error('a call is written in one language at least');
  return { ...first, faults: together(reports.flatMap(({ faults }) => faults)) };
}
