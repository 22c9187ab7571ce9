/**
 * What a failed call of the Bot API means. Reads the shape of grammY's errors, never passes one on: they hold the payload
 * and, behind a network error, the token.
 */
import { ChannelFault, DeliveryFault } from '../../src/channel.ts';

/** A call that failed, without anything secret or personal in it. */
export interface Refusal {
  /** HTTP-like code of the Bot API; 0 when no answer came. */
  readonly code: number;
  /** The platform's words, in lower case; for comparing only, they may repeat what was sent. */
  readonly words: string;
  /** ms. */
  readonly retryAfter?: number | undefined;
  readonly movedTo?: number | undefined;
}

interface Answered {
  readonly error_code: number;
  readonly description: string;
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
}

function isAnswered(error: unknown): error is Answered {
  return typeof error === 'object' && error !== null && 'error_code' in error && typeof error.error_code === 'number';
}

export function refusalOf(error: unknown): Refusal {
  if (!isAnswered(error)) return { code: 0, words: '' };
  const { retry_after, migrate_to_chat_id } = error.parameters ?? {};
  return {
    code: error.error_code,
    words: String(error.description).toLowerCase(),
    retryAfter: retry_after === undefined ? undefined : retry_after * 1000,
    movedTo: migrate_to_chat_id,
  };
}

/** The token is not accepted: 401, or 404 for one that is not even formed like one. */
export function isTokenRefused({ code }: Refusal): boolean {
  return code === 401 || code === 404;
}

/** For how long Telegram wants to be left alone when it does not say, ms. */
const UNNAMED_WAIT = 1_000;

/** Chats that are not there (any more). */
const GONE = /chat not found|user not found|peer_id_invalid|chat_id is empty|group chat was deactivated/u;
/** Chats where the assistant may not write. */
const BLOCKED =
  /not enough rights|have no rights|need administrator rights|chat_write_forbidden|chat_restricted|topic_closed/u;

export const TOO_LONG = /message is too long/u;

export function deliveryFault(refusal: Refusal): DeliveryFault {
  const { code, words } = refusal;
  if (code === 429) {
    return new DeliveryFault('rate_limited', 'Telegram asks to wait', {
      retryAfter: refusal.retryAfter ?? UNNAMED_WAIT,
    });
  }
  if (isTokenRefused(refusal)) return new DeliveryFault('unauthorised', 'Telegram does not accept the token');
  if (code === 403) return new DeliveryFault('blocked', 'Telegram: the chat does not let the assistant write');
  if (code === 400) {
    if (TOO_LONG.test(words)) return new DeliveryFault('too_long', 'Telegram: the message is too long');
    if (BLOCKED.test(words)) return new DeliveryFault('blocked', 'Telegram: no right to write in the chat');
    if (GONE.test(words)) return new DeliveryFault('gone', 'Telegram: there is no such chat');
    return new DeliveryFault('gone', 'Telegram refuses the message (400)');
  }
  return code === 0
    ? new DeliveryFault('transient', 'no answer from Telegram')
    : new DeliveryFault('transient', `Telegram answers ${code}`);
}

/** The chat is where we think it is, but Telegram finds fault with the message itself. */
export function isMessageRefused({ code, words }: Refusal): boolean {
  return code === 400 && !TOO_LONG.test(words) && !BLOCKED.test(words) && !GONE.test(words);
}

/** The topic it belongs to is not there any more; the group is. */
export function isTopicGone({ code, words }: Refusal): boolean {
  return code === 400 && /message thread not found|topic_deleted/u.test(words);
}

export function tokenFault(): ChannelFault {
  return new ChannelFault(
    'Telegram 不认这个 TELEGRAM_BOT_TOKEN，请到 @BotFather 核对或重新生成',
    'Telegram does not accept TELEGRAM_BOT_TOKEN: check it with @BotFather, or make a new one',
  );
}
