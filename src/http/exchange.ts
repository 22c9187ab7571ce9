/**
 * The JSON conversation as one exchange: several messages in, for each its replies and its `done`. Knows no HTTP; what
 * it hands out counts as sent only when the caller says that it arrived.
 */
import type { Content, Outbound } from '../message.ts';
import type { Conversation } from '../runtime/conversation.ts';
import type { ReplyRef, Store } from '../store/store.ts';
import type { BadLine, JsonMessage } from './json-message.ts';
import { doneLine, inboundOf, JSON_CHANNEL, replyLine } from './json-message.ts';

/** Longer than any lease, ms: what another process was answering when it died is answered here. */
const PAST_LEASES = 10 * 60_000;
/** Nobody else hands out what is being handed out, ms. */
const LEASE = 30_000;
/** More than one message ever leads to. */
const REPLIES = 1000;

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
  readonly sent: readonly ReplyRef[];
}

/** The answers in the order of the messages; those of one person are taken one after another. Never rejects. */
export async function exchange(
  parts: ExchangeParts,
  messages: readonly (JsonMessage | BadLine)[],
): Promise<readonly Answered[]> {
  const lastOf = new Map<string, Promise<unknown>>();
  const all = messages.map((message) => {
    if ('error' in message) return Promise.resolve(refused(message.id, message.error, false));
    const before = lastOf.get(message.user) ?? Promise.resolve();
    const answered = before.then(() => answer(parts, message));
    lastOf.set(message.user, answered);
    return answered;
  });
  return Promise.all(all);
}

function refused(id: string | null, error: string, retryable: boolean): Answered {
  return { lines: doneLine(id, 'error', error), status: 'error', retryable, sent: [] };
}

async function answer(parts: ExchangeParts, message: JsonMessage): Promise<Answered> {
  try {
    const inbound = inboundOf(message, await contentOf(parts, message), parts.at());
    const { status, key, leased } = await parts.conversation.take(inbound);
    const replies = status === 'ok' && leased !== undefined ? leased : await owed(parts, key);
    const said = status === 'duplicate' ? 'duplicate' : 'ok';
    return {
      lines: replies.map(replyLine).join('') + doneLine(message.id, said),
      status: said,
      retryable: false,
      sent: replies.map(({ id }) => ({ key, id })),
    };
  } catch (error) {
    const fault = error instanceof Error ? error : new Error(String(error));
    const retryable = 'retryable' in fault && fault.retryable === true;
    if (!retryable && isBug(fault)) parts.onBug(fault);
    return refused(message.id, retryable || !isBug(fault) ? fault.message : 'internal error', retryable);
  }
}

/** Everything the person is owed on this channel, whoever was about to say it. */
async function owed({ store, now }: ExchangeParts, key: string): Promise<readonly Outbound[]> {
  const due = await store.claim(now() + PAST_LEASES, LEASE - PAST_LEASES, REPLIES, { key });
  const foreign = due.findIndex((one) => one.outbound.to.channel !== JSON_CHANNEL);
  const own = foreign < 0 ? due : due.slice(0, foreign);
  const first = foreign < 0 ? undefined : due[foreign];
  if (first !== undefined) await store.release({ key, id: first.outbound.id }, 0);
  return own.map(({ outbound }) => outbound);
}

function isBug(error: Error): boolean {
  return error.name !== 'StoreFault' && error.name !== 'FileFault' && !('code' in error);
}

async function contentOf(parts: ExchangeParts, message: JsonMessage): Promise<Content> {
  if (message.choose !== undefined) return { kind: 'choose', options: message.choose };
  if (message.file !== undefined) return parts.keepFile(message);
  return { kind: 'text', text: message.text ?? '' };
}
