/**
 * Lines of messages, one a person, each taken in the order it came. WeChat delivers nothing twice, so a message that
 * could not be taken is kept and tried again for some minutes; then the person is told. Knows no SDK.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Taken } from '../../src/channel.ts';

export interface LineParts {
  /** ms between two tries; the first, and the most it grows to. */
  readonly first: number;
  readonly most: number;
  /** After so many ms a message is given up. */
  readonly patience: number;
  /** How many messages may wait: of one person, and of all. */
  readonly perPerson: number;
  readonly total: number;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** A message of that person was given up; called once for each stretch of trouble. */
  readonly onLost: (person: string) => void;
}

export const LINE = { first: 1_000, most: 15_000, patience: 180_000, perPerson: 60, total: 2_000 };

export interface Lines {
  /** @param take one try; may be called again. A rejection counts as 'error'. */
  put(person: string, take: () => Promise<Taken>): void;
  waiting(): number;
  /** Tries no more. */
  close(): void;
}

interface Line {
  last: Promise<void>;
  length: number;
  /** The person knows that something of theirs was lost. */
  told: boolean;
}

export function openLines(parts: LineParts): Lines {
  const lines = new Map<string, Line>();
  const over = new AbortController();
  let total = 0;

  function lost(person: string, line: Line): void {
    if (line.told) return;
    line.told = true;
    parts.onLost(person);
  }

  async function tryLong(person: string, line: Line, take: () => Promise<Taken>): Promise<void> {
    const end = parts.now() + parts.patience;
    for (let pause = parts.first; !over.signal.aborted; pause = Math.min(parts.most, pause * 2)) {
      const taken = await take().catch((): Taken => 'error');
      if (taken !== 'error') {
        line.told = false;
        return;
      }
      if (parts.now() + pause > end) return lost(person, line);
      await sleep(pause, undefined, { signal: over.signal }).catch(() => undefined);
    }
  }

  return {
    put(person, take) {
      if (over.signal.aborted) return;
      const line = lines.get(person) ?? { last: Promise.resolve(), length: 0, told: false };
      lines.set(person, line);
      if (line.length >= parts.perPerson || total >= parts.total) return lost(person, line);
      line.length += 1;
      total += 1;
      line.last = line.last
        .then(() => tryLong(person, line, take))
        .finally(() => {
          line.length -= 1;
          total -= 1;
          if (line.length === 0) lines.delete(person);
        });
    },
    waiting: () => total,
    close: () => over.abort(),
  };
}
