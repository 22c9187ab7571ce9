/** What became of a message, and whose its replies are to send. Takes no turn. */
import type { Outbound } from '../message.ts';
import type { Committed } from '../store/store.ts';

/** `silent`: nothing was recorded (somebody else's talk in a group, or a timer with nothing to say). */
export interface Outcome {
  readonly status: 'ok' | 'duplicate' | 'silent';
  /** Whose replies are now due. */
  readonly key: string;
  /** Replies of this turn that are the caller's to send, in order; otherwise whoever claims them sends them. */
  readonly leased?: readonly Outbound[];
  /** Until when they are (ms by the store's clock). */
  readonly until?: number;
}

/** The part of an outcome that says whose the replies are. */
export function leasedBy(
  committed: Committed,
  replies: readonly Outbound[],
  until: number | undefined,
): Partial<Outcome> {
  if (committed.kind !== 'ok' || committed.leased !== true || until === undefined) return {};
  return { leased: replies, until };
}
