/** Asks a person at a terminal for a line, secrets without showing them. Understands no answer. */
import { createInterface } from 'node:readline';
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
  /** Typed before it was asked for: a file or a pipe does not wait. */
  const typed: string[] = [];
  let hear: ((line: string | undefined) => void) | undefined;
  let ended = false;
  lines.on('line', (line) => {
    const heard = hear;
    hear = undefined;
    if (heard === undefined) typed.push(line);
    else heard(line);
  });
  lines.once('close', () => {
    ended = true;
    hear?.(undefined);
  });
  // Ctrl+C ends the command as it does everywhere else.
  lines.once('SIGINT', () => lines.close());

  function next(): Promise<string | undefined> {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const known = typed.shift();
    if (known !== undefined || ended) resolve(known);
    else hear = resolve;
    return promise;
  }

  return {
    async ask(question, secret = false) {
      output.write(question);
      hidden = secret;
      const said = await next();
      hidden = false;
      if (secret) output.write('\n');
      return said?.trim();
    },
    close: () => lines.close(),
  };
}
