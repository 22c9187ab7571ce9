/** Words an applicant reads, in the languages of a call. A bare string is the call's first language. Reads no files. */
import { z } from 'zod';
import type { Locale } from '../message.ts';

export const wordsSchema = z
  .union([
    z.string().min(1).max(2000),
    z.strictObject({ zh: z.string().min(1).max(2000), en: z.string().min(1).max(2000).optional() }),
  ])
  .describe('Text: a string (Chinese), or {zh, en}');

export type WordsSource = z.infer<typeof wordsSchema>;

/** Text in every language of the call. `en` falls back to `zh` where a call has no English. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** Completes a source text: a missing language falls back to Chinese (the loader has already faulted it if required). */
export function words(source: WordsSource): Words {
  return typeof source === 'string' ? { zh: source, en: source } : { zh: source.zh, en: source.en ?? source.zh };
}

export function inLocale(text: Words, locale: Locale): string {
  return locale === 'en' ? text.en : text.zh;
}
