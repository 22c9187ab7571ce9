/**
 * What a call knows besides its questions: entries that answer applicants, the many ways people ask for them, the words
 * of the trade, and the measured thresholds. The shapes as written in `faq/` and as compiled; decides no answer.
 */
import { z } from 'zod';
import type { Organizer } from './call.ts';
import { organizerSchema } from './call.ts';
import { clauseIdSchema } from './clause.ts';
import type { Words } from './words.ts';
import { wordsSchema } from './words.ts';

/**
 * `answer`: the clauses answer it. `product`: the assistant itself does. `smalltalk`: a greeting and the like.
 * `pending`: an answer once the organizer has set the fact, handed over until then. `handoff`: a person answers.
 */
export const actionSchema = z.enum(['answer', 'pending', 'handoff', 'smalltalk', 'product']);
export type EntryAction = z.infer<typeof actionSchema>;

const entryId = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'an entry id looks like l3_shanghai_lead');
/** Longest question of an entry, characters. */
export const LONGEST_QUESTION = 300;
const question = z.string().min(1).max(LONGEST_QUESTION);

const entrySchema = z.strictObject({
  id: entryId,
  topic: wordsSchema,
  action: actionSchema,
  /** The clause that answers first. */
  clauses: z.array(clauseIdSchema).max(20).default([]),
  /** Ids of the lists it is about; empty: all or none. */
  lists: z.array(z.string()).max(20).default([]),
  /** The organizer's fact (a key of `organizer` in call.yaml) that completes a pending entry. */
  fact: organizerSchema.keyof().optional(),
  /** Last day the answer holds. */
  valid_until: z.iso.date().optional(),
  answer: wordsSchema,
  follow_up: wordsSchema.optional(),
  /** Questions that look alike and mean something else. */
  not_questions: z.array(question).max(200).default([]),
});

/** `faq/*.yaml` */
export const entriesFileSchema = z.strictObject({
  about: wordsSchema.optional(),
  entries: z.array(entrySchema).min(1).max(500),
});

/** `faq/voices/*.yaml`: how one kind of applicant asks; entry id → questions. */
export const voiceFileSchema = z.strictObject({
  voice: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'a voice is named like branch_clerk'),
  about: wordsSchema.optional(),
  questions: z.record(z.string(), z.array(question).max(500)),
});

export const termKindSchema = z.enum([
  'technology',
  'product',
  'place',
  'abbreviation',
  'regulator',
  'dialect',
  'english',
  'business',
]);
export type TermKind = z.infer<typeof termKindSchema>;

/** `vocabulary.yaml`: forms people use → the word the rules or the entries use. */
export const vocabularyFileSchema = z.strictObject({
  about: wordsSchema.optional(),
  terms: z
    .array(
      z.strictObject({
        to: z.string().min(1).max(60),
        from: z.array(z.string().min(1).max(60)).min(1).max(200),
        kind: termKindSchema,
      }),
    )
    .max(5000),
});

const share = z.number().min(0).max(1);

/** `faq/calibration.yaml`: written by `faq calibrate` from questions no index of theirs has seen; never by hand. */
export const calibrationFileSchema = z.strictObject({
  /** Weights of the signals in the chance that the best entry is the right one (logistic). */
  weights: z.array(z.number()).length(10),
  /** From this chance on, the best entry answers. */
  answer: share,
  /** From this chance on, the best entry hands over when handing over is what it does. */
  handover: share,
  /** Where three would be offered, this much of the learned chance on entries that hand over hands over instead. */
  leave: share,
  /** Below this chance nothing is offered: handed over. */
  floor: share,
  /** What the thresholds were measured to do, as shares of the questions scored. */
  figures: z.record(z.string(), z.number()),
});
export type Calibration = Omit<z.infer<typeof calibrationFileSchema>, 'figures'> & {
  readonly figures: Readonly<Record<string, number>>;
};

/** `faq/regression.yaml`: questions whose entry must not change when variants are added. */
export const regressionFileSchema = z.strictObject({
  cases: z.array(z.strictObject({ text: question, entry: z.string() })).max(5000),
});

/** An entry ready to be found. */
export interface Entry {
  readonly id: string;
  readonly topic: Words;
  readonly action: EntryAction;
  readonly clauses: readonly string[];
  readonly lists: readonly string[];
  readonly fact: keyof EntryFacts | undefined;
  /** Milliseconds since 1970 from which the answer no longer holds: the end of its last day, in UTC. */
  readonly expires: number | undefined;
  readonly answer: Words;
  readonly followUp: Words | undefined;
  readonly notQuestions: readonly string[];
}

/** Organizer's facts by their names in call.yaml. */
export type EntryFacts = z.infer<typeof organizerSchema>;

export interface Variant {
  readonly entry: string;
  readonly voice: string;
  readonly text: string;
}

export interface Term {
  readonly to: string;
  readonly from: readonly string[];
  readonly kind: TermKind;
}

export interface RegressionCase {
  readonly text: string;
  /** Id of the entry, or `none` where nothing may be answered. */
  readonly entry: string;
}

/** Everything a call's faq folder says. `hash` is that of its files: another one than the call's, which never changes with it. */
export interface Faq {
  readonly hash: string;
  readonly entries: readonly Entry[];
  readonly entryById: ReadonlyMap<string, Entry>;
  readonly voices: readonly string[];
  readonly variants: readonly Variant[];
  readonly vocabulary: readonly Term[];
  readonly calibration: Calibration | undefined;
  readonly regression: readonly RegressionCase[];
}

/**
 * The organizer's fact where it is set: its words, or a moment (milliseconds since 1970) for a deadline that has none.
 * Undefined is what the rules do not say and nobody has filled in.
 */
export function factOf(name: keyof EntryFacts, organizer: Organizer): Words | number | undefined {
  switch (name) {
    case 'name':
      return organizer.name;
    case 'contact':
      return organizer.contact;
    case 'deadline':
    case 'deadline_text':
      return organizer.deadlineText ?? organizer.deadline;
    case 'fee_text':
      return organizer.feeText;
    case 'award_text':
      return organizer.awardText;
    case 'attachments_text':
      return organizer.attachmentsText;
    case 'privacy_text':
      return organizer.privacyText;
    case 'retention_until':
      return wordsOf(organizer.retentionUntil);
  }
}

function wordsOf(text: string | undefined): Words | undefined {
  return text === undefined ? undefined : { zh: text, en: text };
}

/**
 * What an entry does at a moment: a pending one whose fact is set answers; an answer that has expired hands over.
 * @param now milliseconds since 1970
 */
export function actionAt(entry: Entry, organizer: Organizer, now: number): EntryAction {
  if (entry.expires !== undefined && now >= entry.expires) return 'pending';
  if (entry.action !== 'pending' || entry.fact === undefined) return entry.action;
  return factOf(entry.fact, organizer) === undefined ? 'pending' : 'answer';
}
