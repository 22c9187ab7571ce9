/**
 * Walks a call in each of its languages and lets every reply be looked at: those of the paths, to the longest answers, to
 * what may be said besides an answer, of the knowledge and of timers. Says what was walked; judges no reply itself.
 */
import { asidesAt, askingAround, clausesTold, silenceAfter } from '../engine/aside.ts';
import type { Insight } from '../engine/insight.ts';
import { entriesTold } from '../engine/told-entries.ts';
import type { Listener, WalkFault, WalkReport } from '../engine/walk.ts';
import { walkCall } from '../engine/walk.ts';
import type { Call } from '../flow/call.ts';
import type { Step } from '../flow/step.ts';
import type { Locale, Outbound } from '../message.ts';
import type { Fitter } from './prompt-fits.ts';

/** Hears one walk and what can be said around it. */
function listenerFor(call: Call, now: number, insight: Insight | undefined, fitter: Fitter, locale: Locale): Listener {
  const plain = askingAround(now, undefined);
  const knowing = askingAround(now, insight === undefined ? undefined : () => insight);
  /** Ids of steps whose asides were seen: on another list the same step is answered in the same words. */
  const seen = new Set<string | undefined>();
  /** Types of steps whose asides were answered from the knowledge: looking things up takes long, and it is the same there. */
  const known = new Set<Step['type'] | undefined>();
  return {
    reply: (outbound, list) => fitter.see(outbound, list, locale),
    asked(session, list, step) {
      const see = (replies: Iterable<Outbound>): void => {
        for (const reply of replies) fitter.see(reply, list, locale);
      };
      if (known.size === 0) {
        see(entriesTold(call, session, knowing));
        see(clausesTold(call, session, knowing));
      }
      if (!seen.has(step?.id)) see(asidesAt(call, session, plain));
      if (!known.has(step?.type)) see(asidesAt(call, session, knowing));
      see(silenceAfter(call, session, plain));
      seen.add(step?.id);
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
