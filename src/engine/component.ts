/**
 * Which steps of a list must be tried together: those joined by a condition. Findings of different groups cannot
 * influence one another, so walking each group's combinations covers every combination that matters.
 */
import type { Condition } from '../flow/condition.ts';
import type { List } from '../flow/list.ts';
import type { Step } from '../flow/step.ts';

/**
 * Conditions that read the value (or presence) of each step on the route, by ordinal: those of the path and of findings,
 * and the checks of the step itself.
 */
export function readersOf(list: List): ReadonlyMap<number, readonly Condition[]> {
  const readers = new Map<number, Condition[]>();
  const own = new Map(list.route.flatMap((step) => step.checks.map((check) => [check.when, step.ordinal] as const)));
  for (const condition of conditionsOf(list)) {
    for (const ordinal of [...condition.reads, ...condition.presenceReads]) {
      if (own.has(condition) && own.get(condition) !== ordinal) continue;
      const known = readers.get(ordinal);
      if (known === undefined) readers.set(ordinal, [condition]);
      else known.push(condition);
    }
  }
  return readers;
}

function conditionsOf(list: List): readonly Condition[] {
  return [
    ...list.route.flatMap((step) => (step.when === undefined ? [] : [step.when])),
    ...list.route.flatMap((step) => step.checks.map((check) => check.when)),
    ...list.findings.flatMap((rule) => [
      ...(rule.applies === undefined ? [] : [rule.applies]),
      ...rule.cases.map((one) => one.when),
    ]),
  ];
}

/** Groups of step ordinals joined by conditions, each in asking order; steps no condition reads are in none. */
export function componentsOf(list: List): readonly (readonly number[])[] {
  const parent = new Map<number, number>();
  const root = (ordinal: number): number => {
    let at = ordinal;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  const join = (ordinals: readonly number[]): void => {
    const [first] = ordinals;
    if (first === undefined) return;
    for (const ordinal of ordinals) {
      if (!parent.has(ordinal)) parent.set(ordinal, ordinal);
      parent.set(root(ordinal), root(first));
    }
  };
  const reads = (condition: Condition): number[] => [...condition.reads, ...condition.presenceReads];
  for (const step of list.route) {
    if (step.when !== undefined) join([...reads(step.when), step.ordinal]);
    for (const check of step.checks) join([...reads(check.when), step.ordinal]);
  }
  for (const rule of list.findings) {
    join([...(rule.applies === undefined ? [] : reads(rule.applies)), ...rule.cases.flatMap((one) => reads(one.when))]);
  }
  const groups = new Map<number, number[]>();
  const place = (step: Step): number => list.place[step.ordinal] ?? -1;
  for (const step of list.route.toSorted((a, b) => place(a) - place(b))) {
    if (!parent.has(step.ordinal)) continue;
    const top = root(step.ordinal);
    const group = groups.get(top);
    if (group === undefined) groups.set(top, [step.ordinal]);
    else group.push(step.ordinal);
  }
  return [...groups.values()];
}
