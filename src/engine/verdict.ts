/** What the judging of an application says: one finding a clause, and the verdict over them. Judges nothing itself. */
import type { Severity } from '../flow/clause.ts';
import type { Status } from '../flow/finding.ts';
import type { Words } from '../flow/words.ts';

/** One clause judged from what the applicant declared; never a verified fact. */
export interface Finding {
  readonly clause: string;
  readonly severity: Severity;
  readonly status: Status;
  /** Why, to the applicant. */
  readonly say: Words | undefined;
  /** What would satisfy the clause. */
  readonly fix: Words | undefined;
  /** Code for `organizer_flags`. */
  readonly flag: string | undefined;
  /** Ids of the steps it rests on, in asking order. */
  readonly basedOn: readonly string[];
}

/** `ineligible`: a hard clause is not met; `needs_review`: something is left to explain or to the organizer. */
export interface Verdict {
  readonly overall: 'eligible' | 'needs_review' | 'ineligible';
  readonly findings: readonly Finding[];
  readonly hard: { readonly met: number; readonly notMet: number; readonly total: number };
}
