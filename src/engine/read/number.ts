/** Reads one number within its bounds. Takes no range and no number in words. */
import type { NumberStep } from '../../flow/step.ts';
import { readFigure } from './figure.ts';
import { excerpt } from './normalise.ts';
import type { Params, Reading, Reply } from './reading.ts';
import { rejection } from './reading.ts';

/**
 * Value: NumberValue. Rejections: empty, not_a_number, one_number_only, number_in_words, not_an_integer, number_range.
 */
export function readNumber(step: NumberStep, reply: Reply): Reading {
  if (reply.kind === 'file') return rejection('file_not_expected');
  if (reply.kind === 'choose') return rejection('text_expected');
  const text = reply.text.trim();
  if (text === '') return rejection('empty');
  const figure = readFigure(text, step.unit?.zh);
  if (!figure.ok)
    return rejection(figure.code, figure.code === 'number_range' ? bounds(step) : { text: excerpt(text) });
  if (step.integer && !Number.isInteger(figure.number)) return rejection('not_an_integer', { text: excerpt(text) });
  if (!inBounds(figure.number, step)) return rejection('number_range', bounds(step));
  return { kind: 'value', value: { number: figure.number }, doubts: [] };
}

/** Does a number keep to the bounds of the step? */
export function inBounds(
  number: number,
  step: { readonly minimum: number | undefined; readonly maximum: number | undefined },
): boolean {
  return number >= (step.minimum ?? -Infinity) && number <= (step.maximum ?? Infinity);
}

function bounds(step: NumberStep): Params {
  return {
    ...(step.minimum === undefined ? {} : { min: step.minimum }),
    ...(step.maximum === undefined ? {} : { max: step.maximum }),
  };
}
