/**
 * The REST calls of the open platform through the SDK's client: who we are, send, reply, fetch a file. A token that the
 * platform took back is asked for anew once. What goes wrong is a `Refusal` without tokens; nothing is retried here.
 */
import { Readable } from 'node:stream';
import type { Cache, Client } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import { codeIn, isExpired, Refusal, refusalOf } from './fault.ts';

/** One message as the platform takes it: its type and its content as JSON text. */
export interface Message {
  readonly type: 'text' | 'interactive';
  readonly content: string;
}

export interface Self {
  readonly openId: string;
  /** Is the app switched on for the company? */
  readonly active: boolean;
}

export interface Platform {
  self(): Promise<Self>;
  /** Returns the id of the message. `uuid`: the same again within an hour sends nothing. */
  create(
    to: { readonly person: string } | { readonly group: string },
    message: Message,
    uuid: string,
    signal?: AbortSignal,
  ): Promise<string>;
  reply(messageId: string, message: Message, uuid: string, signal?: AbortSignal): Promise<string>;
  /** Bytes of what a person sent with a message. */
  fetch(messageId: string, key: string, type: 'file' | 'image'): Promise<AsyncIterable<Uint8Array>>;
}

interface Request {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly responseType?: 'stream';
}

/** Longest the platform may take to answer, ms. */
const PATIENCE = 10_000;
const PATIENCE_FILE = 60_000;
/** `activate_status` of an app in use (https://open.feishu.cn/document/client-docs/bot-v3/obtain-bot-info). */
const ACTIVE = 2;
const REFUSAL_BYTES = 16_384;

const selfSchema = z.object({
  bot: z.object({ open_id: z.string().min(1), activate_status: z.number().default(ACTIVE) }),
});
const sentSchema = z.object({ data: z.object({ message_id: z.string() }) });
const streamed = z.object({ response: z.object({ status: z.number(), data: z.instanceof(Readable) }) });

/** A cache of tokens that can be emptied; each client has its own (the SDK's default is one for the whole process). */
export interface Tokens extends Cache {
  drop(): void;
}

export function openTokens(now: () => number): Tokens {
  const kept = new Map<string, { readonly value: unknown; readonly until: number }>();
  const name = (key: string | symbol | object): string => key.toString();
  return {
    async get(key) {
      const found = kept.get(name(key));
      return found !== undefined && found.until > now() ? found.value : undefined;
    },
    async set(key, value, expire) {
      kept.set(name(key), { value, until: expire ?? Number.POSITIVE_INFINITY });
      return true;
    },
    drop: () => kept.clear(),
  };
}

/** A refused download says why in its stream. */
async function refusalIn(error: unknown): Promise<Refusal> {
  const parsed = streamed.safeParse(error);
  if (!parsed.success) return refusalOf(error);
  const { status, data } = parsed.data.response;
  let text = '';
  try {
    for await (const chunk of data) {
      text += String(chunk);
      if (text.length > REFUSAL_BYTES) break;
    }
    return new Refusal(codeIn(JSON.parse(text)), status);
  } catch {
    return new Refusal(undefined, status);
  } finally {
    data.destroy();
  }
}

/** Rejects when the time is over: the SDK asks for tokens without a limit of its own. */
async function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => {};
  const over = new Promise<never>((_, reject) => {
    stop = () => reject(new Refusal(undefined, undefined));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const patience = (request: Request): number => (request.responseType === 'stream' ? PATIENCE_FILE : PATIENCE);

export function openPlatform(client: Client, tokens: Tokens): Platform {
  async function once(request: Request, signal: AbortSignal): Promise<unknown> {
    try {
      const body: unknown = await inTime(
        client.request<unknown>({ ...request, timeout: patience(request), signal }),
        signal,
      );
      const code = request.responseType === 'stream' ? 0 : codeIn(body);
      if (code !== 0) throw new Refusal(code, undefined);
      return body;
    } catch (error) {
      throw await refusalIn(error);
    }
  }

  async function call(request: Request, signal?: AbortSignal): Promise<unknown> {
    const limit = AbortSignal.timeout(patience(request));
    const both = signal === undefined ? limit : AbortSignal.any([limit, signal]);
    try {
      return await once(request, both);
    } catch (error) {
      if (!(error instanceof Refusal && isExpired(error))) throw error;
      tokens.drop();
      return once(request, both);
    }
  }

  async function send(
    url: string,
    params: Request['params'],
    content: Request['data'],
    signal?: AbortSignal,
  ): Promise<string> {
    const body = await call(
      {
        method: 'POST',
        url,
        ...(params === undefined ? {} : { params }),
        ...(content === undefined ? {} : { data: content }),
      },
      signal,
    );
    return sentSchema.safeParse(body).data?.data.message_id ?? '';
  }

  return {
    async self() {
      const body = await call({ method: 'GET', url: '/open-apis/bot/v3/info' });
      const parsed = selfSchema.safeParse(body);
      if (!parsed.success) throw new Refusal(undefined, undefined);
      return { openId: parsed.data.bot.open_id, active: parsed.data.bot.activate_status === ACTIVE };
    },
    create(to, { type, content }, uuid, signal) {
      const [kind, id] = 'person' in to ? ['open_id', to.person] : ['chat_id', to.group];
      const message = { receive_id: id, msg_type: type, content, uuid };
      return send('/open-apis/im/v1/messages', { receive_id_type: kind }, message, signal);
    },
    reply: (messageId, { type, content }, uuid, signal) =>
      send(
        `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/reply`,
        undefined,
        { msg_type: type, content, uuid },
        signal,
      ),
    async fetch(messageId, key, type) {
      const url = `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/resources/${encodeURIComponent(key)}`;
      const stream = await call({ method: 'GET', url, params: { type }, responseType: 'stream' });
      if (!(stream instanceof Readable)) throw new Refusal(undefined, undefined);
      return stream;
    },
  };
}
