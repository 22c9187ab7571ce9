/** What every command shares: its shape, its exit codes, and the fault of calling it wrongly. Runs nothing. */
import { writeFileSync } from 'node:fs';

/** Exit codes, as --help documents them (the last two are those of sysexits.h). */
export const EXIT = { ok: 0, failed: 1, usage: 2, bug: 70, setup: 78 } as const;

/** Carries out a command with the words after its name. Resolves to the exit code. */
export type Command = (args: string[]) => Promise<number>;

/** A command called wrongly: exit code 2. The message says what to write instead. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault';
}

/** Something an operator can put right, said in sentences without a stack: exit code 1, or the one given. */
export class OperatorFault extends Error {
  override readonly name = 'OperatorFault';
  readonly exit: number;

  constructor(message: string, exit: number = EXIT.failed) {
    super(message);
    this.exit = exit;
  }
}

/** Writes what a command made to a file, or says in one line why it could not. `mode`: permissions of a new file. */
export function writeOut(path: string, text: string | Uint8Array, mode = 0o666): void {
  try {
    writeFileSync(path, text, { mode });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OperatorFault(`写不了 ${path}。/ ${path} cannot be written: ${why}`);
  }
}
