/**
 * Ranks the entries for a question by four opinions (index, nearest known questions, likelihood of the texts, what was
 * learned to tell entries apart) and by the lists it names. Decides nothing: it returns scores and signals.
 */
import type { Clause } from '../flow/clause.ts';
import type { Faq } from '../flow/faq.ts';
import { VERBATIM } from './bands.ts';
import { shares, weighed } from './blend.ts';
import { closest } from './closeness.ts';
import { discriminating } from './discriminate.ts';
import { countedEntries, counting } from './entry-counts.ts';
import { indexed } from './entry-scores.ts';
import { gramTable } from './gram-table.ts';
import { entryTexts, knownQuestions } from './known-text.ts';
import { likelihoods } from './likelihood.ts';
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
  /** The chance that it is the one meant, 0 to 1: what all opinions amount to. */
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

/** What is added for the list being applied for, and for an entry whose “not this” is nearer than its questions. */
const PRESENT = 0.3;
const DENIED = -0.5;
/** A question known word for word goes to its entry whatever else is said of it. */
const SAME = 10;
/** Deadline? is the topic as much as deadline. */
const MARKS_AFTER = /[\p{P}\s]+$/u;
/** Scores fall more slowly than chances, so that they still tell the third from the tenth. */
const SLOWNESS = 2;

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
  const table = gramTable();
  const counts = counting(table.learn);
  const twice = known.map(({ written }) => counts(written));
  const counted = twice.map(({ full }) => full);
  const texts = entryTexts(faq, clauses, known, write);
  const entries = countedEntries(texts, known, counted, counts);
  // Who is offered a topic may type it: 截止时间, deadline.
  const topics = new Map(texts.flatMap(({ topic }, place) => topic.map((text) => [text, place] as const)));
  const asked = known.flatMap(({ place, denies }, at) => {
    const text = counted[at];
    return denies || text === undefined ? [] : [{ text, place }];
  });
  const search = indexed(
    entries.map(({ fields }) => fields),
    table.size(),
  );
  const likely = likelihoods(
    entries.map(({ all }) => all),
    table.size(),
  );
  const near = neighbours(
    twice.map(({ plain }) => plain),
    table.size(),
  );
  const look = counting(table.look);
  const own = entries.flatMap(({ own: texts }, place) => texts.map((text) => ({ text, place })));
  const tell = discriminating([...own, ...asked], faq.entries.length, table.size());

  return (text, list) => {
    const { plain, full: question } = look(text);
    const scores = search(question);
    const { likeness, coverage } = near(plain);
    const close = closest(known, likeness, faq.entries.length);
    const topical = close[topics.get(text.replace(MARKS_AFTER, '')) ?? -1];
    if (topical !== undefined) topical.best = 1;
    const learned = tell(question);
    const odds = likely(question);
    const bestIndex = most(scores, Number.MIN_VALUE);
    const bestClose = close.reduce((best, one) => Math.max(best, one.value), Number.MIN_VALUE);
    const bestLearned = most(learned, Number.MIN_VALUE);
    const bestOdds = most(odds, Number.NEGATIVE_INFINITY);
    const named = naming(text);
    const weights = Float64Array.from(faq.entries, (entry, place) => {
      const { value = 0, best = 0, denied = 0 } = close[place] ?? {};
      const about = entry.lists.length > 0 && named.size > 0;
      const meant = about && entry.lists.some((one) => named.has(one));
      const sum = weighed({
        index: (scores[place] ?? 0) / bestIndex,
        close: value / bestClose,
        likely: (odds[place] ?? 0) - bestOdds,
        learned: Math.log(Math.max(learned[place] ?? 0, Number.MIN_VALUE) / bestLearned),
        named: meant ? 1 : 0,
        other: about && !meant ? 1 : 0,
      });
      const present = named.size === 0 && list !== undefined && entry.lists.includes(list);
      return sum + (present ? PRESENT : 0) + (denied > best ? DENIED : 0) + (best >= VERBATIM ? SAME : 0);
    });
    const chances = shares(weights);
    const bestChance = most(chances, Number.MIN_VALUE);
    const candidates = faq.entries.flatMap(({ id }, place): Candidate[] => {
      const { best = 0, nearest } = close[place] ?? {};
      const index = (scores[place] ?? 0) / bestIndex;
      if (index === 0 && best === 0) return [];
      const chance = chances[place] ?? 0;
      const score = (chance / bestChance) ** (1 / SLOWNESS) + (best >= VERBATIM ? SAME : 0);
      return [{ id, score, index, likeness: best, chance, nearest: nearest?.text }];
    });
    // The order of the files decides between equals, so that an answer never depends on anything else.
    return { candidates: candidates.toSorted((a, b) => b.score - a.score), size: plain.length, coverage };
  };
}

function most(values: Float64Array, least: number): number {
  return values.reduce((best, value) => Math.max(best, value), least);
}
