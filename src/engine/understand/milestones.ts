/** Dated events in a text (2025年4月正式上线) as rows of the milestones step. Takes no period and no plan for an event. */
import type { Call } from '../../flow/call.ts';
import type { Passage, Span } from '../../knowledge/passage.ts';
import { isFuture, readDay, written } from '../read/calendar.ts';
import { countCharacters } from '../read/normalise.ts';
import type { ReadingContext } from '../read/reading.ts';
import type { Proposal } from './proposal.ts';
import { stepFor } from './proposal.ts';

const DATE =
  /(?:20\d\d\s*年\s*\d{1,2}\s*月(?:份|\s*\d{1,2}\s*[日号])?|20\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?![\d%])|二〇二[〇一二三四五六七八九]年[一二三四五六七八九十]{1,2}月|[今去前]年\s*\d{1,2}\s*月(?:份|\s*\d{1,2}\s*[日号])?|(?<![\d年.\-~至到])\d{1,2}\s*月(?:份|\s*\d{1,2}\s*[日号])?)/g;
const EVENT =
  /上线|投产|发行|签约|首单|首笔|放款|挂牌|入表|启动|试点|落地|立项|获批|发布|推出|完成|成立|设立|通过|运行|部署|承保|上市|登记|测评|验收|开通|推广|试运行|首发|交付|备案|接入|投放|开业|中标|评审|获奖|结项|建成|投用|launch|live|went live/i;
/** Before or after a date these make it the end of a period. */
const PERIOD_BEFORE = /(?:截至|截止|至|到|[-–—~～])\s*$/;
const PERIOD_AFTER = /^\s*(?:末|底|至|到|[-–—~～]|以来|期间|同期)/;
const TRIM =
  /^[\s，,、:：起开始]*(?:我们|我行|本行|系统|项目|产品|平台)?(?:已经|已|就|起|开始|正式(?=开始))?|[\s，,、]+$/g;

/** How far around a date is looked, and how long an event may be told, in UTF-16 units. */
const REACH = 30;
const LONGEST = 80;

/** One proposal with every dated event, oldest first as told. */
export function fromDates(call: Call, passage: Passage, around: ReadingContext): readonly Proposal[] {
  const step = stepFor(call, 'case.milestones', 'rows');
  if (step === undefined) return [];
  const rows = new Map<string, { date: string; event: string }>();
  const words: string[] = [];
  for (const sentence of passage.sentences) {
    for (const dated of datedIn(passage, sentence, around)) {
      const row = { date: dated.date, event: dated.event };
      if (rows.size >= step.max || rows.has(JSON.stringify(row))) continue;
      rows.set(JSON.stringify(row), row);
      words.push(dated.words);
    }
  }
  return rows.size === 0 ? [] : [{ step: step.id, value: { rows: [...rows.values()] }, words, confidence: 0.75 }];
}

interface Dated {
  readonly date: string;
  readonly event: string;
  readonly words: string;
}

function datedIn({ text, script }: Passage, { from, to }: Span, around: ReadingContext): Dated[] {
  const sentence = script.slice(from, to);
  const matches = [...sentence.matchAll(DATE)];
  const found: Dated[] = [];
  let year: string | undefined;
  for (const [index, match] of matches.entries()) {
    const [said] = match;
    const end = match.index + said.length;
    const full = /年|[-./]/.test(said) || year === undefined ? said : `${year}年${said}`;
    const read = readDay(full, around);
    if (!read.ok) continue;
    year = String(read.date.year);
    const lead = sentence.slice(Math.max(0, match.index - REACH), match.index);
    if (PERIOD_BEFORE.test(lead) || PERIOD_AFTER.test(sentence.slice(end, end + REACH))) continue;
    const date = written(read.date, false);
    if (isFuture(date, around)) continue;
    const next = matches[index + 1]?.index ?? sentence.length;
    const after = firstPart(sentence.slice(end, Math.min(next, end + LONGEST)));
    const before = /([^，,。；;]{2,20})[:：于在]\s*$/.exec(lead)?.[1] ?? '';
    const event = [after, before].map((one) => one.replace(TRIM, '')).find((one) => isEvent(one));
    if (event === undefined) continue;
    const start = event === before.replace(TRIM, '') ? sentence.lastIndexOf(event, match.index) : match.index;
    const stop = Math.max(end, sentence.indexOf(event, start) + event.length);
    found.push({ date, event, words: text.slice(from + start, from + stop) });
  }
  return found;
}

function firstPart(text: string): string {
  return /^[\s，,、:：起开始]*[^，,。；;\n]*/.exec(text)?.[0] ?? '';
}

function isEvent(text: string): boolean {
  const length = countCharacters(text);
  return length >= 2 && length <= 60 && EVENT.test(text) && !/计划|打算|预计|拟|将要|准备/.test(text);
}
