/**
 * What a list looks for in a case told in free words, and the conditions that decide whether it may be recommended: a
 * closed set of pattern kinds over plain words. Reads no case and ranks nothing.
 */
import { z } from 'zod';
import { clauseIdSchema } from './clause.ts';
import type { Words } from './words.ts';
import { wordsSchema } from './words.ts';

/** A word as applicants write it, or `$name`: any word of that group. */
const word = z.string().min(1).max(40);
const someWords = z.union([word, z.array(word).min(1).max(400)]);
/** Ids of options of the condition's step that were thereby said. */
const means = z.array(z.string().min(1).max(40)).min(1).max(10).optional();
/** Words in the same part of a sentence that take the match back. */
const unless = z.array(word).min(1).max(60).optional();
/** Holds only where nothing says the opposite (`true`), or leaves it open where something does (`contests`). */
const yields = z.union([z.boolean(), z.literal('contests')]).default(false);
/** The words of each part, in this order or in any, with at most `within` characters between neighbours. */
const parts = z.array(someWords).min(2).max(4);
const within = z.int().min(0).max(60).default(8);

export const patternSchema = z
  .union([
    word,
    z.strictObject({ said: someWords, unless, yields, means }),
    z.strictObject({ denied: someWords, unless, yields, means }),
    z.strictObject({ order: parts, within, unless, yields, means }),
    z.strictObject({ together: parts, within, unless, yields, means }),
    /** One of `lone` is said and none of `without` anywhere. */
    z.strictObject({ lone: someWords, without: someWords, unless, yields, means }),
    /** At least so many figures with a unit. */
    z.strictObject({ figures: z.int().min(1).max(20), yields, means }),
  ])
  .describe('A word, $group, or {said | denied | order | together | lone | figures: …}');
export type PatternSource = z.infer<typeof patternSchema>;

export const fitSchema = z.strictObject({
  /** Groups of words the patterns name with $. */
  words: z
    .record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.array(z.string().min(1).max(40)).min(1).max(600))
    .default({}),
  looks_for: z
    .array(
      z.strictObject({
        clause: clauseIdSchema,
        weight: z.number().min(0.1).max(10),
        say: wordsSchema,
        words: z.array(patternSchema).min(1).max(400),
      }),
    )
    .min(1)
    .max(60),
  /** Cases as people would tell them: they teach which words go with the list and are never shown. */
  examples: z.array(z.string().min(4).max(300)).max(400).default([]),
  /** The same of cases that sound near and fit no list of the call. */
  unlike: z.array(z.string().min(4).max(300)).max(400).default([]),
  conditions: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9_]*$/),
        clause: clauseIdSchema,
        /** The step of the quick self-check that asks it. */
        step: z.string(),
        /** Every option that `met` can mean must hold; some of them are only a part of the answer. */
        needs_all: z.boolean().default(false),
        met: z.array(patternSchema).max(400).default([]),
        failed: z.array(patternSchema).max(400).default([]),
        /** The deciding question, where the case does not say. */
        ask: wordsSchema,
      }),
    )
    .min(1)
    .max(20),
});
export type FitSource = z.infer<typeof fitSchema>;

interface PatternBase {
  readonly unless: readonly string[];
  readonly yields: boolean | 'contests';
  readonly means: readonly string[];
}

/** A pattern with its groups written out; words folded (width, case) as they are compared. */
export type Pattern = PatternBase &
  (
    | { readonly kind: 'said' | 'denied'; readonly words: readonly string[] }
    | { readonly kind: 'order' | 'together'; readonly parts: readonly (readonly string[])[]; readonly within: number }
    | { readonly kind: 'lone'; readonly words: readonly string[]; readonly without: readonly string[] }
    | { readonly kind: 'figures'; readonly least: number }
  );

export interface Interest {
  readonly clause: string;
  readonly weight: number;
  readonly say: Words;
  readonly patterns: readonly Pattern[];
}

export interface FitCondition {
  readonly id: string;
  readonly clause: string;
  readonly step: string;
  readonly needsAll: boolean;
  readonly met: readonly Pattern[];
  readonly failed: readonly Pattern[];
  readonly ask: Words;
}

/** How a case in free words is weighed for a list. */
export interface Fit {
  readonly looksFor: readonly Interest[];
  readonly examples: readonly string[];
  readonly unlike: readonly string[];
  readonly conditions: readonly FitCondition[];
}
