/**
 * A local Bot API server for tests, over HTTP: long polls with confirmation and conflicts, webhooks with redelivery, files,
 * and mishaps when a test asks for them. Knows nothing of the assistant.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import type { Payload } from './telegram/methods.ts';
import { answer, Refused } from './telegram/methods.ts';
import type { News, World } from './telegram/world.ts';
import { openWorld } from './telegram/world.ts';

export interface Call {
  readonly method: string;
  readonly payload: Payload;
  /** ms since 1970. */
  readonly at: number;
}

/** What a call meets instead of its answer, once; `none` lets one pass. */
export type Mishap = Refused | 'none' | 'cut' | 'cut after it was done' | 'silence' | 'garbage';

export interface Update extends News {
  readonly update_id: number;
}

export interface TelegramServer {
  /** For TELEGRAM_API_ROOT. */
  readonly url: string;
  readonly token: string;
  readonly world: World;
  readonly calls: readonly Call[];
  /** Updates nobody has confirmed. */
  readonly waiting: readonly Update[];
  /** Status codes the webhook was answered with. */
  readonly webhookAnswers: readonly number[];
  befall(method: string, ...mishaps: readonly Mishap[]): void;
  /** No more mishaps. */
  calm(): void;
  publish(news: News): void;
  /** Cuts every connection. */
  cut(): void;
  /** Takes connections and says nothing, until told otherwise. */
  freeze(frozen: boolean): void;
  /** From now on no token is accepted. */
  revoke(): void;
  leave(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

const AGAIN = 100;
const CONFLICT = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
const HOOKED =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

interface Poll {
  readonly end: (refused?: Refused) => void;
}

export async function openTelegramServer(): Promise<TelegramServer> {
  const token = '7000000001:AAlocal-token_for-tests';
  const waiting: Update[] = [];
  const calls: Call[] = [];
  const webhookAnswers: number[] = [];
  const mishaps = new Map<string, Mishap[]>();
  const sockets = new Set<Socket>();
  let numbers = 900_000;
  let poll: Poll | undefined;
  let webhook: { readonly url: string; readonly secret: string } | undefined;
  let wanted: readonly string[] | undefined;
  let pushing = false;
  let failedAt = 0;
  let frozen = false;
  let revoked = false;
  let port = 0;

  function publish(news: News): void {
    if (wanted !== undefined && !Object.keys(news).some((kind) => wanted?.includes(kind))) return;
    numbers++;
    waiting.push({ update_id: numbers, ...news });
    poll?.end();
    void push();
  }

  const world = openWorld(publish);

  /** Delivers to the webhook, one after the other, each until it is answered well. */
  async function push(): Promise<void> {
    if (pushing) return;
    pushing = true;
    while (webhook !== undefined && waiting.length > 0) {
      const [update] = waiting;
      const status = await fetch(webhook.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhook.secret },
        body: JSON.stringify(update),
      }).then(
        (reply) => reply.status,
        () => 0,
      );
      webhookAnswers.push(status);
      if (status >= 200 && status < 300) waiting.shift();
      else {
        failedAt = Math.floor(Date.now() / 1000);
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
      }
    }
    pushing = false;
  }

  /** Which kinds of updates are made from now on. */
  function want(payload: Payload): void {
    if (Array.isArray(payload.allowed_updates)) wanted = payload.allowed_updates.map(String);
  }

