/**
 * The routes of the HTTP server: the API, the health of the process and its metrics. Decides nothing about a
 * conversation, logs no body, and turns every fault into JSON.
 */
import type { Socket } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { messagesIn } from './body.ts';
import type { Answered, ExchangeParts } from './exchange.ts';
import { exchange } from './exchange.ts';
import { admit } from './gate.ts';
import type { Moment, Told } from './handed.ts';
import { openHanded } from './handed.ts';
import { openApi } from './openapi.ts';

/** Longest body, bytes: a file of 20 MB in base64, and some words. */
export const LONGEST = 32 * 1024 * 1024;
/** When to come back after a 503, seconds. */
const PAUSE = '2';

/** Is a part fit to work, and if not why, in a word or two for operators. */
export interface Readiness {
  readonly name: string;
  readonly ready: boolean;
  readonly why?: string | undefined;
  /** False: this replica works without it. */
  readonly vital?: boolean | undefined;
  readonly state?: string | undefined;
  /** ISO times. */
  readonly lastInbound?: string | undefined;
  readonly lastHeartbeat?: string | undefined;
}

export interface AppParts {
  readonly version: string;
  readonly apiKeys: readonly string[];
  readonly exchange: ExchangeParts;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Everything a replica needs to take messages: the store, its channels. */
  readonly readiness: () => Promise<readonly Readiness[]>;
  /** True from the moment the process is asked to stop. */
  readonly isStopping: () => boolean;
}

/** A connection as answers know it; `broke` is what the latest of them does when it turns out to have broken. */
interface Connection {
  readonly no: number;
  broke: () => void;
}

type Env = { Bindings: HttpBindings };
type Status = 400 | 401 | 403 | 404 | 405 | 413 | 500 | 503;

export function openApp(parts: AppParts): Hono<Env> {
  const app = new Hono<Env>();
  const fault = (status: Status, error: string, more: object = {}, headers: Record<string, string> = {}): Response => {
    parts.metrics.refused(status);
    return new Response(`${JSON.stringify({ error, ...more })}\n`, {
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    });
  };

  const { store, now } = parts.exchange;
  const report = (error: unknown): void => parts.log.warn({ err: error }, 'a confirmation was lost');
  const handed = openHanded({ store, now, report });
  const connections = new WeakMap<Socket, Connection>();
  let count = 0;

  function connectionOf(socket: Socket): Connection {
    const known = connections.get(socket);
    if (known !== undefined) return known;
    count += 1;
    const made: Connection = { no: count, broke: () => undefined };
    connections.set(socket, made);
    socket.once('close', (failed) => failed && made.broke());
    return made;
  }

  function momentOn(socket: Socket): Moment {
    return { at: now(), steady: performance.now(), connection: connectionOf(socket).no };
  }

  app.use(secureHeaders());
  app.get('/healthz', (c) => c.json({ ok: true, version: parts.version }));
  app.get('/readyz', async (c) => {
    const found: readonly Readiness[] = [
      { name: 'intake', ready: !parts.isStopping(), ...(parts.isStopping() ? { why: 'stopping' } : {}) },
      ...(await parts.readiness()),
    ];
    const ready = found.every((one) => one.ready || one.vital === false);
    return c.json({ ready, parts: found }, ready ? 200 : 503);
  });
  app.get('/metrics', async (c) =>
    c.body(await parts.metrics.read(), 200, { 'content-type': parts.metrics.contentType }),
  );
  const description = openApi(parts.version, parts.apiKeys.length > 0);
  app.get('/api/v1/openapi.json', (c) => c.json(description));

  app.use('/api/v1/messages', async (c, next) => {
    const header = (name: string): string | undefined => c.req.header(name);
    const refusal = admit(parts.apiKeys, {
      address: c.env.incoming.socket.remoteAddress,
      authorization: header('authorization'),
      host: header('host'),
      origin: header('origin'),
      forwarded: header('x-forwarded-for') !== undefined || header('forwarded') !== undefined,
    });
    if (refusal !== undefined) {
      const challenge: Record<string, string> = refusal.status === 401 ? { 'www-authenticate': 'Bearer' } : {};
      return fault(refusal.status, refusal.error, {}, challenge);
    }
    return next();
  });
  app.post(
    '/api/v1/messages',
    bodyLimit({ maxSize: LONGEST, onError: () => fault(413, `the body is longer than ${LONGEST} bytes`) }),
    async (c) => {
      if (parts.isStopping()) return fault(503, 'stopping', { retryable: true }, { 'retry-after': PAUSE });
      const came = momentOn(c.env.incoming.socket);
      const messages = messagesIn(await c.req.text());
      if (typeof messages === 'string') return fault(400, messages);
      const answered = await exchange(parts.exchange, messages, handed, came);
      const refusal = refusalOf(answered);
      if (refusal !== undefined) {
        const { error, done, status } = refusal;
        const retryable = status === 503;
        return fault(status, error, { done, status: 'error', retryable }, retryable ? { 'retry-after': PAUSE } : {});
      }
      whenSent(
        c.env,
        answered.flatMap(({ told }) => told ?? []),
      );
      return c.body(answered.map((one) => one.lines).join(''), 200, {
        'content-type': 'application/x-ndjson; charset=utf-8',
        'cache-control': 'no-store',
      });
    },
  );
  app.all('/api/v1/messages', () => fault(405, 'POST one message, or several, one a line', {}, { allow: 'POST' }));
  app.notFound((c) => fault(404, `nothing is at ${c.req.path}`));
  app.onError((error) => {
    parts.log.error({ err: error }, 'a request failed');
    return fault(500, 'internal error');
  });
  return app;

  /** What went out as a whole is held for who asks again, what did not is owed again at once. */
  function whenSent({ incoming, outgoing }: HttpBindings, told: readonly Told[]): void {
    const { socket } = incoming;
    if (told.every(({ replies }) => replies.length === 0)) return;
    outgoing.once('finish', () => {
      // The caller hung up before it was answered: the system took the bytes, and nobody reads them.
      if (socket.destroyed || socket.readableEnded) {
        handed.broken(told);
        return;
      }
      for (const { replies } of told) for (const _ of replies) parts.metrics.sent('json');
      const broke = handed.out(told, momentOn(socket));
      connectionOf(socket).broke = broke;
      // It may have hung up already without our having read so: the next look at the connection tells.
      setImmediate(() => setImmediate(() => socket.readableEnded && broke()));
    });
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) handed.broken(told);
    });
  }
}

/** When no message was taken, the request as a whole is refused: by its first fault, or for now if that is all. */
function refusalOf(
  answered: readonly Answered[],
): { readonly status: 400 | 503; readonly error: string; readonly done: unknown } | undefined {
  if (answered.some((one) => one.status !== 'error')) return undefined;
  const retryable = answered.find((one) => one.retryable);
  const { lines } = retryable ?? answered[0] ?? { lines: '{}' };
  const { done, error } = JSON.parse(lines) as { done?: unknown; error?: string };
  return { status: retryable === undefined ? 400 : 503, error: error ?? 'no message', done };
}
