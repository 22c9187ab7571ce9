/** The words by which options can be named, prepared once a set of options, and looked up. Never guesses between two. */
import type { Words } from '../../flow/words.ts';
import { plain } from './normalise.ts';

/** Anything named by labels: an option, a value of a column, "none" of a table. */
export interface Named {
  readonly id: string;
  readonly label: Words;
  readonly aliases: readonly string[];
}

export interface Labels {
  readonly named: readonly Named[];
  /** Whole names → positions of the options they name. */
  readonly exact: ReadonlyMap<string, readonly number[]>;
  /** Names worth finding inside a sentence, longest first. */
  readonly needles: readonly { readonly text: string; readonly at: readonly number[] }[];
  /** By option: its names, for finding what was said as a part of them. */
  readonly names: readonly (readonly string[])[];
  /** Position of agree/yes and of decline/no when the options have both; else -1. */
  readonly yes: number;
  readonly no: number;
}

/** What applicants call options with these customary ids, whatever the label says. */
const CUSTOMARY: Readonly<Record<string, readonly string[]>> = {
  other: ['其他', '其它', '别的', 'other', 'others'],
  none: [
    '没有',
    '都没有',
    '无',
    '都不是',
    '以上都不是',
    '以上都没有',
    '都不符合',
    '都不满足',
    '暂无',
    'none',
    'none of these',
    'none of the above',
  ],
  later: ['稍后', '以后', '以后再说', '晚点', '晚点发', '稍后补', '后补', '没有', '暂无', '暂时没有', 'later'],
  done: ['发完了', '完成', 'done'],
  unsure: ['不确定', '说不准', '不清楚', '不知道', 'not sure', 'unsure'],
};

const prepared = new WeakMap<object, Labels>();

/**
 * Comparable form: letters and digits only; a space stays only between two Latin words. `text` may be long; linear.
 */
export function key(text: string): string {
  const words = plain(text);
  return /[^\u4e00-\u9fffa-z0-9]/.test(words)
    ? words
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()
        .replace(/(?<![a-z0-9]) | (?![a-z0-9])/g, '')
    : words;
}

/** The labels of a list of options; computed once a list object. */
export function labelsOf(named: readonly Named[]): Labels {
  let labels = prepared.get(named);
  if (labels === undefined) {
    labels = prepare(named);
    prepared.set(named, labels);
  }
  return labels;
}

/** Labels of a thing kept under an object of its own, such as the two options of a files step. */
export function labelsFor(owner: object, named: () => readonly Named[]): Labels {
  let labels = prepared.get(owner);
  if (labels === undefined) {
    labels = prepare(named());
    prepared.set(owner, labels);
  }
  return labels;
}

function prepare(named: readonly Named[]): Labels {
  const strong = new Map<string, number[]>();
  const weak = new Map<string, number[]>();
  const names = named.map((option, i) => {
    const whole = [option.label.zh, option.label.en, ...option.aliases].map(key).filter((name) => name !== '');
    for (const name of whole) put(strong, name, i);
    for (const part of [
      ...partsOf(option.label.zh),
      ...partsOf(option.label.en),
      option.id,
      ...(CUSTOMARY[option.id] ?? []),
    ]) {
      if (key(part) !== '') put(weak, key(part), i);
    }
    return [...new Set(whole)];
  });
  const exact = new Map<string, readonly number[]>(weak);
  for (const [name, at] of strong) exact.set(name, at);
  const ids = new Set(named.flatMap((option) => [option.id, ...(CUSTOMARY[option.id] ?? [])]).map(key));
  const needles = [...exact]
    .filter(([text]) => text.length >= 2 && (strong.has(text) || !ids.has(text)))
    .map(([text, at]) => ({ text, at }))
    .sort((a, b) => b.text.length - a.text.length);
  const yes = named.findIndex((option) => option.id === 'agree' || option.id === 'yes');
  const no = named.findIndex((option) => option.id === 'decline' || option.id === 'no');
  const both = yes !== -1 && no !== -1;
  return { named, exact, needles, names, yes: both ? yes : -1, no: both ? no : -1 };
}

