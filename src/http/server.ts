/** Listens: opens the port, the next free one if it may, and closes in order. Knows no route. */
import type { AddressInfo } from 'node:net';
import type { HttpBindings, ServerType } from '@hono/node-server';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';

export interface Listening {
  readonly port: number;
  /** For a browser on this machine, or of the host that was asked for. */
  readonly url: string;
  /** No new requests; resolves when those under way are answered, or when the time (ms) is over. */
  close(within: number): Promise<void>;
}

/** Ports tried after the one asked for. */
const TRIES = 50;

/**
 * @param mayMove take the next free port when this one is taken
 * @throws the system's error (EADDRINUSE, EACCES) when it cannot listen
 */
export async function listen(
  app: Hono<{ Bindings: HttpBindings }>,
  { host, port, mayMove }: { readonly host: string; readonly port: number; readonly mayMove: boolean },
): Promise<Listening> {
  for (let tried = 0; ; tried++) {
    const server = createAdaptorServer({ fetch: app.fetch });
    try {
      await bound(server, port === 0 ? 0 : port + tried, host);
      return opened(server, host);
    } catch (error) {
      if (!mayMove || tried === TRIES || !isTaken(error)) throw error;
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function bound(server: ServerType, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function opened(server: ServerType, host: string): Listening {
  const { port } = server.address() as AddressInfo;
  const shown = ['0.0.0.0', '::', '127.0.0.1'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return {
    port,
    url: `http://${shown}:${port}/`,
    close: (within) =>
      new Promise((resolve) => {
        const hard = setTimeout(() => {
          if ('closeAllConnections' in server) server.closeAllConnections();
        }, within);
        server.close(() => {
          clearTimeout(hard);
          resolve();
        });
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      }),
  };
}
