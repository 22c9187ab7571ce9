/** The months a written period covers, where it is plain: 2025年4-9月, 2025年三季度, 2025全年. Never guesses a year. */

/** First and last month, YYYY-MM; null where the text does not say. */
export interface Period {
  readonly start: string | null;
  readonly end: string | null;
}

const UNKNOWN: Period = { start: null, end: null };
const QUARTERS: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
};

const MONTH = String.raw`(\d{4})(?:年|[-./])(\d{1,2})(?:月份?)?(?:(?:[-./]|(?<=月))\d{1,2}日?)?`;
const SINGLE = new RegExp(`^${MONTH}$`);
const RANGE = new RegExp(`^${MONTH}[-~/]${MONTH}$`);
const UNTIL = new RegExp(`^截[至止]${MONTH}$`);
const SINCE = new RegExp(`^${MONTH}(?:上线|投产|起)?[-~]今$`);
const WITHIN = /^(\d{4})(?:年|[-./])(\d{1,2})月?(?:[-~](\d{1,2})月份?|~(\d{1,2}))$/;
const QUARTER = /^(\d{4})年?(?:第?([一二三四1-4])季度?|[Qq]([1-4]))$/;
const QUARTER_RANGE = /^(\d{4})年?(?:前([二两三23])个?|第?([一二三四1-4])[-~]第?([一二三四1-4]))季度$/;
const HALF = /^(\d{4})年?([上下])半年$/;
const YEAR = /^(\d{4})(?:年度?)?(?:全年)?$/;
const YEARS = /^(\d{4})年?[-~](\d{4})年度?$/;

function span(fromYear: string | undefined, from: number, toYear: string | undefined, to: number): Period {
  if (from < 1 || from > 12 || to < 1 || to > 12) return UNKNOWN;
  const start = `${fromYear}-${String(from).padStart(2, '0')}`;
  const end = `${toYear}-${String(to).padStart(2, '0')}`;
  return start <= end ? { start, end } : UNKNOWN;
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[–—−]/g, '-')
    .replace(/[至到~〜～]+|(?<=\d)to(?=\d)/g, '~')
    .replace(/(?<=[\d月度年])(?:期间|累计|止|内)+$/, '')
    .replace(/(?<=月)[末底]$/, '')
    .replace(/^(截)~/, '$1至');
}

/** Reads a period of whole months; both ends are null when the text is not one of the plain forms. */
export function parsePeriod(text: string): Period {
  const said = plain(text);
  let m = WITHIN.exec(said);
  if (m !== null) return span(m[1], Number(m[2]), m[1], Number(m[3] ?? m[4]));
  m = RANGE.exec(said);
  if (m !== null) return span(m[1], Number(m[2]), m[3], Number(m[4]));
  m = SINGLE.exec(said);
  if (m !== null) return span(m[1], Number(m[2]), m[1], Number(m[2]));
  m = QUARTER.exec(said);
  if (m !== null) {
    const quarter = QUARTERS[m[2] ?? m[3] ?? ''] ?? 0;
    return span(m[1], quarter * 3 - 2, m[1], quarter * 3);
  }
  m = QUARTER_RANGE.exec(said);
  if (m !== null) return quarters(m[1], m[2], m[3], m[4]);
  m = HALF.exec(said);
  if (m !== null) return m[2] === '上' ? span(m[1], 1, m[1], 6) : span(m[1], 7, m[1], 12);
  m = YEAR.exec(said);
  if (m !== null) return span(m[1], 1, m[1], 12);
  m = YEARS.exec(said);
  if (m !== null) return span(m[1], 1, m[2], 12);
  m = UNTIL.exec(said);
  if (m !== null) return { ...span(m[1], Number(m[2]), m[1], Number(m[2])), start: null };
  m = SINCE.exec(said);
  if (m !== null) return { ...span(m[1], Number(m[2]), m[1], Number(m[2])), end: null };
  return UNKNOWN;
}

function quarters(year: string | undefined, firstOnes: string | undefined, from = '', to = ''): Period {
  if (firstOnes !== undefined) return span(year, 1, year, (QUARTERS[firstOnes] ?? 0) * 3);
  return span(year, (QUARTERS[from] ?? 0) * 3 - 2, year, (QUARTERS[to] ?? 0) * 3);
}
