/** Which drafts are worth a reminder or a deletion, derived from the session. Changes nothing and knows no time. */
import type { Call } from '../flow/call.ts';
import { isShell } from './path.ts';
import type { Draft, Session } from './session.ts';
import { ANSWERED } from './session.ts';

/** Agreed to the privacy notice, a list chosen, something answered, not submitted, and no deletion asked for. */
export function isUnfinished(call: Call, draft: Draft): boolean {
  if (draft.submitted !== undefined || draft.list === undefined || draft.pending?.kind === 'erase') return false;
  let agreed = false;
  let answered = false;
  for (let i = 0; i < draft.marks.length; i++) {
    if (((draft.marks[i] as number) & ANSWERED) === 0) continue;
    const step = call.steps[i];
    if (step === undefined) continue;
    if (step.type === 'consent') agreed = true;
    else if (!isShell(step)) answered = true;
    if (agreed && answered) return true;
  }
  return false;
}

/** The drafts to be reminded of: the one in hand first, then the newest. */
export function unfinishedDrafts(call: Call, session: Session): readonly Draft[] {
  const found = session.drafts.filter((draft) => isUnfinished(call, draft)).reverse();
  const current = session.drafts[session.current];
  return found.toSorted((a, b) => Number(b === current) - Number(a === current));
}

/** Is anything kept in a draft that was not submitted? */
export function holdsAnything(draft: Draft): boolean {
  if (draft.submitted !== undefined) return false;
  if (draft.partial !== undefined || draft.pending !== undefined || draft.heard.length > 0) return true;
  for (const _ in draft.orphans) return true;
  return draft.marks.some((mark) => (mark & ANSWERED) !== 0);
}
