/**
 * The one contract between the machine and where sessions live. Small on purpose: it knows entries, replies and
 * submissions as plain values and never looks inside an operation. Every write is idempotent and every turn is one
 * atomic commit; a store acknowledges only what is durable by its own promise.
 */
import type { Entry } from '../engine/operation.ts';
import type { Submission } from '../engine/submission.ts';
import type { Outbound } from '../message.ts';

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
  /** Dedupe id, unique over all channels (`channel:id`). */
  readonly inbound: string;
  readonly entry: Entry;
  readonly replies: readonly Outbound[];
  readonly submission?: Submission | undefined;
  /** A submission taken back by its applicant: its record stays, its status changes. */
  readonly withdrawn?: { readonly id: string; readonly at: number } | undefined;
  /** State after this entry, given now and then so that the next load is short. */
  readonly snapshot?: unknown;
}

/** `stale` carries what the caller lacks: the entries from `expected` on. */
export type Committed =
  | { readonly kind: 'ok' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'stale'; readonly length: number; readonly entries: readonly Entry[] };

/** A reply that is due. `attempts` counts the earlier ones. */
export interface Due {
  readonly key: string;
  readonly outbound: Outbound;
  readonly attempts: number;
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

/** Something for people to look at later: an escalation, an unanswered question, an erasure. */
export interface StoreEvent {
  readonly at: number;
  readonly kind: string;
  readonly key: string;
  readonly text: string;
}

export interface Store {
  load(key: string): Promise<Log>;
  commit(commit: Commit): Promise<Committed>;
  /** Was this inbound id applied before? (Only for saying "duplicate" without taking a turn; commit decides.) */
  seen(inbound: string): Promise<boolean>;
  /**
   * Leases up to `limit` due replies until `now + lease` ms, in order per session (a session's second reply is not due
   * while its first is unsent). With `key`, only that session's.
   */
  claim(now: number, lease: number, limit: number, key?: string): Promise<readonly Due[]>;
  /** Sent: forget it. Unknown ids are fine. */
  confirm(ids: readonly string[]): Promise<void>;
  /** Not sent: due again at `at`. */
  retry(id: string, at: number, reason: string): Promise<void>;
  /** Cannot be sent: kept as a dead letter with its reason. */
  bury(id: string, reason: string): Promise<void>;
  sessions(limit: number): Promise<readonly SessionSummary[]>;
  submissions(filter?: SubmissionFilter): Promise<readonly StoredSubmission[]>;
  submission(id: string): Promise<StoredSubmission | undefined>;
  record(event: StoreEvent): Promise<void>;
  events(kind: string | undefined, limit: number): Promise<readonly StoreEvent[]>;
  /** Removes everything of one session (entries, replies, submissions, dedupe ids are kept hashed); returns how many submissions went. */
  erase(key: string): Promise<number>;
  close(): Promise<void>;
}
