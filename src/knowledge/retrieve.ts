/**
 * Ranks the entries for a question: an index of one document an entry (known questions, clauses, topic, answer), the
 * nearest known questions, and the lists the question names. Decides nothing: it returns scores and signals.
 */
import MiniSearch from 'minisearch';
import type { Clause } from '../flow/clause.ts';
import type { Entry, Faq } from '../flow/faq.ts';
import { VERBATIM } from './bands.ts';
import { gramsOf } from './grams.ts';
import type { Naming } from './naming.ts';
import { neighbours } from './neighbours.ts';
import type { Normalising } from './normalise.ts';

/** An entry and how well it fits. `score` compares within one question only. */
export interface Candidate {
  readonly id: string;
  readonly score: number;
  /** Share of the best score of the index, and of the nearest known question's likeness, as they are. */
  readonly index: number;
  readonly likeness: number;
  /** The known question it is nearest to, as written. */
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

/** How much each part counts; the index's fields as measured on questions of voices left out. */
const BOOST = { questions: 1.5, clauses: 1, topic: 1.5, answer: 0.5 };
const NEAREST = 1;
const CLOSE = 3;
/** A named list: its entries and those of other lists. */
const NAMED = 1.6;
const OTHER = 0.5;
const PRESENT = 1.1;
/** An entry whose “not this” is nearer than its questions. */
const DENIED = 0.6;
/** A question known word for word goes to its entry whatever else the index says. */
const SAME = 10;

interface EntryDocument {
  readonly id: number;
  readonly questions: string;
  readonly clauses: string;
  readonly topic: string;
  readonly answer: string;
}

/**
 * Builds the index.
 * @param own normalising for texts of the knowledge
 */
export function retrieving(
  faq: Faq,
  clauses: ReadonlyMap<string, Clause>,
  own: Normalising,
  plain: Normalising,
  naming: Naming,
): Retrieving {
  const write = (text: string): string => own(plain(text));
  const places = new Map(faq.entries.map((entry, index) => [entry.id, index]));
  const known = [
    ...faq.variants.map((variant) => ({ place: places.get(variant.entry) ?? 0, text: variant.text, denies: false })),
    ...faq.entries.flatMap((entry, place) => entry.notQuestions.map((text) => ({ place, text, denies: true }))),
  ].map((one) => ({ ...one, written: write(one.text) }));
  const near = neighbours(known.map(({ written }) => gramsOf(written)));
  const asked = faq.entries.map((): string[] => []);
  for (const { place, written, denies } of known) if (!denies) asked[place]?.push(written);

  const index = new MiniSearch<EntryDocument>({
    fields: Object.keys(BOOST),
    tokenize: (text) => gramsOf(text),
    processTerm: (gram) => gram,
  });
  index.addAll(
    faq.entries.map((entry, id): EntryDocument => {
      const quoted = entry.clauses.flatMap((one) => {
        const clause = clauses.get(one);
        return clause === undefined ? [] : [`${clause.text}\n${clause.en}`];
      });
      return {
        id,
        questions: (asked[id] ?? []).join('\n'),
        clauses: quoted.map(write).join('\n'),
        topic: write(`${entry.topic.zh}\n${entry.topic.en}`),
        answer: write(`${entry.answer.zh}\n${entry.answer.en}`),
      };
    }),
  );

  return (text, list) => {
    const grams = gramsOf(text);
    const byIndex = new Float64Array(faq.entries.length);
    for (const { id, score } of index.search(text, { boost: BOOST, combineWith: 'OR' })) byIndex[Number(id)] = score;
    const { likeness, coverage } = near(grams);
    const close = faq.entries.map((): { own: number[]; nearest: number; denied: number } => ({
      own: [],
      nearest: -1,
      denied: 0,
    }));
    for (const [at, { place, denies }] of known.entries()) {
      const value = likeness[at] ?? 0;
      const held = close[place];
      if (value <= 0 || held === undefined) continue;
      if (denies) held.denied = Math.max(held.denied, value);
      else {
        if (value > (likeness[held.nearest] ?? 0)) held.nearest = at;
        held.own.push(value);
      }
    }
    const nearness = close.map(({ own: values }) => {
      const best = values.sort((a, b) => b - a).slice(0, CLOSE);
      return best.reduce((sum, value, rank) => sum + value / (rank + 1), 0);
    });
    const mostIndex = Math.max(...byIndex, Number.MIN_VALUE);
    const mostNear = Math.max(...nearness, Number.MIN_VALUE);
    const named = naming(text);
    const candidates = faq.entries.map((entry, place): Candidate => {
      const held = close[place];
      const nearest = held === undefined || held.nearest < 0 ? undefined : held.nearest;
      const share = (byIndex[place] ?? 0) / mostIndex;
      const value = nearest === undefined ? 0 : (likeness[nearest] ?? 0);
      const denied = (held?.denied ?? 0) > value ? DENIED : 1;
      const score =
        (share + NEAREST * ((nearness[place] ?? 0) / mostNear)) * prior(entry, named, list) * denied +
        (value >= VERBATIM ? SAME : 0);
      return {
        id: entry.id,
        score,
        index: share,
        likeness: value,
        nearest: nearest === undefined ? undefined : known[nearest]?.text,
      };
    });
    // The order of the files decides between equals, so that an answer never depends on anything else.
    const best = candidates.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
    return { candidates: best, size: grams.length, coverage };
  };
}

function prior(entry: Entry, named: ReadonlySet<string>, list: string | undefined): number {
  if (entry.lists.length === 0) return 1;
  if (named.size > 0) return entry.lists.some((one) => named.has(one)) ? NAMED : OTHER;
  return list !== undefined && entry.lists.includes(list) ? PRESENT : 1;
}
