/** What Redis' errors mean, as the one fault to show. Never repeats a password: addresses are host and port only. */
import type { StoreFaultKind } from '../fault.ts';
import { StoreFault } from '../fault.ts';

interface Meaning {
  readonly kind: StoreFaultKind;
  readonly advice: string;
}

/** By the first word of the server's error. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  OOM: { kind: 'full', advice: 'Redis has no memory left (maxmemory). Nothing of this turn was kept.' },
  WRONGTYPE: { kind: 'foreign', advice: 'a key of this store holds something else. Use another database or server.' },
  NOAUTH: { kind: 'readonly', advice: 'a password is needed. Put it into REDIS_URL: redis://:password@host:port.' },
  WRONGPASS: { kind: 'readonly', advice: 'user or password are wrong.' },
  NOPERM: { kind: 'readonly', advice: 'this user may not run a command the store needs.' },
  READONLY: { kind: 'unavailable', advice: 'this is a replica now; the primary has moved.' },
  LOADING: { kind: 'unavailable', advice: 'it is still loading what it kept.' },
  MISCONF: { kind: 'unavailable', advice: 'it cannot write to its disk and refuses to go on.' },
  CLUSTERDOWN: { kind: 'unavailable', advice: 'a part of the cluster is away.' },
  NOREPLICAS: { kind: 'unavailable', advice: 'it has too few replicas to take writes (min-replicas-to-write).' },
};

/** Any error of the library as a StoreFault. `address`: host and port. */
export function faultOf(error: unknown, address: string): StoreFault {
  if (error instanceof StoreFault) return error;
  const message = error instanceof Error ? error.message : String(error);
  // A script's error is wrapped: "ERR Error running script …: OOM command not allowed …" in older servers.
  const word = Object.keys(MEANINGS).find((one) => new RegExp(`(^|[:@] ?-?)${one}\\b`).test(message));
  const meaning = word === undefined ? undefined : MEANINGS[word];
  const cause = { cause: error };
  if (meaning !== undefined) return new StoreFault(meaning.kind, `Redis ${address}: ${meaning.advice}`, cause);
  return new StoreFault('unavailable', `Redis ${address}: ${message.slice(0, 300)}`, cause);
}
