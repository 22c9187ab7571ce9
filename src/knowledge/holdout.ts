/**
 * How well a call's knowledge answers people it has not heard: each voice is asked of an index that lacks it. Measures
 * and fits; chooses no threshold.
 */
import type { Call } from '../flow/call.ts';
import type { Faq, Variant } from '../flow/faq.ts';
import type { Knowledge } from './answer.ts';
import { decided } from './answer.ts';
import type { Band } from './bands.ts';
import { bandOf } from './bands.ts';
import { chanceOf, fitted, signalsOf } from './confidence.ts';
import { openKnowledge, withoutVoice } from './open.ts';
import { saysTheSame, standingOf, waits } from './standing.ts';

/** One question of a voice, asked of an index without that voice. */
export interface Trial {
  readonly variant: Variant;
  readonly signals: readonly number[];
  /** Likeness of the nearest known question of the best entry. */
  readonly likeness: number;
  /** Is the best entry the one meant, or one that rests on the same first clause, or does both mean handing over? */
  readonly right: boolean;
  /** Place of the entry meant among the ranked ones; -1 when it is not among the first ten. */
  readonly place: number;
  /** Is what is meant among the three that would be offered? */
  readonly offered: boolean;
  /** Does the best entry hand over; should the question be? */
  readonly hands: boolean;
  readonly meantToHand: boolean;
  /** The chance of all entries that hand over together. */
  readonly handing: number;
  /** Share of the question the index has words for. */
  readonly coverage: number;
  readonly injected: boolean;
  /** The chance by weights learned from the other voices. */
  readonly chance: number;
}

/** A trial before anything is learned from it. */
export type Asked = Omit<Trial, 'chance'>;

/** Asks a knowledge one question whose entry is known. */
export function askedOf(knowledge: Knowledge, variant: Variant): Asked {
  const normalised = knowledge.normalise(variant.text);
  const found = knowledge.retrieve(normalised);
  const answer = decided(knowledge, normalised, found);
  const [best] = found.candidates;
  const standing = standingOf(knowledge, found);
  return {
    variant,
    signals: signalsOf(found, standing),
    likeness: best?.likeness ?? 0,
    right: saysTheSame(knowledge, variant.entry, best?.id),
    place: answer.entries.findIndex(({ id }) => id === variant.entry),
    offered: answer.choices.some((id) => saysTheSame(knowledge, variant.entry, id)),
    hands: standing.hands,
    meantToHand: waits(knowledge, variant.entry),
    handing: standing.handing,
    coverage: found.coverage,
    injected: answer.injected,
  };
}

/** A voice whose questions the others have words for less than this, as a rule, speaks a language of its own. */
const FOREIGN = 0.5;

/** Voices that speak as no other does (the only English one): left out, nothing is left to answer them. */
export function voicesApart(all: readonly Asked[]): ReadonlySet<string> {
  const voices = Map.groupBy(all, ({ variant }) => variant.voice);
  const apart = [...voices].filter(([, own]) => middle(own.map(({ coverage }) => coverage)) < FOREIGN);
  // Where hardly two understand one another, nobody is the exception.
  return new Set(voices.size - apart.length < 2 ? [] : apart.map(([voice]) => voice));
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Every question of every voice. With one voice there is nobody to learn from, and nothing is returned. */
export function trials(faq: Faq, call: Call): Trial[] {
  if (faq.voices.length < 2) return [];
  const asked = faq.voices.flatMap((voice) => {
    const knowledge = openKnowledge(withoutVoice(faq, voice), call);
    return faq.variants.filter((variant) => variant.voice === voice).map((variant) => askedOf(knowledge, variant));
  });
  const apart = voicesApart(asked);
  const weights = new Map(
    faq.voices.map((voice) => [
      voice,
      fitted(asked.filter(({ variant: { voice: one } }) => one !== voice && !apart.has(one))),
    ]),
  );
  return asked.map((one) => ({ ...one, chance: chanceOf(one.signals, weights.get(one.variant.voice) ?? []) }));
}

/** The thresholds, as a calibration holds them. */
export interface Thresholds {
  readonly answer: number;
  readonly handover: number;
  readonly leave: number;
  readonly floor: number;
}

/** What became of a trial. */
export type Outcome = 'right' | 'wrong' | 'chosen' | 'offered in vain' | 'handed over' | 'lost';

/** Judges a trial by thresholds. */
export function outcomeOf(trial: Trial, thresholds: Thresholds): Outcome {
  const band: Band = trial.injected ? 'handover' : bandOf(trial, { weights: [], figures: {}, ...thresholds });
  switch (band) {
    case 'answer':
      return trial.right ? 'right' : 'wrong';
    case 'choose':
      return trial.offered && !trial.meantToHand ? 'chosen' : 'offered in vain';
    case 'handover':
      return trial.meantToHand ? 'handed over' : 'lost';
  }
}
