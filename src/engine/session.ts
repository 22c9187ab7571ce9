/**
 * A session: one person's conversation, the fold of its accepted operations over the call's files. Plain readonly
 * values; every change makes a new one. Takes no decision about what to say.
 */
import type { Locale } from '../message.ts';
import type { Shelf } from './gathering.ts';
import type { Open, Pending, Proposed } from './operation.ts';
import type { Reach } from './reach.ts';
import { NO_REACH } from './reach.ts';
import type { Partial, Value } from './value.ts';

/** One answer and where it came from. `by` is a hashed handle, `message` the inbound id, `at` in ms. */
export interface Answer {
  readonly value: Value;
  /** The words as said (control characters removed). */
  readonly raw: string;
  readonly by: string;
  readonly channel: string;
  readonly message: string;
  readonly at: number;
  /** Revision of the step it answered. */
  readonly revision: number;
  /** Codes of doubts the applicant insisted on. */
  readonly confirmed: readonly string[];
}

/** An optional step passed over. */
export const SKIPPED = 'skipped';

/** Bits of `Draft.marks`, one byte a step ordinal. */
export const RELEVANT = 1;
/** Has an answer (or was skipped). An answer without RELEVANT is shadowed: kept, invisible. */
export const ANSWERED = 2;
/** The question changed since it was answered: to be confirmed or answered again. */
export const STALE = 4;
/** Another answer changed so that this one no longer passes its own checks. */
export const INVALID = 8;

export interface Objection {
  readonly clause: string;
  readonly note: string;
  readonly at: number;
}

/** A submission as the session remembers it. */
export interface Receipt {
  readonly submission: string;
  readonly receipt: string;
  readonly draft: string;
  readonly list: string;
  readonly title: string;
  readonly revision: number;
  readonly sha256: string;
  readonly at: number;
  readonly withdrawnAt: number | undefined;
  /** The answers as submitted, by step ordinal: what a later revision is compared with. */
  readonly answers: readonly (Answer | typeof SKIPPED | undefined)[];
}

export interface Draft {
  /** d1, d2, … within the session. */
  readonly id: string;
  /** Hash of the flow files it was last folded over. */
  readonly flow: string;
  readonly startedAt: number;
  /** By step ordinal. */
  readonly answers: readonly (Answer | typeof SKIPPED | undefined)[];
  readonly marks: Uint8Array;
  /** Id of the chosen list. */
  readonly list: string | undefined;
  /** Ordinal of the step being changed; -1 for none. */
  readonly focus: number;
  /** Ordinal of the step `partial` belongs to; -1 for none. */
  readonly gathering: number;
  readonly partial: Partial | undefined;
  /** What was gathered for other steps while they are not asked. */
  readonly shelf: Shelf;
  readonly pending: Pending | undefined;
  /** Read from a case told before a list was chosen; shown for a yes once one is. Nothing personal before consent. */
  readonly heard: readonly Proposed[];
  /** Hard clauses already explained. */
  readonly told: readonly string[];
  readonly objections: readonly Objection[];
  /** Has the result of the quick self-check been shown (for this list)? */
  readonly checked: boolean;
  /** Consecutive replies to the open question that could not be read. */
  readonly failures: number;
  /** Ordinal of the step answered last; -1 for none. */
  readonly last: number;
  /** The standing submission of this draft (not a withdrawn one). */
  readonly submitted: Receipt | undefined;
  /** Answers to steps the call no longer has, by step id: kept, never shown. */
  readonly orphans: Readonly<Record<string, Answer>>;
  /** Ids of those the applicant has been told about. */
  readonly toldGone: readonly string[];
}

export interface Session {
  readonly key: string;
  /** Entries folded so far. */
  readonly length: number;
  readonly locale: Locale;
  readonly drafts: readonly Draft[];
  /** Index of the current draft; -1 before the first. */
  readonly current: number;
  readonly open: Open | undefined;
  /** All submissions of this person, withdrawn ones too. */
  readonly receipts: readonly Receipt[];
  readonly messages: { readonly in: number; readonly out: number };
  /** When the person spoke last, ms since 1970; 0 before that. */
  readonly saidAt: number;
  readonly reach: Reach;
}

/** A person nobody has heard of yet. */
export function newSession(key: string): Session {
  return {
    key,
    length: 0,
    locale: 'zh-CN',
    drafts: [],
    current: -1,
    open: undefined,
    receipts: [],
    messages: { in: 0, out: 0 },
    saidAt: 0,
    reach: NO_REACH,
  };
}

export function currentDraft(session: Session): Draft | undefined {
  return session.drafts[session.current];
}
