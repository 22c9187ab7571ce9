/**
 * A local Feishu for tests: its REST calls and its long connection over real sockets, with redelivery of what was not
 * acknowledged on a clock of its own. Knows nothing of the assistant; faults happen when a test asks for them.
 */
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Event } from './feishu/events.ts';
import type { Frame } from './feishu/frame.ts';
import { decodeFrame, encodeFrame } from './feishu/frame.ts';
import type { Answer, Rest } from './feishu/rest.ts';
import { openRest } from './feishu/rest.ts';
import type { Socket } from './feishu/socket.ts';
import { acceptSocket } from './feishu/socket.ts';

/** How the app answered one delivery of an event. */
export interface Ack {
  readonly event: string;
  readonly code: number;
  /** What it answered a tap with. */
  readonly answer: unknown;
  /** ms between the delivery and the answer. */
  readonly after: number;
}

/** What a call of the app meets instead of its answer, once. */
export type Mishap = Answer | 'cut' | 'cut after it was done' | 'none';

export interface FeishuServer {
  readonly url: string;
  readonly rest: Rest;
  readonly acks: readonly Ack[];
  /** Paths the app called, in order. */
  readonly called: readonly string[];
  /** Delivers an event now. Resolves with the acknowledgement, or undefined when none came in 3 s: then it comes again. */
  deliver(event: Event, fragments?: number): Promise<Ack | undefined>;
  /** Lets that much time pass for redelivery, and delivers what became due. */
  pass(ms: number): Promise<void>;
  /** The next calls to such a path meet these mishaps, one after the other. */
  befall(path: string, ...mishaps: readonly Mishap[]): void;
  /** Sends bytes that are no frame, or no event anybody knows. */
  junk(bytes: Buffer): void;
  connections(): number;
  /** Connections opened so far. */
  opened(): number;
  cut(): void;
  freeze(): void;
  /** The platform is away: nothing listens. */
  leave(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

const ACK_WITHIN = 3_000;
/** When an event that was not acknowledged is delivered again, after the first time (ms). */
export const AGAIN: readonly number[] = [15_000, 5 * 60_000, 60 * 60_000, 6 * 60 * 60_000];
const SERVICE = 33_554_678;

interface Waiting {
  readonly event: Event;
  readonly at: number;
  tries: number;
}

export async function openFeishuServer(): Promise<FeishuServer> {
  const rest = openRest();
  const acks: Ack[] = [];
  const called: string[] = [];
  const sockets = new Set<Socket>();
  const pending = new Map<string, (frame: Frame) => void>();
  const mishaps: { readonly path: string; readonly mishap: Mishap }[] = [];
  const again = new Set<Waiting>();
  let clock = 0;
  let opened = 0;
  let deliveries = 0;
  let port = 0;

  function reply(response: ServerResponse, { status, headers, body }: Answer): void {
    response.writeHead(status, headers).end(body);
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    called.push(url.pathname);
    const at = mishaps.findIndex(({ path }) => url.pathname.includes(path));
    const mishap = at < 0 ? undefined : mishaps.splice(at, 1)[0]?.mishap;
    if (mishap === 'cut') {
      request.socket.destroy();
      return;
    }
    if (typeof mishap === 'object') {
      reply(response, mishap);
      return;
    }
    const header = (name: string): string | undefined => request.headers[name]?.toString();
    const answer = rest.answer({ method: request.method ?? '', url, header, body: Buffer.concat(chunks) }, port);
    if (mishap === 'cut after it was done') request.socket.destroy();
    else reply(response, answer);
  });

  function onFrame(socket: Socket, message: Buffer): void {
    const frame = decodeFrame(message);
    if (frame.method === 0) {
      const config = { PingInterval: 120, ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30 };
      const payload = Buffer.from(JSON.stringify(config));
      socket.send(encodeFrame({ seq: 0, service: SERVICE, method: 0, headers: { type: 'pong' }, payload }));
      return;
    }
    pending.get(frame.headers.message_id ?? '')?.(frame);
  }

  server.on('upgrade', (request, stream) => {
    opened += 1;
    const socket = acceptSocket(request, stream, {
      message: (message) => onFrame(socket, message),
      closed: () => sockets.delete(socket),
    });
    sockets.add(socket);
  });

  const listen = (): Promise<void> =>
    new Promise((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
  await listen();
  port = (server.address() as AddressInfo).port;

  function cut(): void {
    for (const socket of sockets) socket.cut();
  }

  async function attempt(event: Event, fragments: number): Promise<Ack | undefined> {
    const socket = [...sockets].at(-1);
    if (socket === undefined) return undefined;
    deliveries += 1;
    const id = `delivery-${deliveries}`;
    const bytes = Buffer.from(JSON.stringify(event));
    const size = Math.ceil(bytes.length / fragments);
    const began = Date.now();
    const answered = new Promise<Frame | undefined>((resolve) => {
      const timer = setTimeout(resolve, ACK_WITHIN, undefined);
      pending.set(id, (frame) => {
        clearTimeout(timer);
        resolve(frame);
      });
    });
    for (let seq = 0; seq < fragments; seq += 1) {
      const headers = { type: 'event', message_id: id, sum: String(fragments), seq: String(seq), trace_id: id };
      const payload = bytes.subarray(seq * size, (seq + 1) * size);
      socket.send(encodeFrame({ seq: deliveries, service: SERVICE, method: 1, headers, payload }));
    }
    const frame = await answered;
    pending.delete(id);
    if (frame === undefined) return undefined;
    const body = JSON.parse(Buffer.from(frame.payload).toString()) as { readonly code: number; readonly data?: string };
    const answer: unknown =
      body.data === undefined ? undefined : JSON.parse(Buffer.from(body.data, 'base64').toString());
    const ack = { event: event.header.event_id, code: body.code, answer, after: Date.now() - began };
    acks.push(ack);
    return ack;
  }

  async function close(): Promise<void> {
    cut();
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }

  return {
    url: `http://127.0.0.1:${port}`,
    rest,
    acks,
    called,
    async deliver(event, fragments = 1) {
      const ack = await attempt(event, fragments);
      if (ack?.code !== 200) again.add({ event, at: clock, tries: 0 });
      return ack;
    },
    async pass(ms) {
      clock += ms;
      for (const waiting of again) {
        const due = AGAIN[waiting.tries];
        if (due === undefined) again.delete(waiting);
        else if (clock - waiting.at >= due) {
          waiting.tries += 1;
          const ack = await attempt(waiting.event, 1);
          if (ack?.code === 200) again.delete(waiting);
        }
      }
    },
    befall(path, ...more) {
      for (const mishap of more) mishaps.push({ path, mishap });
    },
    junk(bytes) {
      for (const socket of sockets) socket.send(bytes);
    },
    connections: () => sockets.size,
    opened: () => opened,
    cut,
    freeze() {
      for (const socket of sockets) socket.freeze();
    },
    leave: close,
    comeBack: listen,
    close,
  };
}
