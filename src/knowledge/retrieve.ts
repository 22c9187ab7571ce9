/**
 * Ranks the entries for a question by three opinions (index, nearest known questions, what was learned to tell entries
 * apart) and by the lists it names. Decides nothing: it returns scores and signals.
 */
import type { Clause } from '../flow/clause.ts';
import type { Entry, Faq } from '../flow/faq.ts';
import { VERBATIM } from './bands.ts';
import { discriminating } from './discriminate.ts';
import { indexed } from './entry-scores.ts';
import { gramTable } from './gram-table.ts';
import { gramsOf } from './grams.ts';
import type { KnownQuestion } from './known-text.ts';
import { entryTexts, knownQuestions } from './known-text.ts';
import type { Naming } from './naming.ts';
import { neighbours } from './neighbours.ts';
import type { Normalising } from './normalise.ts';

/** An entry and how well it fits. `score` compares within one question only. */
export interface Candidate {
  readonly id: string;
  readonly score: number;
  /** Share of the best score of the index, 0 to 1. */
  readonly index: number;
  /** Likeness of the nearest known question, 0 to 1. */
  readonly likeness: number;
  /** The chance learned from the known questions, 0 to 1. */
  readonly chance: number;
  /** The known question it is nearest to, as written in the file. */
  readonly nearest: string | undefined;
}

/** What was found for a question, best first. */
export interface Retrieved {
  readonly candidates: readonly Candidate[];
  /** Number of grams compared. */
  readonly size: number;
  /** Share of the question the knowledge has words for, 0 to 1. */
  readonly coverage: number;
}

/** Searches by a normalised text. `list`: the list being applied for, which weighs a little. */
export type Retrieving = (text: string, list?: string) => Retrieved;

/** How many of an entry's nearest questions count, each less than the one before. */
const CLOSE = 3;
/** A named list: its entries and those of other lists; the list being applied for. */
const NAMED = 1.6;
const OTHER = 0.5;
const PRESENT = 1.1;
/** An entry whose “not this” is nearer than its questions. */
const DENIED = 0.9;
/** A question known word for word goes to its entry whatever else is said of it. */
const SAME = 10;

/**
 * Builds everything a search needs.
 * @param write the normalising for texts of the knowledge itself
 */
export function retrieving(
  faq: Faq,
  clauses: ReadonlyMap<string, Clause>,
  write: Normalising,
  naming: Naming,
): Retrieving {
  const known = knownQuestions(faq, write);
  const texts = entryTexts(faq, clauses, known, write);
  const table = gramTable();
  const counted = known.map(({ written }) => table.learn(gramsOf(written)));
  const own = texts.flatMap(({ topic, answer }, place) =>
    [...topic, ...answer.slice(0, 1)].map((text) => ({ text: table.learn(gramsOf(text)), place })),
  );
  const asked = known.flatMap(({ place, denies }, at) => {
    const text = counted[at];
    return denies || text === undefined ? [] : [{ text, place }];
  });
  const search = indexed(texts, table);
  const near = neighbours(counted, table.size());
  const tell = discriminating([...own, ...asked], faq.entries.length, table.size());

  return (text, list) => {
    const question = table.look(gramsOf(text));
    const scores = search(question);
    const { likeness, coverage } = near(question);
    const close = closest(known, likeness, faq.entries.length);
    const chances = tell(question);
    const bestIndex = Math.max(...scores, Number.MIN_VALUE);
    const bestClose = close.reduce((most, one) => Math.max(most, one.value), Number.MIN_VALUE);
    const bestChance = Math.max(...chances, Number.MIN_VALUE);
    const named = naming(text);
    const candidates = faq.entries.flatMap((entry, place): Candidate[] => {
      const { value = 0, best = 0, nearest, denied = 0 } = close[place] ?? {};
      const index = (scores[place] ?? 0) / bestIndex;
      if (index === 0 && best === 0) return [];
      const chance = chances[place] ?? 0;
      const opinions = index + value / bestClose + chance / bestChance;
      const weighed = opinions * prior(entry, named, list) * (denied > best ? DENIED : 1);
      const score = weighed + (best >= VERBATIM ? SAME : 0);
      return [{ id: entry.id, score, index, likeness: best, chance, nearest: nearest?.text }];
    });
    // The order of the files decides between equals, so that an answer never depends on anything else.
    return { candidates: candidates.toSorted((a, b) => b.score - a.score), size: question.length, coverage };
  };
}

/** How near an entry's questions are. */
interface Closeness {
  /** Of the nearest few together. */
  value: number;
  best: number;
  nearest: KnownQuestion | undefined;
  /** Of the nearest question it is not. */
  denied: number;
}

function closest(known: readonly KnownQuestion[], likeness: Float64Array, entries: number): Closeness[] {
  const own = Array.from({ length: entries }, (): number[] => []);
  const close = own.map((): Closeness => ({ value: 0, best: 0, nearest: undefined, denied: 0 }));
  for (const [at, question] of known.entries()) {
    const value = likeness[at] ?? 0;
    const held = close[question.place];
    if (value <= 0 || held === undefined) continue;
    if (question.denies) {
      held.denied = Math.max(held.denied, value);
      continue;
    }
    own[question.place]?.push(value);
    if (value > held.best) {
      held.best = value;
      held.nearest = question;
    }
  }
  for (const [place, values] of own.entries()) {
    const held = close[place];
    if (held === undefined) continue;
    const nearest = values.sort((a, b) => b - a).slice(0, CLOSE);
    held.value = nearest.reduce((sum, value, rank) => sum + (value * value) / (rank + 1), 0);
  }
  return close;
}

function prior(entry: Entry, named: ReadonlySet<string>, list: string | undefined): number {
  if (entry.lists.length === 0) return 1;
  if (named.size > 0) return entry.lists.some((one) => named.has(one)) ? NAMED : OTHER;
  return list !== undefined && entry.lists.includes(list) ? PRESENT : 1;
}
