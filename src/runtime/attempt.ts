/** One message handed to its channel, with an end in time. Knows no store and decides nothing about another attempt. */
import type { Channel } from '../channel.ts';
import { DeliveryFault } from '../channel.ts';
import type { Outbound } from '../message.ts';
import type { Later } from './later.ts';

export interface Attempts {
  /** Sends; rejects with a DeliveryFault, also when it takes longer than `limit` ms (then nobody knows if it arrived). */
  send(channel: Channel, outbound: Outbound, limit: number): Promise<void>;
  /** Waits for no answer any more. */
  abort(): void;
}

/** Any error as a fault; one nobody foresaw counts as passing. */
function faultOf(error: unknown): DeliveryFault {
  if (error instanceof DeliveryFault) return error;
  return new DeliveryFault('transient', error instanceof Error ? error.message : String(error), { cause: error });
}

export function openAttempts(later: Later): Attempts {
  const underWay = new Set<(why: string) => void>();
  return {
    async send(channel, outbound, limit) {
      const control = new AbortController();
      const { promise: cut, reject } = Promise.withResolvers<never>();
      const end = (why: string): void => {
        const fault = new DeliveryFault('transient', why);
        reject(fault);
        control.abort(fault);
      };
      const cancel = later(limit, () => end(`no answer within ${limit} ms`));
      underWay.add(end);
      try {
        await Promise.race([channel.send(outbound, outbound.id, control.signal), cut]);
      } catch (error) {
        throw faultOf(error);
      } finally {
        cancel();
        underWay.delete(end);
      }
    },
    abort() {
      for (const end of underWay) end('the process ends');
    },
  };
}
