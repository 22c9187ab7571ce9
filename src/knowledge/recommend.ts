/**
 * Ranks the lists of a call for a case told in free words: what each list looks for, what it forbids, and what is not
 * known yet. Names reasons with their clauses; never says that a list is sure, nor that none fits without asking.
 */
import type { Call } from '../flow/call.ts';
import type { Faq } from '../flow/faq.ts';
import type { FitCondition, Interest, Pattern } from '../flow/fit.ts';
import type { List } from '../flow/list.ts';
import type { Words } from '../flow/words.ts';
import { lessonsOf } from './lessons.ts';
import type { Passage } from './passage.ts';
import { passageOf } from './passage.ts';
import type { Told } from './pattern.ts';
import { heldBy } from './pattern.ts';
import type { Model } from './regression.ts';
import { chancesOf, learned } from './regression.ts';
import { simplified } from './script.ts';
import type { Listening } from './told.ts';
import { listeningFor, toldIn } from './told.ts';

/** What recommending needs, prepared once a call and its knowledge. */
export interface Guide {
  readonly listening: Listening;
  readonly model: Model;
}

export interface Reason {
  readonly clause: string;
  /** As written in the text. */
  readonly words: readonly string[];
  readonly say: Words;
}

export interface Failure {
  readonly condition: string;
  readonly clause: string;
  readonly words: readonly string[];
}

export interface Recommended {
  readonly id: string;
  /** 0–1; the scores of all lists of a recommendation sum to at most 1. */
  readonly score: number;
  /** How much of what the list looks for was spoken of: the sum of the weights in its file. */
  readonly weight: number;
  readonly reasons: readonly Reason[];
  readonly failed: readonly Failure[];
  /** Ids of conditions the text says nothing about. */
  readonly unknown: readonly string[];
  /** Ids of conditions the text speaks for both ways: to be asked before the list may be shown. */
  readonly contested: readonly string[];
}

/** A deciding question: the condition of that list, its quick step and clause. */
export interface Deciding {
  readonly list: string;
  readonly condition: FitCondition;
}

export interface Recommendation {
  /** All lists with a fit, best first; those a hard condition forbids come last with score 0. */
  readonly lists: readonly Recommended[];
  /** Those worth showing, best first: at most two, none of them forbidden. */
  readonly shown: readonly Recommended[];
  readonly ask: Deciding | undefined;
  /** Every list is ruled out by what was said. Never because nothing was said. */
  readonly none: boolean;
}

/** Longest text weighed, in UTF-16 units: what comes after says nothing new about the list. */
const LONGEST = 12_000;
/** A second list is shown from this share of the first one's score on, or where its own evidence is broad. */
const SECOND = 0.45;
/** Broad evidence: words for so many clauses, of this weight together, and what the list is about is met. */
const CLAUSES = 2;
const BROAD = 2.5;
/** Thin evidence: less weight than this, while nothing was said of what the list is about. */
const THIN = 2.4;
/** A list of thin evidence is shown first only from this score on; without any word, for texts this long (UTF-16 units). */
const TELLING = 16;
const GUESS = 0.4;
/** Nothing is shown before asking when the text sounds this much like cases that fit no list, and hardly a word speaks for one. */
const DOUBTFUL = 0.5;
const SPOKEN = 3.2;
/** What remains of a score for each doubt: a soft condition failed, words for both sides, a strict condition unspoken of. */
const DEMOTED = 0.35;
/** What remains of a score when no word speaks for the list: there is nothing to explain it by. */
const UNSPOKEN = 0.5;
const SHARPNESS = 0.55;
const LEARNED = 0.6;

/** Prepares recommending. `faq`: the words of its vocabulary stand for those of the lists. */
export function guideTo(call: Call, faq?: Faq): Guide {
  return {
    listening: listeningFor(call, faq?.vocabulary ?? []),
    model: learned(lessonsOf(call), call.lists.length + 1),
  };
}

/** Ranks the lists for a text of any length. */
export function recommend(call: Call, guide: Guide, text: string): Recommendation {
  return recommendPassage(call, guide, passageOf(text.slice(0, LONGEST)));
}