function put(map: Map<string, number[]>, name: string, i: number): void {
  const at = map.get(name);
  if (at === undefined) map.set(name, [i]);
  else if (!at.includes(i)) at.push(i);
}

/** 创投/私募/产业基金 can be named by each part. */
function partsOf(label: string): readonly string[] {
  const parts = label.split(/[，,、/／（）()：:；;“”"「」×]+/).map((part) => part.trim());
  return parts.length < 2 ? [] : parts.filter((part) => part.length >= 2);
}

const YES = new Set([
  '是',
  '是的',
  '对',
  '对的',
  '确认',
  '确定',
  '同意',
  '我同意',
  '好',
  '好的',
  '好吧',
  '行',
  '可以',
  '嗯',
  '嗯嗯',
  '没问题',
  '没错',
  '愿意',
  '当然',
  '开始',
  '开始吧',
  '可以开始',
  '都确认',
  '全部确认',
  'ok',
  'okay',
  'yes',
  'y',
  'yep',
  'sure',
  'agree',
  'i agree',
  'confirm',
  'confirmed',
]);
const NO = new Set([
  '不',
  '不是',
  '不对',
  '不同意',
  '我不同意',
  '不确认',
  '不行',
  '不可以',
  '不能',
  '不要',
  '不用',
  '不愿意',
  '否',
  '先不',
  '先不了',
  '暂不',
  '不了',
  '拒绝',
  '还不能',
  '还不行',
  '还不能确认',
  '不能确认',
  'no',
  'n',
  'nope',
  'not yet',
  'disagree',
  'decline',
  'i do not agree',
  "don't agree",
]);

const OPENING =
  /^(?:我们?|我方|本单位|单位|应该|大概|就|那|是|选择|选|报名|申报|申请|报|要|属于|主要|一般|目前|现在|已经|用到了?|用了?|答案|请)+/;
const CLOSING = /(?:那个|这个|那项|这项|那种|那类|的|吧|啊|呢|呀|哦|了|榜单|选项|就行|就好|谢谢)+$/;

/** The text without words that only surround a name: 我们选数据要素那个 → 数据要素. Never empty. */
export function bare(name: string): string {
  const inner = name.replace(OPENING, '').replace(CLOSING, '');
  return inner === '' ? name : inner;
}

/** Options whose whole name was said, or yes/no where they mean one. `name` is a `key`. Several: the name is shared. */
export function named(labels: Labels, name: string): readonly number[] {
  const whole = labels.exact.get(name);
  if (whole !== undefined) return whole;
  if (labels.yes !== -1) {
    if (YES.has(name)) return [labels.yes];
    if (NO.has(name)) return [labels.no];
  }
  const inner = bare(name);
  return inner === name ? [] : (labels.exact.get(inner) ?? []);
}

/** Options with a name that contains what was said (at least two characters). */
export function containing(labels: Labels, name: string): readonly number[] {
  if (name.length < 2 || name.length > 60) return [];
  const inner = bare(name);
  const hits = holding(labels, name);
  return hits.length > 0 || inner.length < 2 || inner === name ? hits : holding(labels, inner);
}

function holding(labels: Labels, part: string): readonly number[] {
  const hits: number[] = [];
  for (let i = 0; i < labels.names.length; i++) {
    if (labels.names[i]?.some((name) => occurs(name, part, 0) !== -1) === true) hits.push(i);
  }
  return hits;
}

/** Index of `part` in `text` from `from`, at word borders where the part begins or ends in Latin letters; or -1. */
export function occurs(text: string, part: string, from: number): number {
  for (let at = text.indexOf(part, from); at !== -1; at = text.indexOf(part, at + 1)) {
    const before = text.charCodeAt(at - 1);
    const after = text.charCodeAt(at + part.length);
    if (
      !(isLatin(part.charCodeAt(0)) && isLatin(before)) &&
      !(isLatin(part.charCodeAt(part.length - 1)) && isLatin(after))
    )
      return at;
  }
  return -1;
}

function isLatin(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
