/**
 * The JSON conversation as one exchange: several messages in, for each its replies and its `done`. Knows no HTTP; what
 * it hands out counts as sent only when the caller says that it arrived.
 */
import type { Content } from '../message.ts';
import type { Conversation } from '../runtime/conversation.ts';
import { sessionKey } from '../runtime/conversation.ts';
import { saidOn } from '../runtime/elsewhere.ts';
import type { Store } from '../store/store.ts';
import type { Handed, Moment, Told } from './handed.ts';
import type { BadLine, JsonMessage } from './json-message.ts';
import { doneLine, inboundOf, JSON_CHANNEL, replyLine } from './json-message.ts';
import { owed } from './owed.ts';

export interface ExchangeParts {
  readonly store: Store;
  readonly conversation: Conversation;
  /** The store's clock, ms since 1970. */
  readonly now: () => number;
  /** The machine's clock, for messages that bring no time. */
  readonly at: () => number;
  /** What a file of a message becomes. Rejects with the reason in words. */
  readonly keepFile: (message: JsonMessage) => Promise<Content>;
  /** A bug of ours: loud, and not that of the message. */
  readonly onBug: (error: Error) => void;
}

/** What became of one message. `retryable`: it was not taken, and may be sent again as it is. */
export interface Answered {
  readonly lines: string;
  readonly status: 'ok' | 'duplicate' | 'error';
  readonly retryable: boolean;
  /** What it says, to whom; undefined when nothing was taken. */
  readonly told: Told | undefined;
}

/** One request: what remembers what was handed out, when it came, and what its answer says so far. */
interface Request {
  readonly handed: Handed;
  readonly came: Moment;
  readonly said: Set<string>;
}

/**
 * The answers in the order of the messages; those of one person are taken one after another. Never rejects.
 * @param came when the request did
 */
export async function exchange(
  parts: ExchangeParts,
  messages: readonly (JsonMessage | BadLine)[],
  handed: Handed,
  came: Moment,
): Promise<readonly Answered[]> {
  const request = { handed, came, said: new Set<string>() };
  const lastOf = new Map<string, Promise<unknown>>();
  const all = messages.map((message) => {
    if ('error' in message) return Promise.resolve(refused(message.id, message.error, false));
    const before = lastOf.get(message.user) ?? Promise.resolve();
    const answered = before.then(() => answer(parts, message, request));
    lastOf.set(message.user, answered);
    return answered;
  });
  return Promise.all(all);
}

function refused(id: string | null, error: string, retryable: boolean): Answered {
  return { lines: doneLine(id, 'error', error), status: 'error', retryable, told: undefined };
}

async function answer(parts: ExchangeParts, message: JsonMessage, request: Request): Promise<Answered> {
  const { handed, came, said } = request;
  try {
    const inbound = inboundOf(message, await contentOf(parts, message), parts.at());
    const handle = sessionKey({ channel: JSON_CHANNEL, user: message.user });
    handed.meet(handle, message.id, came);
    const { status, key, leased } = await parts.conversation.take(inbound);
    const { store, now } = parts;
    const fresh = status === 'ok';
    const { user } = message;
    const asking = { store, now, key, user, message: message.id, fresh, came: came.at, said };
    const { replies, arrived } =
      fresh && leased !== undefined
        ? { replies: await saidOn(JSON_CHANNEL, { store, key, leased }), arrived: [] }
        : await owed(asking);
    handed.adopt(handle, arrived, came);
    for (const { id } of replies) said.add(id);
    const ending = status === 'duplicate' ? 'duplicate' : 'ok';
    return {
      lines: replies.map(replyLine).join('') + doneLine(message.id, ending),
      status: ending,
      retryable: false,
      told: { handle, key, replies },
    };
  } catch (error) {
    const fault = error instanceof Error ? error : new Error(String(error));
    const retryable = 'retryable' in fault && fault.retryable === true;
    if (!retryable && isBug(fault)) parts.onBug(fault);
    return refused(message.id, retryable || !isBug(fault) ? fault.message : 'internal error', retryable);
  }
}

function isBug(error: Error): boolean {
  return error.name !== 'StoreFault' && error.name !== 'FileFault' && !('code' in error);
}

async function contentOf(parts: ExchangeParts, message: JsonMessage): Promise<Content> {
  if (message.choose !== undefined) return { kind: 'choose', options: message.choose };
  if (message.file !== undefined) return parts.keepFile(message);
  return { kind: 'text', text: message.text ?? '' };
}
