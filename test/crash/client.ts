/**
 * How an applicant's program speaks to the replicas: it sends a message, hears lines, and sends the same message again,
 * to any replica, until one says that it is done. Believes no replica that it is alive.
 */
import { Agent, request } from 'node:http';
import type { Message } from './script.ts';

export interface Line {
  readonly id?: string;
  readonly text?: string;
  readonly done?: string | null;
  readonly status?: 'ok' | 'duplicate' | 'error';
  readonly error?: string;
}

/** What came of one request. `status` undefined: the connection broke first; lines may have come all the same. */
export interface Heard {
  readonly status: number | undefined;
  readonly lines: readonly Line[];
}

/** A pause is 0.4 s, a store is asked for 4 s: nobody who lives takes longer, ms. */
const PATIENCE = 8_000;

export interface Client {
  /** @param cut breaks the connection itself so many ms after it asked, whatever came by then; undefined: it waits */
  post(port: number, message: Message, cut?: number): Promise<Heard>;
  close(): void;
}

function linesOf(text: string): Line[] {
  // What follows the last line feed was cut off.
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

export function openClient(): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });

  return {
    post: (port, { id, user, text, at }, cut) =>
      new Promise((resolve) => {
        let said = '';
        let status: number | undefined;
        let cutting: NodeJS.Timeout | undefined;
        const end = (whole: boolean): void => {
          // The connection may be another request's by then.
          clearTimeout(cutting);
          resolve({ status: whole ? status : undefined, lines: linesOf(said) });
        };
        const asked = request(
          { agent, host: '127.0.0.1', port, method: 'POST', path: '/api/v1/messages' },
          (response) => {
            status = response.statusCode;
            response.setEncoding('utf8').on('data', (chunk: string) => {
              said += chunk;
            });
            response.on('end', () => end(response.complete));
            response.on('error', () => end(false));
          },
        );
        asked.on('error', () => end(false));
        asked.setTimeout(PATIENCE, () => asked.destroy());
        asked.end(JSON.stringify({ id, user, text, at: new Date(at).toISOString() }));
        if (cut !== undefined) cutting = setTimeout(() => asked.destroy(), cut);
      }),
    close: () => agent.destroy(),
  };
}
