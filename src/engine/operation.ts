/**
 * What a session is made of: accepted operations, small records of plain values, one entry a turn. Their fold is the
 * session's state (`session.ts`); the same list is the audit log and the transcript. Holds no behaviour.
 */
import type { Locale } from '../message.ts';
import type { Address, Why } from './reach.ts';
import type { Partial, Value } from './value.ts';

/** A question of the machine's own that must be settled before the form goes on. */
export type Pending =
  /** A value read with doubts: insist or say it again. */
  | {
      readonly kind: 'doubt';
      readonly step: string;
      readonly value: Value;
      readonly raw: string;
      readonly codes: readonly string[];
      readonly says: readonly string[];
    }
  /** Failed hard clauses were explained: change, another list, ask the organizer, save. */
  | { readonly kind: 'ways'; readonly clauses: readonly string[] }
  /** The words to the organizer about failed clauses are owed. */
  | { readonly kind: 'objection'; readonly clauses: readonly string[] }
  /** A text step got something like a question: is it the answer or a question? */
  | { readonly kind: 'question'; readonly step: string; readonly text: string }
  /** Words that came soon after a long text was taken: do they go on with that answer (`step`), or answer what is asked now? */
  | { readonly kind: 'supplement'; readonly step: string; readonly text: string }
  | { readonly kind: 'erase' }
  | { readonly kind: 'withdraw'; readonly submission: string }
  /** Which answer to change. */
  | { readonly kind: 'edit' }
  /** Which of these entries a question was about; `options` as offered. */
  | {
      readonly kind: 'meant';
      readonly text: string;
      readonly options: readonly Offered[];
      /** Nothing was open when it was asked, so that nothing is put after it. */
      readonly rested?: boolean;
    }
  /** Answers read from the applicant's own words, to be saved after a yes. `at`: the one being asked about; -1 for all. */
  | { readonly kind: 'proposed'; readonly items: readonly Proposed[]; readonly at: number };

export interface Offered {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

/** `words`: the passages it came from. `incomplete`: what was not said (see Proposal); never of one that is pending. */
export interface Proposed {
  readonly incomplete?: readonly string[];
  readonly step: string;
  readonly value: Value;
  readonly words: readonly string[];
}

export type Operation =
  /** A draft begins. `carry` lists steps whose answers are copied from draft `from`. */
  | {
      readonly op: 'opened';
      readonly draft: string;
      readonly flow: string;
      readonly from?: string;
      readonly carry?: readonly string[];
    }
  /** `revision` is left out when 1; `confirmed` = codes of doubts insisted on. */
  | {
      readonly op: 'answered';
      readonly step: string;
      readonly value: Value;
      readonly raw: string;
      readonly revision?: number;
      readonly confirmed?: readonly string[];
    }
  /** A stale or focused answer is kept as it is. */
  | { readonly op: 'kept'; readonly step: string }
  | { readonly op: 'skipped'; readonly step: string }
  | { readonly op: 'focused'; readonly step: string }
  | { readonly op: 'unfocused' }
  /** The part of an answer gathered so far; null drops it. */
  | { readonly op: 'gathered'; readonly step: string; readonly partial: Partial | null }
  | { readonly op: 'pended'; readonly pending: Pending }
  /** Answers read from a case told before a list was chosen, to be shown once it is. None: those kept are dropped. */
  | { readonly op: 'heard'; readonly items: readonly Proposed[] }
  | { readonly op: 'settled' }
  | { readonly op: 'rejected'; readonly step: string; readonly code: string }
  /** Hard clauses explained to the applicant, so that they are not explained again at each turn. */
  | { readonly op: 'told'; readonly clauses: readonly string[] }
  /** The organizer is asked to decide about clauses, with the applicant's words. */
  | { readonly op: 'objected'; readonly clauses: readonly string[]; readonly note: string }
  | { readonly op: 'checked' }
  | { readonly op: 'switched'; readonly draft: string }
  | {
      readonly op: 'submitted';
      readonly draft: string;
      readonly submission: string;
      readonly receipt: string;
      readonly revision: number;
      readonly sha256: string;
      readonly status: string;
      readonly title: string;
    }
  | { readonly op: 'withdrawn'; readonly draft: string; readonly submission: string }
  | { readonly op: 'localised'; readonly locale: Locale }
  | { readonly op: 'paused' }
  | { readonly op: 'declined' }
  /** The flow files changed: steps whose answers became stale, were dropped from the call, or are new. */
  | {
      readonly op: 'migrated';
      readonly draft: string;
      readonly flow: string;
      readonly stale: readonly string[];
      readonly gone: readonly string[];
    }
  /** A question was answered, with these clauses; `version`: hash of the knowledge that answered. */
  | {
      readonly op: 'told_rule';
      readonly text: string;
      readonly entry: string;
      readonly clauses: readonly string[];
      readonly version: string;
      readonly band: 'answer' | 'choose' | 'handover';
      /** A language model chose the entry out of those offered. */
      readonly hinted?: true;
    }
  /** A question found no answer; `chosen` null: none of the offered ones was meant. */
  | {
      readonly op: 'missed';
      readonly text: string;
      readonly top: readonly { readonly id: string; readonly score: number }[];
      readonly version: string;
      readonly band: 'answer' | 'choose' | 'handover';
      readonly chosen?: null;
    }
  /** A person is wanted. */
  | { readonly op: 'escalated'; readonly text: string }
  | { readonly op: 'exported' }
  /** A code was shown that lets the person go on in another channel; the code itself is not kept here. */
  | { readonly op: 'offered' }
  /** A handle on this channel was joined to this session, by a code. */
  | { readonly op: 'joined'; readonly channel: string }
  /** A handle that spoke here speaks in the session `to` from now on. */
  | { readonly op: 'left'; readonly to: string }
  /** The handle is on its own again, having left the session `from`. */
  | { readonly op: 'parted'; readonly from: string }
  /** So many handles were parted from this session. */
  | { readonly op: 'alone'; readonly parted: number }
  /** Where the person speaks in private, when that changed: the only place the machine speaks first in. */
  | { readonly op: 'addressed'; readonly to: Address }
  /** No reminders are wanted. */
  | { readonly op: 'muted' }
  | { readonly op: 'unmuted' }
  /** The machine spoke first: of these unfinished drafts, on a rung of the ladder, before the deadline or before they expire. */
  | { readonly op: 'reminded'; readonly drafts: readonly string[]; readonly why: Why }
  /** Somebody writing a long answer was told once how to end it. */
  | { readonly op: 'nudged'; readonly draft: string; readonly step: string }
  /** The answers of a draft were removed, its time being over; `submissions`: those of it that are removed as well. */
  | { readonly op: 'expired'; readonly draft: string; readonly submissions?: readonly string[] };

/** The question left open at the end of a turn: its prompt id and the chat it was put in. */
export interface Open {
  readonly prompt: string;
  readonly chat: string;
}

/**
 * One accepted turn. `by`: a hashed handle of who spoke; `id`: the inbound message's id on `channel`. Where the machine
 * spoke first, `by` is empty and `id` is `timer:` with the time of the wake.
 */
export interface Entry {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly channel: string;
  readonly operations: readonly Operation[];
  /** Set when the open question changed. */
  readonly open?: Open | null;
  /** Number of replies, for the count in the submission. */
  readonly replies: number;
}
