/** Reading replies the plain way, for the limit: numbers or labels, rows with bars, months, one phone, one code. */

/** Characters without white space. */
export function lengthOf(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x20 && code !== 0x3000 && (code & 0xfc00) !== 0xdc00) length += 1;
  }
  return length;
}

/** The number of the option that is meant, from 1. */
export function readOne(text: string, options: readonly string[]): number | undefined {
  const n = Number(text);
  if (Number.isInteger(n) && n >= 1 && n <= options.length) return n;
  const at = options.indexOf(text);
  return at < 0 ? undefined : at + 1;
}

/** Numbers of the options that are meant; undefined when one of them is not an option or none is named. */
export function readMany(text: string, options: readonly string[]): number[] | undefined {
  const picked: number[] = [];
  for (const part of text.split(/[,，、\s]+/)) {
    const n = readOne(part, options);
    if (n === undefined) return undefined;
    if (!picked.includes(n)) picked.push(n);
  }
  return picked.length === 0 ? undefined : picked.sort((a, b) => a - b);
}

/** One row a line, cells between bars. */
export function splitRows(text: string): string[][] {
  return text.split('\n').map((line) => line.split(/[｜|\t]/).map((cell) => cell.trim()));
}

const MONTH_LINE = /^\s*(\d{4})[年.-](\d{1,2})月?\s+(.+)$/;

/** Rows of [YYYY-MM, event]; undefined when a line does not begin with a month. */
export function readMonths(text: string): string[][] | undefined {
  const rows: string[][] = [];
  for (const one of text.split('\n')) {
    const found = MONTH_LINE.exec(one);
    const month = Number(found?.[2]);
    if (found === null || month < 1 || month > 12) return undefined;
    rows.push([`${found[1]}-${String(month).padStart(2, '0')}`, found[3] ?? '']);
  }
  return rows;
}

const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** A Unified Social Credit Code whose check sign fits (GB 32100-2015). */
export function readUscc(text: string): string | undefined {
  const code = text.toUpperCase();
  if (!/^[0-9A-HJ-NP-RTUWXY]{18}$/.test(code)) return undefined;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += SIGNS.indexOf(code.charAt(i)) * (WEIGHTS[i] ?? 0);
  return SIGNS.charAt((31 - (sum % 31)) % 31) === code.charAt(17) ? code : undefined;
}

/** A mobile number of mainland China. */
export function readPhone(text: string): string | undefined {
  return /^1[3-9]\d{9}$/.test(text) ? text : undefined;
}
