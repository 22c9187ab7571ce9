/** Where a person is spoken to first, and what they were told that way. Plain values; decides nothing and sends nothing. */

/** A place to speak in. */
export interface Address {
  readonly channel: string;
  readonly user: string;
  readonly chat: string;
}

/** What a reminder is sent for: time since the last message, the call's deadline, or drafts about to expire. */
export type Why = 'ladder' | 'deadline' | 'expiry';

/** Moments in ms since 1970; 0: never. */
export interface Reach {
  /** The private chat the person spoke in last; undefined while they are known only from groups. */
  readonly to: Address | undefined;
  /** They want no reminders. */
  readonly muted: boolean;
  readonly remindedAt: number;
  /** When they were last told that drafts expire. */
  readonly warnedAt: number;
  /** `draft.step` of the long answer they were last told how to end. */
  readonly nudged: string | undefined;
}

export const NO_REACH: Reach = { to: undefined, muted: false, remindedAt: 0, warnedAt: 0, nudged: undefined };

export function sameAddress(a: Address | undefined, b: Address): boolean {
  return a?.user === b.user && a.channel === b.channel && a.chat === b.chat;
}
