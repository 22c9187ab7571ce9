/**
 * The one contract between the machine and where sessions live. Small on purpose: it knows entries, replies and
 * submissions as plain values and never looks inside an operation. Every write is idempotent and every turn is one
 * atomic commit; a store acknowledges only what is durable by its own promise.
 */
import type { Entry } from '../engine/operation.ts';
import type { Submission } from '../engine/submission.ts';
import type { Outbound } from '../message.ts';

/** How long whoever took a code gets its session again, ms. */
export const TAKEN_FOR = 24 * 3_600_000;

/** A session as stored: the number of entries ever committed, a snapshot of the first ones where there is one, the rest. */
export interface Log {
  readonly length: number;
  readonly snapshot?: { readonly length: number; readonly state: unknown } | undefined;
  /** Entries after the snapshot, in order. */
  readonly entries: readonly Entry[];
}

/** One turn to make durable. */
export interface Commit {
  /** Session key; hashed by the store if it must be. */
  readonly key: string;
  /** Length of the session the turn was taken on. */
  readonly expected: number;
  /** Dedupe id of the message, unique within the session (`channel:id`). */
  readonly inbound: string;
  readonly entry: Entry;
  readonly replies: readonly Outbound[];
  /** Claims the replies for the caller until then (ms), unless earlier ones of their lanes are still owed. */
  readonly lease?: number | undefined;
  readonly submission?: Submission | undefined;
  /** A submission taken back by its applicant: its record stays, its status changes. */
  readonly withdrawn?: { readonly id: string; readonly at: number } | undefined;
  /** What organizers are to see of this turn. */
  readonly events?: readonly Note[] | undefined;
  /** State after this entry, given now and then so that the next load is short. */
  readonly snapshot?: unknown;
  /** When the session wants to be woken (ms), null: not at all; undefined leaves it as it is. */
  readonly wake?: number | null | undefined;
}

/** `leased`: the replies are the caller's to send. `stale` carries what the caller lacks: the entries from `expected` on. */
export type Committed =
  | { readonly kind: 'ok'; readonly leased?: true }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'stale'; readonly length: number; readonly entries: readonly Entry[] };

/** A reply that is due. `attempts` counts the earlier ones. */
export interface Due {
  readonly key: string;
  readonly outbound: Outbound;
  readonly attempts: number;
}

/** A reply by its session and its own id. */
export interface ReplyRef {
  readonly key: string;
  readonly id: string;
}

/**
 * Which replies to claim: those of one session, those to some channels. What a session is owed on one channel is a lane:
 * order is kept within it, and no lane waits for another.
 */
export interface ClaimFilter {
  readonly key?: string | undefined;
  /** Only replies that go to one of these; undefined: any. */
  readonly channels?: readonly string[] | undefined;
}

/** A reply that could not be sent, with the reason of its last attempt. */
export interface DeadLetter extends Due {
  readonly reason: string;
}

/** A session whose time has come. `at`: what it asked for. */
export interface Wake {
  readonly key: string;
  readonly at: number;
}

/** What is owed: replies waiting (leased ones too), since when the oldest session has been due, and dead letters. */
export interface Backlog {
  readonly owed: number;
  /** ms since 1970; undefined when nothing is owed. */
  readonly oldest: number | undefined;
  readonly dead: number;
}

export interface SubmissionFilter {
  readonly list?: string | undefined;
  readonly status?: string | undefined;
}

/** A stored submission with what happened to it since (the document itself never changes). */
export interface StoredSubmission {
  readonly submission: Submission;
  readonly withdrawnAt: number | undefined;
}

export interface SessionSummary {
  readonly key: string;
  readonly length: number;
  readonly updatedAt: number;
}

/** Something for people to look at later: an escalation, an unanswered question. */
export interface Note {
  readonly kind: string;
  readonly text: string;
}

/** A note with when it was made and whose turn it was. */
export interface StoreEvent extends Note {
  readonly at: number;
  readonly key: string;
}

/**
 * One thing a store holds, whole, for moving it to another store and back. Keys and inbound ids are in their stored
 * (hashed) form, the same in every store.
 */
