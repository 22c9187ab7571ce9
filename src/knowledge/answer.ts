/**
 * What the assistant does with a question: answers it, offers three readings of it, or hands it over, with the clauses
 * it rests on. Writes no words: those are the entry's. Loads no library; the knowledge it is given holds the index.
 */
import type { Organizer } from '../flow/call.ts';
import type { Entry, Faq } from '../flow/faq.ts';
import type { Band } from './bands.ts';
import { bandOf } from './bands.ts';
import { chanceOf, signalsOf } from './confidence.ts';
import { givesOrders } from './injection.ts';
import type { Naming } from './naming.ts';
import type { Normalising } from './normalise.ts';
import type { Candidate, Retrieved, Retrieving } from './retrieve.ts';
import { handsOver, standingOf } from './standing.ts';

/** What a call knows, ready to be asked. Immutable; `openKnowledge` makes it. */
export interface Knowledge {
  readonly faq: Faq;
  readonly organizer: Organizer;
  /** Ids of the call's clauses. */
  readonly clauses: ReadonlySet<string>;
  /** A text as typed, in the writing of the index. */
  readonly normalise: Normalising;
  /** Searches by a normalised text. */
  readonly retrieve: Retrieving;
  /** Lists a normalised text names. */
  readonly naming: Naming;
}

/** What is known of the moment a question is asked at. */
export interface Asking {
  /** Id of the list being applied for. */
  readonly list?: string | undefined;
  /** Milliseconds since 1970; without it no answer counts as expired. */
  readonly now?: number | undefined;
}

export interface FaqAnswer {
  readonly band: Band;
  /** Best first, at most ten. `score` compares within one question only. */
  readonly entries: readonly { readonly id: string; readonly score: number }[];
  /** Entries to offer when the band is `choose`: up to three that answer, best first. */
  readonly choices: readonly string[];
  /** First clauses of the ranked entries that rest on one, best first, at most five. */
  readonly clauses: readonly string[];
  /** The chance that the best entry is the right one, 0 to 1; 0 without a calibration. */
  readonly chance: number;
  /** Does the text give orders to the machine? Then the band is `handover`. */
  readonly injected: boolean;
}

const SHOWN = 10;
const OFFERED = 3;
const QUOTED = 5;

/** Answers a question. The same knowledge and text always give the same answer; any text is fine. */
export function askFaq(knowledge: Knowledge, text: string, asking: Asking = {}): FaqAnswer {
  const normalised = knowledge.normalise(text);
  return decided(knowledge, normalised, knowledge.retrieve(normalised, asking.list), asking.now);
}

/** The decision for what was found. `normalised`: the text searched for. */
export function decided(knowledge: Knowledge, normalised: string, found: Retrieved, now?: number): FaqAnswer {
  const { calibration } = knowledge.faq;
  const injected = givesOrders(normalised);
  const { candidates } = found;
  const [best] = candidates;
  const standing = standingOf(knowledge, found, now);
  const signals = signalsOf(found, standing);
  const chance = calibration === undefined ? 0 : chanceOf(signals, calibration.weights);
  const open = candidates.slice(0, SHOWN).filter(({ id }) => !handsOver(knowledge, id, now));
  const choices = open.slice(0, OFFERED).map(({ id }) => id);
  // A pending entry whose fact is set is as surely meant as before, and now has something to say.
  const told = best !== undefined && standing.hands && !handsOver(knowledge, best.id, now) ? best.chance : undefined;
  const band =
    best === undefined ? 'handover' : bandOf({ ...standing, chance, likeness: best.likeness, told }, calibration);
  return {
    band: injected || (band === 'choose' && choices.length === 0) ? 'handover' : band,
    entries: candidates.slice(0, SHOWN).map(({ id, score }) => ({ id, score })),
    choices,
    clauses: clausesOf(knowledge, candidates),
    chance,
    injected,
  };
}

function clausesOf({ faq }: Knowledge, candidates: readonly Candidate[]): string[] {
  const clauses = new Set<string>();
  for (const { id } of candidates) {
    const entry: Entry | undefined = faq.entryById.get(id);
    const [clause] = entry?.action === 'answer' ? entry.clauses : [];
    if (clause !== undefined) clauses.add(clause);
    if (clauses.size === QUOTED) break;
  }
  return [...clauses];
}
