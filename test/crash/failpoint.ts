/**
 * Named places on a turn's way where a process can be ended or stopped, and a store that reports passing them. Alters
 * nothing of what the store does.
 */
import { writeSync } from 'node:fs';
import type { Store } from '../../src/store/store.ts';

/** In the order of a turn. `commit-sent`: the bytes are out, no answer is in. `between`: only in the wrong stores. */
export const POINTS = [
  'before-load',
  'after-load',
  'before-commit',
  'commit-sent',
  'after-commit',
  'before-answer',
  'before-confirm',
  'after-confirm',
] as const;

export type Point = (typeof POINTS)[number] | 'between';

/** What a paused process says last, for whoever is to wake it. */
export const PAUSED = 'paused';

/**
 * What to do on passing a point, from `point:n:kill` (at the n-th passing) or `point:n:pause` (at every n-th); nothing
 * for ''. Both act on this very process, between two instructions.
 */
export function trap(plan: string): (point: Point) => void {
  const [where = '', often = '1', what = 'kill'] = plan.split(':');
  const nth = Number(often);
  let passed = 0;
  return (point) => {
    if (point !== where) return;
    passed += 1;
    if (what === 'kill' && passed === nth) process.kill(process.pid, 'SIGKILL');
    if (what === 'pause' && passed % nth === 0) {
      writeSync(1, `${PAUSED}\n`);
      process.kill(process.pid, 'SIGSTOP');
    }
  };
}

/** The store, telling what is passed. */
export function watched(store: Store, passing: (point: Point) => void): Store {
  return {
    ...store,
    async load(key) {
      passing('before-load');
      const log = await store.load(key);
      passing('after-load');
      return log;
    },
    async commit(commit) {
      passing('before-commit');
      const answer = store.commit(commit);
      // The store writes at the end of the tick; this comes right behind it.
      setImmediate(() => passing('commit-sent'));
      const committed = await answer;
      passing('after-commit');
      return committed;
    },
    async confirm(sent) {
      passing('before-confirm');
      await store.confirm(sent);
      passing('after-confirm');
    },
  };
}
