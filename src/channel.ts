/**
 * What a platform must be able to do for the assistant to speak there. The only files an adapter shares with the machine
 * are this one, `message.ts` and `text-parts.ts`; it knows no engine, no store and no concrete platform.
 */
import type { z } from 'zod';
import type { Content, Inbound, Outbound } from './message.ts';

/** What a channel can show; the machine degrades to numbered text by itself. Lengths in characters, sizes in bytes. */
export interface Capabilities {
  readonly buttons: boolean;
  /** Can a message be changed after it was sent (to show what was chosen)? */
  readonly edit: boolean;
  readonly cards: boolean;
  readonly groups: boolean;
  /** Can a person be written to who has not just written (reminders)? */
  readonly proactive: boolean;
  /** Largest file that can be received and sent, bytes; 0: none. */
  readonly filesIn: number;
  readonly filesOut: number;
  /** Longest text of one message; longer ones are split on paragraphs. */
  readonly textLimit: number;
  /** Longest label of one button, and how many buttons one message takes; 0 where there are none. */
  readonly labelLimit: number;
  readonly buttonLimit: number;
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

/** Takes one message. Resolves once its turn is durable: only then may the platform be acknowledged. Never rejects. */
export type Take = (inbound: Inbound) => Promise<Taken>;

/** What the machine gives an adapter to work with. */
export interface Intake {
  readonly take: Take;
  /**
   * Stores a file of a person and says what it means as a message (a refusal in words when it is empty, too large, or not
   * what it claims to be). Rejects when the source cannot be read.
   * @param user as in `Inbound.user`
   * @param mime "" when the platform did not say
   */
  keep(user: string, source: AsyncIterable<Uint8Array> | Uint8Array, name: string, mime: string): Promise<Content>;
  /** Largest file any question takes, bytes: nothing larger needs to be fetched. */
  readonly largestFile: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  /** A line for operators. Never what anybody wrote, no name, no token; `fields` are plain values. */
  tell(level: 'info' | 'warn' | 'error', what: string, fields?: Readonly<Record<string, string | number>>): void;
}

/**
 * `opening`: not ready yet · `open`: messages come and go · `broken`: tries again by itself · `failed`: needs a person
 * (wrong credentials, logged out, account at risk) · `closed`: ended by us.
 */
export type ChannelState = 'opening' | 'open' | 'broken' | 'failed' | 'closed';

/** How a channel is. Moments in ms since 1970. */
export interface Health {
  readonly state: ChannelState;
  /** Why it is not open, in words an operator can act on; no secrets. */
  readonly why?: { readonly zh: string; readonly en: string } | undefined;
  readonly lastInbound?: number | undefined;
  /** Last sign of life of the platform: a poll that was answered, a ping, a heartbeat. */
  readonly lastHeartbeat?: number | undefined;
}

/** A call of the platform to our HTTP server. Nothing of it is verified yet. */
export interface PlatformCall {
  readonly method: string;
  /** A header by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** At most `Route.longest` bytes; longer ones were answered 413 before. */
  readonly body: Uint8Array;
}

/** What the platform is answered; `body` as JSON text. */
export interface PlatformAnswer {
  readonly status: number;
  readonly body?: string | undefined;
}

/** A path of our HTTP server that a platform calls. The adapter verifies who calls before it parses. */
export interface Route {
  readonly path: `/${string}`;
  /** Longest body, bytes. */
  readonly longest: number;
  /** Never rejects for what came in: bad calls are answered 401, 403 or 400. */
  answer(call: PlatformCall): Promise<PlatformAnswer>;
}

/** A way into the private chat. `carries`: whoever opens it need not write the code. */
export interface Invitation {
  readonly url: string;
  readonly carries: boolean;
}

/** A running connection to one platform. */
export interface Channel {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** What the platform calls, where it calls at all. */
  readonly routes?: readonly Route[] | undefined;
  /**
   * Delivers one message; `key` is its stable idempotency key. Throws `DeliveryFault`. When `signal` aborts, its time is
   * over: nobody waits for the answer any more, and the same message comes again under the same key.
   */
  send(outbound: Outbound, key: string, signal?: AbortSignal): Promise<void>;
  health(): Health;
  /**
   * A link that opens the private chat with the assistant there, with a resume code in it where the platform can carry one;
   * undefined while there is none. Not there: the platform has no such links.
   * @param code without the hyphen
   */
  invite?(code: string): Invitation | undefined;
  /** Stops intake, then releases the connection. Resolves soon, whatever the platform does. */
  close(): Promise<void>;
}

/** How one message looks on a platform: what is seen, in order, its buttons row by row, and what does not fit. */
export interface Shown {
  readonly parts: readonly string[];
  readonly buttons: readonly (readonly string[])[];
  /** Every limit of the platform the message breaks, in words; none for one that can be sent. */
  readonly misfits: readonly string[];
}

/**
 * A file in `adapters/`, its default export: its own environment, how a message looks there, and how to open it.
 * `Settings` is the parsed environment. Importing the file loads no SDK; `open` does.
 */
export interface Adapter<Settings = unknown> {
  readonly name: string;
  /** Parses a plain record of environment variables and keeps only its own. */
  readonly env: z.ZodType<Settings>;
  /** Pure; needs no connection. */
  show(outbound: Outbound): Shown;
  /**
   * Resolves once the channel can send, or at the latest when it is plain that it will keep trying by itself (its health
   * says so). Rejects with `ChannelFault` when it cannot work as it is set up.
   */
  open(settings: Settings, intake: Intake): Promise<Channel>;
}

/** A channel that cannot be opened as it is set up: what a person must change, in both languages; no secrets. */
export class ChannelFault extends Error {
  override readonly name = 'ChannelFault';
  readonly zh: string;
  readonly en: string;
  /** It may work later by itself (the platform does not answer). */
  readonly retryable: boolean;

  constructor(zh: string, en: string, options: { cause?: unknown; retryable?: boolean } = {}) {
    super(`${zh} / ${en}`, { cause: options.cause });
    this.zh = zh;
    this.en = en;
    this.retryable = options.retryable ?? false;
  }
}

/** Why a delivery failed, as far as the machine must care. */
export type DeliveryReason = 'rate_limited' | 'blocked' | 'gone' | 'too_long' | 'unauthorised' | 'transient';

/** Worth another try: the platform is busy or away, or lets us in again once an operator has mended the credentials. */
const RETRYABLE: readonly DeliveryReason[] = ['rate_limited', 'transient', 'unauthorised'];

/** A message that could not be delivered. `retryAfter` in milliseconds where the platform named one. */
export class DeliveryFault extends Error {
  override readonly name = 'DeliveryFault';
  readonly reason: DeliveryReason;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;

  constructor(reason: DeliveryReason, message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.retryable = RETRYABLE.includes(reason);
    this.retryAfter = options.retryAfter;
  }
}
