/**
 * A worked example of an adapter in one file, for a platform made up for it: it keeps one TCP connection to a server of
 * lines of JSON. Text only, no groups, no files. `adapters/README.md` walks through it; the contract test runs it.
 *
 * In:  {"id":"m1","from":"u1","text":"你好"} again and again until we answer {"ack":"m1"}
 * Out: {"key":"s1:0:0:0","to":"u1","text":"…"}, answered with {"sent":"s1:0:0:0"} or {"refused":"…","wait":2000}
 */
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Adapter, Channel, Health, Intake, Shown } from '../../src/channel.ts';
import { DeliveryFault } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import { asText, PRIVATE } from '../../src/message.ts';
import { textParts } from '../../src/text-parts.ts';

const NAME = 'lines';
/** Longest text of one line, characters. */
export const LINE_LIMIT = 1_000;
const ANSWER_WITHIN = 5_000;
const PAUSE = { first: 100, most: 5_000 };

const env = z.object({ LINES_HOST: z.string().default('127.0.0.1'), LINES_PORT: z.coerce.number().int().positive() });
type Settings = z.infer<typeof env>;

/** What the server may send; anything else is passed over. */
const lineIn = z.union([
  z.object({ id: z.string(), from: z.string(), text: z.string() }),
  z.object({ sent: z.string() }),
  z.object({ refused: z.string(), wait: z.number() }),
]);

/** How a message looks: the pure part, shared with `send`, so that what is checked is what is sent. */
function show(outbound: Outbound): Shown {
  return { parts: textParts(asText(outbound), LINE_LIMIT), buttons: [], misfits: [] };
}

const example: Adapter<Settings> = { name: NAME, env, show, open };
export default example;

async function open(settings: Settings, intake: Intake): Promise<Channel> {
  const over = new AbortController();
  const waiting = new Map<string, (fault: DeliveryFault | undefined) => void>();
  let socket: Socket | undefined;
  let health: Health = { state: 'opening' };

  async function heard(line: string): Promise<void> {
    const parsed = lineIn.safeParse(fromJson(line));
    health = { ...health, lastHeartbeat: intake.now() };
    if (!parsed.success) return;
    if ('sent' in parsed.data) waiting.get(parsed.data.sent)?.(undefined);
    else if ('refused' in parsed.data) {
      const { refused, wait } = parsed.data;
      waiting.get(refused)?.(new DeliveryFault('rate_limited', 'the server is busy', { retryAfter: wait }));
    } else {
      const { id, from, text } = parsed.data;
      health = { ...health, lastInbound: intake.now() };
      const content = { kind: 'text', text } as const;
      const place = { channel: NAME, user: from, chat: PRIVATE, addressed: true };
      const taken = await intake.take({ ...place, id, at: intake.now(), content });
      // Not taken: the server says it again, as long as we say nothing.
      if (taken !== 'error') socket?.write(`${JSON.stringify({ ack: id })}\n`);
    }
  }

  /** One connection, until it ends; resolves then, whatever ended it. */
  async function connection(onOpen: () => void): Promise<void> {
    const own = connect(settings.LINES_PORT, settings.LINES_HOST);
    const ended = new Promise<void>((resolve) => own.once('close', () => resolve()));
    own.on('error', () => undefined);
    own.once('connect', () => {
      socket = own;
      health = { ...health, state: 'open', why: undefined, lastHeartbeat: intake.now() };
      onOpen();
    });
    createInterface({ input: own }).on('line', (line) => void heard(line));
    over.signal.addEventListener('abort', () => own.destroy(), { once: true });
    await ended;
    socket = undefined;
    const why = { zh: '连接断了，正在重连', en: 'the connection was lost; connecting again' };
    if (!over.signal.aborted) health = { ...health, state: 'broken', why };
    for (const settle of waiting.values()) settle(new DeliveryFault('transient', 'the connection was lost'));
  }

  async function keep(onFirst: () => void): Promise<void> {
    let pause = PAUSE.first;
    while (!over.signal.aborted) {
      await connection(() => {
        pause = PAUSE.first;
        onFirst();
      });
      onFirst();
      await sleep(pause * (1 + intake.random()), undefined, { signal: over.signal }).catch(() => undefined);
      pause = Math.min(PAUSE.most, pause * 2);
    }
  }

  async function sendLine(to: string, text: string, key: string): Promise<void> {
    const own = socket;
    if (own === undefined) throw new DeliveryFault('transient', 'not connected');
    const fault = await new Promise<DeliveryFault | undefined>((resolve) => {
      const late = setTimeout(() => resolve(new DeliveryFault('transient', 'no answer')), ANSWER_WITHIN);
      waiting.set(key, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
      own.write(`${JSON.stringify({ key, to, text })}\n`);
    });
    waiting.delete(key);
    if (fault !== undefined) throw fault;
  }

  let kept: Promise<void> = Promise.resolve();
  // Open, or plainly trying by itself: both are told by health.
  await new Promise<void>((resolve) => {
    kept = keep(resolve);
  });

  return {
    name: NAME,
    capabilities: {
      buttons: false,
      edit: false,
      cards: false,
      groups: false,
      proactive: true,
      filesIn: 0,
      filesOut: 0,
      textLimit: LINE_LIMIT,
      labelLimit: 0,
      buttonLimit: 0,
    },
    async send(outbound, key) {
      // The server knows a part by its key and shows it once, so that a message may be sent again from its beginning.
      for (const [at, text] of show(outbound).parts.entries()) await sendLine(outbound.to.user, text, `${key}:${at}`);
    },
    health: () => health,
    async close() {
      over.abort();
      await kept;
      health = { ...health, state: 'closed', why: undefined };
    },
  };
}

function fromJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
