/** Reads a message that only names positions of a list: "2", "第一和第三", "1-3", "选②". Knows no labels. */
import { chineseDigit, circled } from './numerals.ts';

const LONGEST = 120;
/** Words around numbers that change nothing: 选 1 和 3 吧. */
const FILLER =
  /^(?:我们?|选择|选项|选|报名|申报|编号|答案|就|那|要|是|都|还有|以及|和|及|与|跟|加上|加|吧|呢|啊|哦|了|的|options?|no|and|&)/;
/** 第三个榜单 is a position of the lists, and of nothing else. */
const LIST = /^(?:榜单|榜|list)/;
const MEASURE = /^(?:个|項|项|条|種|种|类|款)/;
const SEPARATOR = /^[\s,，、.。;；:：+＋/()（）【】[\]#＃"“”'*!！~…·]|^[\ufe0f\u20e3]/;
const RANGE = /^(?:\s*[-–—~～－]\s*|到|至)/;

/** Positions from 0, in the order named and without repeats; or the first number beyond `count`. */
export type Positions = { readonly at: readonly number[] } | { readonly beyond: number };

/**
 * The positions a text names and nothing else, or undefined when it says anything more. `count`: options shown.
 * `lists`: the options are the lists, so that 榜单 3 names one. With `many`, digits run together ("13" of fewer than ten options) and Chinese ones ("一三") are taken one by one.
 */
export function positions(text: string, count: number, many: boolean, lists = false): Positions | undefined {
  if (text.length > LONGEST) return undefined;
  const plain = digitsOf(text);
  if (plain !== undefined) return within(plain, count);
  const found: number[] = [];
  let pending: number | undefined;
  let rest = text.trim();
  while (rest !== '') {
    const gap = FILLER.exec(rest) ?? SEPARATOR.exec(rest) ?? (lists ? LIST.exec(rest) : null);
    const range = found.length > 0 && pending === undefined ? RANGE.exec(rest) : null;
    if (range !== null) {
      pending = found.at(-1);
      rest = rest.slice(range[0].length);
      continue;
    }
    if (gap !== null) {
      rest = rest.slice(gap[0].length);
      continue;
    }
    const ordinal = rest.startsWith('第');
    if (ordinal) rest = rest.slice(1).trimStart();
    const run = readRun(rest, count, many && pending === undefined);
    if (run === undefined) return undefined;
    rest = rest.slice(run.length);
    const measure = MEASURE.exec(rest);
    // 三个 counts things, 第三个 names one.
    if (measure !== null && !ordinal) return undefined;
    if (measure !== null) rest = rest.slice(measure[0].length);
    else if (rest.startsWith('号')) rest = rest.slice(1);
    const last = run.numbers[0] ?? 0;
    if (pending !== undefined) {
      if (last < pending || last - pending > 60) return undefined;
      for (let n = pending + 1; n <= last; n++) found.push(n);
      pending = undefined;
    } else found.push(...run.numbers);
  }
  return found.length === 0 || pending !== undefined ? undefined : within(found, count);
}

function within(found: readonly number[], count: number): Positions {
  const at: number[] = [];
  for (const n of found) {
    if (n < 1 || n > count) return { beyond: n };
    if (!at.includes(n - 1)) at.push(n - 1);
  }
  return { at };
}

/** "1,3" and "1 2", as most people answer: single digits with something between them, and nothing else. */
function digitsOf(text: string): readonly number[] | undefined {
  const digits: number[] = [];
  let apart = true;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x31 && code <= 0x39 && apart) digits.push(code - 0x30);
    else if (code !== 0x20 && code !== 0x2c && code !== 0xff0c && code !== 0x3001) return undefined;
    apart = code < 0x31 || code > 0x39;
  }
  return digits.length === 0 ? undefined : digits;
}

interface Run {
  readonly numbers: readonly number[];
  readonly length: number;
}

