/** The end of a turn: what is asked next, with the id a later tap is known by. Derives the question; answers nothing. */
import type { Step } from '../flow/step.ts';
import { inLocale } from '../flow/words.ts';
import type { FileRef, Prompt } from '../message.ts';
import { PRIVATE } from '../message.ts';
import { answerText } from './answer-text.ts';
import { explainVerdict } from './explain.ts';
import { judge } from './findings.ts';
import type { Open, Pending } from './operation.ts';
import { ownStepFor } from './own-step.ts';
import type { Standing } from './path.ts';
import { isOwed, numberedSteps, standing } from './path.ts';
import { previewText } from './preview.ts';
import type { Asking } from './prompt.ts';
import { askOwn, askStep } from './prompt.ts';
import { proposedLine } from './proposed-text.ts';
import { valueFits } from './read/fits.ts';
import { excerpt } from './read/normalise.ts';
import { SKIPPED } from './session.ts';
import type { Stage } from './stage.ts';
import { draft, inPrivate, listOf, locale, phrases, record, say, sendToPrivate } from './stage.ts';
import type { Partial } from './value.ts';

/** The prompt id of a question: kept while it stays open with the same choices, new when it is put anew or `renewed`. */
function promptId(stage: Stage, key: string, renewed = false): string {
  const prefix = `${draft(stage).id}.${key}.`;
  const open = stage.fold.open;
  // A question of the machine's own that was raised just now is a new one, though one of its kind was open before.
  if (key.startsWith('~') && stage.operations.some((operation) => operation.op === 'pended'))
    return prefix + stage.fold.length;
  if (renewed) return prefix + stage.fold.length;
  return open?.prompt.startsWith(prefix) ? open.prompt : prefix + stage.fold.length;
}

/** The words of a pending question. */
function pendingBody(stage: Stage, pending: Pending): string {
  const words = phrases(stage);
  switch (pending.kind) {
    case 'doubt':
      return words.doubtAsk(pending.says.join('\n'));
    case 'ways':
      return words.waysAsk;
    case 'objection':
      return words.objectionAsk;
    case 'question':
      return words.questionAsk(pending.text);
    case 'supplement': {
      const about = stage.call.stepById.get(pending.step);
      return words.supplementAsk(
        excerpt(pending.text),
        about === undefined ? '' : inLocale(about.title, locale(stage)),
      );
    }
    case 'erase':
      return words.erasePrompt(stage.fold.receipts.filter((receipt) => receipt.withdrawnAt === undefined).length);
    case 'withdraw': {
      const receipt = stage.fold.receipts.find((one) => one.submission === pending.submission);
      return words.withdrawAsk(receipt?.receipt ?? pending.submission);
    }
    case 'meant':
      return words.meantAsk;
    case 'proposed': {
      const item = pending.items[pending.at];
      return item === undefined
        ? words.proposedAsk
        : words.proposedItem(proposedLine(stage, item), pending.at + 1, pending.items.length);
    }
    case 'edit':
      return [
        words.editWhich,
        ...numberedSteps(stage.call, draft(stage)).flatMap((step, i) =>
          isOwed(draft(stage), step.ordinal) ? [] : [`${i + 1}. ${inLocale(step.title, locale(stage))}`],
        ),
      ].join('\n');
    default:
      return pending satisfies never;
  }
}

function askPending(stage: Stage, pending: Pending): Asking {
  const id = promptId(stage, `~${pending.kind}`);
  const step = ownStepFor(pending);
  const about = 'step' in pending ? pending.step : pending.kind;
  const options = (step?.options ?? []).map((option) => [option.id, inLocale(option.label, locale(stage))] as const);
  return askOwn(pending.kind, about, pendingBody(stage, pending), options, id);
}

/** Are other choices offered than before this message, because more of the answer was gathered, or less? */
function offersOthers(stage: Stage, step: Step, partial: Partial | undefined): boolean {
  const was = stage.fold.drafts[stage.fold.current];
  const earlier = was?.gathering === step.ordinal ? was.partial : undefined;
  return earlier !== partial && offers(step, earlier) !== offers(step, partial);
}

function offers(step: Step, partial: Partial | undefined): string {
  const { prompt } = askStep(step, partial, { number: 0, left: 0 }, 'zh-CN', '', 'short');
  return prompt.options.map((option) => option.id).join();
}

/** The files sent so far by their numbers, as 删 n takes them. */
function filesInHand(stage: Stage, files: readonly FileRef[]): string {
  const words = phrases(stage);
  if (files.length === 0) return words.filesNone;
  return words.filesInHand(files.map((file, i) => `\n  ${i + 1}) ${file.name}`).join(''));
}

/** The present answer, put before a question that is asked again. */
function before(stage: Stage, step: Step): string | undefined {
  const current = draft(stage);
  const answer = current.answers[step.ordinal];
  if (answer === undefined || answer === SKIPPED) return undefined;
  const text = answerText(step, answer.value, locale(stage));
  if (current.focus === step.ordinal) return phrases(stage).currentAnswer(text);
  if (!isOwed(current, step.ordinal)) return undefined;
  return valueFits(step, answer.value) ? phrases(stage).staleAnswer(text) : phrases(stage).formerAnswer(answer.raw);
}

