/** What is written down of questions: each answer with its clauses and the version of the knowledge, each miss with its best three. */
import { z } from 'zod';

/** Kinds of store events. Their text is JSON of the shapes below. */
export const FAQ_ANSWER = 'faq_answer';
export const FAQ_MISS = 'faq_miss';

const scored = z.object({ id: z.string(), score: z.number() });

export const answeredSchema = z.object({
  /** The question as typed, cut to 600 characters. */
  text: z.string(),
  entry: z.string(),
  clauses: z.array(z.string()),
  /** Hash of the knowledge that answered. */
  version: z.string(),
  /** `answer`: at once; `choose`: the applicant tapped it. */
  band: z.enum(['answer', 'choose', 'handover']),
  /** A language model chose it out of the entries offered. */
  hinted: z.literal(true).optional(),
});
export type Answered = z.infer<typeof answeredSchema>;

export const missSchema = z.object({
  text: z.string(),
  band: z.enum(['answer', 'choose', 'handover']),
  top: z.array(scored),
  version: z.string(),
  /** What the applicant chose of what was offered; null: none of them; absent: not asked or not answered. */
  chosen: z.string().nullable().optional(),
});
export type Miss = z.infer<typeof missSchema>;

/** The miss of an event's text; undefined when it is none. */
export function readMiss(text: string): Miss | undefined {
  return read(missSchema, text);
}

/** The answer of an event's text; undefined when it is none. */
export function readAnswered(text: string): Answered | undefined {
  return read(answeredSchema, text);
}

function read<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
