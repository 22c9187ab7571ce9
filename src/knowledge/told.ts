/** A case in free words as the patterns of a call's lists see it: one walk finds every word of every pattern. */
import type { Call } from '../flow/call.ts';
import type { Term } from '../flow/faq.ts';
import type { Pattern } from '../flow/fit.ts';
import type { Finder } from './finder.ts';
import { findAll, finderOf } from './finder.ts';
import type { Mention } from './mention.ts';
import { mentionsOf } from './mention.ts';
import type { Passage } from './passage.ts';
import { flatten } from './passage.ts';
import type { Told } from './pattern.ts';
import { figuresIn, wordsOf } from './pattern.ts';
import { isName } from './vocabulary.ts';

/** Prepared once a call: what is looked for, and which words of the trade stand for it. */
export interface Listening {
  readonly finder: Finder;
  /** A form people use → the words of patterns it stands for. */
  readonly standsFor: ReadonlyMap<string, readonly string[]>;
}

/** Of the terms, other ways to say a word; the names a case may be judged by stand in the patterns themselves. */
export function listeningFor(call: Call, terms: readonly Term[]): Listening {
  const own = new Set(call.lists.flatMap((list) => patternsOf(list.fit)).flatMap(wordsOf));
  const standsFor = new Map<string, string[]>();
  for (const { to, from, kind } of terms) {
    const word = flatten(to);
    if (isName(kind) || !own.has(word)) continue;
    for (const form of from.map(flatten)) {
      if (form.length < 2 || own.has(form)) continue;
      standsFor.set(form, [...(standsFor.get(form) ?? []), word]);
    }
  }
  return { finder: finderOf([...own, ...standsFor.keys()]), standsFor };
}

/** The passage with its words found. */
export function toldIn(passage: Passage, { finder, standsFor }: Listening): Told {
  const byWord = new Map<string, Mention[]>();
  for (const mention of mentionsOf(passage, findAll(finder, passage.flat))) {
    for (const word of standsFor.get(mention.word) ?? [mention.word]) {
      const same = byWord.get(word);
      if (same === undefined) byWord.set(word, [mention]);
      else same.push(mention);
    }
  }
  return { text: passage.text, byWord, figures: figuresIn(passage.flat) };
}

function patternsOf(fit: Call['lists'][number]['fit']): readonly Pattern[] {
  return fit === undefined
    ? []
    : [
        ...fit.looksFor.flatMap((interest) => interest.patterns),
        ...fit.conditions.flatMap((condition) => [...condition.met, ...condition.failed]),
      ];
}