function readRun(text: string, count: number, many: boolean): Run | undefined {
  const enumerated = circled(text.charCodeAt(0));
  if (enumerated !== undefined) return { numbers: [enumerated], length: 1 };
  const digits = /^[\d０-９]{1,6}(?![\d０-９])/.exec(text)?.[0];
  if (digits !== undefined)
    return { numbers: splitDigits(digits.normalize('NFKC'), count, many), length: digits.length };
  const chinese = /^[一二三四五六七八九十]+/.exec(text)?.[0];
  return chinese === undefined ? undefined : chineseRun(chinese, many);
}

function splitDigits(digits: string, count: number, many: boolean): readonly number[] {
  const whole = Number(digits);
  if (!many || count >= 10 || digits.length === 1) return [whole];
  const each = [...digits].map(Number);
  const distinct = new Set(each).size === each.length;
  return distinct && each.every((n) => n >= 1 && n <= count) ? each : [whole];
}

/** 十三 is thirteen; 一三 is one and three where several may be named. */
function chineseRun(run: string, many: boolean): Run | undefined {
  const numbers: number[] = [];
  for (let i = 0; i < run.length; ) {
    const tens = /^[二三四五六七八九]?十[一二三四五六七八九]?/.exec(run.slice(i))?.[0];
    if (tens !== undefined) {
      const [left, right] = tens.split('十');
      numbers.push((chineseDigit(left ?? '') ?? 1) * 10 + (chineseDigit(right ?? '') ?? 0));
      i += tens.length;
    } else {
      numbers.push(chineseDigit(run.charAt(i)) ?? 0);
      i++;
    }
  }
  return numbers.length > 1 && !many ? undefined : { numbers, length: run.length };
}

const NUMBER = '第?\\s*(?:\\d{1,2}|[一二三四五六七八九十])\\s*(?:个|项|条|种|号|榜单|榜)?';
const JOINED = new RegExp(
  '^(?:我们?|我方|我司|想|要|能|可以|同时|申报|报名|报|选|那|就|都|好的?|嗯|榜单|选项|[\\s,，]|i|we|want|would|like|to|apply|for|choose|both)*' +
    `(${NUMBER}(?:\\s*(?:和|及|与|跟|以及|还有|and|[、/&+＋,，])\\s*${NUMBER})+)` +
    '(?=$|[\\s,，。.!！~～]|都|也|两|我|一起|同时|可以|行|吧|想|要|报|选)',
  'i',
);

/** Two positions or more joined by 和, 、, / … at the beginning of a wish ("1和3都想报"); undefined where there are none. */
export function joinedNumbers(text: string, count: number): readonly number[] | undefined {
  if (text.length > LONGEST) return undefined;
  const joined = JOINED.exec(text.normalize('NFKC'))?.[1];
  if (joined === undefined) return undefined;
  const found = Array.from(
    joined.matchAll(/\d{1,2}|[一二三四五六七八九十]/g),
    ([one]) => chineseDigit(one) ?? Number(one),
  );
  const at = [...new Set(found)].map((n) => n - 1);
  return at.length > 1 && at.every((i) => i >= 0 && i < count) ? at : undefined;
}

/** Positions named by single letters: "B", "A,C", "AC" (capitals only when run together). */
export function letters(text: string, count: number, many: boolean): readonly number[] | undefined {
  if (text.length > LONGEST) return undefined;
  const trimmed = text
    .trim()
    .normalize('NFKC')
    .replace(/[.。)、]+$/, '');
  const parts = /^[A-Z]{2,8}$/.test(trimmed) && many ? [...trimmed] : trimmed.split(/[\s,、;/&+和]+/);
  const at: number[] = [];
  for (const part of parts) {
    if (!/^[A-Za-z]$/.test(part)) return undefined;
    const index = part.toLowerCase().charCodeAt(0) - 97;
    if (index >= count || (at.includes(index) && parts.length > 1)) return undefined;
    at.push(index);
  }
  return at;
}
