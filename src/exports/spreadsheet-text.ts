/**
 * Text for one cell of a spreadsheet: what was recorded, made readable in one line, and never a formula. Knows no file
 * format.
 */
import type { Recorded, RecordedCell, RecordedRow } from '../engine/recorded.ts';
import type { Flag, Metric, Submission } from '../engine/submission.ts';

/** First characters a spreadsheet may take for the start of a formula, with their full-width forms. */
const FORMULA = /^'*[=+\-@\t\r\n\0＝＋－＠]/;

/** Puts an apostrophe before text a spreadsheet would evaluate, and before such a mark; everything else stays as it is. */
export function withoutFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text `withoutFormula` was given. */
export function asBefore(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

const noted = (label: string, note: string | undefined): string => (note === undefined ? label : `${label}（${note}）`);

export function cellText(cell: RecordedCell | undefined): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? cell.label : String(cell);
}

export function rowText(row: RecordedRow): string {
  return Object.values(row).map(cellText).join('｜');
}

/** Any recorded answer; options by their labels, rows one after another. */
export function recordedText(value: Recorded): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(elementText).join('；');
  if ('options' in value) return noted(value.options.map(elementText).join('；'), value.note);
  if ('percent' in value) return noted(value.percent === null ? '未知' : `${value.percent}%`, value.note);
  if ('none' in value) return noted(value.none.label, value.none.note);
  if ('attachments' in value) return [...value.attachments, ...(value.later ? ['稍后补充'] : [])].join('；');
  if ('code' in value) return value.code ?? value.check.explanation ?? '';
  if ('masked' in value) return [value.name, value.title, value.phone, value.email].join('｜');
  return noted(value.label, value.note);
}

function elementText(element: Extract<Recorded, readonly unknown[]>[number]): string {
  if (isOption(element)) return noted(element.label, element.note);
  return rowText(element);
}

type Element = Extract<Recorded, readonly unknown[]>[number];
type Choice = Extract<Element, { clause: string | null; label: string }>;

/** A row could have columns of the same names; only an option has exactly these. */
function isOption(element: Element): element is Choice {
  return 'clause' in element && typeof element.label === 'string' && typeof element.id === 'string';
}

export function metricText(metric: Metric): string {
  const { name, before, after, unit, period, source } = metric;
  return `${name}：${before ?? '无'} → ${after} ${unit}（${[period, source].filter((one) => one !== '').join('，')}）`;
}

export function flagText(flag: Flag): string {
  return [flag.code, flag.clause, flag.refs?.join(' '), flag.note].filter((one) => one !== undefined).join(' ');
}

/** Findings the organizer has to look at: neither met nor outside the case. */
export function openFindings(submission: Submission): string {
  return submission.eligibility.findings
    .filter(({ status }) => status !== 'met' && status !== 'not_applicable')
    .map(({ clause, status, note }) => (note === '' ? `${clause} ${status}` : `${clause} ${status}：${note}`))
    .join('；');
}
