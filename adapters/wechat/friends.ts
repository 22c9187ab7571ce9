/**
 * People who want to be friends of the account: accepted one after another after a pause as a person would make it, and
 * greeted. Asks nobody to be a friend.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Friendship } from 'wechaty';
import type { Intake } from '../../src/channel.ts';

/** Milliseconds, and requests an hour. */
export interface Welcome {
  readonly least: number;
  readonly most: number;
  readonly perHour: number;
  /** A person is greeted once in so long. */
  readonly again: number;
}

export const WELCOME: Welcome = { least: 3_000, most: 9_000, perHour: 30, again: 600_000 };
const HOUR = 3_600_000;
/** More requests than this do not wait; they stay open in the account. */
const MOST_WAITING = 200;
/** wechaty-puppet's numbers of kinds of friendship events. */
const CONFIRMED = 1;
const RECEIVED = 2;

export interface FriendsParts {
  readonly welcome: Welcome;
  readonly intake: Pick<Intake, 'random' | 'tell'>;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** @param id of the greeting, the same for the same event */
  readonly greet: (person: string, id: string) => void;
}

export interface Friends {
  onFriendship(friendship: Friendship): void;
  close(): void;
}

export function openFriends(parts: FriendsParts): Friends {
  const { welcome, intake, now } = parts;
  const over = new AbortController();
  const accepted: number[] = [];
  const greeted = new Map<string, number>();
  let waiting = 0;
  let line: Promise<void> = Promise.resolve();

  function greet(friendship: Friendship): void {
    const person = friendship.contact().id;
    const at = now();
    for (const [one, when] of greeted) if (when <= at - welcome.again) greeted.delete(one);
    // Accepting is told as a request and often once more as confirmed.
    if (greeted.has(person)) return;
    greeted.set(person, at);
    parts.greet(person, `friend-${person}-${friendship.id}`);
  }

  async function accept(friendship: Friendship): Promise<void> {
    const oldest = accepted.length < welcome.perHour ? undefined : accepted.shift();
    const full = oldest === undefined ? 0 : Math.max(0, oldest + HOUR - now());
    const pause = full + welcome.least + intake.random() * (welcome.most - welcome.least);
    await sleep(pause, undefined, { signal: over.signal });
    accepted.push(now());
    await friendship.accept();
    greet(friendship);
  }

  return {
    onFriendship(friendship) {
      const type: number = friendship.type();
      if (type === CONFIRMED) greet(friendship);
      if (type !== RECEIVED || waiting >= MOST_WAITING) return;
      waiting += 1;
      line = line
        .then(() => accept(friendship))
        .catch(() => {
          if (!over.signal.aborted) intake.tell('warn', 'a friend request could not be accepted');
        })
        .finally(() => {
          waiting -= 1;
        });
    },
    close: () => over.abort(),
  };
}
