/**
 * What `DURABILITY=replicated` adds: writes count only when a replica has them too. Knows nothing of what is written;
 * the writing script must write something every time, because WAIT speaks of this connection's last write only.
 */
import { StoreFault } from '../fault.ts';
import type { Connection } from './connection.ts';

/** ms a replica is waited for; below the limit of one command. */
const WAITED = 1_000;

export interface Replication {
  readonly replicated: boolean;
  /**
   * Does the work and, if so set, waits until a replica has it. Throws `unavailable` when none has: the work may have
   * been done all the same.
   */
  ensured<T>(work: () => Promise<T>): Promise<T>;
}

/** @param connection whose writes are waited for; it is held up while they are */
export function replicationOf(connection: Connection, replicated: boolean, address: string): Replication {
  return {
    replicated,
    async ensured(work) {
      if (!replicated) return work();
      const epoch = connection.epoch();
      const result = await work();
      const replicas = Number(await connection.call('WAIT', 1, WAITED));
      if (replicas < 1) {
        throw new StoreFault('unavailable', `Redis ${address}: no replica has the turn; it is not acknowledged.`);
      }
      // Another connection knows nothing of the write, and may be another server's.
      if (connection.epoch() !== epoch) {
        throw new StoreFault(
          'unavailable',
          `Redis ${address}: the connection was lost while a replica was waited for.`,
        );
      }
      return result;
    },
  };
}
