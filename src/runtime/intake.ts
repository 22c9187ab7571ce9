/**
 * What open channels are given to work with: a message is taken, acknowledged once it is durable, and what it led to is
 * handed to delivery without anybody waiting for it. Knows no platform; never rejects for a message.
 */
import type { Intake, Taken } from '../channel.ts';
import { reminderWords } from '../engine/phrases/phrases.ts';
import type { Content, Inbound, Outbound } from '../message.ts';
import { isAway } from './availability.ts';
import type { Conversation } from './conversation.ts';
import { sessionKey } from './conversation.ts';
import type { Delivery } from './delivery.ts';

export interface IntakeParts {
  readonly channel: string;
  readonly conversation: Pick<Conversation, 'take'>;
  readonly delivery: Pick<Delivery, 'send' | 'deliver'>;
  /** Stores a file for a handle (`channel:user`) and says what it means as a message. */
  readonly keepFile: (
    handle: string,
    source: AsyncIterable<Uint8Array> | Uint8Array,
    name: string,
    mime: string,
  ) => Promise<Content>;
  readonly largestFile: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly tell: Intake['tell'];
  /** False once the process is asked to stop: nothing more is taken. */
  readonly isOpen?: () => boolean;
  /**
   * Sends past the store, which does not answer: one notice to each person in an outage. Whoever delivers the message again
   * later (the platform, or the adapter) need not be told twice.
   */
  readonly sendNow?: (outbound: Outbound) => Promise<void>;
  /** What went wrong while a message was taken or answered. */
  readonly onError: (error: unknown) => void;
  /** A message came in. */
  readonly onInbound?: (inbound: Inbound, taken: Taken) => void;
}

/** People remembered as told; beyond that nobody new is, which an outage of that size does not need. */
const TOLD = 10_000;

export function openIntake(parts: IntakeParts): Intake {
  const { conversation, delivery } = parts;
  /** Who was told that nothing can be stored, since it last could. */
  const told = new Set<string>();

  function tellOnce(inbound: Inbound): void {
    const handle = sessionKey(inbound);
    if (parts.sendNow === undefined || !inbound.addressed || told.has(handle) || told.size >= TOLD) return;
    told.add(handle);
    const { id, channel, user, chat } = inbound;
    const body = `${reminderWords('zh-CN').away}\n${reminderWords('en').away}`;
    parts.sendNow({ id: `away:${id}`, re: id, to: { channel, user, chat }, kind: 'notice', body }).catch(parts.onError);
  }

  async function taken(inbound: Inbound): Promise<Taken> {
    if (parts.isOpen?.() === false) return 'error';
    try {
      const { status, key, leased, until } = await conversation.take(inbound);
      told.clear();
      // A repeated message may be one whose replies a dead process still held: whatever is due goes out.
      const sent = leased === undefined ? delivery.deliver(key) : delivery.send(key, leased, until);
      sent.catch(parts.onError);
      return status === 'duplicate' ? 'duplicate' : 'ok';
    } catch (error) {
      if (isAway(error)) tellOnce(inbound);
      parts.onError(error);
      return 'error';
    }
  }

  return {
    async take(inbound) {
      const result = await taken(inbound);
      parts.onInbound?.(inbound, result);
      return result;
    },
    keep: (user, source, name, mime) =>
      parts.keepFile(sessionKey({ channel: parts.channel, user }), source, name, mime),
    largestFile: parts.largestFile,
    now: parts.now,
    random: parts.random,
    tell: parts.tell,
  };
}
