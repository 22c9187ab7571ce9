/**
 * Does the store answer? Told by the calls that are made anyway and, while it is away, by a probe a second. Retries
 * nothing and hides no fault: whoever made a call still gets its error.
 */

export interface Availability {
  /** False from the first call the store did not answer until the next it did. */
  available(): boolean;
  /** Passes an answer of the store on and takes note of it. */
  watch<T>(answer: Promise<T>): Promise<T>;
}

export interface AvailabilityParts {
  /** Any cheap question to the store. */
  readonly probe: () => Promise<unknown>;
  /** ms between two probes. */
  readonly every?: number | undefined;
  /** Called when it changes, with the new state. */
  readonly onChange?: ((available: boolean) => void) | undefined;
}

const EVERY = 1_000;

/** Is this a store's fault of kind `unavailable`? By name, for any copy of the class. */
export function isAway(error: unknown): boolean {
  return error instanceof Error && error.name === 'StoreFault' && 'kind' in error && error.kind === 'unavailable';
}

export function openAvailability(parts: AvailabilityParts): Availability {
  let available = true;

  function note(now: boolean): void {
    if (now === available) return;
    available = now;
    parts.onChange?.(now);
    if (!now) probeLater();
  }

  function probeLater(): void {
    const timer = setTimeout(() => {
      if (available) return;
      parts.probe().then(
        () => note(true),
        (error: unknown) => {
          // A closed store will not come back.
          if (isAway(error)) probeLater();
        },
      );
    }, parts.every ?? EVERY);
    timer.unref();
  }

  return {
    available: () => available,
    async watch(answer) {
      try {
        const told = await answer;
        note(true);
        return told;
      } catch (error) {
        if (isAway(error)) note(false);
        throw error;
      }
    },
  };
}
