/**
 * One request to an OpenAI-compatible /chat/completions endpoint: messages in, the words of the first choice out. Never
 * tries again, follows no redirect, reads no more than it must, and no fault of it repeats what was sent or received.
 */
import { z } from 'zod';

export interface Endpoint {
  /** Base URL, to which /chat/completions is added. */
  readonly url: string;
  readonly key: string | undefined;
  /** Name of the model. */
  readonly name: string;
}

export interface Message {
  readonly role: 'system' | 'user';
  readonly content: string;
}

/** Why there is no answer, in words for the operator. */
export class ModelFault extends Error {
  override readonly name = 'ModelFault';
}

/** Largest reply read, bytes; what is asked for takes some hundred. */
const LARGEST = 64 * 1024;

const replySchema = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/**
 * @param tokens the longest answer wanted
 * @param signal ends everything, the reading of the reply too
 * @throws ModelFault
 */
export async function complete(
  endpoint: Endpoint,
  messages: readonly Message[],
  tokens: number,
  signal: AbortSignal,
): Promise<string> {
  let bytes: Uint8Array;
  try {
    const response = await fetch(`${endpoint.url.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(endpoint.key === undefined ? {} : { authorization: `Bearer ${endpoint.key}` }),
      },
      body: JSON.stringify({
        model: endpoint.name,
        temperature: 0,
        max_tokens: tokens,
        stream: false,
        response_format: { type: 'json_object' },
        messages,
      }),
      // What applicants said goes to the configured place and nowhere else.
      redirect: 'error',
      signal,
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new ModelFault(`it answered with status ${response.status}`);
    }
    bytes = await bodyOf(response);
  } catch (error) {
    if (error instanceof ModelFault) throw error;
    throw new ModelFault(signal.aborted ? 'it took too long' : 'it could not be reached');
  }
  return contentOf(bytes);
}

async function bodyOf(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST) throw new ModelFault('its reply was too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function contentOf(bytes: Uint8Array): string {
  try {
    const [first] = replySchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).choices;
    if (first !== undefined) return first.message.content;
  } catch {
    // Whatever is wrong with it is the same to everybody.
  }
  throw new ModelFault('its reply was no chat completion');
}
