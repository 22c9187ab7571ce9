/** A small OpenAI-compatible server on the loopback: keeps every request, and answers as a test tells it to. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';

export interface ModelRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  /** As sent. */
  readonly raw: string;
}

/** What the model says, or what the server does instead. */
export type Answering = string | ((response: ServerResponse) => void);

export interface ModelServer {
  /** Base URL, as LLM_BASE_URL would hold it. */
  readonly url: string;
  readonly requests: ModelRequest[];
  answer: Answering;
  close(): Promise<void>;
}

/** The body of a chat completion with these words. */
export function completion(content: string): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'sample',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });
}

/** The user message of a request: what the model was shown. */
export function shown(request: ModelRequest | undefined): { readonly material: string } & Record<string, unknown> {
  const sent = JSON.parse(request?.raw ?? '') as { readonly messages: readonly { readonly content: string }[] };
  return JSON.parse(sent.messages[1]?.content ?? '') as { readonly material: string };
}

export async function openModelServer(): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      requests.push({ path: request.url ?? '', authorization: request.headers.authorization, raw });
      if (typeof server.answer === 'function') server.answer(response);
      else response.setHeader('content-type', 'application/json').end(completion(server.answer));
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const server: ModelServer = {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests,
    answer: '',
    close: async () => {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
}
