/**
 * One message, or one timer, through the machine: load the session, take the turn, commit it. Knows no platform and no
 * concrete store; a duplicate says nothing, a lost race takes the turn again, and nothing is acknowledged before it is
 * durable.
 */
import { foldEntries } from '../engine/fold.ts';
import type { Hint, Wish } from '../engine/hint.ts';
import type { Joining } from '../engine/joining.ts';
import { joinWish } from '../engine/joining.ts';
import { takeLeave } from '../engine/leave.ts';
import type { Session } from '../engine/session.ts';
import type { Around } from '../engine/stage.ts';
import { takeTurn } from '../engine/turn.ts';
import type { Turn } from '../engine/turn-frame.ts';
import type { Call } from '../flow/call.ts';
import type { Inbound } from '../message.ts';
import { storedKey } from '../store/key.ts';
import { openAdmission } from './admission.ts';
import { openAvailability } from './availability.ts';
import type { ConversationParts } from './conversation-parts.ts';
import { openErasure } from './erasure.ts';
import type { Folded } from './folds.ts';
import { folded, openFolds } from './folds.ts';
import { openInsights } from './insights.ts';
import { CODE_LIFE, openJoinings } from './joinings.ts';
import { openLinks, pseudonym } from './links.ts';
import type { Outcome } from './outcome.ts';
import { leasedBy } from './outcome.ts';
import { commitOf, rearmed, wakeToSet } from './turn-commit.ts';

export interface Conversation {
  /**
   * Takes one message; resolves once it is durable. Messages of one person are taken in the order of the calls. Rejects
   * with `Overloaded`, or with the store's fault: then what became of it is unknown, and the same message may come again.
   */
  take(inbound: Inbound): Promise<Outcome>;
  /** Takes the turn of a timer that was set for `at` (ms), once over all replicas. Rejects as `take` does. */
  wake(key: string, at: number): Promise<Outcome>;
  /** Does the store answer, as far as is known? */
  available(): boolean;
  /** Resolves once no turn is under way or waiting. */
  idle(): Promise<void>;
}

const CACHED = 10_000;
/** Races lost in a row before something must be wrong. */
const RETAKES = 100;

/** A person on a channel, wherever they speak: their conversation, unless it was joined to another. */
export function sessionKey(inbound: Pick<Inbound, 'channel' | 'user'>): string {
  return `${inbound.channel}:${inbound.user}`;
}

/**
 * Decides on a session as it is now: a turn to commit, an outcome without one, that the handle speaks elsewhere, or
 * (undefined) to be asked again.
 */
type Decide = (session: Session) => Promise<Turn | Outcome | 'moved' | undefined>;

/** What a turn is taken for. */
interface Occasion {
  readonly key: string;
  readonly call: Call;
  /** Its dedupe id within the session. */
  readonly inbound: string;
  readonly now: number;
  /** Where the person spoke; undefined for a timer. */
  readonly channel?: string;
  /** Whose message it is: taken in another session should they be joined elsewhere meanwhile. */
  readonly handle?: string;
  /** A timer's turn always says when the next one is: what was set is used up. */
  readonly timer: boolean;
}

