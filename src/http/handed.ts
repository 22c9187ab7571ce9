/**
 * What was handed out over HTTP and is not yet known to have arrived. It stays owed, and marked in the store as handed
 * out, until its person's next message shows that the caller got on, or for a while; so whoever lost an answer asks for it
 * again by its message, of any replica. Takes no message and says nothing.
 *
 * A process that ends, in order or not, settles nothing: that a connection is in good health does not tell what came
 * through it. What it leaves marked is settled by the person's next message, or by whoever lives, after the same while.
 */
import type { Outbound } from '../message.ts';
import { rounds } from '../runtime/later.ts';
import type { ReplyRef, Store } from '../store/store.ts';
import { JSON_CHANNEL } from './json-message.ts';

/** How long a repeated message finds what was handed out for it, ms. */
export const HELD = 60_000;
/** When what did not arrive would be due: later than anything handed out, sooner than whoever looks past all leases, ms. */
export const NOT_ARRIVED = 9 * 60_000;
/**
 * A message that comes so soon after an answer (ms), on another connection, may be one of several said at once, or a late
 * copy of an older one: it shows nothing about who heard that answer.
 */
export const DOUBT = 250;
/** How often what was held long enough is settled, ms. */
const PACE = 5_000;
/** Rounds between two looks at what ended processes left. */
const LOOKS = 12;
const LEASE = 30_000;
/** Sessions looked at in one go. */
const SESSIONS = 1_000;
/** People remembered; beyond that the longest held are settled early. */
const PEOPLE = 20_000;
/** Latest messages remembered of each. */
const MESSAGES = 32;

/** When something came or went: by the store's clock (ms), by one that never jumps (ms), and on which connection. */
export interface Moment {
  readonly at: number;
  readonly steady: number;
  readonly connection: number;
}

/** What one answer said to one person. */
export interface Told {
  /** The person on this channel, `json:user`. */
  readonly handle: string;
  /** Their session. */
  readonly key: string;
  readonly replies: readonly Outbound[];
}

export interface Handed {
  /**
   * A message is about to be taken. If it is another than those answered last and shows that the caller got on, what was
   * handed out is forgotten, in the same breath as the message is taken.
   */
  meet(handle: string, message: string, came: Moment): void;
  /** Others handed these out, and it seems that they arrived: forgotten when the person is met again. */
  adopt(handle: string, refs: readonly ReplyRef[], came: Moment): void;
  /** An answer went out as a whole. Returns what to call if its connection turns out to have broken. */
  out(told: readonly Told[], moment: Moment): () => void;
  /** An answer did not go out: owed again. */
  broken(told: readonly Told[]): void;
}

interface Held {
  readonly ref: ReplyRef;
  readonly moment: Moment;
}

interface Person {
  readonly held: readonly Held[];
  /** When they were last answered, ms by the store's clock. */
  readonly at: number;
  /** Messages that were answered here, the latest last. */
  readonly messages: readonly string[];
}

export interface HandedParts {
  readonly store: Store;
  /** The store's clock, ms since 1970. */
  readonly now: () => number;
  readonly report: (error: unknown) => void;
}

export function openHanded({ store, now, report }: HandedParts): Handed {
  const people = new Map<string, Person>();
  let round = 0;

  function forget(refs: readonly ReplyRef[]): void {
    if (refs.length > 0) store.confirm(refs).catch(report);
  }

  function hold(handle: string, more: readonly Held[], at: number, messages: readonly string[]): void {
    const before = people.get(handle);
    const again = new Set(more.map(({ ref }) => ref.id));
    const held = [...(before?.held.filter(({ ref }) => !again.has(ref.id)) ?? []), ...more];
    people.delete(handle);
    people.set(handle, {
      held,
      at,
      messages: [...new Set([...(before?.messages ?? []), ...messages])].slice(-MESSAGES),
    });
    const oldest = people.entries().next();
    if (people.size > PEOPLE && oldest.done !== true) leave(...oldest.value);
  }

  function leave(handle: string, { held }: Person): void {
    people.delete(handle);
    forget(held.map(({ ref }) => ref));
  }

  function notArrived(refs: readonly ReplyRef[]): void {
    for (const ref of refs) store.release(ref, now() + NOT_ARRIVED).catch(report);
  }

  /** Confirms what was held long enough, here and by processes that ended. */
  async function tidy(): Promise<void> {
    const time = now();
    for (const [handle, person] of people) {
      if (person.at + HELD > time) break;
      leave(handle, person);
    }
    round += 1;
    if (round % LOOKS !== 0) return;
    const due = await store.claim(time, LEASE, SESSIONS, { channels: [JSON_CHANNEL] });
    for (const { key, outbound, attempts } of due) {
      if (attempts === 0) {
        await store.release({ key, id: outbound.id }, time);
        continue;
      }
      await store.confirm([{ key, id: outbound.id }]);
      const behind = await store.claim(time, LEASE, SESSIONS, { key, channels: [JSON_CHANNEL] });
      const unheard = behind.findIndex((one) => one.attempts === 0);
      const over = unheard < 0 ? behind : behind.slice(0, unheard);
      await store.confirm(over.map((one) => ({ key, id: one.outbound.id })));
      const next = behind[unheard];
      if (next !== undefined) await store.release({ key, id: next.outbound.id }, time);
    }
  }

  rounds(PACE, tidy, report);

  return {
    meet(handle, message, came) {
      const person = people.get(handle);
      if (person === undefined || person.messages.includes(message)) return;
      const isOver = ({ moment: { steady, connection } }: Held): boolean =>
        steady < came.steady && (connection === came.connection || came.steady - steady >= DOUBT);
      const over = person.held.filter(isOver);
      if (over.length === 0) return;
      people.set(handle, { ...person, held: person.held.filter((one) => !isOver(one)) });
      forget(over.map(({ ref }) => ref));
    },
    adopt(handle, refs, came) {
      if (refs.length === 0) return;
      const held = refs.map((ref) => ({ ref, moment: came }));
      hold(handle, held, came.at, []);
    },
    out(told, moment) {
      for (const { handle, key, replies } of told) {
        if (replies.length === 0) continue;
        const refs = replies.map(({ id }) => ({ key, id }));
        for (const ref of refs) store.retry(ref, moment.at + HELD, 'handed out').catch(report);
        const held = refs.map((ref) => ({ ref, moment }));
        hold(
          handle,
          held,
          moment.at,
          replies.map(({ re }) => re),
        );
      }
      return () => {
        for (const { handle } of told) {
          const person = people.get(handle);
          const doubtful = person?.held.filter((one) => one.moment === moment) ?? [];
          if (person === undefined || doubtful.length === 0) continue;
          people.set(handle, { ...person, held: person.held.filter((one) => one.moment !== moment) });
          notArrived(doubtful.map(({ ref }) => ref));
        }
      };
    },
    broken(told) {
      for (const { key, replies } of told) notArrived(replies.map(({ id }) => ({ key, id })));
    },
  };
}
