/** Puts texts that say nearly the same together, so that an organizer reads each once. Finds no answers. */
import { gramTable } from './gram-table.ts';
import { gramsOf } from './grams.ts';
import { neighbours } from './neighbours.ts';

/** Likeness from which two texts belong together. */
const ALIKE = 0.5;

/** Groups of indexes, largest first, then by first occurrence; each text joins the first earlier one it is like. */
export function groupsOf(normalised: readonly string[]): number[][] {
  const table = gramTable();
  const texts = normalised.map((text) => table.learn(gramsOf(text)));
  const near = neighbours(texts, table.size());
  const leaders = new Map<number, number[]>();
  for (const [index, own] of texts.entries()) {
    const { likeness } = near(own);
    let leader = index;
    let most = ALIKE;
    for (const other of leaders.keys()) {
      const value = normalised[other] === normalised[index] ? 1 : (likeness[other] ?? 0);
      if (value > most) [leader, most] = [other, value];
    }
    const members = leaders.get(leader);
    if (members === undefined) leaders.set(leader, [index]);
    else members.push(index);
  }
  return [...leaders.values()].toSorted((a, b) => b.length - a.length);
}
