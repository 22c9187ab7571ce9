/**
 * The long connection: one client of the SDK after another. A client that does not connect, is cut, or has gone silent is
 * closed and a new one is built, because the SDK may wait for minutes, or for ever, without saying so.
 */
import type { EventDispatcher, WSClient } from '@larksuiteoapi/node-sdk';
import type { Health } from '../../src/channel.ts';
import type { Probe } from './probe.ts';

export interface LinkParts {
  /** A new client over a new socket. `onError`: it gives up. */
  readonly build: (probe: Probe, onError: (error: Error) => void) => WSClient;
  readonly probe: () => Probe;
  readonly dispatcher: EventDispatcher;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly tell: (level: 'info' | 'warn', what: string, fields?: Readonly<Record<string, number>>) => void;
  readonly pace?: Partial<Pace>;
}

/** In ms. */
export interface Pace {
  /** Between two looks at a client. */
  readonly look: number;
  /** A client that has not connected by then never will. */
  readonly connect: number;
  /** Between two pings; after three without an answer the connection is dead. */
  readonly ping: number;
  /** Between two clients: the first pause, and the most it grows to. */
  readonly first: number;
  readonly most: number;
}

export interface Link {
  health(): Health;
  /** Resolves when the first client is connected, or at the latest when it is given up. */
  readonly tried: Promise<void>;
  close(): void;
}

const PACE: Pace = { look: 250, connect: 8_000, ping: 5_000, first: 500, most: 5_000 };
const SILENT_PINGS = 3;
const CODE = /code=(\d+)/u;

export function openLink(parts: LinkParts): Link {
  const pace = { ...PACE, ...parts.pace };
  let closed = false;
  let isUp = false;
  let isFirst = true;
  let heartbeat: number | undefined;
  let code: number | undefined;
  let end = (): void => {};
  const ending = new Promise<void>((resolve) => {
    end = resolve;
  });
  let doneTrying = (): void => {};
  const tried = new Promise<void>((resolve) => {
    doneTrying = resolve;
  });

  async function rest(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([over, ending]);
    clearTimeout(timer);
  }

  const isSilent = (probe: Probe): boolean =>
    probe.answers() && parts.now() - (probe.heard() ?? parts.now()) > pace.ping * SILENT_PINGS;

  /** One client from its start until it is of no use any more. Returns whether it was ever connected. */
  async function serve(): Promise<boolean> {
    const probe = parts.probe();
    let gaveUp = false;
    const client = parts.build(probe, (error) => {
      gaveUp = true;
      const named = CODE.exec(error.message)?.[1];
      code = named === undefined ? undefined : Number(named);
    });
    // The SDK's promise means nothing: it neither rejects nor tells of readiness.
    client.start({ eventDispatcher: parts.dispatcher }).catch(() => {
      gaveUp = true;
    });
    const began = parts.now();
    let pinged = began;
    let was = false;
    try {
      while (!closed && !gaveUp) {
        const isConnected = client.getConnectionStatus().state === 'connected';
        if (isConnected && !was) {
          was = true;
          isUp = true;
          code = undefined;
          probe.watch();
          probe.ping();
          parts.tell(
            'info',
            isFirst ? 'the long connection of Feishu is open' : 'the long connection of Feishu is back',
          );
          isFirst = false;
          doneTrying();
        }
        if (was && (!isConnected || isSilent(probe))) return true;
        if (!was && parts.now() - began > pace.connect) return false;
        if (was) heartbeat = probe.heard();
        if (was && parts.now() - pinged >= pace.ping) {
          pinged = parts.now();
          probe.ping();
        }
        await rest(pace.look);
      }
      return was;
    } finally {
      isUp = false;
      client.close({ force: true });
      probe.agent.destroy();
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!closed) {
      const was = await serve().catch(() => false);
      doneTrying();
      if (closed) return;
      failures = was ? 0 : failures + 1;
      const pause = Math.min(pace.most, pace.first * 2 ** Math.max(0, failures - 1)) * (0.75 + parts.random() / 4);
      parts.tell('warn', 'the long connection of Feishu is cut; it is built anew', { failures, code: code ?? 0 });
      await rest(pause);
    }
  }

  void run();

  return {
    tried,
    health() {
      if (closed) return { state: 'closed' };
      if (isUp) return { state: 'open', lastHeartbeat: heartbeat };
      const said = code === undefined ? '' : ` (${code})`;
      const why = {
        zh: `连不上飞书的长连接${said}，正在自动重连`,
        en: `the long connection to Feishu is not there${said}; it is tried again by itself`,
      };
      return { state: isFirst ? 'opening' : 'broken', why, lastHeartbeat: heartbeat };
    },
    close() {
      closed = true;
      end();
    },
  };
}
