/** Finds the options a sentence mentions and leaves out those it denies (没有用区块链). Decides nothing else. */
import type { Labels } from './labels.ts';
import { key, occurs } from './labels.ts';

const LONGEST = 600;
const CLAUSE = /[,，。;；!！?？\n]|但是|但|而是|不过|只是|只有|而且/;
const DENIAL =
  /不(?!仅|但(?!是)|只|光|单|错|良|限|管|动产|断|同)|没(?!问题)|未(?!来)|无(?!论|锡|人|线|疑|形)|非(?!常|洲)|别(?!的)|除|\b(?:no|not|without|never|except)\b/;
const DENIED_AFTER = /^(?:这个|这项|这块|我们|都|也|暂时|还|并)*(?:没|不(?!仅|但|只|光|单|良|断|同)|未|除外)/;
/** How far back in characters a denial reaches; enumerations hand it on (没有用区块链和云计算). */
const REACH = 8;
const LINK = 3;

interface Hit {
  readonly from: number;
  readonly to: number;
  readonly at: readonly number[];
}

export interface Mentions {
  /** Positions affirmed, each by a name of its own, in the order of the options. */
  readonly affirmed: readonly number[];
  /** Positions that share a name which was said. */
  readonly shared: readonly number[];
  readonly denied: boolean;
}

const NONE: Mentions = { affirmed: [], shared: [], denied: false };

/** All mentions in a text of at most 600 characters (longer: none). */
export function mentions(labels: Labels, text: string): Mentions {
  if (text.length > LONGEST) return NONE;
  const affirmed = new Set<number>();
  const shared = new Set<number>();
  let denied = false;
  for (const part of text.split(CLAUSE)) {
    const clause = key(part);
    if (clause.length < 2) continue;
    const hits = hitsIn(labels, clause);
    let rest = clause;
    for (const hit of hits) rest = rest.slice(0, hit.from) + '\u0000'.repeat(hit.to - hit.from) + rest.slice(hit.to);
    let previous: { readonly to: number; readonly denied: boolean } | undefined;
    for (const hit of hits) {
      const handedOn = previous?.denied === true && hit.from - previous.to <= LINK;
      const no = handedOn || deniedBefore(rest, hit.from) || DENIED_AFTER.test(rest.slice(hit.to, hit.to + 12));
      previous = { to: hit.to, denied: no };
      if (no) denied = true;
      else for (const i of hit.at) (hit.at.length === 1 ? affirmed : shared).add(i);
    }
  }
  const resolved = [...shared].some((i) => affirmed.has(i));
  return {
    affirmed: [...affirmed].sort((a, b) => a - b),
    shared: resolved ? [] : [...shared].sort((a, b) => a - b),
    denied,
  };
}

function hitsIn(labels: Labels, clause: string): readonly Hit[] {
  const hits: Hit[] = [];
  for (const needle of labels.needles) {
    if (needle.text.length > clause.length) continue;
    for (let from = occurs(clause, needle.text, 0); from !== -1; from = occurs(clause, needle.text, from + 1)) {
      const to = from + needle.text.length;
      // Needles come longest first: a shorter name inside a longer one was not said on its own.
      if (!hits.some((hit) => from < hit.to && to > hit.from)) hits.push({ from, to, at: needle.at });
    }
  }
  return hits.sort((a, b) => a.from - b.from);
}

function deniedBefore(clause: string, from: number): boolean {
  return DENIAL.test(clause.slice(Math.max(0, from - REACH), from));
}
