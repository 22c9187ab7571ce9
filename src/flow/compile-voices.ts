/** Compiles the voices: who asks how for which entry. Faults questions that cannot tell two entries apart. */

import type { Entry, Variant } from './faq.ts';
import { voiceFileSchema } from './faq.ts';
import type { Fault } from './fault.ts';
import { nearPairs, questionKey } from './likeness.ts';
import { didYouMean } from './nearest.ts';
import { shaped } from './shape.ts';
import type { Source } from './source.ts';
import type { Spot } from './spot.ts';
import { spotOf } from './spot.ts';

/** An entry and where it stands, for faults about it. */
export interface PlacedEntry {
  readonly entry: Entry;
  readonly spot: Spot;
}

/** A question and where it stands. */
export interface PlacedVariant {
  readonly variant: Variant;
  readonly spot: Spot;
}

/** Fewer ways of asking than this find nothing dependably. */
const FEWEST = 5;
/** Two questions of different entries this much alike (cosine of their bigrams) are one question. */
const NEARLY = 0.95;
/** As good as letter by letter, whatever rounding does. */
const SAME = 0.9999;

/** The questions of all voices, in file order. */
export function compileVoices(
  sources: readonly Source[],
  entries: ReadonlyMap<string, Entry>,
  faults: Fault[],
): PlacedVariant[] {
  const homes = new Map<string, string>();
  return sources.flatMap((source) => {
    const file = shaped(voiceFileSchema, source, faults);
    if (file === undefined) return [];
    const spot = spotOf(file.source, faults);
    const { voice, questions } = file.value;
    const home = homes.get(voice);
    if (home !== undefined) spot.at('voice').fault(`the voice "${voice}" stands in ${home} already`);
    homes.set(voice, source.path);
    return Object.entries(questions).flatMap(([entry, texts]): PlacedVariant[] => {
      const here = spot.at('questions', entry);
      if (!entries.has(entry)) {
        here.fault(`unknown entry "${entry}"`, didYouMean(entry, entries.keys()));
        return [];
      }
      return texts.flatMap((text, index): PlacedVariant[] => {
        const place = here.at(index);
        if (questionKey(text) !== '') return [{ variant: { entry, voice, text }, spot: place }];
        place.fault('an empty question', 'remove it');
        return [];
      });
    });
  });
}

/**
 * Faults the same question under two entries, and a question an entry says it is not. `strict`: nearly the same ones, and
 * (once there are voices and nothing else is wrong: `whole`) entries with too few questions as well.
 */
export function faultRepeated(
  entries: readonly PlacedEntry[],
  variants: readonly PlacedVariant[],
  strict: boolean,
  whole: boolean,
): void {
  const keys = variants.map(({ variant }) => ({ key: questionKey(variant.text), group: variant.entry }));
  for (const { first, second, likeness } of nearPairs(keys, strict ? NEARLY : SAME)) {
    const one = variants[first]?.variant;
    const same = keys[first]?.key === keys[second]?.key;
    variants[second]?.spot.fault(
      same
        ? `the entry "${one?.entry}" is asked the same question (${one?.voice})`
        : `nearly the same as "${one?.text}" of the entry "${one?.entry}" (${one?.voice}, ${likeness.toFixed(2)})`,
      'keep it where it belongs',
    );
  }
  const own = new Set(keys.map(({ key, group }) => `${group} ${key}`));
  for (const { entry, spot } of entries) {
    for (const [index, text] of entry.notQuestions.entries()) {
      if (own.has(`${entry.id} ${questionKey(text)}`))
        spot.at('not_questions', index).fault(`a voice asks this for "${entry.id}"`, 'remove it here or there');
    }
  }
  if (!strict || !whole || variants.length === 0) return;
  const counts = new Map<string, number>();
  for (const { group } of keys) counts.set(group, (counts.get(group) ?? 0) + 1);
  for (const { entry, spot } of entries) {
    const count = counts.get(entry.id) ?? 0;
    if (count < FEWEST)
      spot.at('id').fault(`the entry "${entry.id}" has ${count} questions`, `give it ${FEWEST} or more in faq/voices`);
  }
}
