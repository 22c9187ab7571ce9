/** What is written down of questions: each answer with its clauses and the version of the knowledge, each miss with its best three. */
import { z } from 'zod';
import type { FaqAnswer } from './answer.ts';

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

const LONGEST = 600;

function cut(text: string): string {
  return text.slice(0, LONGEST).toWellFormed();
}

/** The text of a FAQ_ANSWER event. */
export function answeredText(text: string, entry: string, answer: FaqAnswer, version: string): string {
  const answered: Answered = { text: cut(text), entry, clauses: [...answer.clauses], version, band: answer.band };
  return JSON.stringify(answered);
}

/** The text of a FAQ_MISS event. */
export function missText(text: string, answer: FaqAnswer, version: string, chosen?: string | null): string {
  const top = answer.entries.slice(0, 3).map(({ id, score }) => ({ id, score: Number(score.toFixed(3)) }));
  const miss: Miss = { text: cut(text), band: answer.band, top, version, ...(chosen === undefined ? {} : { chosen }) };
  return JSON.stringify(miss);
}

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
