/** Does a pattern of a list's file hold in a text, and by which words? Weighs nothing. */
import type { Pattern } from '../flow/fit.ts';
import type { Mention } from './mention.ts';
import type { Span } from './passage.ts';

/** A text as patterns see it. */
export interface Told {
  readonly text: string;
  readonly byWord: ReadonlyMap<string, readonly Mention[]>;
  /** Figures with a unit, in order. */
  readonly figures: readonly Span[];
}

const FIGURE =
  /(?<![\d,.])\d[\d,]{0,14}(?:\.\d{1,6})?\s?(?:%|个?百分点|个?bp|万|亿|千|百|家|户|笔|元|天|小时|分钟|秒|人|次|倍|项|个|tps|单|台|套|吨|年)|百分之[一二三四五六七八九十百零点\d]{1,8}/g;

/** Where the figures of a folded text stand. */
export function figuresIn(flat: string): readonly Span[] {
  return [...flat.matchAll(FIGURE)].map(({ index, 0: found }) => ({ from: index, to: index + found.length }));
}

/** Every word a pattern looks for. */
export function wordsOf(pattern: Pattern): readonly string[] {
  switch (pattern.kind) {
    case 'said':
    case 'denied':
      return [...pattern.words, ...pattern.unless];
    case 'order':
    case 'together':
      return [...pattern.parts.flat(), ...pattern.unless];
    case 'lone':
      return [...pattern.words, ...pattern.without, ...pattern.unless];
    case 'figures':
      return [];
    default:
      return pattern satisfies never;
  }
}

/** The distinct passages by which the pattern holds, as written in the text; none: it does not hold. */
export function heldBy(pattern: Pattern, told: Told): readonly string[] {
  return [...new Set(spansOf(pattern, told).map(({ from, to }) => told.text.slice(from, to)))];
}

function spansOf(pattern: Pattern, told: Told): readonly Span[] {
  const free = (mentions: readonly Mention[]): boolean => mentions.every((one) => !takenBack(pattern, one, told));
  switch (pattern.kind) {
    case 'said':
    case 'denied':
      return mentioned(pattern.words, told).filter((one) => one.state === pattern.kind && free([one]));
    case 'order':
      return ordered(pattern.parts, pattern.within, told).filter(free).map(whole);
    case 'together':
      return gathered(pattern.parts, pattern.within, told).filter(free).map(whole);
    case 'lone': {
      if (pattern.without.some((word) => told.byWord.has(word))) return [];
      return mentioned(pattern.words, told).filter((one) => one.state === 'said' && free([one]));
    }
    case 'figures':
      return told.figures.length >= pattern.least ? told.figures : [];
    default:
      return pattern satisfies never;
  }
}

function mentioned(words: readonly string[], told: Told): readonly Mention[] {
  return words.flatMap((word) => told.byWord.get(word) ?? []);
}

function takenBack(pattern: Pattern, mention: Mention, told: Told): boolean {
  return mentioned(pattern.unless, told).some((one) => one.part === mention.part);
}

function whole(mentions: readonly Mention[]): Span {
  return { from: Math.min(...mentions.map((one) => one.from)), to: Math.max(...mentions.map((one) => one.to)) };
}

/** Chains of said mentions, one of each part in the order given, neighbours close and in one part of a sentence. */
function ordered(parts: Parts, within: number, told: Told): Mention[][] {
  let chains = said(parts[0], told).map((one) => [one]);
  for (const part of parts.slice(1)) {
    if (chains.length === 0) return [];
    const next = said(part, told);
    chains = chains.flatMap((chain) => {
      const last = chain.at(-1) as Mention;
      const follower = next[firstFrom(next, last.to)];
      const close = follower !== undefined && follower.from - last.to <= within && follower.part === last.part;
      return close ? [[...chain, follower]] : [];
    });
  }
  return chains;
}

type Parts = readonly (readonly string[])[];

/** Said mentions of one part, by place. */
function said(part: readonly string[] | undefined, told: Told): Mention[] {
  return mentioned(part ?? [], told)
    .filter((one) => one.state === 'said')
    .sort((a, b) => a.from - b.from);
}

/** One said mention of each part, each close to the first one's, in whatever order. */
function gathered(parts: Parts, within: number, told: Told): Mention[][] {
  const others = parts.slice(1).map((part) => said(part, told));
  return said(parts[0], told).flatMap((first) => {
    const near = others.map((mentions) => {
      for (let i = firstFrom(mentions, first.from - within - LONGEST_WORD); i < mentions.length; i++) {
        const one = mentions[i];
        if (one === undefined || one.from > first.to + within) return undefined;
        if (one.part === first.part && gap(first, one) >= 0 && gap(first, one) <= within) return one;
      }
      return undefined;
    });
    return near.every((one) => one !== undefined) ? [[first, ...near]] : [];
  });
}

/** Words are at most this long. */
const LONGEST_WORD = 40;

/** Index of the first mention that begins at or after the offset; mentions by place. */
function firstFrom(mentions: readonly Mention[], offset: number): number {
  let low = 0;
  let high = mentions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mentions[middle]?.from ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Characters between two mentions; negative where they overlap. */
function gap(a: Mention, b: Mention): number {
  return Math.max(a.from - b.to, b.from - a.to);
}
