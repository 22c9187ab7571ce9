/**
 * A turn in the making: what has been decided so far (operations, already folded) and what will be said. Everything a
 * turn does goes through here; it reads no clock and touches nothing outside.
 */
import type { Call } from '../flow/call.ts';
import type { List } from '../flow/list.ts';
import type { Inbound, Locale, OutboundKind, Prompt } from '../message.ts';
import { PRIVATE } from '../message.ts';
import type { Fold } from './fold.ts';
import { apply, draftOf } from './fold.ts';
import type { Origin } from './fold-draft.ts';
import type { GroupPast } from './group-past.ts';
import type { Hint, Wish } from './hint.ts';
import type { Insight } from './insight.ts';
import type { Joining } from './joining.ts';
import type { Operation } from './operation.ts';
import type { Dialogue } from './phrases/dialogue-zh.ts';
import { dialogue } from './phrases/phrases.ts';
import type { Address } from './reach.ts';
import type { Draft } from './session.ts';
import type { Submission } from './submission.ts';

/** One reply before it has an address. */
export interface Reply {
  readonly kind: OutboundKind;
  readonly body: string;
  readonly foot?: string | undefined;
  readonly prompt?: Prompt | undefined;
  readonly door?: 'private' | undefined;
  readonly submission?: string | undefined;
  /** Another place than the turn's, for what must be told there. */
  readonly to?: Address | undefined;
}

/** A way to the assistant on another channel. `carries`: the code need not be written there. */
export interface Invited {
  readonly channel: string;
  readonly url: string;
  readonly carries: boolean;
}

/** What a turn is told from outside. `by`: hashed handle of the speaker; versions go into submissions. */
export interface Around {
  readonly now: number;
  readonly by: string;
  readonly version: string;
  /** The call's knowledge, made at the first use; undefined where a call has none. */
  readonly insight?: (() => Insight | undefined) | undefined;
  /** What a language model said to a wish of this turn; undefined where there is none, or it was not asked yet. */
  readonly hint?: ((wish: Wish) => Hint | undefined) | undefined;
  /** A number from 0 to below `below` that nobody can foresee; undefined where no codes are given. */
  readonly draw?: ((below: number) => number) | undefined;
  /** Ways to the assistant on the other channels, for a code without its hyphen. */
  readonly invitations?: ((code: string) => readonly Invited[]) | undefined;
  /** May people on this channel be told something they did not just ask for? */
  readonly speaksFirst?: ((channel: string) => boolean) | undefined;
  /** How the message's wish to be joined or parted came out. */
  readonly joining?: Joining | undefined;
  /** What was lately said in the group the message comes from; undefined in private, or where nobody counts. */
  readonly group?: GroupPast | undefined;
}

export interface Stage {
  readonly call: Call;
  readonly fold: Fold;
  /** What the turn answers; undefined where the machine speaks first. */
  readonly inbound: Inbound | undefined;
  /** Where its replies go. */
  readonly to: Address;
  /** Where the person spoke in private before. */
  readonly before: Address | undefined;
  readonly around: Around;
  readonly origin: Origin;
  readonly operations: Operation[];
  readonly replies: Reply[];
  /** Why the reply could not be read: shown together with the question. */
  refusal: string | undefined;
  /** Rows taken by this message. */
  added: number;
  /** How the open question is put at the end: in full, in short, or not at all. */
  manner: 'full' | 'short' | 'silent';
  submission: Submission | undefined;
  withdrawn: { readonly id: string; readonly at: number } | undefined;
  erase: boolean;
  /** The secret of a code shown in this turn. */
  offer: string | undefined;
  /** The conversation rests with no question open. */
  closed: boolean;
}

/** Decides an operation: recorded and folded at once. */
export function record(stage: Stage, operation: Operation): void {
  stage.operations.push(operation);
  apply(stage.fold, operation, stage.origin);
}

export function say(stage: Stage, kind: OutboundKind, body: string): void {
  stage.replies.push({ kind, body });
}

/** The current draft. A turn always has one: it is opened before anything else. */
export function draft(stage: Stage): Draft {
  const current = draftOf(stage.fold);
  if (current === undefined) throw new Error('a turn without a draft');
  return current;
}

export function listOf(stage: Stage): List | undefined {
  const id = draft(stage).list;
  return id === undefined ? undefined : stage.call.listById.get(id);
}

export function locale(stage: Stage): Locale {
  return stage.fold.locale;
}

export function phrases(stage: Stage): Dialogue {
  return dialogue(stage.fold.locale);
}

export function inPrivate(stage: Stage): boolean {
  return stage.to.chat === PRIVATE;
}

/** Case titles of the standing submissions of this person. */
export function submittedTitles(stage: Stage): readonly string[] {
  return stage.fold.receipts.filter((receipt) => receipt.withdrawnAt === undefined).map((receipt) => receipt.title);
}

/** The call's knowledge, if it has any. */
export function insight(stage: Stage): Insight | undefined {
  return stage.around.insight?.();
}

/** Says in a group that this goes on in private. */
export function sendToPrivate(stage: Stage): void {
  stage.replies.push({ kind: 'notice', body: dialogue(stage.fold.locale).handover, door: 'private' });
}
