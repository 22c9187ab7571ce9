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
  readonly reasons: readonly Reason[];
  readonly failed: readonly Failure[];
  /** Ids of conditions the text says nothing about. */
  readonly unknown: readonly string[];
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
/** A second list is shown from this share of the first one's score on. */
const SECOND = 0.45;
const SHOWN = 2;
/** What remains of a score when a condition fails that does not rule the list out. */
const DEMOTED = 0.35;
const SHARPNESS = 0.55;
const LEARNED = 0.6;

/** Prepares recommending. `faq`: its vocabulary and variants help where there are any. */
export function guideTo(call: Call, faq?: Faq): Guide {
  return {
    listening: listeningFor(call, faq?.vocabulary ?? []),
    model: learned(lessonsOf(call, faq), call.lists.length),
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
  const weighed = call.lists.flatMap((list, index) => weigh(call, list, told, chances[index] ?? 0));
  const total = weighed.reduce((sum, one) => sum + one.power, 0) || 1;
  const lists = weighed
    .map(({ power, recommended }) => ({ ...recommended, score: power / total }))
    // A stable sort: lists that weigh the same stay in the order of the call.
    .sort((a, b) => b.score - a.score);
  const possible = lists.filter((one) => one.score > 0);
  const [first] = possible;
  const shown = possible
    .filter((one) => one.score >= SECOND * (first?.score ?? 0) && (one === first || one.reasons.length > 0))
    .slice(0, SHOWN);
  return { lists, shown, ask: asked(call, shown), none: lists.length > 0 && possible.length === 0 };
}

interface Weighed {
  readonly power: number;
  readonly recommended: Omit<Recommended, 'score'>;
}

function weigh(call: Call, list: List, told: Told, chance: number): Weighed[] {
  const { fit } = list;
  if (fit === undefined) return [];
  const interests = fit.looksFor.map((interest) => weighInterest(interest, told));
  const verdicts = fit.conditions.map((condition) => judge(condition, told));
  const failed = verdicts.flatMap(({ condition, state, words }) =>
    state === 'failed' ? [{ condition: condition.id, clause: condition.clause, words }] : [],
  );
  const forbidden = failed.some(({ clause }) => call.clauses.get(clause)?.severity === 'hard');
  const weight = interests.reduce((sum, one) => sum + one.weight, 0);
  const power = Math.exp(SHARPNESS * weight + LEARNED * Math.log(chance + 0.02)) * DEMOTED ** failed.length;
  return [
    {
      power: forbidden ? 0 : power,
      recommended: {
        id: list.id,
        reasons: interests
          .filter((one) => one.weight > 0)
          .sort((a, b) => b.weight - a.weight)
          .map((one) => one.reason),
        failed,
        unknown: verdicts.filter(({ state }) => state === 'unknown').map(({ condition }) => condition.id),
      },
    },
  ];
}

/** The first word counts in full, each further one half of the one before. */
function weighInterest(interest: Interest, told: Told): { readonly weight: number; readonly reason: Reason } {
  const words = allHeld(interest.patterns, told);
  const weight = interest.weight * 2 * (1 - 0.5 ** words.length);
  return { weight, reason: { clause: interest.clause, words, say: interest.say } };
}

interface Judged {
  readonly condition: FitCondition;
  readonly state: 'met' | 'failed' | 'unknown';
  readonly words: readonly string[];
}

/** What says it fails outright counts first, then what says it is met, then what only suggests that it fails. */
export function judge(condition: FitCondition, told: Told): Judged {
  const outright = allHeld(
    condition.failed.filter((pattern) => !pattern.yields),
    told,
  );
  if (outright.length > 0) return { condition, state: 'failed', words: outright };
  const met = allHeld(condition.met, told);
  if (met.length > 0) return { condition, state: 'met', words: met };
  const suggested = allHeld(
    condition.failed.filter((pattern) => pattern.yields),
    told,
  );
  return { condition, state: suggested.length > 0 ? 'failed' : 'unknown', words: suggested };
}

function allHeld(patterns: readonly Pattern[], told: Told): readonly string[] {
  return [...new Set(patterns.flatMap((pattern) => heldBy(pattern, told)))];
}

/** The first hard condition the shown lists leave open, else the first open one. */
function asked(call: Call, shown: readonly Recommended[]): Deciding | undefined {
  const open = shown.flatMap(({ id, unknown }) =>
    (call.listById.get(id)?.fit?.conditions ?? [])
      .filter((condition) => unknown.includes(condition.id))
      .map((condition) => ({ list: id, condition })),
  );
  return open.find(({ condition }) => call.clauses.get(condition.clause)?.severity === 'hard') ?? open[0];
}
