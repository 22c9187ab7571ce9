/** Which steps of a list must be checked again when another answer changes. Derived once per list; evaluates nothing. */
import type { List } from '../flow/list.ts';

const tables = new WeakMap<List, readonly (readonly number[])[]>();

/** By step ordinal: ordinals of the other steps on the route whose refusing checks read it. */
export function checkedBy(list: List): readonly (readonly number[])[] {
  const known = tables.get(list);
  if (known !== undefined) return known;
  const table: number[][] = list.place.map(() => []);
  for (const step of list.route) {
    for (const check of step.checks) {
      if (check.level !== 'error') continue;
      for (const ordinal of [...check.when.reads, ...check.when.presenceReads]) {
        if (ordinal !== step.ordinal && !table[ordinal]?.includes(step.ordinal)) table[ordinal]?.push(step.ordinal);
      }
    }
  }
  tables.set(list, table);
  return table;
}
