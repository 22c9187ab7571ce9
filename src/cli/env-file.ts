/** Sets variables in the `.env` file of the folder the program was started from: whole or not at all, readable by its owner only. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorFault } from './command.ts';
import { withVariable } from './env-edit.ts';

/** Secrets stand there. */
const OWNER_ONLY = 0o600;

/** Returns the path. Throws OperatorFault when it cannot be edited or written. */
export function setVariables(folder: string, values: Readonly<Record<string, string>>): string {
  const path = join(folder, '.env');
  const next = `${path}.${process.pid}`;
  try {
    let text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    for (const [name, value] of Object.entries(values)) text = withVariable(text, name, value);
    writeFileSync(next, text, { mode: OWNER_ONLY });
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    if (error instanceof OperatorFault) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new OperatorFault(`写不了 ${path}。/ ${path} cannot be written: ${why}`);
  }
  return path;
}
