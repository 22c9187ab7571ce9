/**
 * A reply to the open step, whatever it turns out to be: its answer, a question about the rules, a case told in free
 * words, or something that cannot be read. Decides which; the parts do the rest.
 */
import type { Step } from '../flow/step.ts';
import { looksLikeQuestion } from './question.ts';
import type { Reply } from './read/reading.ts';
import { refuse } from './refuse.ts';
import type { Stage } from './stage.ts';
import { takeAnswer } from './take-answer.ts';
import { propose, tellFittingLists, tellsCase } from './take-case.ts';
import { asksSomething, takeQuestion } from './take-question.ts';

/** Longer words, where a list is wanted, are more than its name. */
const NAME = 20;
/** Longer words are looked at as an answer only. */
const LONGEST = 30_000;

/** Takes a reply to `step`. */
export function takeReply(stage: Stage, step: Step, reply: Reply): void {
  // "公共数据算吗？" names an option and yet chooses nothing.
  if (reply.kind === 'text' && 'options' in step && looksLikeQuestion(reply.text)) {
    takeOther(stage, step, reply.text);
    return;
  }
  // A case told in a sentence mentions many things: the list it names in passing is not chosen by that.
  if (reply.kind === 'text' && step.type === 'list' && reply.text.length > NAME && tellsCase(stage, reply.text)) {
    takeOther(stage, step, reply.text);
    return;
  }
  const refusal = takeAnswer(stage, step, reply);
  if (refusal === undefined) return;
  const text = reply.kind === 'text' && reply.text.length <= LONGEST ? reply.text : undefined;
  if (text !== undefined && isOther(stage, step, text)) takeOther(stage, step, text);
  else if (text === undefined || !propose(stage, text)) refuse(stage, step, refusal.code, refusal.params);
}

function isOther(stage: Stage, step: Step, text: string): boolean {
  return asksSomething(stage, text) || (step.type === 'list' && tellsCase(stage, text));
}

/** A question, or a case told where a list is to be chosen ("…，报哪个？"). */
function takeOther(stage: Stage, step: Step | undefined, text: string): void {
  if ((step === undefined || step.type === 'list') && tellsCase(stage, text)) {
    tellFittingLists(stage, text);
    if (step !== undefined) propose(stage, text);
    return;
  }
  takeQuestion(stage, text);
}

/** Words that answer no question of the form: before it began, or after it ended. Returns whether they were taken up. */
export function takeFreeWords(stage: Stage, text: string): boolean {
  if (text.length > LONGEST) return false;
  if (!asksSomething(stage, text) && !tellsCase(stage, text)) return false;
  takeOther(stage, undefined, text);
  return true;
}
