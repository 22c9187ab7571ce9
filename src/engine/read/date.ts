/** Reads one date of a step, to the month or to the day. Doubts what it had to compute and what lies ahead. */
import type { DateStep } from '../../flow/step.ts';
import { isFuture, readDay, written } from './calendar.ts';
import { excerpt } from './normalise.ts';
import type { Doubt, Reading, ReadingContext, Reply } from './reading.ts';
import { rejection } from './reading.ts';

/**
 * Value: DateValue (YYYY-MM, or YYYY-MM-DD when the step wants days), with doubts relative_date and future_date.
 * Rejections: empty, not_a_date, no_such_date, date_range.
 */
export function readDate(step: DateStep, reply: Reply, around: ReadingContext): Reading {
  if (reply.kind === 'file') return rejection('file_not_expected');
  if (reply.kind === 'choose') return rejection('text_expected');
  const text = reply.text.trim();
  if (text === '') return rejection('empty');
  const read = readDay(text, around);
  if (!read.ok) return rejection(read.code, { text: excerpt(text) });
  if (step.precision === 'day' && read.date.day === undefined) return rejection('not_a_date', { text: excerpt(text) });
  const date = written(read.date, step.precision === 'day');
  if (!inSpan(date, step)) {
    return rejection('date_range', {
      date,
      ...(step.earliest === undefined ? {} : { min: step.earliest }),
      ...(step.latest === undefined ? {} : { max: step.latest }),
    });
  }
  const doubts: Doubt[] = [];
  if (read.date.relative) doubts.push({ code: 'relative_date', params: { date } });
  if (isFuture(date, around)) doubts.push({ code: 'future_date', params: { date } });
  return { kind: 'value', value: { date }, doubts };
}

/** Does a written date keep to the step's earliest and latest, compared to the month where either has no day? */
export function inSpan(
  date: string,
  step: { readonly earliest: string | undefined; readonly latest: string | undefined },
): boolean {
  const early = step.earliest ?? '0000';
  const late = step.latest ?? '9999';
  return (
    date.slice(0, early.length) >= early.slice(0, date.length) &&
    date.slice(0, late.length) <= late.slice(0, date.length)
  );
}
