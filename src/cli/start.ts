/** Starts the assistant. Until there is a channel that listens by itself, it talks on standard input and output. */
import { parseArgs } from 'node:util';
import { talk } from './chat.ts';
import { complain } from './machine.ts';

/** `start`: opens the conversation on the terminal, after one line that says so. */
export async function start(args: string[]): Promise<number> {
  parseArgs({ args, options: {} });
  if (process.stdin.isTTY) {
    complain('网页渠道还没有装好，先在终端里对话（Ctrl-D 离开）。/ Talking in the terminal (Ctrl-D leaves).');
  }
  return talk();
}
