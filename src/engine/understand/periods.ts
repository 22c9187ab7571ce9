/** The period a figure is about and where it was taken from, as far as the sentence says. Assumes neither. */
import { today } from '../read/calendar.ts';
import type { ReadingContext } from '../read/reading.ts';

const YEAR = String.raw`(?:20\d\d\s*年?|[今去前]年)`;
const PERIODS: readonly RegExp[] = [
  /20\d\d\s*[年./-]\s*\d{1,2}\s*月?\s*(?:至|到|[-–—~～])\s*20\d\d\s*[年./-]\s*\d{1,2}\s*月?/,
  new RegExp(String.raw`${YEAR}\s*\d{1,2}\s*月?\s*(?:至|到|[-–—~～])\s*\d{1,2}\s*月`),
  new RegExp(String.raw`${YEAR}\s*(?:前[一二三两]个?|第?[一二三四1-4])季度`),
  new RegExp(String.raw`${YEAR}\s*[上下]半年`),
  /截[至止]\s*20\d\d\s*年\s*\d{1,2}\s*月(?:末|底|\d{1,2}日)?/,
  new RegExp(String.raw`${YEAR}\s*(?:全年|年度|度)`),
  /20\d\d\s*年(?!\s*\d)/,
];
const SOURCE =
  /(?:(?:数据来源|来源|数据出处|出处|统计口径)\s*[:：是为于]|数据来自|数据取自|来自)\s*([^，,。；;\n）)]{4,60})|(?<!数)(?:根据|据|取自|按)([^，,。；;\n（(]{3,40}?(?:台账|系统|日志|报表|月报|年报|报告|统计表|系统统计))(?:统计|显示|口径)?/;

export interface Said {
  /** As written in the text. */
  readonly words: string;
  /** As kept: 今年 with its number. */
  readonly kept: string;
}

/** The one period of a sentence; none when several are named. */
export function periodIn(sentence: string, around: ReadingContext): Said | undefined {
  for (const pattern of PERIODS) {
    const words = pattern.exec(sentence)?.[0];
    if (words === undefined) continue;
    const rest = sentence.replace(words, '');
    if (PERIODS.slice(0, 4).some((other) => other.test(rest))) return undefined;
    const [year] = today(around);
    const kept = words.replace(/[今去前]年/, (said) => `${year - (said === '今年' ? 0 : said === '去年' ? 1 : 2)}年`);
    return { words, kept };
  }
  return undefined;
}

/** Where the figures of a sentence come from. */
export function sourceIn(sentence: string): string | undefined {
  const match = SOURCE.exec(sentence);
  return (match?.[1] ?? match?.[2])?.trim();
}
