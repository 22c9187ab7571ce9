/** Reads a long text, at once or in several bubbles until 好了. Counts, never cuts; a bubble that does not fit is not taken. */
import type { LongTextStep } from '../../flow/step.ts';
import type { Partial } from '../value.ts';
import { finished, splitFinish } from './finish.ts';
import { countCharacters, excerpt } from './normalise.ts';
import { doubtOf } from './note.ts';
import { isOnlyPersonal, maskedBefore, withoutNumbers } from './personal.ts';
import type { Reading, Reply } from './reading.ts';
import { rejection } from './reading.ts';
import { readRowEdit } from './row-edit.ts';
import { isSmallTalk } from './small-talk.ts';

/** A first bubble this short, where a long text is wanted, is a slip rather than a beginning. */
const SLIP = 10;

/** Value: TextValue (bubbles joined by a newline); partial `text` in between. Rejections: empty, only_personal, small_talk, too_short, too_long. */
export function readLongText(step: LongTextStep, reply: Reply, partial: Partial | undefined): Reading {
  if (reply.kind === 'file') return rejection('file_not_expected');
  if (reply.kind === 'choose') return rejection('text_expected');
  const parts = partial?.kind === 'text' ? partial.parts : [];
  const said = reply.text.trim();
  if (said === '') return rejection('empty');
  const { body, end } =
    said.includes('\n') || said.length < 30 ? splitFinish(said) : { body: said, end: finished(said) };
  if (isOnlyPersonal(body)) return rejection('only_personal');
  // Between bubbles, 好的, a number or 删 1 answers something else; it is no part of the text.
  if (parts.length > 0 && !end && (isSmallTalk(body) || /^[\d０-９]{1,2}$/.test(body) || removes(body)))
    return rejection('small_talk', { text: excerpt(body) });
  let before = 0;
  for (const part of parts) before += countCharacters(part);
  const have = before + countCharacters(body);
  if (have > step.max) return rejection('too_long', { over: have - step.max, have, max: step.max });
  if (end && body === '' && have < step.min)
    return rejection('too_short', { short: step.min - have, have, min: step.min });
  if (parts.length === 0 && have < SLIP && have < step.min)
    return rejection('too_short', { short: step.min - have, have, min: step.min });
  const safe = withoutNumbers(body);
  const gathered = body === '' ? parts : [...parts, safe.text];
  if (have < step.min || (parts.length > 0 && !end)) {
    const { min, max } = step;
    return {
      kind: 'partial',
      partial: { kind: 'text', parts: gathered },
      owed: { what: 'text', have, min, max, enough: have >= min },
    };
  }
  const doubts = safe.masked === undefined ? maskedBefore(parts) : doubtOf(safe.masked);
  return { kind: 'value', value: { text: gathered.join('\n') }, doubts };
}

function removes(text: string): boolean {
  return readRowEdit(text)?.what === 'remove';
}
