/** Reads one figure out of a short text: 1.2万, 约 1,000 户, 4.2%, 三千五百. Knows no bounds and no step. */
import { chineseNumber } from './numerals.ts';

const LONGEST = 120;
const IN_WORDS =
  /[一二两三四五六七八九十半几数多\d.]\s*成(?!立|功|本|员|都|果|效|熟|交|长|为|品)|翻(?:了)?(?:一|两|几|\d)?(?:倍|番)|倍增|成倍|一半|半数|过半|大半|多数|大部分|[几数](?:十|百|千|万|亿|倍|个)|[一二三四五六七八九十\d]+分之[一二三四五六七八九十\d]+/;
const SCALE: Readonly<Record<string, number>> = {
  百: 1e2,
  千: 1e3,
  万: 1e4,
  w: 1e4,
  k: 1e3,
  十万: 1e5,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  十亿: 1e9,
  百亿: 1e10,
  千亿: 1e11,
  万亿: 1e12,
};
const TOKEN =
  /(?<![\d.])(负|[-+−﹣])?(\d[\d,，]*(?:\.\d+)?|\.\d+)\s*(多|余)?\s*(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百|[wk](?![a-z]))?/g;
const CHINESE = /[零〇一二两三四五六七八九十百千万亿]+/g;

const SIMPLE = /^-?\d{1,15}(?:\.\d{1,10})?$/;

export type Figure =
  | { readonly ok: true; readonly number: number; readonly percent: boolean }
  | { readonly ok: false; readonly code: 'not_a_number' | 'one_number_only' | 'number_in_words' | 'number_range' };

const bad = (code: Extract<Figure, { ok: false }>['code']): Figure => ({ ok: false, code });

/**
 * The one figure in a text of at most 120 characters: thousands separators, full width, 万/亿/千, %, 个百分点, 约/近/超/多
 * and units are understood; 百分之五 is 5 with `percent`. A range or two figures: one_number_only; 五成, 翻倍:
 * number_in_words. `unit`: a unit known besides; where it already holds the scale (亿元), "15.2亿" stays 15.2.
 */
export function readFigure(text: string, unit = ''): Figure {
  if (text.length > LONGEST) return bad('not_a_number');
  if (SIMPLE.test(text)) return { ok: true, number: Number(text) + 0, percent: false };
  const flat = text.normalize('NFKC').trim().toLowerCase();
  if (SIMPLE.test(flat)) return { ok: true, number: Number(flat) + 0, percent: false };
  if (IN_WORDS.test(flat)) return bad('number_in_words');
  const percentWords = /^(.*?)百分之\s*(.+)$/s.exec(flat);
  if (percentWords !== null) {
    const inner: Figure = /百分之/.test(percentWords[2] ?? '')
      ? bad('one_number_only')
      : readFigure(percentWords[2] ?? '');
    return inner.ok ? { ...inner, percent: true } : inner;
  }
  const tokens = [...flat.matchAll(TOKEN)];
  if (tokens.length === 0) return readChinese(flat);
  if (tokens.length > 1) return onlyCount(tokens, flat) ? bad('one_number_only') : bad('not_a_number');
  const [token] = tokens;
  return token === undefined ? bad('not_a_number') : fromToken(token, flat, unit);
}

/** Two figures are a range or two answers; version numbers, dates and fractions are no figures at all. */
function onlyCount(tokens: readonly RegExpExecArray[], flat: string): boolean {
  return tokens.length > 0 && !/\d\.\d+\.\d|\d{4}\s*[年/.-]\s*\d{1,2}|\d\s*\/\s*\d|\d[a-z]+\d/.test(flat);
}

function fromToken(token: RegExpExecArray, flat: string, unit: string): Figure {
  const [whole, sign, digits = '', , scale] = token;
  const before = flat.slice(0, token.index);
  const after = flat.slice(token.index + whole.length).trimStart();
  const compact = digits.replaceAll('，', ',');
  if (compact.includes(',') && !/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(compact)) return bad('one_number_only');
  const number = Number(compact.replaceAll(',', ''));
  if (/[a-z]$/.test(before) || /^[.e]/.test(after)) return bad('not_a_number');
  if (
    /^[年月日号]/.test(after) &&
    !after.startsWith(unit || '\u0000') &&
    (after[0] !== '年' || (number >= 1900 && number <= 2100))
  )
    return bad('not_a_number');
  if (/[零一二两三四五六七八九]/.test(after.slice(0, 1))) return bad('not_a_number');
  const scaled = scale === undefined || holdsScale(unit, scale) ? number : number * (SCALE[scale] ?? 1);
  const exact = Number((sign === undefined || sign === '+' ? scaled : -scaled).toPrecision(15));
  if (!Number.isFinite(exact) || Math.abs(exact) > Number.MAX_SAFE_INTEGER) return bad('number_range');
  return { ok: true, number: exact === 0 ? 0 : exact, percent: /^(?:%|个?百分点|pct\b|percent\b|pp\b)/.test(after) };
}

function holdsScale(unit: string, scale: string): boolean {
  const written = scale === 'w' ? '万' : scale === 'k' ? '千' : scale;
  return unit.replace(/[^百千万亿十]/g, '').startsWith(written);
}

function readChinese(flat: string): Figure {
  const runs = [...flat.matchAll(CHINESE)].map((run) => run[0]);
  const [run] = runs;
  if (run === undefined || /年|月|一样|一般|一些|一直|一定|统一|第/.test(flat)) return bad('not_a_number');
  if (runs.length > 1) return bad('one_number_only');
  const number = chineseNumber(run);
  if (number === undefined) return bad('number_in_words');
  return { ok: true, number: flat[flat.indexOf(run) - 1] === '负' ? -number : number, percent: false };
}
