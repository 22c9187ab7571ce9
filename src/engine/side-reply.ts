/**
 * What the walk replies to the machine's own questions between two steps: it insists, asks the organizer, adds the notes
 * and ends what is gathered, so that every path goes on. Knows nothing of paths; judges nothing.
 */
import type { Call } from '../flow/call.ts';
import type { Step } from '../flow/step.ts';
import type { Content, Prompt } from '../message.ts';
import { filler, noteReply } from './candidate.ts';
import { stepOnRoute } from './path.ts';
import { DONE, optionOf } from './prompt.ts';
import type { Session } from './session.ts';
import { currentDraft } from './session.ts';

/** Replies to whatever the machine asks besides the steps themselves; undefined where the step itself is asked. */
export function sideReply(call: Call, session: Session, prompt: Prompt): Content | undefined {
  const draft = currentDraft(session);
  const base = call.stepById.get(prompt.step);
  const step = base === undefined || draft === undefined ? undefined : stepOnRoute(call, draft, base.ordinal);
  switch (prompt.type) {
    case 'doubt':
      return { kind: 'choose', options: ['keep'] };
    case 'question':
    case 'supplement':
      return { kind: 'choose', options: ['answer'] };
    case 'ways':
      return { kind: 'choose', options: ['organizer'] };
    case 'objection':
      return { kind: 'text', text: '请组委会按实际情况确认' };
    case 'note':
      return noteFor(step, draft?.partial);
    case 'cell':
      return { kind: 'text', text: '5' };
    default:
  }
  if (prompt.options.some((option) => option.id === DONE) && (step?.type === 'rows' || step?.type === 'files')) {
    return { kind: 'choose', options: [DONE] };
  }
  return draft?.partial?.kind === 'text' && step?.type === 'longtext'
    ? { kind: 'text', text: `${filler(step.min)}\n好了` }
    : undefined;
}

function noteFor(step: Step | undefined, partial: unknown): Content {
  if (step === undefined) return noteReply(undefined);
  if (step.type === 'percent_note') return noteReply(step.note);
  if (step.type === 'uscc' || step.type === 'rows') return noteReply(step.none?.note);
  const awaiting =
    typeof partial === 'object' && partial !== null && 'awaiting' in partial ? String(partial.awaiting) : '';
  return noteReply(optionOf(step, awaiting)?.note ?? (step.type === 'multi' ? step.note : undefined));
}
