/** Makes the folder a store lives in. Removes nothing and changes the rights of no folder that is there. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it, for their owner only. Throws the error of the file system. One level at a time:
 * Node's own `recursive` never ends where a folder says ENOENT though its parent is there, as in /proc.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  let level = resolve(path);
  while (statSync(level, { throwIfNoEntry: false }) === undefined && dirname(level) !== level) {
    missing.push(level);
    level = dirname(level);
  }
  for (const folder of missing.reverse()) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      // Another process may have made it meanwhile.
      if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
    }
  }
}
