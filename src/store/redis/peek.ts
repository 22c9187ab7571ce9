/** Finds sessions that are due over all partitions, the longest due first. Leases nothing. */
import type { Connection } from './connection.ts';
import { spread } from './group.ts';
import type { Keys } from './keys.ts';
import { DUE } from './lua/due.ts';

export interface Peeked {
  readonly session: string;
  /** The zset it stands in, below its base. */
  readonly name: string;
  readonly score: number;
}

/**
 * Up to `limit` sessions that are due at `now` (ms).
 * @param names zsets below a base; undefined: those of all channels
 */
export async function peek(
  connection: Connection,
  keys: Keys,
  now: number,
  limit: number,
  names: readonly string[] | undefined,
): Promise<readonly Peeked[]> {
  const replies = await Promise.all(
    spread(connection, keys).map((bases) => connection.run(DUE, bases, [now, limit, ...(names ?? [])])),
  );
  const found: Peeked[] = [];
  for (const flat of replies as readonly (readonly (string | number)[])[]) {
    for (let n = 0; n < flat.length; n += 4) {
      found.push({ name: String(flat[n + 1]), session: String(flat[n + 2]), score: Number(flat[n + 3]) });
    }
  }
  return found.sort((a, b) => a.score - b.score || (a.session < b.session ? -1 : 1)).slice(0, limit);
}
