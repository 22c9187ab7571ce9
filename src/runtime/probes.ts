/**
 * Which channels are worth sweeping: those that are open, and now and then one that is not, since a platform may take
 * replies before its channel knows, and some channels learn only by sending that they work again. Claims and sends nothing.
 */
import type { ChannelState } from '../channel.ts';

export interface Probes {
  /** Those of the names that are worth it now; one that is not open is named once in a while by this call, and counted. */
  worth(names: readonly string[]): readonly string[];
}

/** ms between two times that a channel is named which mends itself, and one that waits for a person. */
const SOON = 2_000;
const RARELY = 30_000;

/**
 * @param stateOf of the channel opened under that name
 * @param now ms
 */
export function openProbes(stateOf: (name: string) => ChannelState | undefined, now: () => number): Probes {
  const probed = new Map<string, number>();
  return {
    worth(names) {
      const at = now();
      return names.filter((name) => {
        const state = stateOf(name);
        if (state === 'open') return true;
        if (state === undefined || state === 'closed') return false;
        const pause = state === 'failed' ? RARELY : SOON;
        if (at - (probed.get(name) ?? Number.NEGATIVE_INFINITY) < pause) return false;
        probed.set(name, at);
        return true;
      });
    },
  };
}
