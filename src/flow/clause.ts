/** A clause of the rules: its exact words, where it is printed, and how hard it is. Judges nothing. */
import { z } from 'zod';
import { wordsSchema } from './words.ts';

/**
 * What a failed clause means: `hard` refuses the list, `explain` asks for an explanation the organizer weighs,
 * `info` only tells, `review` leaves a matter the rules do not settle to the organizer.
 */
export const severitySchema = z.enum(['hard', 'explain', 'info', 'review']);
export type Severity = z.infer<typeof severitySchema>;

export const clauseIdSchema = z.string().regex(/^\d+(\.[0-9a-z]+)*$/, 'a clause id looks like 3.1.2.b.1');

export const clauseSchema = z.strictObject({
  id: clauseIdSchema,
  /** `verbatim`: the words stand in the rules document (… marks an omission); `split`/`summary`: our own cut of it. */
  text: z.string().min(1).max(1000),
  source: z.enum(['verbatim', 'split', 'summary']).default('verbatim'),
  /** How the document prints the place, e.g. 榜单 5（4）. */
  printed: z.string().min(1).max(60),
  /** The words of the rules that set the tone: 须, 应, 包括但不限于 … */
  modality: z.string().min(1).max(40),
  severity: severitySchema,
  /** Our English reading of it; the quotation shown always stays Chinese. */
  en: z.string().min(1).max(1500),
});

export type Clause = z.infer<typeof clauseSchema>;

/** `rules.yaml` */
export const rulesFileSchema = z.strictObject({
  /** Name of the rules document as printed. */
  title: z.string().min(1),
  version: z.string().min(1).max(40),
  /** SHA-256 of the rules document in use, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  clauses: z.array(clauseSchema).min(1).max(1000),
  /** How to read the modality column, for people. */
  note: wordsSchema.optional(),
});
