/**
 * Chooses the thresholds: the most questions resolved with at most the given share of confident wrong answers, on
 * questions of voices the index has not heard. Writes no file.
 */
import type { Calibration } from '../flow/faq.ts';
import { fitted } from './confidence.ts';
import type { Outcome, Thresholds, Trial } from './holdout.ts';
import { outcomeOf, voicesApart } from './holdout.ts';

/** Shares of all questions of a set of trials, 0 to 1. */
export interface Figures {
  readonly questions: number;
  /** The entry meant (or one of the same first clause) is first; among those that may be answered. */
  readonly top1: number;
  readonly top3: number;
  /** Of the questions a person is to answer: handed over. Of those handed over: rightly. */
  readonly abstainRecall: number;
  readonly abstainPrecision: number;
  readonly confidentWrong: number;
  readonly offered: number;
  /** Answered rightly at once or after one tap, or rightly handed over. */
  readonly resolved: number;
}

/** The figures of trials under thresholds. */
export function figuresOf(trials: readonly Trial[], thresholds: Thresholds): Figures {
  const outcomes = new Map<Outcome, number>();
  for (const trial of trials) {
    const outcome = outcomeOf(trial, thresholds);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  const count = (...which: readonly Outcome[]): number =>
    which.reduce((sum, outcome) => sum + (outcomes.get(outcome) ?? 0), 0);
  const answerable = trials.filter((trial) => !trial.meantToHand);
  const toHand = trials.length - answerable.length;
  return {
    questions: trials.length,
    top1: share(answerable.filter(({ right }) => right).length, answerable.length),
    top3: share(answerable.filter((one) => one.right || one.offered).length, answerable.length),
    abstainRecall: share(count('handed over'), toHand),
    abstainPrecision: share(count('handed over'), count('handed over', 'lost')),
    confidentWrong: share(count('wrong'), trials.length),
    offered: share(count('chosen', 'offered in vain'), trials.length),
    resolved: share(count('right', 'chosen', 'handed over'), trials.length),
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

const STEPS = Array.from({ length: 49 }, (_, i) => (i + 1) / 50);
const FLOORS = [0, 0.02, 0.05, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3];

const LEAVES = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** A tap is a price: sixteen offers too many weigh as much as one question resolved. */
const TAP = 1 / 50;

/** A trial and what it counts for. */
interface Weighted {
  readonly trial: Trial;
  readonly weight: number;
}

/** Every entry weighs the same: one that was taught many questions is not asked more often for it. */
function evenly(trials: readonly Trial[]): Weighted[] {
  const entries = Map.groupBy(trials, ({ variant }) => variant.entry);
  return trials.map((trial) => {
    const same = entries.get(trial.variant.entry)?.length ?? 1;
    return { trial, weight: trials.length / entries.size / same };
  });
}

/**
 * The thresholds that resolve most, with at most `mostWrong` of all questions answered wrongly (where nothing keeps to
 * that: those that answer least).
 */
export function bestThresholds(trials: readonly Trial[], mostWrong: number): Thresholds {
  const all = evenly(trials);
  // What hands over is moved by one threshold, what answers by the other: each is sought alone.
  const handing = all.filter(({ trial }) => trial.hands);
  const answering = all.filter(({ trial }) => !trial.hands);
  const limit = mostWrong * trials.length;
  let best: Thresholds = { answer: 0.98, handover: 0.98, leave: 1, floor: 0 };
  let most = Number.NEGATIVE_INFINITY;
  for (const floor of FLOORS) {
    const over = bestOf(handing, Number.POSITIVE_INFINITY, (handover) => ({ answer: 1, handover, leave: 1, floor }));
    if (over === undefined) continue;
    for (const leave of LEAVES) {
      const out = bestOf(answering, limit, (answer) => ({ answer, handover: 1, leave, floor }));
      if (out === undefined || over.worth + out.worth <= most + 1e-9) continue;
      most = over.worth + out.worth;
      best = { answer: out.step, handover: over.step, leave, floor };
    }
  }
  return best;
}

/** The step of greatest worth among those with at most `limit` wrong answers. */
function bestOf(trials: readonly Weighted[], limit: number, at: (step: number) => Thresholds) {
  let best: { readonly step: number; readonly worth: number } | undefined;
  for (const step of STEPS) {
    const thresholds = at(step);
    let wrong = 0;
    let worth = 0;
    for (const { trial, weight } of trials) {
      const outcome = outcomeOf(trial, thresholds);
      if (outcome === 'wrong') wrong += weight;
      worth += weight * worthOf(outcome);
    }
    if (wrong <= limit && (best === undefined || worth > best.worth + 1e-9)) best = { step, worth };
  }
  return best;
}

function worthOf(outcome: Outcome): number {
  switch (outcome) {
    case 'right':
    case 'handed over':
      return 1;
    case 'chosen':
      return 1 - TAP;
    case 'offered in vain':
      return -TAP;
    case 'wrong':
    case 'lost':
      return 0;
  }
}

/**
 * A calibration from trials: weights over all voices, thresholds judged by weights of the other voices. Voices apart
 * say nothing of how sure to be of the others and are not counted in its figures.
 */
export function calibrated(trials: readonly Trial[], mostWrong: number): Calibration {
  const apart = voicesApart(trials);
  const usable = trials.filter(({ variant }) => !apart.has(variant.voice));
  const thresholds = bestThresholds(usable, mostWrong);
  const figures = Object.entries(figuresOf(usable, thresholds)).map(([name, value]) => [name, round(value)]);
  return { weights: fitted(usable).map(round), ...thresholds, figures: Object.fromEntries(figures) };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
