/**
 * What a turn costs as a conversation grows: the last few answers of a form with 25, 100 and 400 of them given, through
 * the engine and through a bare whole-state switch. Turns are pure, so the same ones are taken again and again.
 */
import type { Session } from '../src/engine/session.ts';
import { newSession } from '../src/engine/session.ts';
import { takeTurn } from '../src/engine/turn.ts';
import type { Call } from '../src/flow/call.ts';
import { compileCall } from '../src/flow/compile.ts';
import type { Inbound } from '../src/message.ts';
import { asText } from '../src/message.ts';
import { inboundText } from './application.ts';
import { longAnswers, longForm } from './long-form.ts';
import type { Contender, Timing } from './measure.ts';
import { compare, swallow } from './measure.ts';
import type { Report } from './report.ts';
import { shown } from './report.ts';

const LENGTHS = [25, 100, 400] as const;
const LONGEST = 400;
const ROUNDS = 5;
/** Turns measured at each length: text and choice, with and without a condition. */
const WINDOW = 8;

function message(i: number, text: string): string {
  return inboundText('long', i, text);
}

function takeOne(call: Call, session: Session, inbound: Inbound) {
  const turn = takeTurn(call, session, inbound, { now: inbound.at, by: 'a1b2c3d4e5f60718', version: 'bench' });
  if (turn === undefined) throw new Error('a private message was not answered');
  return turn;
}

/** The turns that end with `answered` questions answered, again and again from the same sessions. */
function engineAt(call: Call, answered: number, name: string): Contender {
  const said = longAnswers(answered);
  const sessions: Session[] = [newSession('bench:long')];
  said.forEach((text, i) => {
    const turn = takeOne(call, sessions[i] as Session, JSON.parse(message(i, text)) as Inbound);
    if (turn.replies.some((reply) => reply.kind === 'rejection')) throw new Error(`refused: ${text}`);
    sessions.push(turn.session);
  });
  const from = said.length - WINDOW;
  const messages = said.slice(from).map((text, i) => message(from + i, text));
  return {
    name,
    units: WINDOW,
    run() {
      for (let i = 0; i < WINDOW; i++) {
        const turn = takeOne(call, sessions[from + i] as Session, JSON.parse(messages[i] as string) as Inbound);
        for (const reply of turn.replies) swallow(asText(reply));
        swallow(JSON.stringify(turn.entry));
        swallow(JSON.stringify(turn.replies));
      }
    },
  };
}

interface BareState {
  version: number;
  seen: string[];
  step: number;
  answers: Record<string, string | number>;
}

/** The bare limit of a long form: whole state parsed, one answer checked and kept, whole state written. */
function takeBare(store: Map<string, string>, inbound: Inbound, questions: readonly string[]): string {
  const key = `${inbound.channel}:${inbound.user}`;
  const state = JSON.parse(store.get(key) ?? '') as BareState;
  if (state.seen.includes(inbound.id)) return '';
  const text = inbound.content.kind === 'text' ? inbound.content.text.trim() : '';
  const question = questions[state.step] ?? '';
  if (state.step % 2 === 0) {
    if (text.length < 2 || text.length > 200) return `2–200 字。\n${question}`;
    state.answers[`q${state.step}`] = text;
  } else {
    const n = Number(text);
    if (!(n >= 1 && n <= 3)) return `请回一个编号。\n${question}`;
    state.answers[`q${state.step}`] = n;
  }
  state.step += 1;
  state.seen.push(inbound.id);
  if (state.seen.length > 8) state.seen.shift();
  state.version += 1;
  store.set(key, JSON.stringify(state));
  return questions[state.step] ?? '';
}

function bareAt(answered: number, name: string): Contender {
  const questions = Array.from({ length: LONGEST + WINDOW }, (_, n) => {
    const choices = n % 2 === 0 ? '' : '\n1. 已经做到\n2. 部分做到\n3. 还没有';
    return `第 ${n + 1} 题，约剩 ${LONGEST - n} 题\n请回答第 ${n} 项：你们是怎么做的？${choices}`;
  });
  const said = longAnswers(answered).slice(3);
  const store = new Map<string, string>();
  store.set('bench:long', JSON.stringify({ version: 0, seen: [], step: 0, answers: {} } satisfies BareState));
  const states: string[] = [];
  said.forEach((text, i) => {
    states.push(store.get('bench:long') ?? '');
    takeBare(store, JSON.parse(message(i, text)) as Inbound, questions);
  });
  const from = said.length - WINDOW;
  const messages = said.slice(from).map((text, i) => message(from + i, text));
  return {
    name,
    units: WINDOW,
    run() {
      for (let i = 0; i < WINDOW; i++) {
        store.set('bench:long', states[from + i] as string);
        swallow(takeBare(store, JSON.parse(messages[i] as string) as Inbound, questions));
      }
    },
  };
}

/** The last row compares the longest with the shortest: how many times as long a turn takes. */
function rows(timings: readonly Timing[], name: string): string[] {
  const last = timings.at(-1);
  const growth = last === undefined ? Number.NaN : 1 / last.ratio.median;
  return [name, ...timings.map(({ micros }) => shown(micros)), growth.toFixed(2)];
}

/** Runs the part and reports it. */
export function benchLength(report: Report): void {
  const longest = compileCall(longForm(LONGEST + WINDOW));
  const inOneForm = LENGTHS.map((answered) => engineAt(longest, answered, `${answered}`));
  const inOwnForms = LENGTHS.map((answered) =>
    engineAt(compileCall(longForm(answered + WINDOW)), answered, `${answered}`),
  );
  const bare = LENGTHS.map((answered) => bareAt(answered, `${answered}`));
  report.table(
    'Length: a turn as the conversation grows, µs',
    ['', ...LENGTHS.map((answered) => `${answered} answered`), `${LENGTHS[2]} : ${LENGTHS[0]}`],
    [
      rows(compare(inOneForm, ROUNDS), `engine, one form of ${LONGEST + WINDOW} steps`),
      rows(compare(inOwnForms, ROUNDS), `engine, a form ${WINDOW} steps longer than what is answered`),
      rows(compare(bare, ROUNDS), 'limit (whole state as JSON)'),
    ],
    'Every second step has a condition on an earlier one; every fifth is judged by a finding.',
  );
}
