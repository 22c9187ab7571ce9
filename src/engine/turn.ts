/**
 * The heart: one message in, one turn out. Pure: the same session, message and clock give the same turn, so a turn that
 * could not be committed is simply taken again. No I/O, no clock, no randomness, no exception at an applicant.
 */
import type { Call } from '../flow/call.ts';
import type { Step } from '../flow/step.ts';
import type { Inbound } from '../message.ts';
import { PRIVATE } from '../message.ts';
import { putBriefly, putQuestion } from './ask.ts';
import type { Command } from './command.ts';
import { recogniseCommand } from './command.ts';
import { migrateDraft } from './migrate.ts';
import { ownStepFor } from './own-step.ts';
import { isOwed, standing, stepOnRoute } from './path.ts';
import { looksLikeQuestion } from './question.ts';
import { sameAddress } from './reach.ts';
import { splitFinish } from './read/finish.ts';
import { clean } from './read/normalise.ts';
import { readReply } from './read/read.ts';
import type { Reply } from './read/reading.ts';
import type { Session } from './session.ts';
import { currentDraft } from './session.ts';
import type { Around, Stage } from './stage.ts';
import { draft, inPrivate, phrases, record, say } from './stage.ts';
import { takeCommand } from './take-command.ts';
import type { JoinCommand } from './take-joining.ts';
import { isJoinCommand, takeJoining } from './take-joining.ts';
import { takePending } from './take-pending.ts';
import { proposeHeard } from './take-proposed.ts';
import { takeQuestion } from './take-question.ts';
import { isDecisive, takeFreeWords, takeReply } from './take-reply.ts';
import { takeSupplement } from './take-supplement.ts';
import type { Turn } from './turn-frame.ts';
import { closeTurn, openTurn } from './turn-frame.ts';

/** Numbers of options and what joins them, and nothing else. */
const PLAIN_NUMBERS = /^[\d０-９一二三四五六七八九十①-⑩第个项选,，、和\s]+$/;

/**
 * Takes one turn. Undefined: in a group, somebody talks who is not talking to the assistant; nothing is recorded.
 */
export function takeTurn(call: Call, session: Session, inbound: Inbound, around: Around): Turn | undefined {
  const overheard = inbound.chat !== PRIVATE && !inbound.addressed;
  if (overheard && !isPlainReply(call, session, inbound)) return undefined;
  const to = { channel: inbound.channel, user: inbound.user, chat: inbound.chat };
  const origin = { id: inbound.id, at: around.now, by: around.by, channel: inbound.channel };
  const stage = openTurn(call, session, around, origin, to, inbound);
  const known = currentDraft(session) !== undefined;
  if (known) migrateDraft(stage);
  else {
    record(stage, { op: 'opened', draft: 'd1', flow: call.hash });
    if (speaksEnglish(inbound)) record(stage, { op: 'localised', locale: 'en' });
    say(stage, 'notice', phrases(stage).welcome(callTitle(stage)));
  }
  if (to.chat === PRIVATE && !sameAddress(stage.fold.reach.to, to)) record(stage, { op: 'addressed', to });
  receive(stage, inbound, known);
  if (overheard && stage.refusal !== undefined) return undefined;
  proposeHeard(stage);
  if (around.group?.crowded === true) return closeTurn(stage, putBriefly(stage));
  return closeTurn(stage, putQuestion(stage));
}

/**
 * In a group, may words not addressed to the assistant be taken? Only as a plain answer (numbers, an option's own words)
 * to a choice that is open for this person in this very chat: people also talk to each other.
 */
function isPlainReply(call: Call, session: Session, inbound: Inbound): boolean {
  if (session.open?.chat !== inbound.chat) return false;
  const { content } = inbound;
  if (content.kind === 'choose') return true;
  const current = currentDraft(session);
  if (content.kind !== 'text' || current === undefined || current.submitted !== undefined) return false;
  const pending = current.pending;
  const step = pending === undefined ? standing(call, current).step : ownStepFor(pending);
  if (step === undefined || !('options' in step) || current.gathering === step.ordinal) return false;
  const said = content.text.trim().toLowerCase();
  if (said.length <= 20 && PLAIN_NUMBERS.test(said)) return true;
  return step.options.some((option) =>
    [option.label.zh, option.label.en, ...option.aliases].some((name) => name.toLowerCase() === said),
  );
}

/** Somebody new who writes in English, or asks for it, is greeted in English. */
function speaksEnglish(inbound: Inbound): boolean {
  if (inbound.content.kind !== 'text') return false;
  const text = inbound.content.text.trim();
  return (
    /^(english|en)$/i.test(text) ||
    (/^[\x20-\x7e’]+$/.test(text) && text.split(/\s+/).length >= 3 && /[a-z]{3}/i.test(text))
  );
}

function callTitle(stage: Stage): string {
  return stage.fold.locale === 'en' ? stage.call.title.en : stage.call.title.zh;
}

