/** The turn by which a session notes that a handle speaks in another one from now on. Says nothing and asks nothing. */
import type { Call } from '../flow/call.ts';
import type { Inbound } from '../message.ts';
import type { Session } from './session.ts';
import { record } from './stage.ts';
import type { Turn } from './turn-frame.ts';
import { closeTurn, openTurn } from './turn-frame.ts';

/** @param to key of the session the handle speaks in now; `by`: its hashed name */
export function takeLeave(
  call: Call,
  session: Session,
  { id, channel, user, chat }: Inbound,
  { now, by }: { readonly now: number; readonly by: string },
  to: string,
): Turn {
  const around = { now, by, version: '' };
  const stage = openTurn(call, session, around, { id, at: now, by, channel }, { channel, user, chat }, undefined);
  record(stage, { op: 'left', to });
  return closeTurn(stage, undefined);
}
