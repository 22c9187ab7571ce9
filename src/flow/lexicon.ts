/** What every compiler of a call's parts looks up: its clauses, its languages, its conditions. Compiles nothing itself. */
import type { ConditionCompiler } from './cel.ts';
import type { Clause } from './clause.ts';
import { didYouMean } from './nearest.ts';
import type { Spot } from './spot.ts';
import type { Words, WordsSource } from './words.ts';
import { words } from './words.ts';

export interface Lexicon {
  readonly clauses: ReadonlyMap<string, Clause>;
  /** Ids of the clauses something refers to. */
  readonly cited: ReadonlySet<string>;
  readonly condition: ConditionCompiler;
  /** A text in the languages of the call; faults a missing translation. */
  say(source: WordsSource, spot: Spot): Words;
  maybeSay(source: WordsSource | null | undefined, spot: Spot): Words | undefined;
  /** Notes that a clause is referred to; faults an unknown one. */
  cite(id: string, spot: Spot): void;
  citeAll(ids: readonly string[], spot: Spot): void;
}

/** `english`: every text must have its English. */
export function lexiconOf(
  clauses: ReadonlyMap<string, Clause>,
  english: boolean,
  condition: ConditionCompiler,
): Lexicon {
  const cited = new Set<string>();
  const say = (source: WordsSource, spot: Spot): Words => {
    if (english && (typeof source === 'string' || source.en === undefined)) {
      spot.fault('the English text is missing', 'write {zh: …, en: …}');
    }
    return words(source);
  };
  const cite = (id: string, spot: Spot): void => {
    if (clauses.has(id)) cited.add(id);
    else spot.fault(`unknown clause "${id}"`, didYouMean(id, clauses.keys()) ?? 'clauses stand in rules.yaml');
  };
  return {
    clauses,
    cited,
    condition,
    say,
    maybeSay: (source, spot) => (source === undefined || source === null ? undefined : say(source, spot)),
    cite,
    citeAll: (ids, spot) => {
      for (const [index, id] of ids.entries()) cite(id, spot.at(index));
    },
  };
}

/** Names as applicants type them: width, case and white space make no difference. */
export function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, '');
}

/** Faults each of `items` whose key was there before. */
export function faultTwice<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  spotOfItem: (index: number) => Spot,
  what: string,
): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    if (seen.has(key)) spotOfItem(index).fault(`${what} "${key}" is given twice`);
    seen.add(key);
  }
}

/** Something applicants may call by several names: where each name stands in the file. */
export interface Named {
  readonly id: string;
  readonly names: readonly { readonly name: string; readonly spot: Spot }[];
}

/** The names of a label and its aliases. `labelKey`: key of the label in the file. */
export function namesOf(label: Words, labelKey: string, aliases: readonly string[], spot: Spot): Named['names'] {
  return [
    { name: label.zh, spot: spot.at(labelKey) },
    { name: label.en, spot: spot.at(labelKey) },
    ...aliases.map((name, index) => ({ name, spot: spot.at('aliases', index) })),
  ];
}

/** Faults names that mean two things; once for each name and pair. */
export function faultAmbiguous(named: readonly Named[], what: string, told: Set<string> = new Set()): void {
  const owners = new Map<string, string>();
  for (const { id, names } of named) {
    for (const { name, spot } of names) {
      const key = folded(name);
      const owner = owners.get(key) ?? id;
      owners.set(key, owner);
      const pair = `${key}\n${owner}\n${id}`;
      if (owner === id || told.has(pair)) continue;
      told.add(pair);
      spot.fault(`"${name}" already means the ${what} "${owner}"`, 'use another name');
    }
  }
}
