/** Asks a person at a terminal for a line, secrets without showing them. Understands no answer. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

export interface Asking {
  /** What was typed, trimmed; undefined when the input ended. `secret`: not shown. */
  ask(question: string, secret?: boolean): Promise<string | undefined>;
  close(): void;
}

export interface AskingParts {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Is it a terminal? Only there a secret can be hidden. */
  readonly terminal: boolean;
}

export function openAsking({ input, output, terminal }: AskingParts): Asking {
  let hidden = false;
  const screen = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      if (!hidden) output.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input, output: screen, terminal });
  let ended = false;
  const { promise: end, resolve } = Promise.withResolvers<undefined>();
  lines.once('close', () => {
    ended = true;
    resolve(undefined);
  });
  // Ctrl+C ends the command as it does everywhere else.
  lines.once('SIGINT', () => lines.close());

  return {
    async ask(question, secret = false) {
      if (ended) return undefined;
      output.write(question);
      hidden = secret;
      const typed = await Promise.race([lines.question(''), end]);
      hidden = false;
      if (secret) output.write('\n');
      return typed?.trim();
    },
    close: () => lines.close(),
  };
}
