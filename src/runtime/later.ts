/** Time as the shell spends it: work put off, visits planned, rounds, and waiting with an end. Decides nothing about the work. */

/** Does the work once, `ms` from now, unless the returned function is called first. */
export type Later = (ms: number, work: () => void) => () => void;

/** By this machine's timers. */
export const later: Later = (ms, work) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/** Does the work end within so many ms? Keeps the process alive until it is known. */
export async function ended(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** At most one visit ahead for each key: the earliest asked for. */
export interface Visits {
  /** @param ms from now */
  plan(key: string, ms: number, now: number): void;
  clear(): void;
}

/** Keys with a visit ahead; beyond that none is planned, and whoever sweeps finds them. */
const ROOM = 10_000;

export function openVisits(after: Later, visit: (key: string) => void): Visits {
  const ahead = new Map<string, { readonly at: number; readonly cancel: () => void }>();
  return {
    plan(key, ms, now) {
      const standing = ahead.get(key);
      if (standing === undefined ? ahead.size >= ROOM : standing.at <= now + ms) return;
      standing?.cancel();
      const cancel = after(ms, () => {
        ahead.delete(key);
        visit(key);
      });
      ahead.set(key, { at: now + ms, cancel });
    },
    clear() {
      for (const { cancel } of ahead.values()) cancel();
      ahead.clear();
    },
  };
}

export interface Round {
  /** No further round begins; resolves once the one under way is over. */
  stop(): Promise<void>;
}

/** Works, rests for `ms`, works again. What it rejects with is told and changes nothing. */
export function rounds(ms: number, work: () => Promise<unknown>, tell: (error: unknown) => void, after = later): Round {
  let stopped = false;
  let cancel: () => void = () => undefined;
  let current: Promise<void> = Promise.resolve();
  const rest = (): void => {
    if (!stopped) cancel = after(ms, begin);
  };
  function begin(): void {
    current = work().then(rest, (error: unknown) => {
      tell(error);
      rest();
    });
  }
  begin();
  return {
    stop() {
      stopped = true;
      cancel();
      return current;
    },
  };
}
