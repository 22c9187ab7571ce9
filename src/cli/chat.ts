/** The conversation with one person at the terminal. Puts the terminal channel and the machine together; says nothing itself. */
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { TERMINAL, terminalFor } from '../../adapters/terminal.ts';
import type { Channel, Take } from '../channel.ts';
import { sessionKey } from '../runtime/conversation.ts';
import { EXIT, UsageFault } from './command.ts';
import type { Machine } from './machine.ts';
import { complain, openMachine } from './machine.ts';

const SOMEBODY = 'me';

/** `chat [--user NAME]`: ends when the person leaves or the input ends. */
export async function chat(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { user: { type: 'string', default: SOMEBODY } } });
  if (values.user.trim() === '') throw new UsageFault('--user 需要一个名字。/ --user needs a name.');
  return talk(values.user);
}

/** Talks with one person on standard input and output until they leave. */
async function talk(user: string): Promise<number> {
  let channel: Channel | undefined;
  const machine = await openMachine({ channelFor: (name) => (name === TERMINAL ? channel : undefined) });
  try {
    await talkOn(machine, {
      user,
      onOpen: (_, open) => {
        channel = open;
        for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void open.close());
      },
    });
  } finally {
    await machine.close();
  }
  return EXIT.ok;
}

/**
 * Talks with one person on standard input and output, on a machine that is open already, until they leave.
 * @param onOpen is given the channel once it is open
 */
export async function talkOn(
  machine: Machine,
  { user = SOMEBODY, onOpen }: { readonly user?: string; readonly onOpen: (name: string, channel: Channel) => void },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const adapter = terminalFor({
      user,
      input: process.stdin,
      output: process.stdout,
      now: () => Date.now(),
      newId: randomUUID,
      keep: (path) => machine.keepFile(sessionKey({ channel: TERMINAL, user }), path, basename(path), ''),
      onLeave: resolve,
    });
    adapter
      .open(adapter.env.parse(machine.config.environment), { take: taking(machine, user) })
      .then((open) => onOpen(TERMINAL, open))
      .catch(reject);
  });
}

/** Takes messages, and shows what they led to before the next is read. */
function taking(machine: Machine, user: string): Take {
  let owed: Promise<void> | undefined;
  return async (inbound) => {
    try {
      // What an earlier run did not come to show stands before everything else.
      owed ??= machine.overdue.deliver(sessionKey({ channel: TERMINAL, user }));
      await owed.catch((error: unknown) => {
        owed = undefined;
        throw error;
      });
      const { status, key, leased, until } = await machine.conversation.take(inbound);
      if (leased === undefined) await machine.delivery.deliver(key);
      else await machine.delivery.send(key, leased, until);
      return status === 'duplicate' ? 'duplicate' : 'ok';
    } catch (error) {
      complain(
        error instanceof Error ? (error.name === 'StoreFault' ? error.message : `${error.stack}`) : String(error),
      );
      return 'error';
    }
  };
}
