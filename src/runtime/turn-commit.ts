/** What a turn becomes when it is committed: the record the store keeps, and when the session wants to be woken. Pure. */
import { eventOf } from '../engine/event.ts';
import type { Entry } from '../engine/operation.ts';
import type { Session } from '../engine/session.ts';
import { takeSnapshot } from '../engine/snapshot.ts';
import type { Turn } from '../engine/turn-frame.ts';
import type { Call } from '../flow/call.ts';
import type { Inbound } from '../message.ts';
import type { Commit, Note } from '../store/store.ts';

/** Entries between two snapshots: what a load after a restart has to fold at most, about. */
const SNAPSHOT_EVERY = 64;
/** A wake as near as this may be at work on another replica, ms. */
const NEAR = 60_000;

export interface TurnToCommit {
  readonly key: string;
  readonly call: Call;
  /** Dedupe id within the session. */
  readonly inbound: string;
  /** The session the turn was taken on. */
  readonly session: Session;
  readonly turn: Turn;
  readonly wake: number | null | undefined;
  readonly lease: number | undefined;
}

export function commitOf({ key, call, inbound, session, turn, wake, lease }: TurnToCommit): Commit {
  return {
    key,
    expected: session.length,
    inbound,
    entry: turn.entry,
    replies: turn.replies,
    lease,
    submission: turn.submission,
    withdrawn: turn.withdrawn,
    events: notesOf(turn.entry),
    wake,
    ...(turn.session.length % SNAPSHOT_EVERY === 0 ? { snapshot: takeSnapshot(call, turn.session) } : {}),
  };
}

/** What organizers look at later: questions answered and missed, calls for a person. */
export function notesOf({ operations }: Entry): readonly Note[] {
  return operations.flatMap((operation) => eventOf(operation) ?? []);
}

/**
 * When to be woken after a message, or undefined to leave what is set. A wake that comes too early is set again without
 * a turn, a lost one is not: so it is written only when nothing is known to be set or it must come earlier.
 * @param known the wake that was set when the session was this long; undefined when nobody here knows
 */
export function wakeToSet(wanted: number | null, known: number | undefined, now: number): number | undefined {
  if (wanted === null) return undefined;
  return known !== undefined && known > now + NEAR && known <= wanted ? undefined : wanted;
}

/** When to be woken after a wake. What is past comes a little later, or it would go round in circles. */
export function rearmed(wanted: number | null, now: number): number | null {
  return wanted === null || wanted > now ? wanted : now + NEAR;
}

/** The only entry of somebody who was just erased: what they are told. */
export function farewellOf(
  key: string,
  inbound: Inbound,
  body: string,
  now: number,
  lease: number | undefined,
): Commit {
  const { id, channel, user, chat } = inbound;
  return {
    key,
    expected: 0,
    inbound: `${channel}:${id}`,
    entry: { id, at: now, by: '', channel, operations: [], replies: 1 },
    replies: [{ id: `${key}:erased:${id}`, re: id, to: { channel, user, chat }, kind: 'notice', body }],
    lease,
  };
}
