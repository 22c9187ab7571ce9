/**
 * Which channels are worth sweeping: those that are open, and now and then one that is not, since some learn only by sending
 * that they work again. Claims and sends nothing.
 */

export interface Probes {
  /** Those of the names that are worth it now; one that is not open is named once in a while by this call, and counted. */
  worth(names: readonly string[]): readonly string[];
}

/** ms between two times that a channel which is not open is named. */
const EVERY = 15_000;

/** @param now ms */
export function openProbes(isOpen: (name: string) => boolean, now: () => number): Probes {
  const probed = new Map<string, number>();
  return {
    worth(names) {
      const at = now();
      return names.filter((name) => {
        if (isOpen(name)) return true;
        if (at - (probed.get(name) ?? Number.NEGATIVE_INFINITY) < EVERY) return false;
        probed.set(name, at);
        return true;
      });
    },
  };
}
