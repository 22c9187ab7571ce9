/** The hash that identifies a call's files. Reads no files itself. */
import { createHash } from 'node:crypto';

/** SHA-256, hex, over the sorted relative paths and contents (lengths first, so that no two sets of files collide). */
export function fingerprint(files: readonly { readonly path: string; readonly text: string }[]): string {
  const hash = createHash('sha256');
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${file.path.length}:${file.path}${file.text.length}:${file.text}`);
  }
  return hash.digest('hex');
}
