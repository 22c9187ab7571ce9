/**
 * The conversation for programs: one JSON object a line in, replies and one `done` a line out. Lines of different people
 * are taken together so that they share a write to the disk; what is said for one line stays together, in the order of
 * the lines. No line, however wrong, ends the process.
 */
import { parseArgs } from 'node:util';
import type { Channel } from '../channel.ts';
import type { Content } from '../message.ts';
import { EXIT, UsageFault } from './command.ts';
import type { JsonMessage } from './json-message.ts';
import { doneLine, inboundOf, JSON_CHANNEL, readLine, replyLine } from './json-message.ts';
import type { Line } from './lines.ts';
import { linesOf } from './lines.ts';
import type { Machine } from './machine.ts';
import { complain, openMachine } from './machine.ts';

/** Longest line, bytes. */
const LONGEST = 2 * 1024 * 1024;
/** Lines under way at once. */
const WINDOW = 64;

/** `chat --json`: ends at the end of input, once every line is answered. */
export async function chatJson(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' }, user: { type: 'string' } } });
  if (values.user !== undefined) {
    throw new UsageFault('--json 的每一行自带 user，不能再加 --user。/ With --json every line names its user.');
  }
  const turns = new Map<string, Promise<void>>();
  const channel = jsonChannel((user) => turns.get(user));
  const machine = openMachine((name) => (name === JSON_CHANNEL ? channel : undefined));
  try {
    await machine.overdue.sweep();
    await answerAll(machine, linesOf(process.stdin, LONGEST), turns);
  } finally {
    await machine.close();
  }
  return EXIT.ok;
}

/** Standard output as a channel. `turnOf`: resolves when the line of that user is the next to be answered. */
function jsonChannel(turnOf: (user: string) => Promise<void> | undefined): Channel {
  return {
    name: JSON_CHANNEL,
    capabilities: { buttons: true, groups: true, files: true, textLimit: LONGEST, labelLimit: 1000 },
    async send(outbound) {
      await turnOf(outbound.to.user);
      await write(replyLine(outbound));
    },
    close: async () => {},
  };
}

/**
 * Resolves once the system has taken it, so that a reply is confirmed only after it was written. Stays open when it
 * could not be written: the output's own error then ends the process, and the reply is delivered by the next one.
 */
function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve();
    });
  });
}

/**
 * Answers every line. Each is taken as soon as the previous one of the same person is answered, and answered when all
 * lines before it are.
 * @param turns by user: when the line under way may be answered
 */
async function answerAll(
  machine: Machine,
  lines: AsyncIterable<Line>,
  turns: Map<string, Promise<void>>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const lastOf = new Map<string, Promise<void>>();
  let answered: Promise<void> = Promise.resolve();
  for await (const one of lines) {
    if (underWay.size >= WINDOW) await Promise.race(underWay);
    const read = 'fault' in one ? { id: null, error: one.fault } : readLine(one.text);
    const before = answered;
    let finished: Promise<void>;
    if ('error' in read) {
      finished = before.then(() => write(doneLine(read.id, 'error', read.error)));
    } else {
      const own = lastOf.get(read.user) ?? Promise.resolve();
      finished = own.then(() => {
        turns.set(read.user, before);
        return answer(machine, read, before);
      });
      lastOf.set(read.user, finished);
      const mine = finished;
      void mine.finally(() => {
        if (lastOf.get(read.user) !== mine) return;
        lastOf.delete(read.user);
        turns.delete(read.user);
      });
    }
    answered = finished;
    const tracked = finished.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }
  await answered;
}

/** Takes one line, delivers what it led to, and says that it is done. Whatever goes wrong is that line's error. */
async function answer(machine: Machine, message: JsonMessage, before: Promise<void>): Promise<void> {
  let done: string;
  try {
    const now = Date.now();
    const inbound = inboundOf(message, await contentOf(machine, message), now);
    const { status, key } = await machine.conversation.take(inbound);
    await machine.delivery.deliver(key);
    done = doneLine(message.id, status === 'duplicate' ? 'duplicate' : 'ok');
  } catch (error) {
    done = doneLine(message.id, 'error', error instanceof Error ? error.message : String(error));
    if (isBug(error)) complain(`${JSON.stringify(message.id)}: ${error.stack}`);
  }
  await before;
  await write(done);
}

/** Not the store's fault and not that of a file which cannot be read. */
function isBug(error: unknown): error is Error {
  return error instanceof Error && error.name !== 'StoreFault' && !('code' in error);
}

async function contentOf(machine: Machine, message: JsonMessage): Promise<Content> {
  if (message.choose !== undefined) return { kind: 'choose', options: message.choose };
  if (message.file !== undefined) {
    const { path, base64 = '', name, mime } = message.file;
    return machine.keepFile(path ?? Buffer.from(base64, 'base64'), name, mime);
  }
  return { kind: 'text', text: message.text ?? '' };
}
