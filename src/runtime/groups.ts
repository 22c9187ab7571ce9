/**
 * What this process lately said in each group: which questions it answered, and how much it said. In memory only, and of
 * this process only: forgotten, it is said once more.
 */
import type { GroupPast } from '../engine/group-past.ts';
import type { Operation } from '../engine/operation.ts';
import type { Inbound } from '../message.ts';
import { PRIVATE } from '../message.ts';

export interface Groups {
  /** What was said in the group of this message; undefined in private. */
  past(inbound: Pick<Inbound, 'channel' | 'chat'>, now: number): GroupPast | undefined;
  /** A turn was said there. */
  note(
    inbound: Pick<Inbound, 'channel' | 'chat'>,
    now: number,
    operations: readonly Operation[],
    replies: number,
  ): void;
}

export interface GroupLimits {
  /** An answer given so lately (ms) is referred to, not given again. */
  readonly window?: number;
  /** Messages a minute in one group, after which only short ones are said. */
  readonly perMinute?: number;
  /** Channels whose groups are no platform's: nobody is talked down there. */
  readonly uncounted?: readonly string[];
  /** Groups remembered. */
  readonly room?: number;
}

const WINDOW = 5 * 60_000;
/** Telegram's limit, the lowest of the platforms: https://core.telegram.org/bots/faq */
const PER_MINUTE = 20;
const ROOM = 10_000;
const MINUTE = 60_000;

interface Said {
  readonly told: Map<string, number>;
  /** When the latest messages were said, oldest first. */
  readonly times: number[];
}

export function openGroups(limits: GroupLimits = {}): Groups {
  const { window = WINDOW, perMinute = PER_MINUTE, uncounted = [], room = ROOM } = limits;
  const groups = new Map<string, Said>();

  function forget(said: Said, now: number): void {
    for (const [entry, at] of said.told) if (at + window <= now) said.told.delete(entry);
    while ((said.times[0] ?? now) + MINUTE <= now) said.times.shift();
  }

  return {
    past({ channel, chat }, now) {
      if (chat === PRIVATE) return undefined;
      const said = groups.get(JSON.stringify([channel, chat]));
      if (said === undefined) return { toldAt: new Map(), crowded: false };
      forget(said, now);
      return { toldAt: said.told, crowded: !uncounted.includes(channel) && said.times.length >= perMinute };
    },
    note({ channel, chat }, now, operations, replies) {
      if (chat === PRIVATE) return;
      const name = JSON.stringify([channel, chat]);
      const said: Said = groups.get(name) ?? { told: new Map(), times: [] };
      groups.delete(name);
      groups.set(name, said);
      for (const operation of operations) {
        // What was only referred to was not told again: the window is counted from the answer itself.
        if (operation.op === 'told_rule' && !said.told.has(operation.entry)) said.told.set(operation.entry, now);
      }
      for (let i = 0; i < replies; i++) said.times.push(now);
      forget(said, now);
      const oldest = groups.keys().next();
      if (groups.size > room && oldest.done !== true) groups.delete(oldest.value);
    },
  };
}
