/** Finds the known name nearest to a mistyped one, for suggestions in faults. Never corrects anything by itself. */

/** Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`; gives up beyond `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    before = above;
    above = current;
  }
  return above[b.length] ?? limit + 1;
}

/** The known name that is clearly meant by `name` (a third of it mistyped at most, or two letters), if any. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  if (wanted.length > 80) return undefined;
  let best: string | undefined;
  let fewest = wanted.length < 4 ? 2 : Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const edits = distance(wanted, candidate.toLowerCase(), fewest);
    if (edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** The suggestion of a fault about an unknown name: the nearest one, else the known ones when they are few. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const best = nearest(name, names);
  if (best !== undefined) return `did you mean "${best}"?`;
  return names.length > 0 && names.length <= 24 ? `known: ${names.join(', ')}` : undefined;
}
