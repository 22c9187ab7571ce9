/** Numbers written in other ways than ASCII digits: Chinese, circled, parenthesised, Roman. Knows no options. */

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  '○': 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  壹: 1,
  贰: 2,
  叁: 3,
  肆: 4,
  伍: 5,
  陆: 6,
  柒: 7,
  捌: 8,
  玖: 9,
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };

/** First code point, last code point and the number of the first, of every block of enumerating characters. */
const BLOCKS: readonly (readonly [number, number, number])[] = [
  [0x2460, 0x2473, 1],
  [0x2474, 0x2487, 1],
  [0x2488, 0x249b, 1],
  [0x2776, 0x277f, 1],
  [0x2780, 0x2789, 1],
  [0x278a, 0x2793, 1],
  [0x3220, 0x3229, 1],
  [0x3280, 0x3289, 1],
  [0x2160, 0x216b, 1],
  [0x2170, 0x217b, 1],
  [0x24f5, 0x24fe, 1],
  [0x24eb, 0x24f4, 11],
];

/** The number of one enumerating character (②, ⑵, ⒉, ❷, ㈡, ㊁, Ⅱ), or undefined. `code`: UTF-16 code unit. */
export function circled(code: number): number | undefined {
  if (code < 0x2160 || code > 0x3289) return undefined;
  for (const [first, last, number] of BLOCKS) {
    if (code >= first && code <= last) return number + code - first;
  }
  return undefined;
}

/** 0–9 for one Chinese digit (两 is 2), or undefined. */
export function chineseDigit(character: string): number | undefined {
  return Object.hasOwn(DIGITS, character) ? DIGITS[character] : undefined;
}

/** A whole Chinese number below 10^12 (三千五百, 十二, 一百零五, 二〇二五, 一万二), or undefined. */
export function chineseNumber(text: string): number | undefined {
  if (text === '' || text.length > 20) return undefined;
  if (/^[零〇○一二三四五六七八九]{2,}$/.test(text)) return Number([...text].map((c) => DIGITS[c]).join(''));
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let unit = 1;
  for (const character of text) {
    const value = chineseDigit(character);
    if (value !== undefined) {
      if (digit !== undefined && digit !== 0) return undefined;
      digit = value;
      if (value === 0) unit = 1;
    } else if (Object.hasOwn(UNITS, character)) {
      unit = UNITS[character] ?? 1;
      section += (digit ?? 1) * unit;
      digit = undefined;
    } else if (character === '万' || character === '亿') {
      unit = character === '万' ? 1e4 : 1e8;
      if (section + (digit ?? 0) === 0 && total === 0) return undefined;
      // 亿 takes all before it (一万亿), 万 only what follows the last 亿 (一亿二千万).
      total = unit === 1e8 ? (total + section + (digit ?? 0)) * unit : total + (section + (digit ?? 0)) * unit;
      section = 0;
      digit = undefined;
    } else return undefined;
  }
  // 一万二 is 12000 and 三百五 is 350: a last digit right after a unit counts tenths of that unit.
  const rest = digit === undefined ? 0 : unit > 10 && digit !== 0 ? (digit * unit) / 10 : digit;
  return total + section + rest;
}

/** An ordinal or row number in digits, full-width digits, Chinese or circled form (2, ２, 二, ②), or undefined. */
export function ordinal(text: string): number | undefined {
  if (text.length === 1) {
    const enumerated = circled(text.charCodeAt(0));
    if (enumerated !== undefined) return enumerated;
  }
  const digits = text.normalize('NFKC');
  return /^\d{1,6}$/.test(digits) ? Number(digits) : chineseNumber(text);
}
