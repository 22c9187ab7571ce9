/** Submissions as JSON Lines, each in its canonical form, so that a line can be checked as it stands. Writes no file. */
import { canonical } from '../engine/canonical.ts';
import type { Submission } from '../engine/submission.ts';

/** One line a submission, each ending in a line feed. */
export function toJsonl(submissions: readonly Submission[]): string {
  return submissions.map((submission) => `${canonical(submission)}\n`).join('');
}
