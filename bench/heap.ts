/**
 * What a waiting applicant costs in memory: ten thousand sessions folded up to the last question, each with texts of its
 * own, beside the limit's state texts; then what a finished one takes on the disk. Needs --expose-gc.
 */
import type { Session } from '../src/engine/session.ts';
import { newSession } from '../src/engine/session.ts';
import { takeTurn } from '../src/engine/turn.ts';
import type { Call } from '../src/flow/call.ts';
import type { Inbound } from '../src/message.ts';
import { inboundText, TEXTS } from './application.ts';
import { takeLimitTurn } from './limit.ts';
import { collectGarbage, swallow } from './measure.ts';
import type { Report } from './report.ts';
import { short } from './report.ts';
import { storedBytes } from './stored.ts';

const SESSIONS = 10_000;
/** The submission itself is left out: a waiting applicant has not submitted. */
const ASKED = TEXTS.length - 1;
/** A long answer is cut to this many characters, a number of its own included. */
const LONG_ANSWER = 300;

function messageOf(n: number, i: number): Inbound {
  const text = TEXTS[i] as string;
  const own = text.length > LONG_ANSWER ? `${n}号案例。${text}`.slice(0, LONG_ANSWER) : text;
  return JSON.parse(inboundText(`u${n}`, i, own)) as Inbound;
}

function engineSession(call: Call, n: number): Session {
  let session = newSession(`bench:u${n}`);
  for (let i = 0; i < ASKED; i++) {
    const inbound = messageOf(n, i);
    const turn = takeTurn(call, session, inbound, { now: inbound.at, by: 'a1b2c3d4e5f60718', version: 'bench' });
    session = turn?.session ?? session;
  }
  return session;
}

function heapBytes(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Bytes of heap a session that `make` leaves in `keep`. */
function perSession(make: (n: number) => void): number {
  make(0);
  const before = heapBytes();
  for (let n = 1; n <= SESSIONS; n++) make(n);
  return (heapBytes() - before) / SESSIONS;
}

/** Runs the part and reports it. Throws without --expose-gc. */
export async function benchHeap(call: Call, report: Report): Promise<void> {
  if (globalThis.gc === undefined) throw new Error('the heap part needs node --expose-gc');
  const kept = new Map<string, Session>();
  const engine = perSession((n) => {
    const session = engineSession(call, n);
    kept.set(session.key, session);
  });
  const store = new Map<string, string>();
  const limit = perSession((n) => {
    for (let i = 0; i < ASKED; i++) takeLimitTurn(store, messageOf(n, i));
  });
  swallow(`${kept.size} ${store.size}`);
  report.table(
    'Heap: a session waiting for its last answer',
    ['', 'bytes a session', 'ratio to the limit'],
    [
      ['engine (folded, in the cache)', short(engine), (engine / limit).toFixed(2)],
      ['limit (JSON text in a Map)', short(limit), '1'],
    ],
    `${SESSIONS.toLocaleString('en')} sessions of 25 questions answered, each with a ${LONG_ANSWER}-character answer of its own. One measurement.`,
  );
  report.table(
    'Disk: a submitted application in SQLite',
    ['', 'bytes'],
    [['entries, dedupe ids, submission, indexes', short(await storedBytes(call))]],
    'Replies sent and confirmed. One measurement over 200 applications.',
  );
}
