/** Circles in a directed graph, by Tarjan's strongly connected components. Knows nothing of files. */

/**
 * The groups of nodes that reach one another, each sorted; a node with an arrow to itself is a group of one.
 * @param arrows from each node to its targets; targets that are no key are ignored
 */
export function circles(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];

  const reach = (node: string): number => {
    const mine = order.size;
    order.set(node, mine);
    let lowest = mine;
    stack.push(node);
    onStack.add(node);
    const targets = (arrows.get(node) ?? []).filter((target) => arrows.has(target));
    for (const target of targets) {
      const seen = order.get(target);
      if (seen === undefined) lowest = Math.min(lowest, reach(target));
      else if (onStack.has(target)) lowest = Math.min(lowest, seen);
    }
    if (lowest === mine) {
      const group = stack.splice(stack.indexOf(node));
      for (const member of group) onStack.delete(member);
      if (group.length > 1 || targets.includes(node)) found.push(group.sort());
    }
    return lowest;
  };

  for (const node of arrows.keys()) if (!order.has(node)) reach(node);
  return found;
}
