/** A call (征集): everything one folder of `flows/` says, as written in call.yaml and as compiled for the engine. */
import { z } from 'zod';
import type { Clause } from './clause.ts';
import { clauseIdSchema } from './clause.ts';
import type { List } from './list.ts';
import type { ListStep, ReviewStep, Step } from './step.ts';
import type { Timing } from './timing.ts';
import { remindersSchema, retentionSchema } from './timing.ts';
import type { Words } from './words.ts';
import { wordsSchema } from './words.ts';

const fact = wordsSchema.nullable();

/** What the rules do not say: unset (null) until the organizer knows. Never guessed. */
export const organizerSchema = z.strictObject({
  name: fact,
  contact: fact,
  /** ISO 8601 with offset; until then withdrawal and correction are open. */
  deadline: z.iso.datetime({ offset: true }).nullable(),
  deadline_text: fact,
  fee_text: fact,
  award_text: fact,
  attachments_text: fact,
  privacy_text: fact,
  retention_until: z.iso.date().nullable(),
});

const switchSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  value: z.union([z.boolean(), z.number(), z.string(), z.null()]),
  /** Allowed values, where they are few. */
  choices: z.array(z.union([z.boolean(), z.number(), z.string(), z.null()])).optional(),
});

/** Something the rules leave open, how it may be read, what the assistant does, and the switches that change that. */
export const ambiguitySchema = z.strictObject({
  id: z.string().regex(/^A\d{2}$/),
  /** Empty: it concerns the call as a whole. */
  clauses: z.array(clauseIdSchema),
  question: wordsSchema,
  readings: z.array(wordsSchema).default([]),
  practice: wordsSchema,
  switches: z.array(switchSchema).default([]),
});

export const callFileSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  edition: z.int().min(1),
  year: z.int().min(2000).max(2200),
  title: wordsSchema,
  /** Languages every text must be complete in; the first is the default. */
  locales: z.array(z.enum(['zh-CN', 'en'])).min(1),
  timezone: z.string().min(1),
  /** Names of the files in lists/ without .yaml, in the order shown. */
  lists: z.array(z.string()).min(1).max(20),
  /** First letters of receipt numbers, e.g. SJ2025. */
  receipt_prefix: z.string().regex(/^[A-Z0-9]{2,10}$/),
  /** Name of the rules document in the folder; when left out, its only rules*.txt. */
  rules_text: z
    .string()
    .regex(/^[^/\\]{1,100}\.txt$/, 'name a .txt file of this folder')
    .optional(),
  organizer: organizerSchema,
  reminders: remindersSchema.optional(),
  retention: retentionSchema.optional(),
  ambiguities: z.array(ambiguitySchema).default([]),
});
export type CallFile = z.infer<typeof callFileSchema>;

export interface Organizer {
  readonly name: Words | undefined;
  readonly contact: Words | undefined;
  /** Milliseconds since 1970. */
  readonly deadline: number | undefined;
  readonly deadlineText: Words | undefined;
  readonly feeText: Words | undefined;
  readonly awardText: Words | undefined;
  readonly attachmentsText: Words | undefined;
  readonly privacyText: Words | undefined;
  readonly retentionUntil: string | undefined;
}

export interface Ambiguity {
  readonly id: string;
  readonly clauses: readonly string[];
  readonly question: Words;
  readonly practice: Words;
}

export type PolicyValue = boolean | number | string | null;

/** A call ready for the engine. Immutable; identified by `hash`, the SHA-256 over the files it was loaded from. */
export interface Call {
  readonly id: string;
  readonly edition: number;
  readonly year: number;
  readonly title: Words;
  readonly hash: string;
  readonly rulesVersion: string;
  readonly rulesSha256: string;
  /** Name of the rules document in the folder, where call.yaml gives one. */
  readonly rulesText?: string | undefined;
  readonly locales: readonly ('zh-CN' | 'en')[];
  readonly timezone: string;
  readonly receiptPrefix: string;
  readonly organizer: Organizer;
  /** Left out: the call never speaks first and keeps everything. */
  readonly timing?: Timing;
  readonly policy: Readonly<Record<string, PolicyValue>>;
  readonly ambiguities: readonly Ambiguity[];
  readonly clauses: ReadonlyMap<string, Clause>;
  /** Every step of the call once, in file order (common first); the index is the step's ordinal. */
  readonly steps: readonly Step[];
  readonly stepById: ReadonlyMap<string, Step>;
  /** Steps asked before a list is chosen; the last is `listStep`. */
  readonly opening: readonly Step[];
  readonly listStep: ListStep;
  readonly reviewStep: ReviewStep;
  readonly lists: readonly List[];
  readonly listById: ReadonlyMap<string, List>;
}
