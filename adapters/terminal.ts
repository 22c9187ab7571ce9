/**
 * The channel for a person at a terminal, or for lines piped in: shows messages as text and takes lines (a pasted block
 * is one message; `/file path` sends a file). Keeps nothing and reads no file itself.
 */
import { createInterface } from 'node:readline/promises';
import { z } from 'zod';
import type { Adapter, Channel, Intake, Take } from '../src/channel.ts';
import type { Content, Outbound } from '../src/message.ts';
import { asText, PRIVATE } from '../src/message.ts';
import { paint, styled } from './terminal/paint.ts';

export const TERMINAL = 'terminal';

/** A stream that may be a terminal. */
type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };
type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Whom the channel speaks with, and what it needs for that besides `take`. */
export interface Person {
  readonly user: string;
  readonly input: Input;
  readonly output: Output;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** An id nobody has used before, one for each opening of the channel. */
  readonly newId: () => string;
  /** Stores the file at a path and says what it means as a message. Rejects when it cannot be read. */
  readonly keep: (path: string) => Promise<Content>;
  /** The person left, or the input ended; every line is answered. */
  readonly onLeave: () => void;
}

const settingsSchema = z.object({ NO_COLOR: z.string().optional() });
export type TerminalSettings = z.infer<typeof settingsSchema>;

const WIDEST = 80;
/** A terminal that calls itself narrower does not know its width (or says 0). */
const NARROWEST = 20;
const PROMPT = '› ';
const FILE = /^\/file\s+(.+)$/iu;
const LEAVE = /^\/(?:quit|exit|q)$/iu;
/** What the person would say first: shows the open question, or welcomes somebody new. */
const FIRST_WORDS = '继续';
const GOODBYE = '已存好，下次接着填。/ Saved; carry on next time.';
const NOT_TAKEN = '这一条没有存上，请再发一次。/ This one was not saved; please send it again.';
const NO_FILE = '读不了这个文件 / This file cannot be read: ';
/** Bracketed paste (xterm): the terminal says where a pasted text begins and ends. */
const PASTE_ON = '\u001B[?2004h';
const PASTE_OFF = '\u001B[?2004l';

/** The adapter for one person at one pair of streams. */
export function terminalFor(person: Person): {
  readonly env: typeof settingsSchema;
  open(settings: TerminalSettings, intake: Pick<Intake, 'take'>): Promise<Channel>;
} {
  return { env: settingsSchema, open: async (settings, { take }) => openTerminal(person, settings, take) };
}

/** How a message looks at a terminal. */
export const show: Adapter['show'] = (outbound) => ({ parts: [asText(outbound)], buttons: [], misfits: [] });

function openTerminal(person: Person, settings: TerminalSettings, take: Take): Channel {
  const { input, output } = person;
  const live = input.isTTY === true && output.isTTY === true;
  const colour = output.isTTY === true && settings.NO_COLOR === undefined;
  const lines = createInterface({ input, output: live ? output : undefined, terminal: live, prompt: PROMPT });
  const start = person.newId();
  let count = 0;
  let prompting = false;
  let pasting = false;
  let pasted: string[] = [];
  // Messages are taken one after another, in the order they were typed; the machine knows the channel once it is open.
  let busy: Promise<void> = new Promise((resolve) => {
    setImmediate(resolve);
  });

  const print = (text: string): void => {
    if (prompting) output.write('\r\u001B[J');
    prompting = false;
    output.write(`${text}\n`);
  };
  const ask = (): void => {
    if (!live || closed) return;
    prompting = true;
    lines.prompt(true);
  };

  async function said(text: string): Promise<void> {
    const file = FILE.exec(text.trim());
    try {
      await sent(file === null ? { kind: 'text', text } : await person.keep(plainPath(file[1] ?? '')));
    } catch (error) {
      print(styled(NO_FILE + (error instanceof Error ? error.message : String(error)), 'red', colour));
    }
    ask();
  }

  async function sent(content: Content): Promise<void> {
    count += 1;
    const id = `${start}-${count}`;
    const taken = await take({
      channel: TERMINAL,
      id,
      user: person.user,
      chat: PRIVATE,
      addressed: true,
      at: person.now(),
      content,
    });
    if (taken === 'error') print(styled(NOT_TAKEN, 'red', colour));
  }

  const enqueue = (text: string): void => {
    busy = busy.then(() => said(text));
  };

  if (live) {
    output.write(PASTE_ON);
    input.on('keypress', (_text: unknown, key: { readonly name?: string } | undefined) => {
      if (key?.name === 'paste-start') pasting = true;
      if (key?.name === 'paste-end') pasting = false;
    });
  }
  lines.on('line', (line) => {
    prompting = false;
    if (pasting) {
      pasted.push(line);
      return;
    }
    const text = [...pasted, line].join('\n');
    pasted = [];
    if (live && LEAVE.test(text.trim())) lines.close();
    else if (live && text.trim() === '') ask();
    else enqueue(text);
  });
  lines.on('SIGINT', () => lines.close());

  let closed = false;
  let left: Promise<void> | undefined;
  const leave = (): Promise<void> => {
    left ??= busy.then(() => {
      if (live) output.write(`\n${GOODBYE}\n${PASTE_OFF}`);
      person.onLeave();
    });
    return left;
  };
  lines.on('close', () => {
    closed = true;
    void leave();
  });
  enqueue(FIRST_WORDS);

  return {
    name: TERMINAL,
    capabilities: {
      buttons: false,
      edit: false,
      cards: false,
      groups: false,
      proactive: false,
      filesIn: Number.MAX_SAFE_INTEGER,
      filesOut: 0,
      textLimit: 1_000_000,
      labelLimit: 0,
      buttonLimit: 0,
    },
    async send(outbound: Outbound) {
      const columns = output.columns ?? WIDEST;
      const width = columns < NARROWEST ? WIDEST : Math.min(columns, WIDEST);
      print(`\n${paint(outbound, { width, colour })}`);
    },
    health: () => ({ state: closed ? 'closed' : 'open' }),
    async close() {
      if (!closed) lines.close();
      await leave();
    },
  };
}

/** A path as dragged into a terminal: quoted, or with escaped spaces. */
function plainPath(said: string): string {
  const quoted = /^(['"])(.*)\1$/u.exec(said.trim());
  return quoted === null ? said.trim().replaceAll('\\ ', ' ') : (quoted[2] ?? '');
}
