/** The sum of a document by its content alone: the order of its keys does not matter. Signs and stores nothing. */
import { hash } from 'node:crypto';

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => [key, ordered(one)]);
}

/** SHA-256, base64url, of what a JSON value says. */
export function sumOf(value: unknown): string {
  return hash('sha256', JSON.stringify(ordered(JSON.parse(JSON.stringify(value)))), 'base64url');
}
