/** Compiles what a list looks for: groups written out, clauses, steps and options checked. Matches no text. */
import type { Fit, FitSource, Pattern, PatternSource } from './fit.ts';
import type { Lexicon } from './lexicon.ts';
import { faultTwice } from './lexicon.ts';
import { didYouMean } from './nearest.ts';
import type { Spot } from './spot.ts';
import type { Step } from './step.ts';

/** What a fit is checked against: the steps of the list's quick self-check, and the first parts of its clause ids. */
export interface FitGround {
  readonly listId: string;
  readonly quick: readonly Step[];
  readonly tops: ReadonlySet<string>;
}

export function compileFit(source: FitSource, spot: Spot, lexicon: Lexicon, ground: FitGround): Fit {
  const words = wordsOf(source, spot);
  const cite = (clause: string, here: Spot): void => {
    lexicon.cite(clause, here);
    if (!ground.tops.has(clause.split('.')[0] ?? ''))
      here.fault(`clause "${clause}" is none of list ${ground.listId}`, 'name a clause of this list');
  };
  faultTwice(
    source.conditions,
    ({ id }) => id,
    (index) => spot.at('conditions', index, 'id'),
    'condition',
  );
  const looksFor = source.looks_for.map(({ clause, weight, say, words: patterns }, index) => {
    const here = spot.at('looks_for', index);
    cite(clause, here.at('clause'));
    return {
      clause,
      weight,
      say: lexicon.say(say, here.at('say')),
      patterns: patterns.map((pattern, at) => patternOf(pattern, here.at('words', at), words, undefined)),
    };
  });
  faultCountedTwice(source, spot);
  const conditions = source.conditions.map(({ id, clause, step: stepId, needs_all, met, failed, ask }, index) => {
    const here = spot.at('conditions', index);
    cite(clause, here.at('clause'));
    const step = ground.quick.find((one) => one.id === stepId);
    if (step === undefined) {
      const known = ground.quick.map((one) => one.id);
      here.at('step').fault(`"${stepId}" is no quick step of list ${ground.listId}`, didYouMean(stepId, known));
    }
    if (met.length + failed.length === 0) here.fault(`condition "${id}" has no words`, 'give met or failed');
    return {
      id,
      clause,
      step: stepId,
      needsAll: needs_all,
      met: met.map((pattern, at) => patternOf(pattern, here.at('met', at), words, step)),
      failed: failed.map((pattern, at) => patternOf(pattern, here.at('failed', at), words, step)),
      ask: lexicon.say(ask, here.at('ask')),
    };
  });
  faultTwice(
    [...source.examples, ...source.unlike],
    (example) => fold(example),
    (index) => spot.at('examples', index),
    'example',
  );
  return { looksFor, examples: source.examples, unlike: source.unlike, conditions };
}

/** Width and case make no difference where words are compared. */
function fold(word: string): string {
  return word.normalize('NFKC').toLowerCase();
}

type Spell = (source: string | readonly string[], here: Spot) => readonly string[];

/** Writes out the groups of a list of words; faults unknown groups and those nobody uses. */
function wordsOf(source: FitSource, spot: Spot): Spell {
  const spelled = JSON.stringify([source.looks_for, source.conditions]);
  for (const name of Object.keys(source.words)) {
    if (!spelled.includes(`"$${name}"`)) spot.at('words', name).fault(`the words "${name}" are used nowhere`);
  }
  return (given, here) => {
    const all = typeof given === 'string' ? [given] : given;
    return all.flatMap((one) => {
      if (!one.startsWith('$')) return [fold(one)];
      const name = one.slice(1);
      const group = Object.hasOwn(source.words, name) ? source.words[name] : undefined;
      if (group === undefined) here.fault(`no words are named "${name}"`, didYouMean(name, Object.keys(source.words)));
      return (group ?? []).map(fold);
    });
  };
}

/** A word that stands twice would count twice. */
function faultCountedTwice(source: FitSource, spot: Spot): void {
  const seen = new Map<string, number>();
  for (const [index, interest] of source.looks_for.entries()) {
    for (const [at, pattern] of interest.words.entries()) {
      if (typeof pattern !== 'string') continue;
      const word = fold(pattern);
      if (seen.has(word)) spot.at('looks_for', index, 'words', at).fault(`"${pattern}" is counted twice`, 'remove it');
      seen.set(word, index);
    }
  }
}

function patternOf(source: PatternSource, spot: Spot, spell: Spell, step: Step | undefined): Pattern {
  if (typeof source === 'string')
    return { kind: 'said', words: spell(source, spot), unless: [], yields: false, means: [] };
  const options = step !== undefined && 'options' in step ? step.options.map((option) => option.id) : [];
  for (const [index, id] of (source.means ?? []).entries()) {
    if (!options.includes(id))
      spot.at('means', index).fault(`"${id}" is no option of the condition's step`, didYouMean(id, options));
  }
  const base = {
    unless: 'unless' in source ? spell(source.unless ?? [], spot.at('unless')) : [],
    yields: source.yields,
    means: source.means ?? [],
  };
  if ('said' in source) return { ...base, kind: 'said', words: spell(source.said, spot.at('said')) };
  if ('denied' in source) return { ...base, kind: 'denied', words: spell(source.denied, spot.at('denied')) };
  if ('order' in source) {
    const parts = source.order.map((part, index) => spell(part, spot.at('order', index)));
    return { ...base, kind: 'order', parts, within: source.within };
  }
  if ('together' in source) {
    const parts = source.together.map((part, index) => spell(part, spot.at('together', index)));
    return { ...base, kind: 'together', parts, within: source.within };
  }
  if ('lone' in source) {
    const without = spell(source.without, spot.at('without'));
    return { ...base, kind: 'lone', words: spell(source.lone, spot.at('lone')), without };
  }
  return { ...base, kind: 'figures', least: source.figures };
}
