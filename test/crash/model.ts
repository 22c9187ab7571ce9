/**
 * What must be there in the end: one applicant's messages taken one after another, each once, by the pure turn alone.
 * Knows no store, no process and no failure.
 */
import packageJson from '../../package.json' with { type: 'json' };
import type { Entry } from '../../src/engine/operation.ts';
import { newSession } from '../../src/engine/session.ts';
import type { Submission } from '../../src/engine/submission.ts';
import { takeTurn } from '../../src/engine/turn.ts';
import { compileCall } from '../../src/flow/compile.ts';
import { JSON_CHANNEL } from '../../src/http/json-message.ts';
import { asText } from '../../src/message.ts';
import { sessionKey } from '../../src/runtime/conversation.ts';
import { storedKey } from '../../src/store/key.ts';
import type { StoredSubmission } from '../../src/store/store.ts';
import { SMALL_CALL } from '../flow/small-call.ts';
import type { Message } from './script.ts';
import { inboundFor } from './script.ts';

const call = compileCall(SMALL_CALL);

export interface Expected {
  readonly entries: readonly Entry[];
  readonly submissions: readonly StoredSubmission[];
  /** Id and words of every reply, in order. */
  readonly replies: ReadonlyMap<string, string>;
}

export function keyOf(user: string): string {
  return storedKey(sessionKey({ channel: JSON_CHANNEL, user }));
}

/**
 * @param messages in the order they were applied
 * @param by how the store names the applicant: a hash that is not this model's business
 */
export function expectedOf(user: string, messages: readonly Message[], by: string): Expected {
  let session = newSession(keyOf(user));
  const entries: Entry[] = [];
  const replies = new Map<string, string>();
  const submissions = new Map<string, { submission: Submission; withdrawnAt: number | undefined }>();
  for (const message of messages) {
    const around = { now: message.at, by, version: packageJson.version };
    const turn = takeTurn(call, session, inboundFor(message), around);
    if (turn === undefined) throw new Error(`${message.text} leads to nothing`);
    entries.push(turn.entry);
    for (const reply of turn.replies) replies.set(reply.id, asText(reply));
    const { submission, withdrawn } = turn;
    if (submission !== undefined) submissions.set(submission.submission_id, { submission, withdrawnAt: undefined });
    const taken = withdrawn === undefined ? undefined : submissions.get(withdrawn.id);
    if (taken !== undefined) taken.withdrawnAt = withdrawn?.at;
    session = turn.session;
  }
  return { entries, submissions: [...submissions.values()], replies };
}
