/** A small memory: the newest so many entries by key, each for a while. Keeps nothing beyond the process. */

export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/**
 * @param most entries kept
 * @param ms how long one is remembered after it was last set
 */
export function openRecent<Value>(most: number, ms: number, now: () => number): Recent<Value> {
  const entries = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      return entry === undefined || entry.until <= now() ? undefined : entry.value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, { value, until: now() + ms });
      if (entries.size <= most) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        break;
      }
    },
  };
}
