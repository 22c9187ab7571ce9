/** A real store with a tap on its line: every call is noted, and the line can be cut, before or after the store acted. */
import { StoreFault } from '../../src/store/fault.ts';
import type { Store } from '../../src/store/store.ts';

export interface Tap {
  readonly store: Store;
  /** Names of the calls made, in order. */
  calls: string[];
  /** Times the caller had to wait for the store: calls made at the same time count once. */
  waits: number;
  /** `away`: calls never reach the store · `mute`: the store acts, the answer is lost. */
  line: 'up' | 'away' | 'mute';
}

export function tapped(real: Store): Tap {
  let underWay = 0;
  const cut = (): StoreFault => new StoreFault('unavailable', 'the line to the store is cut');
  async function through(name: string, call: () => Promise<unknown>): Promise<unknown> {
    tap.calls.push(name);
    if (underWay === 0) tap.waits += 1;
    underWay += 1;
    try {
      if (tap.line === 'away') throw cut();
      const answer = await call();
      if (tap.line === 'mute') throw cut();
      return answer;
    } finally {
      underWay -= 1;
    }
  }
  const store = new Proxy(real, {
    get(target, name: keyof Store) {
      if (name === 'dump') return target.dump;
      return (...args: never[]) =>
        through(name, () => (target[name] as (...given: never[]) => Promise<unknown>)(...args));
    },
  });
  const tap: Tap = { store, calls: [], waits: 0, line: 'up' };
  return tap;
}
