/** A finding as written in a flow file: how one clause is judged from answers. The judging itself is the engine's. */
import { z } from 'zod';
import { clauseIdSchema } from './clause.ts';
import type { Condition } from './condition.ts';
import type { Words } from './words.ts';
import { wordsSchema } from './words.ts';

/** Status of one clause for one application (self-declared; never a verified fact). */
export const statusSchema = z.enum([
  'met',
  'not_met',
  'needs_explanation',
  'organizer_review',
  'not_applicable',
  'unanswered',
]);
export type Status = z.infer<typeof statusSchema>;

export const findingCaseSchema = z.strictObject({
  /** CEL over the answers. The first case that holds decides. */
  if: z.string().min(1).max(2000),
  status: z.enum(['not_met', 'needs_explanation', 'organizer_review', 'not_applicable', 'met']),
  /** Why, in one or two sentences to the applicant. */
  say: wordsSchema.optional(),
  /** What would satisfy the clause. */
  fix: wordsSchema.optional(),
  /** Code put into `organizer_flags` of the submission. */
  flag: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .optional(),
});

export const findingSchema = z.strictObject({
  clause: clauseIdSchema,
  /** CEL; where it is false the clause is `not_applicable` (or left out, see `part_of`). */
  applies: z.string().min(1).max(2000).optional(),
  /** Said when it does not apply. */
  otherwise: wordsSchema.optional(),
  /** A part of another finding: left out altogether while it does not apply. */
  part_of: clauseIdSchema.optional(),
  /** `silent`: when no case holds, report nothing (its parts report instead). */
  default: z.enum(['met', 'silent']).default('met'),
  cases: z.array(findingCaseSchema).max(20).default([]),
  /** Steps it rests on; derived from the expressions when left out. */
  based_on: z.array(z.string()).max(20).optional(),
});

export type FindingSource = z.infer<typeof findingSchema>;

export interface FindingCase {
  readonly when: Condition;
  readonly status: 'not_met' | 'needs_explanation' | 'organizer_review' | 'not_applicable' | 'met';
  readonly say: Words | undefined;
  readonly fix: Words | undefined;
  readonly flag: string | undefined;
}

/** A finding rule, compiled. Ordinals index `Call.steps`. */
export interface FindingRule {
  readonly clause: string;
  readonly applies: Condition | undefined;
  readonly otherwise: Words | undefined;
  readonly partOf: string | undefined;
  readonly silent: boolean;
  readonly cases: readonly FindingCase[];
  /** Ids of the steps it rests on, in asking order. */
  readonly basedOn: readonly string[];
  /** Ordinals of every step any of its expressions reads (for telling which findings an answer touches). */
  readonly reads: readonly number[];
}
