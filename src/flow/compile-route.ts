/** Checks one list's route and draws its maps: what is asked where, and what depends on what. Asks nothing itself. */
import type { Condition } from './condition.ts';
import type { Spot } from './spot.ts';
import type { Step } from './step.ts';

/** A step on a route, and where its condition stands (the step's own place or the list's override). */
export interface Stop {
  readonly step: Step;
  readonly whenSpot: Spot;
  readonly spot: Spot;
}

/** Route index by ordinal; -1 where the route lacks the step. */
export function placesOf(route: readonly Step[], count: number): number[] {
  const place = new Array<number>(count).fill(-1);
  for (const [index, step] of route.entries()) place[step.ordinal] = index;
  return place;
}

/** For each ordinal the ordinals of the steps whose `when` reads it, in route order. */
export function dependentsOf(route: readonly Step[], count: number): number[][] {
  const dependents = Array.from({ length: count }, (): number[] => []);
  for (const step of route) {
    for (const ordinal of readsOf(step.when)) dependents[ordinal]?.push(step.ordinal);
  }
  return dependents;
}

/** Ordinals a condition depends on, by value or presence, each once. */
export function readsOf(condition: Condition | undefined): readonly number[] {
  if (condition === undefined) return [];
  return [...new Set([...condition.reads, ...condition.presenceReads])];
}

/** Faults conditions that read what this route asks later or never. `told` keeps one fault a step and read. */
export function checkReads(stops: readonly Stop[], steps: readonly Step[], listId: string, told: Set<string>): void {
  const route = stops.map((stop) => stop.step);
  const place = placesOf(route, steps.length);
  const byOrdinal = new Map(route.map((step) => [step.ordinal, step]));
  const once = (spot: Spot, reader: Step, ordinal: number, message: string, suggestion?: string): void => {
    const key = `${spot.file}\n${reader.id}\n${ordinal}`;
    if (told.has(key)) return;
    told.add(key);
    spot.fault(message, suggestion);
  };
  for (const [index, { step, whenSpot, spot }] of stops.entries()) {
    for (const ordinal of readsOf(step.when)) {
      const read = steps[ordinal]?.id ?? '';
      const at = place[ordinal] ?? -1;
      if (at < 0) {
        once(
          whenSpot,
          step,
          ordinal,
          `the condition reads "${read}", which list ${listId} never asks`,
          `ask it before "${step.id}"`,
        );
      } else if (at >= index) {
        const circle = circleFrom(step.ordinal, ordinal, byOrdinal);
        const message =
          circle === undefined
            ? `the condition reads "${read}", which list ${listId} asks later`
            : `conditions in a circle: ${circle.map((one) => steps[one]?.id ?? '').join(' → ')}`;
        once(whenSpot, step, ordinal, message, 'read only steps asked before');
      }
    }
    for (const [number, check] of step.checks.entries()) {
      for (const ordinal of readsOf(check.when)) {
        const at = place[ordinal] ?? -1;
        if (at >= 0 && at <= index) continue;
        const read = steps[ordinal]?.id ?? '';
        once(
          spot.at('checks', number, 'if'),
          step,
          ordinal,
          `the check reads "${read}", which list ${listId} ${at < 0 ? 'never asks' : 'asks later'}`,
        );
      }
    }
  }
}

/** The circle start → via → … → start over conditions, if there is one. */
function circleFrom(start: number, via: number, steps: ReadonlyMap<number, Step>): number[] | undefined {
  const seen = new Set<number>();
  const search = (ordinal: number, trail: readonly number[]): number[] | undefined => {
    if (ordinal === start) return [...trail, ordinal];
    if (seen.has(ordinal)) return undefined;
    seen.add(ordinal);
    for (const next of readsOf(steps.get(ordinal)?.when)) {
      const circle = search(next, [...trail, ordinal]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  return search(via, [start]);
}
