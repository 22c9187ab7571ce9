/** Our own HTTP server as far as a route of a channel needs one: for webhooks of the local Telegram. Checks nothing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Route } from '../../../src/channel.ts';

export interface Front {
  /** Where the webhook is announced. */
  readonly url: string;
  /** Calls are answered by this route from now on, 503 before. */
  serve(route: Route): void;
  close(): Promise<void>;
}

/** @param port any free one otherwise */
export async function openFront(port = 0): Promise<Front> {
  let route: Route | undefined;
  const server = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      const header = (name: string): string | undefined => request.headers[name]?.toString();
      const answer = await route?.answer({ method: request.method ?? '', header, body });
      response.writeHead(answer?.status ?? 503).end(answer?.body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/telegram/webhook`,
    serve(next) {
      route = next;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
