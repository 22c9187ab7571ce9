/**
 * The heart: one message in, one turn out. Pure: the same session, message and clock give the same turn, so a turn that
 * could not be committed is simply taken again. No I/O, no clock, no randomness, no exception at an applicant.
 */
import type { Call } from '../flow/call.ts';
import type { Step } from '../flow/step.ts';
import type { Inbound, Outbound } from '../message.ts';
import { PRIVATE } from '../message.ts';
import { putQuestion } from './ask.ts';
import type { Command } from './command.ts';
import { recogniseCommand } from './command.ts';
import { endFold, startFold } from './fold.ts';
import { migrateDraft } from './migrate.ts';
import type { Entry } from './operation.ts';
import { standing } from './path.ts';
import { looksLikeQuestion } from './question.ts';
import { clean } from './read/normalise.ts';
import { withoutNumbers } from './read/personal.ts';
import { readReply } from './read/read.ts';
import type { Reply } from './read/reading.ts';
import type { Session } from './session.ts';
import { currentDraft } from './session.ts';
import type { Around, Stage } from './stage.ts';
import { draft, inPrivate, phrases, record, say } from './stage.ts';
import type { Submission } from './submission.ts';
import { takeAnswer } from './take-answer.ts';
import { takeCommand } from './take-command.ts';
import { takePending } from './take-pending.ts';

/** What one message leads to. `session` is the session after it, valid once the entry is committed. */
export interface Turn {
  readonly entry: Entry;
  readonly replies: readonly Outbound[];
  readonly submission: Submission | undefined;
  readonly withdrawn: { readonly id: string; readonly at: number } | undefined;
  /** The applicant confirmed the deletion of everything: nothing else of this turn is to be kept. */
  readonly erase: boolean;
  readonly session: Session;
}

/**
 * Takes one turn. Undefined: in a group, somebody talks who is not talking to the assistant; nothing is recorded.
 */
export function takeTurn(call: Call, session: Session, inbound: Inbound, around: Around): Turn | undefined {
  const overheard = inbound.chat !== PRIVATE && !inbound.addressed;
  if (overheard && session.open?.chat !== inbound.chat) return undefined;
  const stage = startStage(call, session, inbound, around);
  const known = currentDraft(session) !== undefined;
  if (known) migrateDraft(stage);
  else {
    record(stage, { op: 'opened', draft: 'd1', flow: call.hash });
    say(stage, 'notice', phrases(stage).welcome(callTitle(stage)));
  }
  receive(stage, known);
  if (overheard && stage.refusal !== undefined) return undefined;
  return endStage(stage);
}

function callTitle(stage: Stage): string {
  return stage.fold.locale === 'en' ? stage.call.title.en : stage.call.title.zh;
}

function startStage(call: Call, session: Session, inbound: Inbound, around: Around): Stage {
  return {
    call,
    fold: startFold(call, session),
    inbound,
    around,
    origin: { id: inbound.id, at: around.now, by: around.by, channel: inbound.channel },
    operations: [],
    replies: [],
    refusal: undefined,
    added: 0,
    manner: 'full',
    submission: undefined,
    withdrawn: undefined,
    erase: false,
  };
}

/** Decides what the message is: a command, a reply to the machine's own question, or the answer to the open step. */
function receive(stage: Stage, known: boolean): void {
  const { content } = stage.inbound;
  if (content.kind === 'unsupported') {
    say(stage, 'notice', phrases(stage).unsupported(content.what));
    stage.manner = 'short';
    return;
  }
  const reply: Reply = content.kind === 'text' ? { kind: 'text', text: clean(content.text) } : content;
  const command = reply.kind === 'text' ? recogniseCommand(reply.text) : undefined;
  if (!known) {
    greet(stage, command);
    return;
  }
  if (isOldPrompt(stage)) {
    say(stage, 'notice', phrases(stage).oldPrompt);
    stage.manner = 'short';
    return;
  }
  const current = draft(stage);
  const step =
    current.submitted === undefined && current.pending === undefined ? standing(stage.call, current).step : undefined;
  if (command !== undefined && !isAnswer(stage, step, command, reply)) {
    takeCommand(stage, command);
    return;
  }
  if (current.pending !== undefined) {
    takePending(stage, current.pending, reply);
    return;
  }
  if (step === undefined) {
    const submitted = current.submitted;
    say(
      stage,
      'notice',
      submitted === undefined ? phrases(stage).nothingAsked : phrases(stage).alreadySubmitted(submitted.receipt),
    );
    return;
  }
  // Personal data is neither asked nor taken in a group.
  if (step.private && !inPrivate(stage)) return;
  if (reply.kind === 'text' && isDoubtfulText(stage, step, reply.text)) {
    record(stage, {
      op: 'pended',
      pending: { kind: 'question', step: step.id, text: withoutNumbers(reply.text).text },
    });
    return;
  }
  takeAnswer(stage, step, reply);
}

/** The first words of somebody new: the greeting, then what they asked for if it was a command that needs no answers. */
function greet(stage: Stage, command: Command | undefined): void {
  switch (command?.name) {
    case 'help':
    case 'clause':
    case 'locale':
    case 'language':
    case 'human':
      takeCommand(stage, command);
      return;
    default:
  }
}

/** Does the message answer a prompt that is not open any more? */
function isOldPrompt(stage: Stage): boolean {
  const { prompt } = stage.inbound;
  if (prompt === undefined) return false;
  return prompt !== stage.fold.open?.prompt;
}

/** An option whose very words are also a command is meant as the answer; so is 改 2 while rows are being gathered. */
function isAnswer(stage: Stage, step: Step | undefined, command: Command, reply: Reply): boolean {
  if (step === undefined || reply.kind !== 'text' || !('options' in step)) return false;
  if (command.name === 'edit' && command.which !== '') return false;
  const said = reply.text.trim().toLowerCase();
  const offered = step.options.some(
    (option) => option.label.zh === said || option.label.en.toLowerCase() === said || option.aliases.includes(said),
  );
  if (!offered) return false;
  return readReply(step, reply, undefined, { now: stage.around.now, timezone: stage.call.timezone }).kind === 'value';
}

/** In a step of free words: something that looks like a question is not taken for the answer without asking. */
function isDoubtfulText(stage: Stage, step: Step, text: string): boolean {
  if (step.type !== 'text' && step.type !== 'longtext') return false;
  return draft(stage).gathering !== step.ordinal && looksLikeQuestion(text);
}

function endStage(stage: Stage): Turn {
  const { fold, inbound, origin } = stage;
  const open = putQuestion(stage);
  const replies = stage.replies.map(
    (reply, i): Outbound => ({
      id: `${fold.key}:${fold.length}:${i}`,
      re: inbound.id,
      to: { channel: inbound.channel, user: inbound.user, chat: inbound.chat },
      kind: reply.kind,
      body: reply.body,
      foot: reply.foot,
      prompt: reply.prompt,
      submission: reply.submission,
    }),
  );
  const entry: Entry = {
    id: inbound.id,
    at: origin.at,
    by: origin.by,
    channel: inbound.channel,
    operations: stage.operations,
    ...(open === undefined ? {} : { open }),
    replies: replies.length,
  };
  return {
    entry,
    replies,
    submission: stage.submission,
    withdrawn: stage.withdrawn,
    erase: stage.erase,
    session: endFold(fold, entry),
  };
}
