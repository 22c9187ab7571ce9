/** Reads a percentage with the note that explains it, in one message or two. Takes no share written in words. */
import type { PercentNoteStep } from '../../flow/step.ts';
import type { Partial } from '../value.ts';
import { readFigure } from './figure.ts';
import { countCharacters, excerpt } from './normalise.ts';
import { judgeNote, refused } from './note.ts';
import type { Params, Reading, RejectionCode, Reply } from './reading.ts';
import { rejection } from './reading.ts';

const UNKNOWN =
  /^(?:(?:目前|暂时|我们?|具体|这个|还)*(?:说不清楚?|说不准|说不好|不知道|不清楚|不确定|不好说|没统计过?|没有统计|未统计|没算过|无法统计|统计不了|不详|未知)|unknown|not sure|don'?t know|no idea|n\/a)(?:了|的)?\s*/i;
const LEADING =
  /^(?:[^\d,，;；。\n%％]{0,20}?)(?:百分之)?\s*[-−]?[\d０-９.．]+\s*(?:[%％]|个?百分点|percent\b)?\s*(?:左右|上下|以上|多|强|不到)?(?:[\s,，;；。、:：(（—]+|$)/i;

/**
 * Value: PercentValue (percent 0–100, null when the applicant cannot say); partial `percent` while the note is owed.
 * Rejections: empty, not_a_percent, number_in_words, one_number_only, number_range, too_short and too_long (the note).
 */
export function readPercent(step: PercentNoteStep, reply: Reply, partial: Partial | undefined): Reading {
  if (reply.kind === 'file') return rejection('file_not_expected');
  if (reply.kind === 'choose') return rejection('text_expected');
  const text = reply.text.trim();
  if (text === '') return rejection('empty');
  if (partial?.kind === 'percent') {
    const judged = judgeNote(text, step.note);
    if (judged.fits)
      return { kind: 'value', value: { percent: partial.percent, note: judged.text }, doubts: judged.doubts };
    const again = judged.code === 'too_short' ? readShare(text) : undefined;
    return again?.ok === true ? settlePercent(step, again.percent, again.note) : refused(judged);
  }
  const share = readShare(text);
  return share.ok ? settlePercent(step, share.percent, share.note) : rejection(share.code, share.params);
}

function settlePercent(step: PercentNoteStep, percent: number | null, note: string): Reading {
  const { min, max } = step.note;
  const judged = judgeNote(note, step.note);
  if (judged.fits && note !== '')
    return { kind: 'value', value: { percent, note: judged.text }, doubts: judged.doubts };
  const owed = { what: 'note', option: '', min, max } as const;
  return {
    kind: 'partial',
    partial: { kind: 'percent', percent },
    owed: note === '' ? owed : { ...owed, have: countCharacters(note) },
  };
}

type Share =
  | { readonly ok: true; readonly percent: number | null; readonly note: string }
  | { readonly ok: false; readonly code: RejectionCode; readonly params: Params };

const wrong = (code: RejectionCode, params: Params = {}): Share => ({ ok: false, code, params });

/** The share at the beginning of a message and what follows it. */
function readShare(text: string): Share {
  const unknown = UNKNOWN.exec(text.slice(0, 60))?.[0];
  if (unknown !== undefined) return { ok: true, percent: null, note: withoutEdge(text.slice(unknown.length)) };
  const leading = LEADING.exec(text.slice(0, 80))?.[0];
  const clause = leading ?? /^[^,，;；。\n]{1,60}/.exec(text)?.[0] ?? '';
  const figure = readFigure(clause.replace(/[\s,，;；。、:：(（—]+$/, ''));
  if (!figure.ok)
    return figure.code === 'not_a_number'
      ? wrong('not_a_percent', { text: excerpt(text) })
      : wrong(figure.code, { text: excerpt(clause) });
  const { number, percent } = figure;
  if (number < 0 || number > 100) return wrong('number_range', { min: 0, max: 100 });
  // 0.72 without a sign may mean 72 % or 0.72 %.
  if (number > 0 && number < 1 && !percent) return wrong('not_a_percent', { text: excerpt(clause) });
  return { ok: true, percent: number, note: withoutEdge(text.slice(clause.length)) };
}

function withoutEdge(text: string): string {
  const note = text.replace(/^[\s,，;；。、:：—-]+/, '').trim();
  return /^[^(（]*[)）]$/.test(note) ? note.slice(0, -1) : note;
}