/** The same for a passage already cut. */
export function recommendPassage(call: Call, guide: Guide, passage: Passage): Recommendation {
  const told = toldIn(passage, guide.listening);
  const chances = chancesOf(guide.model, simplified(passage.text.slice(0, LONGEST)).toLowerCase());
  const heard = call.lists.flatMap((list, index) => hear(call, list, told, chances[index] ?? 0));
  // What would have gone to a forbidden list is shared out among the others.
  const left = heard.reduce((sum, one) => sum + (one.forbidden ? 0 : one.chance), 0);
  const weighed = heard.map((one) => ({
    power: one.forbidden ? 0 : powerOf(call, one, one.chance / (left || 1)),
    one,
  }));
  const total = weighed.reduce((sum, one) => sum + one.power, 0) || 1;
  const lists = weighed
    .map(({ power, one }): Recommended => ({ ...one.told, score: power / total }))
    // A stable sort: lists that weigh the same stay in the order of the call.
    .sort((a, b) => b.score - a.score);
  const possible = lists.filter((one) => one.score > 0);
  const doubtful = (chances[call.lists.length] ?? 0) >= DOUBTFUL && (possible[0]?.weight ?? 0) < SPOKEN;
  const telling = passage.text.trim().length >= TELLING;
  const shown = doubtful ? [] : worthShowing(call, possible, telling);
  return { lists, shown, ask: asked(call, possible, shown), none: lists.length > 0 && possible.length === 0 };
}

/** `possible`: best first, none forbidden. `telling`: the text is long enough to guess by. */
function worthShowing(call: Call, possible: readonly Recommended[], telling: boolean): readonly Recommended[] {
  const settled = possible.filter((one) => one.contested.length === 0);
  const carried = settled.filter((one) => !isThin(call, one));
  const best = settled[0];
  if (best === undefined) return [];
  const near = carried.find((one) => one.score >= SECOND * best.score);
  const guessed = best.score >= GUESS && (telling || best.weight > 0) && !isHardOpen(call, best);
  const first = near ?? (guessed ? best : undefined);
  if (first === undefined) return [];
  const second = carried.find(
    (one) => one !== first && !strictlyOpen(call, one) && (one.score >= SECOND * first.score || isBroad(call, one)),
  );
  return second === undefined ? [first] : [first, second];
}

/** Was nothing said of a condition that alone rules the list out? */
function isHardOpen(call: Call, { id, unknown }: Recommended): boolean {
  const conditions = call.listById.get(id)?.fit?.conditions ?? [];
  return conditions.some(
    (condition) => unknown.includes(condition.id) && call.clauses.get(condition.clause)?.severity === 'hard',
  );
}

/** Is the condition that says what the list is about (the first of its file) among these ids? */
function isScopeIn(call: Call, id: string, ids: readonly string[]): boolean {
  const scope = call.listById.get(id)?.fit?.conditions[0];
  return scope !== undefined && ids.includes(scope.id);
}

/** Hardly a word for the list, and none about what it is for: proof and effects alone fit every list. */
function isThin(call: Call, { id, weight, unknown }: Recommended): boolean {
  return weight === 0 || (weight < THIN && isScopeIn(call, id, unknown));
}

/** Words for several of its clauses, what it is about met, and nothing against it. */
function isBroad(call: Call, { id, weight, reasons, failed, unknown }: Recommended): boolean {
  return reasons.length >= CLAUSES && weight >= BROAD && failed.length === 0 && !isScopeIn(call, id, unknown);
}

/** Was nothing said of a condition that must hold in every point? */
function strictlyOpen(call: Call, { id, unknown }: Pick<Recommended, 'id' | 'unknown'>): boolean {
  const conditions = call.listById.get(id)?.fit?.conditions ?? [];
  return conditions.some((condition) => condition.needsAll && unknown.includes(condition.id));
}

interface Heard {
  readonly chance: number;
  readonly forbidden: boolean;
  readonly told: Omit<Recommended, 'score'>;
}

