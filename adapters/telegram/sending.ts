/**
 * Delivers outbound messages: part by part, as a reply in groups, in plain words where Telegram refuses the dress. Never
 * tries again by itself: the outbox does, and parts that arrived are not sent twice while this process lives.
 */
import type { Channel } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';
import { placeIn } from './hearing.ts';
import type { Look } from './look.ts';
import { lookOf } from './look.ts';
import type { Moves } from './moves.ts';
import type { Outgoing, Platform } from './platform.ts';
import type { Recent } from './recent.ts';
import type { Refusal } from './refusal.ts';
import { deliveryFault, isMessageRefused, isTopicGone, refusalOf } from './refusal.ts';

export interface SendingParts {
  readonly platform: Pick<Platform, 'send'>;
  readonly moves: Moves;
  /** Parts delivered so far, by idempotency key. */
  readonly delivered: Recent<number>;
  /** The assistant's own name, for links into the private chat; asked for when it is needed. */
  readonly account: () => Promise<string | undefined>;
  readonly onSent: () => void;
  readonly onRefused: (refusal: Refusal) => void;
}

export function openSending(parts: SendingParts): Channel['send'] {
  const { platform, moves, delivered } = parts;

  /** One message, in the group's new place if it moved. */
  async function put(outgoing: Outgoing, signal: AbortSignal | undefined): Promise<Refusal | undefined> {
    const at = { ...outgoing, chat: moves.target(outgoing.chat) };
    try {
      await platform.send(at, signal);
      return undefined;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.movedTo === undefined || String(refusal.movedTo) === at.chat) return refusal;
      moves.note(outgoing.chat, String(refusal.movedTo));
    }
    try {
      // A message of the old group cannot be replied to in the new one.
      const moved = { ...outgoing, chat: moves.target(outgoing.chat), replyTo: undefined, topic: undefined };
      await platform.send(moved, signal);
      return undefined;
    } catch (error) {
      return refusalOf(error);
    }
  }

  function outgoing(outbound: Outbound, look: Look, at: number): Outgoing {
    const { to, re } = outbound;
    const { replyTo, topic } = to.chat === PRIVATE ? {} : placeIn(re);
    const part = look.parts[at];
    const last = at === look.parts.length - 1;
    return {
      chat: to.chat === PRIVATE ? to.user : to.chat,
      text: part?.html ?? part?.plain ?? '',
      html: part?.html !== undefined,
      rows: last ? look.rows : [],
      replyTo: at > 0 ? undefined : replyTo,
      topic,
    };
  }

  return async (outbound, key, signal) => {
    const account = outbound.door === undefined ? undefined : await parts.account();
    const look = lookOf(outbound, account);
    for (let at = delivered.get(key) ?? 0; at < look.parts.length; at++) {
      let first = outgoing(outbound, look, at);
      let refusal = await put(first, signal);
      if (refusal !== undefined && isTopicGone(refusal)) {
        first = { ...first, topic: undefined };
        refusal = await put(first, signal);
      }
      if (refusal !== undefined && isMessageRefused(refusal) && first.html) {
        refusal = await put({ ...first, html: false, text: look.parts[at]?.plain ?? '' }, signal);
      }
      if (refusal !== undefined && isMessageRefused(refusal) && first.rows.length > 0) {
        // Everything can be answered in words: rather no buttons than no question.
        for (const { plain } of lookOf(outbound, undefined, false).parts.slice(at)) {
          refusal = await put({ chat: first.chat, text: plain, html: false, rows: [], topic: first.topic }, signal);
          if (refusal !== undefined) break;
        }
      }
      if (refusal !== undefined) {
        parts.onRefused(refusal);
        throw deliveryFault(refusal);
      }
      delivered.set(key, at + 1);
      parts.onSent();
    }
  };
}
