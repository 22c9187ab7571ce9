/** A call's knowledge, opened when a turn first needs it and anew after a reload. Knows nothing of what is in it. */
import type { Insight } from '../engine/insight.ts';
import type { Call } from '../flow/call.ts';

export interface Insights {
  /** Is there anything to open? */
  readonly possible: boolean;
  /** Was it opened for these files? */
  has(call: Call): boolean;
  /** What was opened; undefined where it could not be. */
  get(): Insight | undefined;
  /** Resolves once it is opened for these files, or cannot be: the form must go on without. Never rejects. */
  open(call: Call): Promise<void>;
}

interface Opened {
  readonly hash: string;
  readonly insight: Insight | undefined;
}

export function openInsights(openInsight: ((call: Call) => Promise<Insight | undefined>) | undefined): Insights {
  let known: Opened | undefined;
  let opening: Promise<Opened> | undefined;

  async function open(call: Call): Promise<void> {
    // Whoever opens it tells the operator of a failure.
    opening ??= Promise.resolve(openInsight?.(call)).then(
      (insight) => ({ hash: call.hash, insight }),
      () => ({ hash: call.hash, insight: undefined }),
    );
    const opened = await opening;
    opening = undefined;
    if (opened.hash !== call.hash) return open(call);
    known = opened;
  }

  return {
    possible: openInsight !== undefined,
    has: (call) => known?.hash === call.hash,
    get: () => known?.insight,
    open,
  };
}
