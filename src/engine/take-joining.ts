/**
 * 续填码, 继续 <code>, 解除关联, 断开其他渠道: what is said of them. Joins nothing itself: whoever takes the turn did, and says
 * how it went.
 */
import type { Command } from './command.ts';
import type { Joining } from './joining.ts';
import { joiningWords } from './phrases/phrases.ts';
import { sameAddress } from './reach.ts';
import { CODE_MINUTES, drawCode, tailOf } from './resume-code.ts';
import type { Draft } from './session.ts';
import { SKIPPED } from './session.ts';
import type { Stage } from './stage.ts';
import { draft, inPrivate, locale, record, say, sendToPrivate } from './stage.ts';
import { sayStanding } from './take-drafts.ts';

/** The part of a command that concerns joining. */
export type JoinCommand = Extract<Command, { readonly name: 'code' | 'join' | 'part' | 'alone' }>;

export function isJoinCommand(command: Command | undefined): command is JoinCommand {
  const name = command?.name;
  return name === 'code' || name === 'join' || name === 'part' || name === 'alone';
}

/** Says what came of it. Whoever is new here and did not get in is not asked anything yet. */
export function takeJoining(stage: Stage, command: JoinCommand, known: boolean): void {
  const words = joiningWords(locale(stage));
  const { joining } = stage.around;
  stage.manner = known ? 'short' : 'silent';
  if (joining?.kind === 'exposed') say(stage, 'notice', words.exposed);
  if (!inPrivate(stage)) {
    sendToPrivate(stage);
    stage.manner = 'silent';
    return;
  }
  if (command.name === 'code') offer(stage);
  else if (command.name === 'join' && 'owed' in command.code) say(stage, 'notice', words.owed(command.code.owed));
  else if (joining !== undefined) tell(stage, joining);
}

function tell(stage: Stage, joining: Joining): void {
  const words = joiningWords(locale(stage));
  switch (joining.kind) {
    case 'joined':
      welcome(stage);
      return;
    case 'here':
      say(stage, 'notice', words.here);
      stage.manner = 'full';
      return;
    case 'refused':
    case 'limited':
      say(stage, 'notice', words[joining.kind](CODE_MINUTES));
      return;
    case 'parted':
      record(stage, { op: 'parted', from: joining.from });
      say(stage, 'notice', words.parted);
      stage.manner = 'full';
      return;
    case 'alone':
      record(stage, { op: 'alone', parted: joining.parted });
      say(stage, 'notice', words.alone(joining.parted));
      return;
    case 'apart':
    case 'exposed':
      say(stage, 'notice', words[joining.kind]);
      return;
    default:
      joining satisfies never;
  }
}

/** The first turn of a handle in the session it was joined to. */
function welcome(stage: Stage): void {
  const words = joiningWords(locale(stage));
  const before = stage.before;
  record(stage, { op: 'joined', channel: stage.to.channel });
  say(stage, 'notice', `${words.joined}${words.joinedFoot}`);
  const warned = before !== undefined && stage.around.speaksFirst?.(before.channel) === true;
  if (warned && !sameAddress(before, stage.to)) {
    const { channel } = stage.to;
    stage.replies.push({ kind: 'notice', body: words.elsewhere(words.channels[channel] ?? channel), to: before });
  }
  if (draft(stage).submitted !== undefined) sayStanding(stage);
  stage.manner = 'full';
}

/** Shows a code for this session. */
function offer(stage: Stage): void {
  const words = joiningWords(locale(stage));
  const { draw } = stage.around;
  if (draw === undefined) {
    say(stage, 'notice', words.noCode);
    return;
  }
  const tail = knownTail(stage);
  const code = drawCode(draw, tail);
  stage.offer = code.secret;
  record(stage, { op: 'offered' });
  const others = stage.around.invitations?.(code.shown.replace('-', '')) ?? [];
  const ways = others
    .filter(({ channel }) => channel !== stage.to.channel)
    .map(({ channel, url, carries }) =>
      words.way(words.channels[channel] ?? channel, url, carries && tail === undefined),
    );
  say(stage, 'notice', [words.code(code.shown, CODE_MINUTES, tail !== undefined), ...ways, words.keep].join('\n'));
}

/** The last digits of the telephone in the draft in hand, or else in the latest that has one. */
function knownTail(stage: Stage): string | undefined {
  const steps = stage.call.steps.filter(({ type }) => type === 'contact');
  const phoneOf = ({ answers }: Draft): string[] =>
    steps.flatMap(({ ordinal }) => {
      const answer = answers[ordinal];
      return answer === undefined || answer === SKIPPED || !('phone' in answer.value) ? [] : [answer.value.phone];
    });
  const found = [draft(stage), ...stage.fold.drafts.toReversed()].flatMap(phoneOf);
  return found.map(tailOf).find((tail) => tail !== undefined);
}
