/**
 * How long a commit takes while messages come at a steady thousand a second, and how long a group of a thousand people
 * takes who answer at once. Milliseconds and seconds of this machine, not ratios.
 */
import type { Call } from '../src/flow/call.ts';
import { TEXTS } from './application.ts';
import { openWhole } from './redis-path.ts';
import { converse, messageOf } from './redis-people.ts';
import type { Server } from './redis-server.ts';
import type { Report } from './report.ts';
import { short } from './report.ts';

const A_SECOND = 1_000;
const SECONDS = 4;
const PEOPLE = 512;
/** Consent is given in private: nobody is asked for it, or for anything before it, in a group. */
const CONSENTING = { tag: 'group', atOnce: 1_000, each: 1, texts: 2 } as const;
const GROUP = { ...CONSENTING, from: 2, texts: 12, chat: 'group-1' } as const;
const GROUP_TURNS = GROUP.atOnce * (GROUP.texts - GROUP.from);

interface Person {
  name: number;
  said: number;
  busy: boolean;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Half, 99 % and all of them took no longer. */
function rowOf(name: string, times: readonly number[]): readonly string[] {
  const sorted = times.toSorted((a, b) => a - b);
  const upTo = (share: number): string =>
    short(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  return [name, upTo(0.5), upTo(0.99), upTo(1)];
}

/** Runs this section and reports it. */
export async function benchPace(server: Server, call: Call, report: Report): Promise<void> {
  let commits: number[] = [];
  const side = await openWhole(server.url, call, { onCommit: (_, took) => commits.push(took) });
  await converse(side, { tag: 'warm', atOnce: 64, each: 2 });
  commits = [];
  const answers: number[] = [];
  const people = Array.from({ length: PEOPLE }, (_, name): Person => ({ name, said: 0, busy: false }));
  const underWay: Promise<void>[] = [];
  let next = 0;

  async function say(person: Person): Promise<void> {
    person.busy = true;
    const { name, said } = person;
    const asked = performance.now();
    await side.post(messageOf(`pace-${name}`, said));
    answers.push(performance.now() - asked);
    if (said + 1 === TEXTS.length) person.name += PEOPLE;
    person.said = (said + 1) % TEXTS.length;
    person.busy = false;
  }

  const start = performance.now();
  for (let sent = 0; sent < SECONDS * A_SECOND; ) {
    const due = Math.min(SECONDS * A_SECOND, ((performance.now() - start) * A_SECOND) / 1_000);
    for (; sent < due; sent++) {
      let person = people[next++ % PEOPLE] as Person;
      for (let tried = 0; person.busy && tried < PEOPLE; tried++) person = people[next++ % PEOPLE] as Person;
      underWay.push(say(person));
    }
    await pause(1);
  }
  await Promise.all(underWay);
  const rate = (underWay.length * 1_000) / (performance.now() - start);
  await server.empty();
  const rows = [rowOf('commit', commits), rowOf('message to reply', answers)];

  await converse(side, CONSENTING);
  const began = performance.now();
  await converse(side, GROUP);
  const took = (performance.now() - began) / 1_000;
  await side.close();
  await server.empty();
  report.table(
    `Redis: ms at a steady ${short(rate)} turns/s`,
    ['', 'p50', 'p99', 'most'],
    rows,
    `${underWay.length.toLocaleString('en')} turns of ${PEOPLE} people, each taken whole; the messages are made by the same process.`,
  );
  report.table(
    'Redis: one group, everybody at once',
    ['people', 'turns', 'seconds', 'turns/s'],
    [[short(GROUP.atOnce), short(GROUP_TURNS), short(took), short(GROUP_TURNS / took)]],
    'Ten answers each, from the choice of the list on, after a consent in private.',
  );
}
