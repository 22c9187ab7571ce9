/**
 * The log of a running assistant: one JSON object a line on standard error. Says what happened to the program, never
 * what anybody wrote: people appear as a short hash, and fields that could hold words or contacts are cut out.
 */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { pino } from 'pino';

export type Log = Logger;

/** Fields whose values never reach a log, wherever they stand. */
const SECRET = ['text', 'body', 'user', 'chat', 'phone', 'email', 'name', 'token', 'authorization', 'url'];

/** @param level one of pino's; `write` takes a line (standard error unless a test listens) */
export function openLog(level: string, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  const paths = SECRET.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths, remove: true },
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
}

/** A person or chat in a log: tells two apart and names nobody. */
export function shortHash(id: string): string {
  return createHash('sha256').update(id, 'utf8').digest('hex').slice(0, 10);
}
