/**
 * Somebody who writes a long answer in several messages and falls silent, though enough is there to be taken, is told
 * once how to end it. Decides when and says what; takes nothing.
 */
import type { Call } from '../flow/call.ts';
import type { Step } from '../flow/step.ts';
import { PRIVATE } from '../message.ts';
import { standing } from './path.ts';
import type { ReminderWords } from './phrases/reminder-zh.ts';
import { countCharacters } from './read/normalise.ts';
import type { Session } from './session.ts';
import { currentDraft } from './session.ts';
import type { Partial } from './value.ts';

/** A nudge that comes much later than the pause is none any more, ms. */
const TOO_LATE = 3_600_000;

export interface Nudge {
  readonly at: number;
  readonly draft: string;
  readonly step: string;
  readonly say: (words: ReminderWords) => string;
}

/** The nudge that is due after the pause, if the person falls silent now; undefined where none is. */
export function nextNudge(call: Call, session: Session, now: number): Nudge | undefined {
  const pause = call.timing?.reminders?.pause;
  const draft = currentDraft(session);
  if (pause === undefined || draft?.partial === undefined || session.open?.chat !== PRIVATE) return undefined;
  if (draft.submitted !== undefined || draft.pending !== undefined) return undefined;
  const at = session.saidAt + pause;
  if (now > at + TOO_LATE) return undefined;
  const { step } = standing(call, draft);
  if (step?.ordinal !== draft.gathering || session.reach.nudged === `${draft.id}.${step.id}`) return undefined;
  const say = sayEnough(step, draft.partial);
  return say === undefined ? undefined : { at: Math.max(at, now), draft: draft.id, step: step.id, say };
}

/** What to say of a partial answer that could be taken as it is. */
function sayEnough(step: Step, partial: Partial): Nudge['say'] | undefined {
  if (partial.kind === 'text' && step.type === 'longtext') {
    const have = partial.parts.reduce((sum, part) => sum + countCharacters(part), 0);
    return have < step.min ? undefined : (words) => words.pausedText(have);
  }
  if (partial.kind === 'rows' && step.type === 'rows') {
    const have = partial.rows.length;
    const open = partial.awaiting !== undefined || partial.row !== undefined || partial.none === true;
    return open || have === 0 || have < step.min ? undefined : (words) => words.pausedRows(have);
  }
  if (partial.kind !== 'files' || partial.files.length === 0) return undefined;
  const have = partial.files.length;
  return (words) => words.pausedFiles(have);
}
