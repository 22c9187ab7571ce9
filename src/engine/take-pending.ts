/** Replies to the machine's own questions: insist or again, the four ways out, words to the organizer, really delete. */
import type { Call } from '../flow/call.ts';
import type { Step } from '../flow/step.ts';
import { inLocale } from '../flow/words.ts';
import type { Pending } from './operation.ts';
import { NONE_MEANT, ownStepFor } from './own-step.ts';
import { isOwed, numberedSteps, routeOf, standing } from './path.ts';
import { looksLikeQuestion, mayAsk } from './question.ts';
import { countCharacters } from './read/normalise.ts';
import { withoutNumbers } from './read/personal.ts';
import { readReply } from './read/read.ts';
import type { Reply } from './read/reading.ts';
import { refuse } from './refuse.ts';
import type { Stage } from './stage.ts';
import { draft, listOf, locale, phrases, record, say } from './stage.ts';
import { withdraw } from './submit-draft.ts';
import { dropDoubtful, pendingStep, settleValue, takeAnswer } from './take-answer.ts';
import { correctProposal, settleProposals } from './take-proposed.ts';
import { asksSomething, settleMeaning, takeQuestion } from './take-question.ts';
import { expected, isPlainYes, takeFreeWords, takeReply } from './take-reply.ts';
import { pause } from './take-shell.ts';
import { settleSupplement } from './take-supplement.ts';
import { correctionIn } from './understand/correction.ts';

/** Longest explanation to the organizer, in characters. */
const OBJECTION_MAX = 300;

/** Longest reply that is still read as one of the machine's own options: anything longer says something else. */
const LONGEST_CHOICE = 20;

/** What was chosen of the machine's own options; undefined when it was none of them. */
function pick(stage: Stage, step: Step, reply: Reply): string | undefined {
  if (reply.kind === 'text' && (reply.text.length > LONGEST_CHOICE || !isPlainYes(step, reply.text))) return undefined;
  const reading = readReply(step, reply, undefined, { now: stage.around.now, timezone: stage.call.timezone });
  return reading.kind === 'value' && 'id' in reading.value ? reading.value.id : undefined;
}

/** 不对，应该是 … is neither a yes nor a no. Returns whether the reply corrected a proposal. */
function correct(stage: Stage, pending: Pending & { kind: 'proposed' }, own: Step, text: string): boolean {
  const correction = looksLikeQuestion(text) ? undefined : correctionIn(text);
  if (correction === undefined || pick(stage, own, { kind: 'text', text: correction.instead }) !== undefined)
    return false;
  return correctProposal(stage, pending.items, pending.at, correction, own);
}

/** Takes a reply to the pending question. */
export function takePending(stage: Stage, pending: Pending, reply: Reply): void {
  if (pending.kind === 'objection') {
    takeObjection(stage, pending.clauses, reply);
    return;
  }
  if (pending.kind === 'meant') stage.closed = pending.rested === true;
  const own = ownStepFor(pending);
  const choice = own === undefined ? undefined : pick(stage, own, reply);
  if (choice === undefined && reply.kind === 'file') {
    refuse(stage, own ?? stage.call.listStep, 'file_not_expected', expected(stage, own ?? stage.call.listStep));
    return;
  }
  if (
    pending.kind === 'proposed' &&
    own !== undefined &&
    reply.kind === 'text' &&
    correct(stage, pending, own, reply.text)
  )
    return;
  // A question is answered, and what was open before it comes back.
  if (choice === undefined && reply.kind === 'text' && mayAsk(reply.text, false) && asksSomething(stage, reply.text)) {
    takeQuestion(stage, reply.text);
    return;
  }
  if (pending.kind === 'edit') {
    record(stage, { op: 'settled' });
    if (reply.kind === 'text') editStep(stage, reply.text);
    return;
  }
  switch (pending.kind) {
    case 'doubt': {
      const step = pendingStep(stage, pending.step);
      record(stage, { op: 'settled' });
      if (step === undefined) return;
      if (choice === 'keep') {
        settleValue(stage, step, pending.value, pending.raw, pending.codes);
        return;
      }
      dropDoubtful(stage, step, pending.value);
      if (choice === undefined) takeReply(stage, step, reply);
      return;
    }
    case 'question': {
      const step = pendingStep(stage, pending.step);
      record(stage, { op: 'settled' });
      if (choice === 'answer' && step !== undefined) answerAsSaid(stage, step, pending.text);
      else if (choice === 'question') takeQuestion(stage, pending.text);
      else if (step !== undefined) takeReply(stage, step, reply);
      return;
    }
    case 'supplement':
      settleSupplement(stage, pending, choice, reply);
      return;
    case 'ways':
      takeWay(stage, pending.clauses, choice, own);
      return;
    case 'meant': {
      if (choice !== undefined) {
        settleMeaning(stage, pending.text, choice === NONE_MEANT ? undefined : choice);
        return;
      }
      // Not one of the readings: the form goes on, with whatever this is.
      record(stage, { op: 'settled' });
      if (pending.rested === true) {
        // No question of the form was put that this could answer.
        stage.closed = reply.kind === 'text' && takeFreeWords(stage, reply.text);
        return;
      }
      const step = standing(stage.call, draft(stage)).step;
      if (step !== undefined) takeReply(stage, step, reply);
      return;
    }
    case 'proposed':
      if (choice !== undefined) settleProposals(stage, pending.items, pending.at, choice);
      else if (own !== undefined) refuse(stage, own, 'yes_or_no', {});
      return;
    case 'erase':
      record(stage, { op: 'settled' });
      if (choice === 'yes') stage.erase = true;
      else say(stage, 'notice', phrases(stage).eraseKept);
      stage.manner = choice === 'yes' ? 'silent' : 'short';
      return;
    case 'withdraw':
      if (choice === 'yes') withdraw(stage, pending.submission);
      else {
        record(stage, { op: 'settled' });
        say(stage, 'notice', phrases(stage).withdrawKept);
      }
      return;
    default:
      pending satisfies never;
  }
}