export function openConversation(parts: ConversationParts): Conversation {
  const { store } = parts;
  const admission = openAdmission(parts.limits);
  const availability = parts.availability ?? openAvailability({ probe: () => store.now() });
  const links = parts.links ?? openLinks({ store });
  const joinings = openJoinings({ store, links });
  const folds = openFolds(parts.cached ?? CACHED);
  const insights = openInsights(parts.openInsight);
  const { watch } = availability;
  const erasure = openErasure({ ...parts, folds, links, watch });

  /** A message may have a clock of its own; the store's is another. */
  function timeNow(now: number): number {
    return Math.max(now, parts.now?.() ?? now);
  }

  async function load(key: string, call: Call): Promise<Folded> {
    return folds.get(key, call) ?? folded(call, key, await watch(store.load(key)));
  }

  /** The session of a handle; a cold one is loaded while the store is asked whose it is. */
  async function find(handle: string, call: Call): Promise<{ readonly key: string; readonly found: Folded }> {
    const known = links.known(handle);
    if (known !== undefined) return { key: known, found: await load(known, call) };
    const own = storedKey(handle);
    const [key, found] = await Promise.all([watch(links.resolve(handle)), load(own, call)]);
    return { key, found: key === own ? found : await load(key, call) };
  }

  function wakeFor({ call, now, timer, channel }: Occasion, session: Session, known: number | undefined) {
    const wanted = parts.wakeAfter?.(call, session, now, channel);
    if (wanted === undefined) return undefined;
    const latest = timeNow(now);
    return timer ? rearmed(wanted, latest) : wakeToSet(wanted, known, latest);
  }

  /** Decides and commits until one turn is durable or there is none; undefined: the handle speaks in another session now. */
  async function settle(occasion: Occasion, found: Folded, decide: Decide): Promise<Outcome | undefined> {
    const { key, call, inbound, now } = occasion;
    let { session, wake: known } = found;
    for (let tries = 0; tries < RETAKES; tries++) {
      const turn = await decide(session);
      if (turn === undefined) continue;
      if (turn === 'moved') return undefined;
      if ('status' in turn) {
        if (turn.status === 'silent' && !occasion.timer) folds.keep(key, call, { session, wake: known });
        return turn;
      }
      const wake = wakeFor(occasion, turn.session, known);
      const until = parts.lease?.();
      // A code somebody sees must be good.
      if (turn.offer !== undefined) await watch(store.offer(turn.offer, key, timeNow(now) + CODE_LIFE));
      // A failed write must not leave a session ahead of the store.
      folds.drop(key);
      const asked = performance.now();
      const committed = await watch(store.commit(commitOf({ key, call, inbound, session, turn, wake, lease: until })));
      parts.onCommit?.(committed.kind, performance.now() - asked);
      switch (committed.kind) {
        case 'ok':
          folds.keep(key, call, { session: turn.session, wake: wake === undefined ? known : (wake ?? undefined) });
          return { status: 'ok', key, ...leasedBy(committed, turn.replies, until) };
        case 'duplicate':
          return { status: 'duplicate', key };
        case 'stale':
          if (occasion.handle !== undefined && (await watch(links.resolve(occasion.handle))) !== key) return undefined;
          // Whoever went on may have set another time.
          known = undefined;
          session =
            committed.length === session.length + committed.entries.length
              ? foldEntries(call, session, committed.entries)
              : (await load(key, call)).session;
          break;
        default:
          committed satisfies never;
      }
    }
    throw new Error(`a turn lost ${RETAKES} races in a row`);
  }

  async function takeMessage(handle: string, inbound: Inbound): Promise<Outcome> {
    for (let tries = 0; tries < RETAKES; tries++) {
      const outcome = await takeOnce(handle, inbound);
      if (outcome !== undefined) return outcome;
    }
    throw new Error(`a handle was joined elsewhere ${RETAKES} times in a row`);
  }

  async function takeOnce(handle: string, inbound: Inbound): Promise<Outcome | undefined> {
    const call = parts.call();
    let { key, found } = await find(handle, call);
    const id = `${inbound.channel}:${inbound.id}`;
    // It may have been applied before the handle was joined to this session.
    if (key !== storedKey(handle) && (await watch(store.seen(handle, id)))) return { status: 'duplicate', key };
    const now = parts.clock(inbound);
    const wishes = joinWish(inbound);
    let joining: Joining | undefined;
    if (wishes !== undefined) {
      // A redelivered message is no second try.
      if (await watch(store.seen(key, id))) return { status: 'duplicate', key };
      const joined = await watch(joinings.settle(wishes, { handle, key, inbound: id, now: timeNow(now) }));
      joining = joined.joining;
      if (joined.key !== key) {
        const { channel } = inbound;
        // Whoever still believes the handle to be here finds that this session went on, and asks again whose it is.
        const leave = { key, call, inbound: `${id}:left`, now, channel, timer: false };
        const by = pseudonym(handle);
        if (found.session.length > 0)
          await settle(leave, found, async (session) => takeLeave(call, session, inbound, { now, by }, joined.key));
        key = joined.key;
        found = await load(key, call);
      }
    }
    let wanted = false;
    let wish: Wish | undefined;
    let hint: Hint | undefined;
    let asked = parts.askModel === undefined;
    const around: Around = {
      now,
      by: pseudonym(handle),
      version: parts.version,
      ...parts.joins,
      joining,
      group: parts.groups?.past(inbound, now),
      insight: () => {
        if (insights.has(call)) return insights.get();
        wanted = true;
        return undefined;
      },
      ...(asked
        ? {}
        : {
            hint: (wished: Wish) => {
              wish ??= wished;
              return wished.kind === wish.kind && wished.text === wish.text ? hint : undefined;
            },
          }),
    };
    let last: Turn | undefined;
    const outcome = await settle(
      { key, call, inbound: id, now, channel: inbound.channel, handle, timer: false },
      found,
      async (session) => {
        const turn = takeTurn(call, session, inbound, around);
        if (wanted && insights.possible) {
          // The turn needs knowledge nobody has asked for yet: it is opened, and the turn taken again.
          await insights.open(call);
          wanted = false;
          return undefined;
        }
        // Nobody else's talk in a group is ever shown to it.
        if (!asked && wish !== undefined && turn !== undefined) {
          asked = true;
          // A redelivered message is not worth another question.
          if (await watch(store.seen(key, id))) return { status: 'duplicate', key };
          hint = await parts.askModel?.(wish);
          if (hint !== undefined) return undefined;
        }
        if (turn === undefined) return { status: 'silent', key };
        last = turn;
        if (!turn.erase) return turn;
        // Nothing is erased by somebody who was cut off a moment ago.
        if ((await watch(links.resolve(handle))) !== key) return 'moved';
        return erasure.farewell(key, inbound, session.locale, now);
      },
    );
    if (outcome?.status === 'ok' && last !== undefined)
      parts.groups?.note(inbound, now, last.entry.operations, last.replies.length);
    return outcome;
  }

  async function takeWake(key: string, at: number): Promise<Outcome> {
    const { tick } = parts;
    if (tick === undefined) return { status: 'silent', key };
    const call = parts.call();
    const now = Math.max(at, parts.now?.() ?? at);
    // Read anew: a session that rests on an old picture could never put its timer right.
    folds.drop(key);
    const found = await load(key, call);
    const occasion: Occasion = { key, call, inbound: `timer:${at}`, now, timer: true };
    const last: { session: Session; turn: Turn | undefined } = { session: found.session, turn: undefined };
    const settled = await settle(occasion, found, async (session) => {
      last.session = session;
      last.turn = session.length === 0 ? undefined : tick(call, session, at, { now, by: '', version: parts.version });
      return last.turn ?? { status: 'silent', key };
    });
    // A timer is nobody's message, so nobody moved.
    const outcome: Outcome = settled ?? { status: 'silent', key };
    if (outcome.status === 'ok') {
      if (last.turn?.erase === true) await erasure.expire(key, last.turn);
      return outcome;
    }
    const { session } = outcome.status === 'silent' ? last : await load(key, call);
    const next = session.length === 0 ? null : wakeFor(occasion, session, undefined);
    // Came too early, or was taken before: it is only set again. One that lost a race is claimed again after its lease.
    if (next !== undefined) await watch(store.wake(key, session.length, next));
    return outcome;
  }

  return {
    take(inbound) {
      const handle = sessionKey(inbound);
      return admission.run(handle, () => takeMessage(handle, inbound));
    },
    wake: (key, at) => admission.run(key, () => takeWake(storedKey(key), at)),
    available: availability.available,
    idle: admission.idle,
  };
}