/** The result of the quick self-check, once its questions are all answered. */
function tellQuickCheck(stage: Stage, where: Standing): void {
  const list = listOf(stage);
  const current = draft(stage);
  if (list === undefined || current.checked || current.submitted !== undefined || current.focus >= 0) return;
  for (const ordinal of list.quick) if (isOwed(current, ordinal)) return;
  const verdict = judge(stage.call, list, current, false);
  const words = phrases(stage);
  const left = where.left + (where.step === undefined ? 0 : 1);
  const summary = { eligible: words.quickPassed, needs_review: words.quickReview, ineligible: words.quickRefused }[
    verdict.overall
  ](left);
  record(stage, { op: 'checked' });
  say(stage, 'finding', `${explainVerdict(stage.call, current, verdict, locale(stage), false)}\n${summary}`);
}

/** Everything to look at before submitting: the answers, then the self-check clause by clause. */
function tellReview(stage: Stage): void {
  const list = listOf(stage);
  if (list === undefined) return;
  const current = draft(stage);
  say(stage, 'preview', previewText(stage.call, current, locale(stage), true));
  say(
    stage,
    'finding',
    explainVerdict(stage.call, current, judge(stage.call, list, current, true), locale(stage), true),
  );
}

/**
 * Puts the open question and returns it: undefined when it is the same as before, null when there is none. In a group a
 * question about personal data is not put; the applicant is sent to the private chat.
 */
export function putQuestion(stage: Stage): Open | null | undefined {
  const current = draft(stage);
  const before0 = stage.fold.open;
  if (stage.closed && current.pending?.kind !== 'meant') return closed(before0);
  let asking: Asking | undefined;
  let secret = false;
  if (current.pending !== undefined) {
    asking = askPending(stage, current.pending);
    // What is doubted about a private answer repeats it.
    const about = 'step' in current.pending ? stage.call.stepById.get(current.pending.step) : undefined;
    secret = about?.private === true && !inPrivate(stage);
  } else if (current.submitted === undefined) {
    const where = standing(stage.call, current);
    tellQuickCheck(stage, where);
    if (where.step !== undefined) {
      const step = where.step;
      const partial = current.gathering === step.ordinal ? current.partial : undefined;
      const id = promptId(stage, step.id, offersOthers(stage, step, partial));
      secret = step.private && !inPrivate(stage);
      if (step.type === 'review' && !secret && stage.manner === 'full' && before0?.prompt !== id) tellReview(stage);
      asking = askStep(
        step,
        partial,
        { number: where.number, left: where.left, editing: current.focus === step.ordinal },
        locale(stage),
        id,
        stage.manner === 'full' ? 'full' : 'short',
        before(stage, step),
      );
      if (stage.added > 0 && partial?.kind === 'rows' && partial.awaiting === undefined) {
        asking = { ...asking, body: phrases(stage).owedRows(partial.rows.length, stage.added) };
      }
      if (partial?.kind === 'files' && (stage.inbound?.content.kind !== 'file' || stage.refusal !== undefined))
        asking = { ...asking, body: filesInHand(stage, partial.files) };
    }
  }
  const refusal = stage.refusal;
  if (asking === undefined) {
    if (refusal !== undefined) say(stage, 'rejection', refusal);
    return closed(before0);
  }
  if (secret) {
    if (stage.manner !== 'silent') sendToPrivate(stage);
    // Words or files sent in private next are the answer; a number there would answer choices nobody has seen.
    const open = asking.prompt.options.length === 0 || asking.prompt.type === 'files';
    return open ? changed(before0, { prompt: asking.prompt.id, chat: PRIVATE }) : closed(before0);
  }
  // A question that was not shown must not be answered by whatever is said next.
  if (stage.manner === 'silent' && before0?.prompt !== asking.prompt.id) return closed(before0);
  show(stage, asking, refusal);
  return changed(before0, {
    prompt: asking.prompt.id,
    chat: stage.manner === 'silent' ? (before0?.chat ?? stage.to.chat) : stage.to.chat,
  });
}

function show(stage: Stage, asking: Asking, refusal: string | undefined): void {
  const prompt: Prompt = asking.prompt;
  const foot = asking.foot === '' ? undefined : asking.foot;
  if (refusal !== undefined)
    stage.replies.push({ kind: 'rejection', body: `${refusal}\n${asking.body}`, foot, prompt });
  else if (stage.manner !== 'silent') stage.replies.push({ kind: 'question', body: asking.body, foot, prompt });
}

function closed(before: Open | undefined): null | undefined {
  return before === undefined ? undefined : null;
}

function changed(before: Open | undefined, open: Open): Open | undefined {
  return before?.prompt === open.prompt && before.chat === open.chat ? undefined : open;
}

/** In a group where much is said: what was decided holds, but one line is all that is said of it. */
export function putBriefly(stage: Stage): Open | null | undefined {
  stage.manner = 'silent';
  stage.refusal = undefined;
  const open = putQuestion(stage);
  stage.replies.splice(0, stage.replies.length, { kind: 'notice', body: phrases(stage).crowded, door: 'private' });
  return open;
}