function hear(call: Call, list: List, told: Told, chance: number): Heard[] {
  const { fit } = list;
  if (fit === undefined) return [];
  const interests = fit.looksFor.map((interest) => weighInterest(interest, told));
  const verdicts = fit.conditions.map((condition) => judge(condition, told));
  const failed = verdicts.flatMap(({ condition, state, words }) =>
    state === 'failed' ? [{ condition: condition.id, clause: condition.clause, words }] : [],
  );
  const spoken = interests.filter((one) => one.weight > 0).sort((a, b) => b.weight - a.weight);
  return [
    {
      chance,
      forbidden: failed.some(({ clause }) => call.clauses.get(clause)?.severity === 'hard'),
      told: {
        id: list.id,
        weight: spoken.reduce((sum, one) => sum + one.weight, 0),
        reasons: spoken.map((one) => one.reason),
        failed,
        unknown: idsOf(verdicts, 'unknown'),
        contested: idsOf(verdicts, 'contested'),
      },
    },
  ];
}

function idsOf(verdicts: readonly Judged[], wanted: Judged['state']): readonly string[] {
  return verdicts.filter(({ state }) => state === wanted).map(({ condition }) => condition.id);
}

/** Words, what was learned and every doubt together; only its ratio to the other lists' means anything. */
function powerOf(call: Call, { told }: Heard, chance: number): number {
  const doubts = told.failed.length + told.contested.length + (strictlyOpen(call, told) ? 1 : 0);
  const spoken = told.weight > 0 ? 1 : UNSPOKEN;
  return spoken * DEMOTED ** doubts * Math.exp(SHARPNESS * told.weight + LEARNED * Math.log(chance + 0.02));
}

/** The first word counts in full, each further one half of the one before. */
function weighInterest(interest: Interest, told: Told): { readonly weight: number; readonly reason: Reason } {
  const words = allHeld(interest.patterns, told);
  const weight = interest.weight * 2 * (1 - 0.5 ** words.length);
  return { weight, reason: { clause: interest.clause, words, say: interest.say } };
}

interface Judged {
  readonly condition: FitCondition;
  /** `contested`: the text speaks for both. */
  readonly state: 'met' | 'failed' | 'contested' | 'unknown';
  readonly words: readonly string[];
}

/** What says it fails outright counts first, then what says it is met, then what only suggests that it fails. */
export function judge(condition: FitCondition, told: Told): Judged {
  const outright = allHeld(
    condition.failed.filter((pattern) => pattern.yields === false),
    told,
  );
  if (outright.length > 0) return { condition, state: 'failed', words: outright };
  const met = allHeld(condition.met, told);
  if (met.length > 0) {
    const against = allHeld(
      condition.failed.filter((pattern) => pattern.yields === 'contests'),
      told,
    );
    return against.length > 0
      ? { condition, state: 'contested', words: against }
      : { condition, state: 'met', words: met };
  }
  const suggested = allHeld(
    condition.failed.filter((pattern) => pattern.yields !== false),
    told,
  );
  return { condition, state: suggested.length > 0 ? 'failed' : 'unknown', words: suggested };
}

function allHeld(patterns: readonly Pattern[], told: Told): readonly string[] {
  const words = [...new Set(patterns.flatMap((pattern) => heldBy(pattern, told)))];
  // A word inside a longer one was not said besides it.
  return words.filter((word) => !words.some((other) => other !== word && other.includes(word)));
}

/** The first hard condition the best list or one shown leaves open, else the first open one. */
function asked(call: Call, possible: readonly Recommended[], shown: readonly Recommended[]): Deciding | undefined {
  const open = [...new Set([...possible.slice(0, 1), ...shown])].flatMap(({ id, unknown, contested }) =>
    (call.listById.get(id)?.fit?.conditions ?? [])
      .filter((condition) => unknown.includes(condition.id) || contested.includes(condition.id))
      .map((condition) => ({ list: id, condition })),
  );
  return open.find(({ condition }) => call.clauses.get(condition.clause)?.severity === 'hard') ?? open[0];
}
