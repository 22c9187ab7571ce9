/** Reads one cell of a table by the kind of its column. Sees no other cell and keeps nothing. */
import type { Column } from '../../flow/step.ts';
import { readDay, written } from './calendar.ts';
import { readFigure } from './figure.ts';
import { containing, key, labelsOf, named } from './labels.ts';
import { countCharacters, excerpt, halfWidth } from './normalise.ts';
import { withoutNumbers } from './personal.ts';
import type { Params, ReadingContext, RejectionCode } from './reading.ts';
import { readCode } from './uscc.ts';

/** Behind a month that was computed ("去年3月") as long as its table is being gathered; the finished table has none. */
export const COMPUTED = '?';
const TEXT_LIMIT = 2000;
const NOTHING = /^(?:无|没有|暂无|不适用|空|[-–—/\\－―]+|n\.?\/?a\.?|none|nil|null)$/i;

export type Cell = string | number | null;
export type CellReading =
  | { readonly ok: true; readonly cell: Cell }
  | { readonly ok: false; readonly reason: RejectionCode; readonly params: Params };

const wrong = (reason: RejectionCode, params: Params = {}): CellReading => ({ ok: false, reason, params });

/**
 * The cell, or the reason (a rejection code) why the text is none. Optional cells may be empty or 无, —, -, /, N/A.
 * `unit`: what the row's unit column says, so that "15.2亿" under 亿元 stays 15.2.
 */
export function readCell(column: Column, text: string, around: ReadingContext, unit = ''): CellReading {
  const trimmed = /[\n\t]/.test(text) ? text.trim().replace(/\s*[\n\t]\s*/g, ' ') : text.trim();
  if (!column.required && (trimmed === '' || NOTHING.test(trimmed))) return { ok: true, cell: null };
  if (trimmed === '' || /^[-–—/\\－―]+$/.test(trimmed)) return wrong('empty');
  switch (column.type) {
    case 'text':
      return column.values === undefined ? textCell(column, trimmed) : closedCell(column.values, trimmed);
    case 'number':
      return numberCell(column, trimmed, unit);
    case 'month':
      return monthCell(trimmed, around);
    case 'period':
      return periodCell(column, trimmed);
    case 'uscc': {
      const read = readCode(trimmed);
      return read.ok ? { ok: true, cell: read.code } : wrong(read.reason, read.params);
    }
    default:
      return column.type satisfies never;
  }
}

function textCell(column: Column, text: string): CellReading {
  const have = countCharacters(text);
  const min = column.min ?? 1;
  const max = column.max ?? TEXT_LIMIT;
  if (have < min) return wrong('too_short', { short: min - have, have, min });
  if (have > max) return wrong('too_long', { over: have - max, have, max });
  return { ok: true, cell: withoutNumbers(text).text };
}

/** The id of the value that was named. */
function closedCell(values: NonNullable<Column['values']>, text: string): CellReading {
  const labels = labelsOf(values);
  const name = key(text.slice(0, 200));
  const whole = named(labels, name);
  const hits = whole.length > 0 ? whole : containing(labels, name);
  const [first] = hits;
  if (first === undefined) return wrong('no_such_option', { text: excerpt(text) });
  if (hits.length > 1) return wrong('ambiguous_option', { candidates: hits.map((i) => values[i]?.id ?? '').join(',') });
  return { ok: true, cell: values[first]?.id ?? '' };
}

function numberCell(column: Column, text: string, unit: string): CellReading {
  const figure = readFigure(text, unit);
  if (!figure.ok) return wrong(figure.code, { text: excerpt(text) });
  const { min, max } = column;
  if (figure.number >= (min ?? -Infinity) && figure.number <= (max ?? Infinity))
    return { ok: true, cell: figure.number };
  return wrong('number_range', { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
}

function monthCell(text: string, around: ReadingContext): CellReading {
  const read = readDay(text, around);
  if (!read.ok) return wrong(read.code, { text: excerpt(text) });
  return { ok: true, cell: written(read.date, false) + (read.date.relative ? COMPUTED : '') };
}

/** Kept as written; it must name a year or a span of months. */
export function isPeriod(text: string): boolean {
  const flat = halfWidth(text);
  return (
    /(?<!\d)(?:19|20)\d\d(?!\d)|[二][〇零○][〇零一二三四五六七八九○]{2}|(?<!\d)\d\d\s*年|(?:去|今|前|明|上|本)年/.test(
      flat,
    ) || /\d{1,2}\s*月?\s*(?:[-–—~～]|至|到)\s*\d{1,2}\s*月/.test(flat)
  );
}

function periodCell(column: Column, text: string): CellReading {
  const bounded = textCell(column, text);
  return bounded.ok && !isPeriod(text) ? wrong('not_a_date', { text: excerpt(text) }) : bounded;
}
