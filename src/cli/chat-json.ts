/**
 * The conversation for programs: one JSON object a line in, replies and one `done` a line out. Lines of different people
 * are taken together so that they share a write to the disk; what is said for one line stays together, in the order of
 * the lines. No line, however wrong, ends the process.
 */
import { parseArgs } from 'node:util';
import type { Channel } from '../channel.ts';
import type { JsonMessage } from '../http/json-message.ts';
import { doneLine, inboundOf, JSON_CHANNEL, readLine, replyLine } from '../http/json-message.ts';
import type { Content, Outbound } from '../message.ts';
import { sessionKey } from '../runtime/conversation.ts';
import { saidOn } from '../runtime/elsewhere.ts';
import type { ReplyRef } from '../store/store.ts';
import { EXIT, UsageFault } from './command.ts';
import type { Line } from './lines.ts';
import { linesOf } from './lines.ts';
import type { Machine } from './machine.ts';
import { complain, openMachine } from './machine.ts';

/** Longest line, bytes. */
const LONGEST = 2 * 1024 * 1024;
/** Lines under way at once. */
const WINDOW = 64;
/** Nobody else writes what this run has claimed, ms. */
const LEASE = 30_000;
/** More than one message ever leads to. */
const REPLIES = 1000;

/** `chat --json`: ends at the end of input, once every line is answered. */
export async function chatJson(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' }, user: { type: 'string' } } });
  if (values.user !== undefined) {
    throw new UsageFault('--json 的每一行自带 user，不能再加 --user。/ With --json every line names its user.');
  }
  const machine = await openMachine({ channelFor: (name) => (name === JSON_CHANNEL ? output : undefined) });
  try {
    await machine.overdue.sweep();
    await answerAll(machine, linesOf(process.stdin, LONGEST));
  } finally {
    await machine.close();
  }
  return EXIT.ok;
}

/** Standard output as a channel, for what earlier runs still owed. */
const output: Channel = {
  name: JSON_CHANNEL,
  capabilities: {
    buttons: true,
    edit: false,
    cards: false,
    groups: true,
    proactive: false,
    filesIn: LONGEST,
    filesOut: 0,
    textLimit: LONGEST,
    labelLimit: 1000,
    buttonLimit: 1000,
  },
  send: (outbound) => write(replyLine(outbound)),
  health: () => ({ state: 'open' }),
  close: async () => {},
};

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
 * Answers every line. Each is taken as soon as the previous one of the same person is settled, and answered when all
 * lines before it are.
 */
async function answerAll(machine: Machine, lines: AsyncIterable<Line>): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const lastOf = new Map<string, Promise<void>>();
  let answered: Promise<void> = Promise.resolve();
  const track = (one: Promise<void>): void => {
    underWay.add(one);
    void one.then(() => underWay.delete(one));
  };
  for await (const one of lines) {
    if (underWay.size >= WINDOW) await Promise.race(underWay);
    const read = 'fault' in one ? { id: null, error: one.fault } : readLine(one.text);
    const before = answered;
    if ('error' in read) {
      answered = before.then(() => write(doneLine(read.id, 'error', read.error)));
      track(answered);
      continue;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    answered = promise;
    const own = lastOf.get(read.user) ?? Promise.resolve();
    const settled = own.then(() => answer(machine, read, before, resolve));
    lastOf.set(read.user, settled);
    track(settled);
    void settled.then(() => {
      if (lastOf.get(read.user) === settled) lastOf.delete(read.user);
    });
  }
  await answered;
  await Promise.all(underWay);
}

/**
 * Takes one line and says what it led to, then that it is done. Whatever goes wrong is that line's error. Replies need
 * none of delivery's patience: they are written, or the process ends and the next one writes them.
 * @param written called when the next line may be answered
 */
async function answer(machine: Machine, message: JsonMessage, before: Promise<void>, written: () => void) {
  let text: string;
  let sent: readonly ReplyRef[] = [];
  try {
    const inbound = inboundOf(message, await contentOf(machine, message), Date.now());
    const { status, key, leased } = await machine.conversation.take(inbound);
    const { store } = machine;
    const replies =
      leased === undefined ? await owed(machine, key) : await saidOn(JSON_CHANNEL, { store, key, leased });
    sent = replies.map(({ id }) => ({ key, id }));
    text = replies.map(replyLine).join('');
    text += doneLine(message.id, status === 'duplicate' ? 'duplicate' : 'ok');
  } catch (error) {
    text = doneLine(message.id, 'error', error instanceof Error ? error.message : String(error));
    if (isBug(error)) complain(`${JSON.stringify(message.id)}: ${error.stack}`);
  }
  await before;
  await write(text);
  written();
  if (sent.length === 0) return;
  // Not noted as sent, they are written again by the next run: at least once.
  await machine.store.confirm(sent).catch((error: unknown) => complain(String(error)));
}

/** What an earlier message of the person left unsaid, too. */
async function owed({ store, clock }: Machine, key: string): Promise<readonly Outbound[]> {
  return (await store.claim(clock.now(), LEASE, REPLIES, { key, channels: [JSON_CHANNEL] })).map(
    ({ outbound }) => outbound,
  );
}

/** Not the store's fault and not that of a file which cannot be read. */
function isBug(error: unknown): error is Error {
  return error instanceof Error && error.name !== 'StoreFault' && !('code' in error);
}

async function contentOf(machine: Machine, message: JsonMessage): Promise<Content> {
  if (message.choose !== undefined) return { kind: 'choose', options: message.choose };
  if (message.file !== undefined) {
    const { path, base64 = '', name, mime } = message.file;
    return machine.keepFile(
      sessionKey({ channel: JSON_CHANNEL, user: message.user }),
      path ?? Buffer.from(base64, 'base64'),
      name,
      mime,
    );
  }
  return { kind: 'text', text: message.text ?? '' };
}