export type Moved =
  | {
      readonly kind: 'session';
      readonly key: string;
      readonly entries: readonly Entry[];
      readonly snapshot: { readonly length: number; readonly state: unknown } | undefined;
      readonly wake: number | undefined;
    }
  /** Messages applied before, by their stored ids (`seenId`). */
  | { readonly kind: 'seen'; readonly key: string; readonly ids: readonly string[] }
  | { readonly kind: 'reply'; readonly due: Due; readonly at: number }
  | { readonly kind: 'dead'; readonly letter: DeadLetter }
  | { readonly kind: 'submission'; readonly key: string; readonly at: number; readonly stored: StoredSubmission }
  | { readonly kind: 'event'; readonly event: StoreEvent }
  | { readonly kind: 'link'; readonly handle: string; readonly key: string };

export interface Store {
  /** The store's own clock, ms since 1970: leases and wakes are measured by it on every replica. */
  now(): Promise<number>;
  load(key: string): Promise<Log>;
  commit(commit: Commit): Promise<Committed>;
  /** Was this message of the session applied before? (Only for saying "duplicate" without taking a turn; commit decides.) */
  seen(key: string, inbound: string): Promise<boolean>;
  /**
   * Leases up to `limit` due replies until `now + lease` ms, in order per lane (a lane's second reply is not due while its
   * first is unsent). With a key, all that session is owed; without, the first of each lane.
   */
  claim(now: number, lease: number, limit: number, filter?: ClaimFilter): Promise<readonly Due[]>;
  /** Sent: forget them. Unknown ones are fine. */
  confirm(sent: readonly ReplyRef[]): Promise<void>;
  /** Not sent: due again at `at`. */
  retry(reply: ReplyRef, at: number, reason: string): Promise<void>;
  /** Not tried at all (its channel is not open, the process ends): due again at `at`, no attempt counted. */
  release(reply: ReplyRef, at: number): Promise<void>;
  /** Cannot be sent: kept as a dead letter with its reason. */
  bury(reply: ReplyRef, reason: string): Promise<void>;
  /** Dead letters, newest first. */
  dead(limit: number): Promise<readonly DeadLetter[]>;
  backlog(): Promise<Backlog>;
  /** Leases up to `limit` sessions whose wake is due until `now + lease`, earliest first. */
  wakes(now: number, lease: number, limit: number): Promise<readonly Wake[]>;
  /** Sets the wake of a session that still has `expected` entries; a session that went on keeps its own. */
  wake(key: string, expected: number, at: number | null): Promise<void>;
  sessions(limit: number): Promise<readonly SessionSummary[]>;
  submissions(filter?: SubmissionFilter): Promise<readonly StoredSubmission[]>;
  submission(id: string): Promise<StoredSubmission | undefined>;
  record(event: StoreEvent): Promise<void>;
  events(kind: string | undefined, limit: number): Promise<readonly StoreEvent[]>;
  /** Joins a handle (`channel:user`) to a session, or parts it again (undefined). */
  link(handle: string, key: string | undefined): Promise<void>;
  /** The session a handle is joined to, in stored form; undefined when it is its own. */
  linked(handle: string): Promise<string | undefined>;
  /** Parts every handle joined to a session, but one that is named. Returns how many. */
  part(key: string, except?: string): Promise<number>;
  /** Remembers a short code for a session until then (ms by the store's clock). */
  offer(code: string, key: string, until: number): Promise<void>;
  /**
   * The session of a code, for the first who takes it before it is over; undefined for everybody else. The very same `by`
   * (a message, say) gets it again for a day, so that whoever died in between can go on.
   */
  redeem(code: string, by: string, now: number): Promise<string | undefined>;
  /**
   * Removes everything of one session (entries, replies, submissions, events, links); the hashes of its messages' ids
   * stay. Returns how many submissions went.
   */
  erase(key: string): Promise<number>;
  /** Everything that is stored, for another store; consistent while nobody writes. Codes are left out: they are short-lived. */
  dump(): AsyncIterable<Moved>;
  /** Adds what another store dumped; a session or submission that is there already is left as it is. */
  restore(moved: Moved): Promise<void>;
  close(): Promise<void>;
}
