/** Which partitions one call may touch: all of them on a single server, one at a time in a cluster. Sends nothing. */
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';

/** The bases of all partitions, split into what one script may be given. */
export function spread({ cluster }: Connection, { bases }: Keys): readonly (readonly string[])[] {
  return cluster ? bases.map((base) => [base]) : [bases];
}

/** Things for one call: their bases, each once, and beside every thing the number (from 1) of its base. */
export interface Group<T> {
  readonly bases: string[];
  readonly members: { readonly base: number; readonly one: T }[];
}

/**
 * Splits things by what one script may be given, keeping their order.
 * @param most things in one group
 */
export function grouped<T>(
  { cluster }: Connection,
  things: readonly T[],
  baseOf: (one: T) => string,
  most = Number.POSITIVE_INFINITY,
): readonly Group<T>[] {
  const groups: Group<T>[] = [];
  const open = new Map<string, Group<T>>();
  for (const one of things) {
    const base = baseOf(one);
    const of = cluster ? base : '';
    let group = open.get(of);
    if (group === undefined || group.members.length >= most) {
      group = { bases: [], members: [] };
      groups.push(group);
      open.set(of, group);
    }
    let no = group.bases.indexOf(base) + 1;
    if (no === 0) no = group.bases.push(base);
    group.members.push({ base: no, one });
  }
  return groups;
}
