/** Work in line: pieces of the same name one after another, different names at the same time. Knows nothing of the work. */

export interface Lines {
  /** Runs `work` after everything asked for under that name before. */
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
}

export function openLines(): Lines {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(name, work) {
      const done = (last.get(name) ?? Promise.resolve()).then(work, work);
      last.set(name, done);
      const left = (): void => {
        if (last.get(name) === done) last.delete(name);
      };
      done.then(left, left);
      return done;
    },
    async idle() {
      while (last.size > 0) await Promise.allSettled(last.values());
    },
  };
}
