/**
 * What a platform must be able to do for the assistant to speak there. The only file an adapter shares with the
 * machine besides `message.ts`; it knows no engine, no store and no concrete platform.
 */
import type { z } from 'zod';
import type { Inbound, Outbound } from './message.ts';

/** What a channel can show; the machine degrades to numbered text by itself. Lengths in characters, sizes in bytes. */
export interface Capabilities {
  readonly buttons: boolean;
  readonly groups: boolean;
  readonly files: boolean;
  /** Longest text of one message; longer ones are split on paragraphs. */
  readonly textLimit: number;
  /** Longest label of one button; 0 where there are none. */
  readonly labelLimit: number;
  /** How fast the platform takes messages; undefined: as fast as they come. */
  readonly rates?: Rates | undefined;
}

/** Messages a second; a fraction is fine (0.5: one in two seconds). Counted by each process for itself. */
export interface Rates {
  /** To one person in private, or to one group. */
  readonly perChat: number;
  /** To everybody together. */
  readonly perSecond: number;
}

/** What became of one inbound message: applied now, seen before (say nothing), or refused because of a fault of ours. */
export type Taken = 'ok' | 'duplicate' | 'error';

/** Given to an adapter by the machine. Resolves once the turn is durable: only then may the platform be acknowledged. */
export type Take = (inbound: Inbound) => Promise<Taken>;

/** A running connection to one platform. */
export interface Channel {
  readonly name: string;
  readonly capabilities: Capabilities;
  /**
   * Delivers one message; `key` is its stable idempotency key. Throws `DeliveryFault`. When `signal` aborts, its time is
   * over: nobody waits for the answer any more, and the same message comes again under the same key.
   */
  send(outbound: Outbound, key: string, signal?: AbortSignal): Promise<void>;
  /** Stops intake, then releases the connection. */
  close(): Promise<void>;
}

/** A file in `adapters/`: its own environment, and how to open it. `Settings` is the parsed environment. */
export interface Adapter<Settings = unknown> {
  readonly name: string;
  readonly env: z.ZodType<Settings>;
  open(settings: Settings, take: Take): Promise<Channel>;
}

/** Why a delivery failed, as far as the machine must care. */
export type DeliveryReason = 'rate_limited' | 'blocked' | 'gone' | 'too_long' | 'unauthorised' | 'transient';

/** A message that could not be delivered. `retryAfter` in milliseconds where the platform named one. */
export class DeliveryFault extends Error {
  override readonly name = 'DeliveryFault';
  readonly reason: DeliveryReason;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;

  constructor(reason: DeliveryReason, message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.retryable = reason === 'rate_limited' || reason === 'transient';
    this.retryAfter = options.retryAfter;
  }
}
