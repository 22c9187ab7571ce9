/** A list (榜单): what is applied for, which steps it asks in which order, and how its clauses are judged. */
import { z } from 'zod';
import { clauseIdSchema } from './clause.ts';
import type { FindingRule } from './finding.ts';
import { findingSchema } from './finding.ts';
import type { Fit } from './fit.ts';
import { fitSchema } from './fit.ts';
import type { Step } from './step.ts';
import { stepSchema, useSchema } from './step-source.ts';
import type { Words } from './words.ts';
import { wordsSchema } from './words.ts';

export const listFileSchema = z.strictObject({
  id: z.string().regex(/^[A-Z][A-Za-z0-9]{0,9}$/),
  no: z.int().min(1).max(99),
  name: wordsSchema,
  group: wordsSchema,
  /** Other names, as applicants say them. */
  aliases: z.array(z.string().min(1).max(40)).max(60).default([]),
  /** One sentence: what this list looks for. */
  gist: wordsSchema,
  /** Clauses shown when the list is introduced. */
  clauses: z.array(clauseIdSchema).min(1),
  /** Said when the list is chosen: encouragements and remarks, each with its clause. */
  tips: z.array(z.strictObject({ clause: clauseIdSchema, say: wordsSchema })).default([]),
  /** The quick self-check: ids of the first steps of `order`, 3–5 taps. */
  quick: z.array(z.string()).min(1).max(8),
  /** All steps after the opening ones, in asking order. */
  order: z.array(useSchema).min(1).max(500),
  steps: z.array(stepSchema).default([]),
  findings: z.array(findingSchema).default([]),
  /** Material worth attaching, by clause: advice, never a condition. */
  evidence: z.array(z.strictObject({ clause: clauseIdSchema, suggest: wordsSchema })).default([]),
  /** How a case told in free words is recognised as one for this list. */
  fit: fitSchema.optional(),
});
export type ListFile = z.infer<typeof listFileSchema>;

/** `common.yaml`: the questions all lists share. `opening` come before any list is chosen. */
export const commonFileSchema = z.strictObject({
  opening: z.array(z.string()).min(1),
  steps: z.array(stepSchema).min(1),
  findings: z.array(findingSchema).default([]),
});

export interface List {
  readonly id: string;
  readonly no: number;
  readonly name: Words;
  readonly group: Words;
  readonly aliases: readonly string[];
  readonly gist: Words;
  readonly clauses: readonly string[];
  readonly tips: readonly { readonly clause: string; readonly say: Words }[];
  /** Ordinals of the quick self-check. */
  readonly quick: ReadonlySet<number>;
  /** Every step asked for this list in order, opening steps included; overrides applied. */
  readonly route: readonly Step[];
  /** Route index by step ordinal; -1 where this list does not ask the step. */
  readonly place: readonly number[];
  /** For a step ordinal: ordinals of the steps of this route whose `when` reads it (value or presence). */
  readonly dependents: readonly (readonly number[])[];
  /** Common findings first, then the list's own. */
  readonly findings: readonly FindingRule[];
  /** For a step ordinal: indexes of the findings that read it. */
  readonly judgedBy: readonly (readonly number[])[];
  readonly evidence: readonly { readonly clause: string; readonly suggest: Words }[];
  /** Undefined: the list is never recommended from free words. */
  readonly fit?: Fit | undefined;
}
