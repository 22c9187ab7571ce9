/** Splits a message into the options named at its beginning and the rest (a note, a reason). Judges no counts. */
import type { Labels } from './labels.ts';
import { containing, key, named } from './labels.ts';
import { positions } from './ordinals.ts';

/** Names and numbers are looked for in the head of a message only; a note may follow at any length. */
const HEAD = 400;
const GAP = /(?:[\s,，、;；。:：/\n—]|(?<=\D)[.](?!\d))+|和|及|与|以及|还有|\+|&/g;
const UNIT = /^(?:个|家|年|月|天|日|户|万|亿|%|％|强|条|项)/;

export interface Selection {
  /** Positions in the order named. */
  readonly at: readonly number[];
  /** What follows the names, trimmed; "" when there is nothing more. */
  readonly rest: string;
  /** The separator before `rest`. */
  readonly gap: string;
  /** The last option was named by its number. */
  readonly numeric: boolean;
}

export type Selected = Selection | { readonly beyond: number };

interface Token {
  readonly text: string;
  readonly end: number;
  readonly next: number;
  readonly gap: string;
}

/** The candidates for a name that begins at `start`: up to the next separators, longest first. */
function tokensFrom(text: string, start: number): readonly Token[] {
  const tokens: Token[] = [];
  GAP.lastIndex = start;
  for (let match = GAP.exec(text); match !== null && tokens.length < 4; match = GAP.exec(text)) {
    if (match.index === start) continue;
    tokens.push({ text: text.slice(start, match.index), end: match.index, next: GAP.lastIndex, gap: match[0] });
  }
  if (tokens.length < 4) tokens.push({ text: text.slice(start), end: text.length, next: text.length, gap: '' });
  return tokens.reverse();
}

/**
 * The options named at the beginning of a text. `many`: several may be named. `demands`: does the option (by
 * position) demand a note, so that what follows a colon is that note and no further name? `lists`: the options are the lists.
 */
export function select(
  labels: Labels,
  text: string,
  many: boolean,
  demands: (i: number) => boolean,
  lists = false,
): Selected | undefined {
  const head = text.slice(0, HEAD);
  const at: number[] = [];
  let numeric = false;
  let start = 0;
  let gap = '';
  while (start < head.length) {
    if (at.length > 0 && (!many || (/[:：]/.test(gap) && at.some(demands)))) break;
    const found = resolve(labels, head, start, { many, lists, numbers: at.length === 0 || numeric });
    if (found === undefined) break;
    if ('beyond' in found) {
      if (at.some(demands)) break;
      return found;
    }
    for (const i of found.at) if (!at.includes(i)) at.push(i);
    numeric = found.numeric;
    start = found.token.next;
    gap = found.token.gap;
  }
  if (at.length === 0) return undefined;
  const rest = start >= head.length && text.length <= HEAD ? '' : text.slice(start).trim();
  return { at, rest: withoutName(labels, at.at(-1) ?? 0, rest), gap, numeric };
}

type Found =
  | { readonly at: readonly number[]; readonly token: Token; readonly numeric: boolean }
  | { readonly beyond: number };

interface Manner {
  readonly many: boolean;
  readonly lists: boolean;
  readonly numbers: boolean;
}

function resolve(labels: Labels, head: string, start: number, manner: Manner): Found | undefined {
  const { many, lists, numbers } = manner;
  const tokens = tokensFrom(head, start);
  for (const token of tokens) {
    const hits = named(labels, key(token.text));
    if (hits.length === 1) return { at: hits, token, numeric: false };
  }
  const token = tokens.at(-1);
  if (token === undefined) return undefined;
  if (numbers && !UNIT.test(head.slice(token.next))) {
    const read = positions(token.text, labels.named.length, many, lists);
    if (read !== undefined) return 'beyond' in read ? read : { at: read.at, token, numeric: true };
  }
  const hits = many ? containing(labels, key(token.text)) : [];
  return hits.length === 1 ? { at: hits, token, numeric: false } : undefined;
}

/** "11 其他 供应链票据…": the name repeated after its number is no part of the note. */
function withoutName(labels: Labels, i: number, rest: string): string {
  const option = labels.named[i];
  if (option === undefined) return rest;
  const customary = option.id === 'other' ? ['其他', '其它'] : [];
  for (const name of [option.label.zh, option.label.en, ...option.aliases, ...customary]) {
    if (name !== '' && rest.startsWith(name)) {
      const tail = rest.slice(name.length);
      if (tail === '' || /^[\s,，:：;；。、—-]/.test(tail)) return tail.replace(/^[\s,，:：;；。、—-]+/, '');
    }
  }
  return rest;
}
