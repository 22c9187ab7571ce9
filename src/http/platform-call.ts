/**
 * The paths platforms call, served by whichever channel is open at that moment. Reads no body beyond its limit, looks into
 * none, and lets no call, however wrong, end anything.
 */
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Route } from '../channel.ts';
import type { Log } from '../runtime/log.ts';

export interface PlatformCallParts {
  /** The route at that path now; undefined: no such channel is open. */
  readonly route: (path: string) => Route | undefined;
  readonly log: Log;
  /** A call was refused with that status. */
  readonly onRefused: (status: number) => void;
}

/** Most platforms deliver again what is not answered 200; a channel that is not open here yet may be in a moment. */
const NOT_OPEN = 503;

/** Adds the routes of channels to the server: every path of the form `/<channel>/<name>` that nothing else serves. */
export function servePlatforms(app: Hono<{ Bindings: HttpBindings }>, parts: PlatformCallParts): void {
  app.all('/:channel{[a-z]+}/webhook', async (c) => {
    const refuse = (status: number, error: string): Response => {
      parts.onRefused(status);
      return json(status, JSON.stringify({ error }));
    };
    const route = parts.route(c.req.path);
    if (route === undefined) return refuse(NOT_OPEN, 'this channel is not open');
    const body = await bodyOf(c.req.raw, route.longest);
    if (body === undefined) return refuse(413, `the body is longer than ${route.longest} bytes`);
    try {
      const answer = await route.answer({ method: c.req.method, header: (name) => c.req.header(name), body });
      if (answer.status >= 400) {
        parts.onRefused(answer.status);
        parts.log.warn({ path: c.req.path, status: answer.status }, 'a call of a platform was refused');
      }
      return json(answer.status, answer.body ?? '{}');
    } catch (error) {
      parts.log.error({ err: error }, 'a call of a platform failed');
      return refuse(500, 'internal error');
    }
  });
}

function json(status: number, body: string): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
}

/** The body, or undefined when it is longer than that; what is too long is not read to its end. */
async function bodyOf(request: Request, longest: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > longest) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > longest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
