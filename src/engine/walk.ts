/**
 * Walks a call through the real engine: every list, every combination of answers that changes the path or a finding,
 * turn by turn to a submission or to a refusal that quotes its clauses and offers the ways out. Reports faults; mends none.
 */
import type { Call } from '../flow/call.ts';
import type { List } from '../flow/list.ts';
import type { Step } from '../flow/step.ts';
import type { Content, Locale, Outbound, Prompt } from '../message.ts';
import { PRIVATE } from '../message.ts';
import type { Candidate } from './candidate.ts';
import { candidatesFor, optionCandidates } from './candidate.ts';
import { componentsOf, readersOf } from './component.ts';
import { quotable } from './explain.ts';
import { longestCandidate } from './longest.ts';
import { stepOnRoute } from './path.ts';
import type { Session } from './session.ts';
import { currentDraft, newSession } from './session.ts';
import { sideReply } from './side-reply.ts';
import type { Submission } from './submission.ts';
import { takeTurn } from './turn.ts';
import type { Turn } from './turn-frame.ts';

/** A fault found by walking: where, and what is wrong. */
export interface WalkFault {
  readonly list: string;
  readonly step: string | undefined;
  readonly message: string;
}

export interface WalkReport {
  /** Paths walked to their end, by list. */
  readonly paths: Readonly<Record<string, number>>;
  readonly turns: number;
  readonly submissions: number;
  /** Hard refusals met on the way, each checked for its quotation and its ways out. */
  readonly refusals: number;
  readonly faults: readonly WalkFault[];
}

/** Who wants to hear what; the walk is the same whoever hears. */
export interface Listener {
  /** Every document the walk produces. */
  readonly submission?: (submission: Submission) => void;
  /** Every reply, and those to the longest answers a list takes. `list`: its id. */
  readonly reply?: (reply: Outbound, list: string) => void;
  /** The first session at each step of each list, and the first after its submission (no `step`). */
  readonly asked?: (session: Session, list: string, step: Step | undefined) => void;
}

/** Replies to one asking of one step before the walk calls it stuck. */
const STUCK = 12;
/** Turns of one path before the walk calls it endless. */
const ENDLESS = 2_000;

interface Walk {
  readonly call: Call;
  readonly list: List;
  readonly now: number;
  readonly locale: Locale;
  readonly listener: Listener;
  readonly candidates: ReadonlyMap<number, readonly Candidate[]>;
  readonly asked: Set<number>;
  readonly taken: Set<string>;
  readonly faults: Map<string, WalkFault>;
  turns: number;
  paths: number;
  submissions: number;
  refusals: number;
}

interface At {
  readonly session: Session;
  readonly replies: readonly Outbound[];
  readonly turns: number;
}

function fault(walk: Walk, step: string | undefined, message: string): void {
  walk.faults.set(`${step ?? ''} ${message}`, { list: walk.list.id, step, message });
}

function say(walk: Walk, at: At, content: Content, prompt?: string): At & { readonly turn: Turn } {
  const id = `w${at.turns}`;
  const inbound = {
    channel: 'walk',
    id,
    user: 'walker',
    chat: PRIVATE,
    addressed: true,
    at: walk.now,
    prompt,
    content,
  };
  const turn = takeTurn(walk.call, at.session, inbound, { now: walk.now, by: 'walker', version: 'walk' });
  if (turn === undefined) throw new Error('a private message was not answered');
  walk.turns += 1;
  if (turn.submission !== undefined) {
    walk.submissions += 1;
    walk.listener.submission?.(turn.submission);
    if (walk.submissions === 1) walk.listener.asked?.(turn.session, walk.list.id, undefined);
  }
  if (walk.listener.reply !== undefined) for (const reply of turn.replies) walk.listener.reply(reply, walk.list.id);
  return { session: turn.session, replies: turn.replies, turns: at.turns + 1, turn };
}

function openPrompt(at: At): Prompt | undefined {
  return at.replies.findLast((reply) => reply.prompt !== undefined)?.prompt;
}

/** A refusal must quote its clauses word for word and offer the four ways. */
function checkRefusal(walk: Walk, at: At): void {
  walk.refusals += 1;
  const pending = currentDraft(at.session)?.pending;
  const clauses = pending?.kind === 'ways' ? pending.clauses : [];
  const said = at.replies
    .filter((reply) => reply.kind === 'finding')
    .map((reply) => reply.body)
    .join('\n');
  for (const id of clauses) {
    if (!said.includes(quotable(walk.call, id)))
      fault(walk, undefined, `the refusal on clause ${id} does not quote it`);
  }
  const ways = openPrompt(at)
    ?.options.map((option) => option.id)
    .join(',');
  if (ways !== 'edit,switch,organizer,save') fault(walk, undefined, `a refusal offers ${ways ?? 'no ways out'}`);
}

/** Goes on from an asked step to every end, branching over the candidates of the steps in `group`. */
function explore(walk: Walk, from: At, group: ReadonlySet<number>, forced: ReadonlyMap<number, Candidate>): void {
  const waiting: At[] = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const next = toNextStep(walk, at);
    if (next === undefined) continue;
    const { step } = next;
    const one = forced.get(step.ordinal);
    const all = walk.candidates.get(step.ordinal) ?? [];
    const tried = one !== undefined ? [one] : group.has(step.ordinal) ? all : all.slice(0, 1);
    if (tried.length === 0) fault(walk, step.id, 'nothing can be answered here');
    for (const candidate of tried) {
      const answered = answer(walk, next.at, step, candidate);
      if (answered !== undefined) waiting.push(answered);
    }
  }
}

