/** The sum of a document by its content alone: the order of its keys does not matter. Signs and stores nothing. */
import { hash } from 'node:crypto';

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Readonly<Record<string, unknown>>;
  // What is undefined is not part of a document.
  const names = Object.keys(record).filter((name) => record[name] !== undefined);
  return names.sort().map((name) => [name, ordered(record[name])]);
}

/** SHA-256, base64url, of what a JSON value says. */
export function sumOf(value: unknown): string {
  return hash('sha256', JSON.stringify(ordered(value)), 'base64url');
}