/** Decides what the message is: a command, a reply to the machine's own question, or the answer to the open step. */
function receive(stage: Stage, inbound: Inbound, known: boolean): void {
  const { content } = inbound;
  if (content.kind === 'unsupported') {
    say(stage, 'notice', phrases(stage).unsupported(content.what));
    stage.manner = 'short';
    return;
  }
  const reply: Reply = content.kind === 'text' ? { kind: 'text', text: clean(content.text) } : content;
  const command = reply.kind === 'text' ? recogniseCommand(reply.text) : undefined;
  if (isJoinCommand(command)) {
    takeJoining(stage, command, known);
    return;
  }
  if (!known) {
    greet(stage, command, reply);
    return;
  }
  if (isOldPrompt(stage, inbound)) {
    say(stage, 'notice', phrases(stage).oldPrompt);
    stage.manner = 'short';
    return;
  }
  const current = draft(stage);
  const step = current.submitted === undefined && current.pending === undefined ? repliedStep(stage) : undefined;
  const asked = current.pending === undefined ? step : ownStepFor(current.pending);
  if (command !== undefined && !isAnswer(stage, asked, command, reply)) {
    takeCommand(stage, command);
    return;
  }
  const idle = current.submitted !== undefined || stage.fold.open === undefined;
  if (idle && current.pending === undefined && reply.kind === 'text' && takeFreeWords(stage, reply.text)) {
    stage.closed = stage.fold.open === undefined;
    return;
  }
  if (reply.kind === 'text' && asked !== undefined && isDecisive(asked) && looksLikeQuestion(reply.text)) {
    takeQuestion(stage, reply.text);
    return;
  }
  if (step !== undefined && takeSupplement(stage, step, reply)) return;
  // No question was put: the reply answers nothing, and the open one is put now.
  if (stage.fold.open === undefined && current.submitted === undefined) return;
  if (current.pending !== undefined) {
    takePending(stage, current.pending, reply);
    return;
  }
  if (step === undefined) {
    const submitted = current.submitted;
    const words = phrases(stage);
    say(stage, 'notice', submitted === undefined ? words.nothingAsked : words.alreadySubmitted(submitted.receipt));
    return;
  }
  // Personal data is neither asked nor taken in a group.
  if (step.private && !inPrivate(stage)) return;
  takeReply(stage, step, reply);
}

/** The first words of somebody new: a question or a case is taken up at once, and so is a command that needs no answers. */
function greet(stage: Stage, command: Exclude<Command, JoinCommand> | undefined, reply: Reply): void {
  if (command === undefined && reply.kind === 'text') {
    takeFreeWords(stage, reply.text);
    stage.manner = 'full';
    return;
  }
  switch (command?.name) {
    case 'help':
    case 'clause':
    case 'language':
    case 'locale':
    case 'human':
    case 'mute':
    case 'unmute':
    // By a link that names a list, say: what they came for is kept.
    case 'switch':
      takeCommand(stage, command);
      return;
    default:
  }
}

/**
 * The step a reply is for: the one whose prompt is open, as long as it is still asked (changed flow files may have put
 * another question before it); otherwise the next one that is owed.
 */
function repliedStep(stage: Stage): Step | undefined {
  const current = draft(stage);
  const open = stage.fold.open?.prompt;
  if (open !== undefined && current.focus < 0 && open.startsWith(`${current.id}.`)) {
    const start = current.id.length + 1;
    const base = stage.call.stepById.get(open.slice(start, open.indexOf('.', start)));
    const step = base === undefined ? undefined : stepOnRoute(stage.call, current, base.ordinal);
    if (step !== undefined && step.type !== 'review' && isOwed(current, step.ordinal)) return step;
  }
  return standing(stage.call, current).step;
}

/** Does the message answer a prompt that is not open any more? */
function isOldPrompt(stage: Stage, { prompt, content }: Inbound): boolean {
  const open = stage.fold.open?.prompt;
  if (prompt === undefined || prompt === open) return false;
  // A further row or file sent under an earlier showing of the same question; a tap chooses among what was offered then.
  const adds = content.kind === 'file' || (content.kind === 'text' && addsRows(content.text));
  return !adds || open === undefined || stem(prompt) !== stem(open);
}

/** Rows with their columns, and no word that ends them. */
function addsRows(text: string): boolean {
  return /[|｜\t]/.test(text) && !splitFinish(text).end;
}

/** A prompt id without the number of its showing. */
function stem(prompt: string): string {
  return prompt.slice(0, prompt.lastIndexOf('.'));
}

/** Is the message one of the open question's own options, though its words are also a command? */
function isAnswer(stage: Stage, step: Step | undefined, command: Command, reply: Reply): boolean {
  if (step === undefined || stage.fold.open === undefined || reply.kind !== 'text' || !('options' in step))
    return false;
  if (command.name === 'edit' && command.which !== '' && step.ordinal >= 0) return false;
  const said = reply.text.trim().toLowerCase();
  const offered = step.options.some(
    (option) => option.label.zh === said || option.label.en.toLowerCase() === said || option.aliases.includes(said),
  );
  if (!offered) return false;
  return readReply(step, reply, undefined, { now: stage.around.now, timezone: stage.call.timezone }).kind === 'value';
}
