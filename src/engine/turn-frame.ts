/**
 * The two ends of a turn, whether it answers a message or the machine speaks first: a stage opened on a session, and the
 * entry, the replies and the next session made of it. Decides nothing in between.
 */
import type { Call } from '../flow/call.ts';
import type { Inbound, Outbound } from '../message.ts';
import { endFold, startFold } from './fold.ts';
import type { Origin } from './fold-draft.ts';
import type { Entry, Open } from './operation.ts';
import type { Address } from './reach.ts';
import type { Session } from './session.ts';
import type { Around, Stage } from './stage.ts';
import type { Submission } from './submission.ts';

/** Begins what a message says it answers that is told in another place than the turn's. */
const ELSEWHERE = 'elsewhere:';

/** What one message leads to. `session` is the session after it, valid once the entry is committed. */
export interface Turn {
  readonly entry: Entry;
  readonly replies: readonly Outbound[];
  readonly submission: Submission | undefined;
  readonly withdrawn: { readonly id: string; readonly at: number } | undefined;
  /**
   * Everything of this session is to be deleted, and nothing of this turn kept: the applicant confirmed it, or (at a
   * tick) its time is over.
   */
  readonly erase: boolean;
  /** The secret of a code shown in this turn: it must be known before the turn is. */
  readonly offer: string | undefined;
  readonly session: Session;
}

/** `inbound`: what the turn answers; undefined where the machine speaks first. */
export function openTurn(
  call: Call,
  session: Session,
  around: Around,
  origin: Origin,
  to: Address,
  inbound: Inbound | undefined,
): Stage {
  return {
    call,
    fold: startFold(call, session),
    inbound,
    to,
    before: session.reach.to,
    around,
    origin,
    operations: [],
    replies: [],
    refusal: undefined,
    added: 0,
    manner: 'full',
    submission: undefined,
    withdrawn: undefined,
    erase: false,
    offer: undefined,
    closed: false,
  };
}

/** `open`: the question left open, null for none, undefined where it is the same as before. */
export function closeTurn(stage: Stage, open: Open | null | undefined): Turn {
  const { fold, origin, to } = stage;
  const replies = stage.replies.map(
    (reply, i): Outbound => ({
      id: `${fold.key}:${fold.length}:${i}`,
      // What is told elsewhere answers nothing there.
      re: reply.to === undefined ? origin.id : `${ELSEWHERE}${origin.at}`,
      to: reply.to ?? to,
      kind: reply.kind,
      body: reply.body,
      foot: reply.foot,
      prompt: reply.prompt,
      submission: reply.submission,
      // A key that is not there packs smaller than one without a value.
      ...(reply.door === undefined ? {} : { door: reply.door }),
    }),
  );
  const { operations } = stage;
  const { id, at, by, channel } = origin;
  const entry: Entry =
    open === undefined
      ? { id, at, by, channel, operations, replies: replies.length }
      : { id, at, by, channel, operations, open, replies: replies.length };
  return {
    entry,
    replies,
    submission: stage.submission,
    withdrawn: stage.withdrawn,
    erase: stage.erase,
    offer: stage.offer,
    session: endFold(fold, entry),
  };
}
