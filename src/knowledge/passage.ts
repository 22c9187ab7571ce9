/**
 * A text cut into sentences and parts of sentences, folded place by place so that every word found can be shown as it
 * was written. Understands nothing.
 */

import { simplified } from './script.ts';

/** Half-open span of UTF-16 offsets; `sentence` is the index of the sentence a part belongs to. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
export interface Part extends Span {
  readonly sentence: number;
}

export interface Passage {
  readonly text: string;
  /** As long as `text`: in one script where that keeps the length, otherwise as written. */
  readonly script: string;
  /** As long as `text`, place by place: half width, lower case. */
  readonly flat: string;
  readonly sentences: readonly Span[];
  readonly parts: readonly Part[];
}

/** Ends of sentences and of their parts; 但、而 and their like begin another thought. */
const SENTENCE_END = /[。;；!！?？\n\r]|(?<!\d)\.(?=\s)/g;
const PART_END = /[,，:：()（）]|但是|但(?!凡)|然而|而(?!且|言|来|是)|不过|可是|只是/g;

/** The same length, so that offsets stay: full width to half width, capitals to small letters. */
export function flatten(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000A-Z]/g, (sign) => {
    const code = sign.charCodeAt(0);
    if (code === 0x3000) return ' ';
    const half = code > 0xff00 ? code - 0xfee0 : code;
    return String.fromCharCode(half >= 0x41 && half <= 0x5a ? half + 0x20 : half);
  });
}

/** Cuts `from`–`to` at the ends the pattern finds; the sign that ends a piece stays outside. */
function cut(text: string, from: number, to: number, ends: RegExp): Span[] {
  const pieces: Span[] = [];
  let start = from;
  for (const end of text.slice(from, to).matchAll(ends)) {
    const at = from + end.index;
    if (at > start) pieces.push({ from: start, to: at });
    start = at + (/^[\p{P}\s]$/u.test(end[0]) ? 1 : 0);
  }
  if (to > start) pieces.push({ from: start, to });
  return pieces;
}

export function passageOf(text: string): Passage {
  const sentences = cut(text, 0, text.length, SENTENCE_END);
  const script = inOneScript(text, sentences);
  const flat = flatten(script);
  const parts = sentences.flatMap(({ from, to }, sentence) =>
    cut(flat, from, to, PART_END).map((part) => ({ ...part, sentence })),
  );
  return { text, script, flat, sentences, parts };
}

/** Sentence by sentence, where a sentence stays as long as it was. */
function inOneScript(text: string, sentences: readonly Span[]): string {
  if (simplified(text) === text) return text;
  let script = '';
  let done = 0;
  for (const { from, to } of sentences) {
    const said = text.slice(from, to);
    const converted = simplified(said);
    script += text.slice(done, from) + (converted.length === said.length ? converted : said);
    done = to;
  }
  return script + text.slice(done);
}

/** Index of the span that holds the offset, or of the last one that begins before it; -1 before the first. */
export function holding(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.from ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
