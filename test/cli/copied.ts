/** A copy of the program in a folder of its own, with packages left out or adapters added. Changes nothing of the original. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Copied {
  /** What is run instead of the original's `shenbao.mjs`. */
  readonly guard: string;
  remove(): void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param without names of packages that are not installed there
 * @param adapters source of more files in `adapters/`, by name
 * @param torn names of packages whose installation was broken off: there is no more of them than their package.json
 */
export function copyProgram(
  without: readonly string[],
  adapters: Readonly<Record<string, string>> = {},
  torn: readonly string[] = [],
): Copied {
  const path = mkdtempSync(join(tmpdir(), 'shenbao-copy-'));
  for (const part of ['src', 'adapters', 'package.json', 'shenbao.mjs', '.env.example']) {
    cpSync(join(root, part), join(path, part), { recursive: true });
  }
  for (const [name, text] of Object.entries(adapters)) writeFileSync(join(path, 'adapters', `${name}.ts`), text);
  for (const name of packages()) {
    if (without.includes(name)) continue;
    const [from, to] = [root, path].map((folder) => join(folder, 'node_modules', name)) as [string, string];
    mkdirSync(torn.includes(name) ? to : join(to, '..'), { recursive: true });
    if (torn.includes(name)) cpSync(join(from, 'package.json'), join(to, 'package.json'));
    else symlinkSync(from, to, 'dir');
  }
  return { guard: join(path, 'shenbao.mjs'), remove: () => rmSync(path, { recursive: true }) };
}

/** Every installed package, scoped ones too. */
function packages(): string[] {
  const below = (folder: string): string[] => readdirSync(join(root, 'node_modules', folder));
  return below('').flatMap((name) => {
    if (name.startsWith('.')) return [];
    return name.startsWith('@') ? below(name).map((part) => `${name}/${part}`) : [name];
  });
}
