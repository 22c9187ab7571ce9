/** Compiles the words of the trade: forms people use and the word they stand for. Faults a form that stands for two. */
import type { Term } from './faq.ts';
import { folded } from './lexicon.ts';
import type { Spot } from './spot.ts';

/** The terms of a vocabulary; terms of the same word are joined. `spot`: of the terms. */
export function compileVocabulary(terms: readonly Term[], spot: Spot): Term[] {
  const owners = new Map<string, string>();
  for (const [index, term] of terms.entries()) {
    for (const [number, form] of term.from.entries()) {
      const key = folded(form);
      const here = spot.at(index, 'from', number);
      const owner = owners.get(key);
      if (key === '') here.fault('a form without a letter');
      else if (key === folded(term.to)) here.fault(`"${form}" stands for itself`, 'remove it');
      else if (owner === term.to) here.fault(`"${form}" is given twice`, 'remove one of them');
      else if (owner !== undefined) here.fault(`"${form}" already stands for "${owner}"`, 'keep one of them');
      owners.set(key, owner ?? term.to);
    }
  }
  return [...terms];
}
