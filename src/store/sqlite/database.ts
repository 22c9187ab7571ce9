/**
 * The little of an SQLite connection the parts of the store need, so that only `sqlite.ts` knows the library; and what
 * its errors mean. Opens nothing.
 */
import { StoreFault } from '../fault.ts';

type Bound = string | number | null;

export interface Statement {
  run(...values: Bound[]): { readonly changes: number | bigint };
  get(...values: Bound[]): unknown;
  all(...values: Bound[]): unknown[];
}

export interface Database {
  prepare(sql: string): Statement;
}

/** Primary result codes (https://www.sqlite.org/rescode.html). */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const CONSTRAINT = 19;
const NOTADB = 26;

/** Any error of the library or the file system as the one fault to show, naming the file and what to do. */
export function faultOf(error: unknown, file: string): StoreFault {
  if (error instanceof StoreFault) return error;
  const { errcode, code, message } = error as { errcode?: number; code?: string; message?: string };
  const cause = { cause: error };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StoreFault('full', `${file}: the disk is full. Free some space; nothing unconfirmed was kept.`, cause);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    // What mkdir says of a new folder in a read-only one.
    case 'ENOENT':
      return readonly(file, cause);
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
      return new StoreFault('foreign', `${file}: something else is in its place. Choose another DATA_DIR.`, cause);
    default:
  }
  switch ((errcode ?? 0) & 0xff) {
    case BUSY:
    case LOCKED:
      return new StoreFault(
        'busy',
        `${file}: locked by another process for too long. Is a backup or a shell open on it?`,
        cause,
      );
    case READONLY:
    case CANTOPEN:
      return readonly(file, cause);
    case CORRUPT:
    case NOTADB:
      return new StoreFault(
        'corrupt',
        `${file}: damaged, or not a Shenbao store. Stop, put back a backup (with its -wal file), or move the file away to begin afresh.`,
        cause,
      );
    case FULL:
      return new StoreFault('full', `${file}: the disk is full. Free some space; nothing unconfirmed was kept.`, cause);
    case CONSTRAINT:
      return new StoreFault('conflict', `${file}: a write contradicts what is stored (${message}).`, cause);
    default:
      return new StoreFault('unavailable', `${file}: ${message ?? String(error)}.`, cause);
  }
}

function readonly(file: string, cause: ErrorOptions): StoreFault {
  return new StoreFault(
    'readonly',
    `${file}: may not be written. Check the owner and the rights of the file and its folder.`,
    cause,
  );
}
