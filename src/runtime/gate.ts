/** Lets a limited number of works be under way at once, the others in the order they came. Knows nothing of what they do. */

export interface Gate {
  /** Starts the work at once if there is room, else when its turn comes; settles as the work does. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** @param room works under way at once, at most */
export function openGate(room: number): Gate {
  let active = 0;
  const line: (() => void)[] = [];

  function leave(): void {
    const next = line.shift();
    if (next === undefined) active -= 1;
    // The room goes from one to the next, so that nobody new slips in between.
    else next();
  }

  return {
    run(work) {
      if (active < room) {
        active += 1;
        return work().finally(leave);
      }
      return new Promise<void>((resolve) => {
        line.push(resolve);
      })
        .then(work)
        .finally(leave);
    },
  };
}