/** The text that looked like a question is the answer after all. */
function answerAsSaid(stage: Stage, step: Step, text: string): void {
  const refusal = takeAnswer(stage, step, { kind: 'text', text });
  if (refusal !== undefined) refuse(stage, step, refusal.code, refusal.params);
}

function takeWay(stage: Stage, clauses: readonly string[], choice: string | undefined, own: Step | undefined): void {
  switch (choice) {
    case 'edit': {
      const step = stepBehind(stage, clauses);
      record(stage, { op: 'settled' });
      if (step !== undefined) record(stage, { op: 'focused', step: step.id });
      return;
    }
    case 'switch':
      record(stage, { op: 'settled' });
      record(stage, { op: 'focused', step: stage.call.listStep.id });
      return;
    case 'organizer':
      record(stage, { op: 'pended', pending: { kind: 'objection', clauses } });
      return;
    case 'save':
      pause(stage);
      return;
    default:
      if (own !== undefined) refuse(stage, own, 'way_expected', {});
  }
}

/** The answered step that a failed clause rests on: the last one said, so that the newest answer is changed. */
function stepBehind(stage: Stage, clauses: readonly string[]): Step | undefined {
  const list = listOf(stage);
  const current = draft(stage);
  const based = new Set(list?.findings.filter((rule) => clauses.includes(rule.clause)).flatMap((rule) => rule.basedOn));
  const candidates = routeOf(stage.call, current).filter(
    (step) => based.has(step.id) && current.answers[step.ordinal] !== undefined,
  );
  return candidates.find((step) => step.ordinal === current.last) ?? candidates[0];
}

function takeObjection(stage: Stage, clauses: readonly string[], reply: Reply): void {
  if (reply.kind !== 'text') {
    stage.refusal = phrases(stage).objectionAsk;
    return;
  }
  const note = reply.text.trim();
  const have = countCharacters(note);
  if (have > OBJECTION_MAX) {
    stage.refusal = phrases(stage).objectionTooLong(have - OBJECTION_MAX);
    return;
  }
  object(stage, clauses, withoutNumbers(note).text);
}

/** Asks the organizer to decide; `note` may be empty. */
export function object(stage: Stage, clauses: readonly string[], note: string): void {
  record(stage, { op: 'settled' });
  record(stage, { op: 'objected', clauses, note });
  say(stage, 'notice', phrases(stage).objectionNoted);
}

/** Steps whose name or number was said. */
function named(call: Call, stage: Stage, which: string): readonly Step[] {
  const steps = numberedSteps(call, draft(stage));
  const number = /^第?\s*(\d{1,3})\s*题?$/.exec(which)?.[1];
  if (number !== undefined) return steps.slice(Number(number) - 1, Number(number));
  const said = which.toLowerCase().replace(/\s+/g, '');
  const names = (step: Step): readonly string[] =>
    [step.id, step.title.zh, step.title.en, ...step.aliases].map((name) => name.toLowerCase().replace(/\s+/g, ''));
  const exact = steps.filter((step) => names(step).includes(said));
  if (exact.length > 0 || said.length < 2) return exact;
  return steps.filter((step) =>
    names(step).some((name) => name.includes(said) || (name.length > 1 && said.includes(name))),
  );
}

/** Opens an answered question again. `which`: number or name; "" asks for it. */
export function editStep(stage: Stage, which: string): void {
  const words = phrases(stage);
  const current = draft(stage);
  if (current.submitted !== undefined) {
    say(stage, 'notice', words.editSubmitted);
    return;
  }
  const list = stage.call.listStep;
  if (/^(榜单|list)$/i.test(which)) {
    record(stage, { op: 'focused', step: list.id });
    return;
  }
  if (which === '') {
    if (numberedSteps(stage.call, current).every((step) => isOwed(current, step.ordinal)))
      say(stage, 'notice', words.editNone);
    else record(stage, { op: 'pended', pending: { kind: 'edit' } });
    return;
  }
  const found = named(stage.call, stage, which);
  const [first] = found;
  if (first === undefined) say(stage, 'notice', words.editUnknown(which));
  else if (found.length > 1)
    say(
      stage,
      'notice',
      words.editAmbiguous(found.map((step) => inLocale(step.title, locale(stage))).join(words.separator)),
    );
  else record(stage, { op: 'focused', step: first.id });
}
