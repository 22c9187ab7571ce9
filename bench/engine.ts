/**
 * One whole application, turn by turn, through the engine and through the bare limit: message parsed, turn taken on the
 * cached session, replies made, what would be stored serialised. No store, no disk; the submission is timed apart.
 */
import type { Session } from '../src/engine/session.ts';
import { newSession } from '../src/engine/session.ts';
import { takeTurn } from '../src/engine/turn.ts';
import type { Turn } from '../src/engine/turn-frame.ts';
import type { Call } from '../src/flow/call.ts';
import type { Inbound } from '../src/message.ts';
import { asText } from '../src/message.ts';
import { inboundText, TEXTS } from './application.ts';
import { takeLimitTurn } from './limit.ts';
import type { Figure } from './measure.ts';
import { collectGarbage, figure, swallow } from './measure.ts';
import type { Report } from './report.ts';
import { short, shown } from './report.ts';

const ROUNDS = 9;
const ROUND_MS = 500;
const WARM_UP_MS = 2_500;
/** Applicants taken one after the other, so that sessions do not always lie in the same place. */
const APPLICANTS = 50;
const SUBMIT = TEXTS.length - 1;

type Take = (message: string) => void;

/** The engine's side of one turn, as the runtime does it around a store. */
export function engineTurns(call: Call): Take {
  const kept = new Map<string, Session>();
  return (message) => {
    const inbound = JSON.parse(message) as Inbound;
    const key = `${inbound.channel}:${inbound.user}`;
    const session = isFirst(inbound) ? newSession(key) : (kept.get(key) ?? newSession(key));
    const turn = takeTurn(call, session, inbound, { now: inbound.at, by: 'a1b2c3d4e5f60718', version: 'bench' });
    if (turn === undefined) throw new Error('a private message was not answered');
    swallowTurn(turn);
    kept.delete(key);
    kept.set(key, turn.session);
  };
}

function swallowTurn(turn: Turn): void {
  for (const reply of turn.replies) swallow(asText(reply));
  swallow(JSON.stringify(turn.entry));
  swallow(JSON.stringify(turn.replies));
  if (turn.submission !== undefined) swallow(JSON.stringify(turn.submission));
}

function limitTurns(): Take {
  const store = new Map<string, string>();
  return (message) => {
    const inbound = JSON.parse(message) as Inbound;
    if (isFirst(inbound)) store.delete(`${inbound.channel}:${inbound.user}`);
    swallow(takeLimitTurn(store, inbound));
  };
}

/** The first message of an application begins a new one under the same name. */
function isFirst(inbound: Inbound): boolean {
  return inbound.id === 'm0';
}

/** Both sides must really finish the application, or the comparison means nothing. */
function checkBothFinish(call: Call): void {
  let session = newSession('bench:check');
  const store = new Map<string, string>();
  let submissions = 0;
  TEXTS.forEach((text, i) => {
    const inbound = JSON.parse(inboundText('check', i, text)) as Inbound;
    const turn = takeTurn(call, session, inbound, { now: inbound.at, by: 'check', version: 'bench' });
    const refused = turn?.replies.find((reply) => reply.kind === 'rejection');
    if (turn === undefined || refused !== undefined) throw new Error(`the engine refuses "${text}": ${refused?.body}`);
    session = turn.session;
    if (turn.submission !== undefined) submissions += 1;
    takeLimitTurn(store, inbound);
  });
  if (submissions !== 1) throw new Error(`the engine ends with ${submissions} submissions`);
  if (!store.get('bench:check')?.includes('"step":"done"')) throw new Error('the limit does not finish');
}

interface Share {
  /** Microseconds a turn before the submission, of the submission turn, and a turn over all. */
  readonly turn: number;
  readonly submission: number;
  readonly whole: number;
}

/** Whole applications for about `ms` milliseconds. */
function applications(take: Take, messages: readonly (readonly string[])[], ms: number): Share {
  let turns = 0;
  let submissions = 0;
  let done = 0;
  while (turns + submissions < ms) {
    const own = messages[done % messages.length] ?? [];
    const start = performance.now();
    for (let i = 0; i < SUBMIT; i++) take(own[i] as string);
    const before = performance.now();
    take(own[SUBMIT] as string);
    submissions += performance.now() - before;
    turns += before - start;
    done += 1;
  }
  return {
    turn: (turns * 1000) / (done * SUBMIT),
    submission: (submissions * 1000) / done,
    whole: ((turns + submissions) * 1000) / (done * TEXTS.length),
  };
}

/** Runs the part and reports it. */
export function benchEngine(call: Call, report: Report): void {
  checkBothFinish(call);
  const messages = Array.from({ length: APPLICANTS }, (_, n) => TEXTS.map((text, i) => inboundText(`u${n}`, i, text)));
  const sides = [limitTurns(), engineTurns(call)];
  const samples = sides.map((): Share[] => []);
  for (const take of sides) applications(take, messages, WARM_UP_MS);
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < sides.length; turn++) {
      const index = (turn + round) % sides.length;
      collectGarbage();
      samples[index]?.push(applications(sides[index] as Take, messages, ROUND_MS));
    }
  }
  const [limit = [], engine = []] = samples;
  const row = (name: string, part: keyof Share): string[] => {
    const ours = figure(engine.map((share) => share[part]));
    const theirs = figure(limit.map((share) => share[part]));
    const ratio = figure(engine.map((share, i) => (limit[i]?.[part] ?? Number.NaN) / share[part]));
    return [name, shown(ours), perSecond(ours), shown(theirs), perSecond(theirs), shown(ratio)];
  };
  report.table(
    'Engine: a turn beside the bare limit',
    ['', 'engine µs', 'engine /s', 'limit µs', 'limit /s', 'ratio limit/engine time'],
    [
      row(`a turn of an application (${SUBMIT} of ${TEXTS.length})`, 'turn'),
      row('the submission turn', 'submission'),
      row('a turn, submission included', 'whole'),
    ],
    'Ratio 1: as fast as the limit. In its submission turn the engine judges every clause once more, builds the document, puts it in canonical form and hashes it; the limit copies its answers.',
  );
}

function perSecond(micros: Figure): string {
  return short(1_000_000 / micros.median);
}