/** Settles side questions until a step of the flow is asked; undefined at the end of a path. */
function toNextStep(walk: Walk, start: At): { readonly at: At; readonly step: Step } | undefined {
  let at = start;
  for (let i = 0; i < STUCK; i++) {
    if (at.turns > ENDLESS) {
      fault(walk, undefined, 'a path does not end');
      return undefined;
    }
    const draft = currentDraft(at.session);
    if (draft?.submitted !== undefined) {
      walk.paths += 1;
      return undefined;
    }
    const prompt = openPrompt(at);
    if (prompt === undefined || draft === undefined) {
      fault(walk, undefined, 'a path ends without a submission and without a question');
      return undefined;
    }
    if (prompt.type === 'ways') checkRefusal(walk, at);
    const side = sideReply(walk.call, at.session, prompt);
    if (side === undefined) {
      const base = walk.call.stepById.get(prompt.step);
      const step = base === undefined ? undefined : stepOnRoute(walk.call, draft, base.ordinal);
      if (step !== undefined) {
        if (!walk.asked.has(step.ordinal)) walk.listener.asked?.(at.session, walk.list.id, step);
        walk.asked.add(step.ordinal);
        return { at, step };
      }
      fault(walk, prompt.step, 'a step is asked that this list does not have');
      return undefined;
    }
    at = say(walk, at, side, prompt.id);
  }
  fault(walk, openPrompt(at)?.step, `${STUCK} replies in a row lead nowhere`);
  return undefined;
}

/** Gives one candidate; undefined (and a fault) where the step does not take it. */
function answer(walk: Walk, at: At, step: Step, candidate: Candidate): At | undefined {
  const next = say(walk, at, candidate.content, openPrompt(at)?.id);
  const rejected = next.turn.entry.operations.find((operation) => operation.op === 'rejected');
  if (rejected !== undefined && rejected.op === 'rejected') {
    fault(walk, step.id, `the reply "${candidate.name}" is not taken: ${rejected.code}`);
    return undefined;
  }
  walk.taken.add(`${step.id}.${candidate.name}`);
  return next;
}

function begin(walk: Walk): At {
  const at: At = { session: newSession('walk:walker'), replies: [], turns: 0 };
  return say(walk, at, { kind: 'text', text: walk.locale === 'en' ? 'English' : '开始' });
}

/** The candidates of the opening: agree, and this list. */
function forcedFor(walk: Walk): Map<number, Candidate> {
  return new Map([
    [walk.call.listStep.ordinal, { name: walk.list.id, content: { kind: 'choose', options: [walk.list.id] } }],
  ]);
}

function newWalk(call: Call, list: List, now: number, locale: Locale, listener: Listener): Walk {
  const readers = readersOf(list);
  return {
    call,
    list,
    now,
    locale,
    listener,
    candidates: new Map(list.route.map((step) => [step.ordinal, candidatesFor(step, readers.get(step.ordinal) ?? [])])),
    asked: new Set(),
    taken: new Set(),
    faults: new Map(),
    turns: 0,
    paths: 0,
    submissions: 0,
    refusals: 0,
  };
}

/** Walks one list through every combination of answers. */
function walkList(walk: Walk): void {
  const { list } = walk;
  const groups = componentsOf(list);
  for (const group of groups.length === 0 ? [[]] : groups) explore(walk, begin(walk), new Set(group), forcedFor(walk));
  for (const step of list.route) {
    const options = optionCandidates(step).filter((candidate) => !walk.taken.has(`${step.id}.${candidate.name}`));
    for (const candidate of options) {
      const forced = forcedFor(walk);
      forced.set(step.ordinal, candidate);
      explore(walk, begin(walk), new Set(step.when === undefined ? [] : [...step.when.reads]), forced);
      if (!walk.taken.has(`${step.id}.${candidate.name}`))
        fault(walk, step.id, `the option "${candidate.name}" can never be chosen`);
    }
  }
  for (const step of list.route) if (!walk.asked.has(step.ordinal)) fault(walk, step.id, 'this step is never asked');
}

/** Walks a list once with the longest answers; where one is not taken, with the usual one. */
function walkLongest(walk: Walk): void {
  const usual = forcedFor(walk);
  let at: At | undefined = begin(walk);
  for (let next = toNextStep(walk, at); next !== undefined; next = at && toNextStep(walk, at)) {
    const { step } = next;
    const long = usual.has(step.ordinal) ? undefined : longestCandidate(step);
    const bold = long === undefined ? undefined : say(walk, next.at, long.content, openPrompt(next.at)?.id);
    if (bold !== undefined && !bold.turn.entry.operations.some((operation) => operation.op === 'rejected')) {
      at = bold;
      continue;
    }
    const [first] = walk.candidates.get(step.ordinal) ?? [];
    const candidate = usual.get(step.ordinal) ?? first;
    at = candidate === undefined ? undefined : answer(walk, next.at, step, candidate);
  }
}

/** Walks every list of a call. `now` in ms; `locale`: the language it is walked in. */
export function walkCall(call: Call, now: number, listener: Listener = {}, locale: Locale = 'zh-CN'): WalkReport {
  const walks = call.lists.map((list) => newWalk(call, list, now, locale, listener));
  for (const walk of walks) {
    walkList(walk);
    // For whoever listens alone: it finds no fault that the walk has not found, and its paths are none of the combinations.
    if (listener.reply !== undefined) walkLongest(newWalk(call, walk.list, now, locale, { reply: listener.reply }));
  }
  const sum = (of: (walk: Walk) => number): number => walks.reduce((total, walk) => total + of(walk), 0);
  return {
    paths: Object.fromEntries(walks.map((walk) => [walk.list.id, walk.paths])),
    turns: sum((walk) => walk.turns),
    submissions: sum((walk) => walk.submissions),
    refusals: sum((walk) => walk.refusals),
    faults: walks.flatMap((walk) => [...walk.faults.values()]),
  };
}