  async function getUpdates(payload: Payload, request: IncomingMessage): Promise<unknown> {
    if (webhook !== undefined) throw new Refused(409, HOOKED);
    want(payload);
    const offset = Number(payload.offset ?? 0);
    while (waiting[0] !== undefined && waiting[0].update_id < offset) waiting.shift();
    poll?.end(new Refused(409, CONFLICT));
    const limit = Number(payload.limit ?? 100);
    const hold = Number(payload.timeout ?? 0) * 1000;
    if (waiting.length === 0 && hold > 0) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => own.end(), hold);
        const gone = (): void => own.end();
        const own: Poll = {
          end(refused) {
            clearTimeout(timer);
            request.socket.off('close', gone);
            if (poll === own) poll = undefined;
            if (refused === undefined) resolve();
            else reject(refused);
          },
        };
        poll = own;
        request.socket.once('close', gone);
      });
    }
    return waiting.slice(0, limit);
  }

  async function result(method: string, payload: Payload, request: IncomingMessage): Promise<unknown> {
    switch (method) {
      case 'getUpdates':
        return getUpdates(payload, request);
      case 'setWebhook':
        want(payload);
        webhook = { url: String(payload.url), secret: String(payload.secret_token ?? '') };
        poll?.end(new Refused(409, HOOKED));
        void push();
        return true;
      case 'deleteWebhook':
        webhook = undefined;
        return true;
      case 'getWebhookInfo':
        return {
          url: webhook?.url ?? '',
          has_custom_certificate: false,
          pending_update_count: waiting.length,
          ...(failedAt === 0 ? {} : { last_error_date: failedAt, last_error_message: 'Connection refused' }),
        };
      default:
        return answer(world, method, payload);
    }
  }

  function reply(response: ServerResponse, status: number, body: unknown): void {
    if (response.destroyed) return;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }

  function refuse(response: ServerResponse, { code, message, parameters }: Refused): void {
    reply(response, code, { ok: false, error_code: code, description: message, parameters });
  }

  async function callMethod(method: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readText(request);
    const payload = (body === '' ? {} : JSON.parse(body)) as Payload;
    calls.push({ method, payload, at: Date.now() });
    const mishap = mishaps.get(method)?.shift();
    try {
      if (mishap instanceof Refused) throw mishap;
      if (mishap === 'cut') return void request.socket.destroy();
      if (mishap === 'silence') return;
      const answered = await result(method, payload, request);
      if (mishap === 'cut after it was done') return void request.socket.destroy();
      if (mishap === 'garbage') return void response.end('<html>502 Bad Gateway</html>');
      if (answered === undefined) throw new Refused(404, 'Not Found: method not found');
      reply(response, 200, { ok: true, result: answered });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refuse(response, error);
    }
  }

  function sendFile(id: string, response: ServerResponse): void {
    const file = world.files.get(id);
    const mishap = mishaps.get('file')?.shift();
    if (mishap instanceof Refused) return void response.writeHead(mishap.code).end();
    if (file === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': file.bytes.byteLength });
    if (mishap === undefined) return void response.end(file.bytes);
    response.write(file.bytes.subarray(0, file.bytes.byteLength / 2), () => response.destroy());
  }

  const server = createServer((request, response) => {
    if (frozen) return;
    const [, file] = /^\/file\/bot[^/]+\/documents\/(\w+)$/u.exec(request.url ?? '') ?? [];
    if (file !== undefined) return sendFile(file, response);
    const [, given, method] = /^\/bot([^/]+)\/(\w+)$/u.exec(request.url ?? '') ?? [];
    if (method === undefined || !/^\d+:/u.test(given ?? '')) return refuse(response, new Refused(404, 'Not Found'));
    if (given !== token || revoked) return refuse(response, new Refused(401, 'Unauthorized'));
    callMethod(method, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }

  function listen(): Promise<void> {
    return new Promise((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
  }

  function leave(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve());
      cut();
    });
  }

  await listen();
  port = (server.address() as AddressInfo).port;

  return {
    url: `http://127.0.0.1:${port}`,
    token,
    world,
    calls,
    waiting,
    webhookAnswers,
    befall: (method, ...more) => mishaps.set(method, [...(mishaps.get(method) ?? []), ...more]),
    calm: () => mishaps.clear(),
    publish,
    cut,
    freeze(value) {
      frozen = value;
    },
    revoke() {
      revoked = true;
      cut();
    },
    leave,
    comeBack: listen,
    async close() {
      webhook = undefined;
      poll?.end();
      await leave();
    },
  };
}
