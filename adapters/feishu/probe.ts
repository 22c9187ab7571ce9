/**
 * Watches the socket under the long connection: the SDK pings only every two minutes, so a connection that died without
 * a word would be noticed far too late. Sends WebSocket pings of its own and sees whether anything comes back.
 */
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Duplex } from 'node:stream';

export interface Probe {
  /** To be given to the SDK, which connects through it. */
  readonly agent: Agent;
  /** Begins to listen; the connection is open. */
  watch(): void;
  ping(): void;
  /** When anything was heard last, ms; undefined before. */
  heard(): number | undefined;
  /** Did the platform ever answer a ping? Until then its silence means nothing. */
  answers(): boolean;
}

/** RFC 6455 §5.5.2: FIN and ping, masked, empty, under a mask of zeros. */
const PING = Uint8Array.of(0x89, 0x80, 0, 0, 0, 0);
const PONG = 0x8a;

/** @param domain of the REST calls: what is secure there is secure here */
export function openProbe(domain: string, now: () => number): Probe {
  const agent = domain.startsWith('http:') ? new Agent() : new SecureAgent();
  let socket: Duplex | undefined;
  let heard: number | undefined;
  let answers = false;
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const made = connect(options, callback);
    if (made) socket = made;
    return made;
  };
  return {
    agent,
    watch() {
      heard = now();
      socket?.on('data', (chunk: Uint8Array) => {
        heard = now();
        if (chunk[0] === PONG) answers = true;
      });
    },
    ping() {
      // Between two frames: the SDK writes each of its frames within one tick.
      if (socket?.writable === true) socket.write(PING);
    },
    heard: () => heard,
    answers: () => answers,
  };
}
