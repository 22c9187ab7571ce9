/** What a conversation is put together from: the store, the call, clocks, and whatever only some programs have. Holds no behaviour. */
import type { Hint, Wish } from '../engine/hint.ts';
import type { Insight } from '../engine/insight.ts';
import type { Session } from '../engine/session.ts';
import type { Around } from '../engine/stage.ts';
import type { Turn } from '../engine/turn-frame.ts';
import type { Call } from '../flow/call.ts';
import type { Inbound } from '../message.ts';
import type { Committed, Store } from '../store/store.ts';
import type { AdmissionLimits } from './admission.ts';
import type { Availability } from './availability.ts';
import type { Groups } from './groups.ts';
import type { Links } from './links.ts';

export interface ConversationParts {
  readonly store: Store;
  /** The call as loaded now: a reloaded one is seen at the next message. */
  readonly call: () => Call;
  readonly version: string;
  /** Milliseconds since 1970 for a message: the machine's clock, or the message's own where a test drives it. */
  readonly clock: (inbound: Inbound) => number;
  /** The store's clock, for timers; without it a timer's turn is taken at the time it was set for. */
  readonly now?: () => number;
  /** Until when replies committed now are the caller's to send (ms by the store's clock); without it they are nobody's. */
  readonly lease?: () => number;
  /** What a session does when its time has come; undefined: nothing to say now. */
  readonly tick?: (call: Call, session: Session, at: number, around: Around) => Turn | undefined;
  /** When a session wants to be woken next, ms; null: not at all. `channel`: where its person just spoke. */
  readonly wakeAfter?: (call: Call, session: Session, now: number, channel?: string) => number | null;
  /** Opens a call's knowledge, which takes a moment: called when the first message needs it, and after a reload. */
  readonly openInsight?: (call: Call) => Promise<Insight | undefined>;
  /** Asks a language model, once a message at most, and soon gives up; undefined when it is of no use. Never rejects. */
  readonly askModel?: (wish: Wish) => Promise<Hint | undefined>;
  /** What joining handles needs; without it no codes are given. */
  readonly joins?: Pick<Around, 'draw' | 'speaksFirst' | 'invitations'>;
  /** Removes what is kept of a person elsewhere (files), before the store forgets them. */
  readonly onErase?: (key: string) => Promise<void>;
  /** What the store said to a commit, and how long it took (ms). */
  readonly onCommit?: (kind: Committed['kind'], took: number) => void;
  /** Shared with whoever else asks the store; made here if there is none. */
  readonly availability?: Availability;
  /** Shared with whoever joins handles to sessions; made here if there is none. */
  readonly links?: Links;
  /** Remembers what was lately said in groups; without it nothing is referred back to and nobody counts. */
  readonly groups?: Groups;
  readonly limits?: AdmissionLimits;
  /** Sessions kept folded in memory. */
  readonly cached?: number;
}
