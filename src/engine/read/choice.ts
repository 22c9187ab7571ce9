/** Reads the choice of one option: single, consent, confirm, list, review. Picks nothing that was not plainly said. */
import type { ConfirmStep, ConsentStep, ListStep, ReviewStep, SingleStep } from '../../flow/step.ts';
import type { Partial } from '../value.ts';
import type { Labels } from './labels.ts';
import { containing, key, labelsOf, named } from './labels.ts';
import { mentions } from './mentions.ts';
import { excerpt } from './normalise.ts';
import type { Chosen } from './note.ts';
import { judgeNote, refused, settle, withNote } from './note.ts';
import { joinedNumbers, letters, positions } from './ordinals.ts';
import type { Reading, Reply } from './reading.ts';
import { rejection } from './reading.ts';
import { select } from './selection.ts';

/** 都想报, 两个一起报: what was named is all wanted. */
const ALL_WANTED = /都|两个|两项|同时|一起|\bboth\b/i;

export type OneOfStep = SingleStep | ConsentStep | ConfirmStep | ListStep | ReviewStep;

/**
 * Value: ChoiceValue; partial `choice` while the option's note is owed. Rejections: empty, no_such_option,
 * ambiguous_option, one_option_only, number_out_of_range, and too_short/too_long for the note.
 */
export function readChoice(step: OneOfStep, reply: Reply, partial: Partial | undefined): Reading {
  if (reply.kind === 'file') return rejection('file_not_expected');
  if (reply.kind === 'choose') return chooseOne(step, reply.options);
  const { text } = reply;
  const quick = text.length <= 2 ? shortNumber(text) : -1;
  if (quick > 0 && quick <= step.options.length && partial === undefined) return pick(step, quick - 1, '');
  if (partial?.kind === 'choice') return readNote(step, text, partial);
  return readWords(step, text.trim());
}

/** "7" or "12" → the number; anything else → -1. */
export function shortNumber(text: string): number {
  const first = text.charCodeAt(0) - 48;
  if (!(first >= 1 && first <= 9)) return -1;
  if (text.length === 1) return first;
  const second = text.charCodeAt(1) - 48;
  return second >= 0 && second <= 9 ? first * 10 + second : -1;
}

function chooseOne(step: OneOfStep, ids: readonly string[]): Reading {
  const at = new Set<number>();
  for (const id of ids) {
    const i = step.options.findIndex((option) => option.id === id);
    if (i === -1) return rejection('no_such_option', { text: excerpt(id) });
    at.add(i);
  }
  const [first] = at;
  if (first === undefined) return rejection('empty');
  return at.size > 1 ? rejection('one_option_only', { candidates: idsOf(step, [...at]) }) : pick(step, first, '');
}

function pick(step: OneOfStep, i: number, given: string): Reading {
  const option = step.options[i];
  if (option === undefined) return rejection('number_out_of_range', { n: i + 1, count: step.options.length });
  if (option.note === undefined) return { kind: 'value', value: { id: option.id }, doubts: [] };
  return settle(chosenOf(step, [i], {}), given);
}

function chosenOf(step: OneOfStep, at: readonly number[], notes: Readonly<Record<string, string>>): Chosen {
  return { options: step.options, at, notes, note: undefined, stepNote: undefined, many: false };
}

function idsOf(step: OneOfStep, at: readonly number[]): string {
  return at.map((i) => step.options[i]?.id ?? '').join(',');
}

/** The words are the note that is owed, unless they are too short for one and plainly name an option instead. */
function readNote(step: OneOfStep, text: string, partial: Extract<Partial, { kind: 'choice' }>): Reading {
  const i = step.options.findIndex((option) => option.id === partial.ids[0]);
  const note = step.options[i]?.note;
  if (note === undefined || partial.awaiting === '') return readWords(step, text.trim());
  if (text.trim() === '') return rejection('empty');
  const judged = judgeNote(text, note);
  if (judged.fits)
    return settle(withNote(chosenOf(step, [i], partial.notes), partial.awaiting, judged.text), '', judged.doubts);
  const again = judged.code === 'too_short' ? plainly(step, text.trim()) : undefined;
  return again === undefined ? refused(judged) : again;
}

/** A choice by number or whole name, or undefined. */
function plainly(step: OneOfStep, text: string): Reading | undefined {
  const labels = labelsOf(step.options);
  const whole = named(labels, key(text.slice(0, 200)));
  if (whole.length === 1 && text.length <= 200) return pick(step, whole[0] ?? 0, '');
  const read = positions(text, step.options.length, false, step.type === 'list');
  if (read === undefined) return undefined;
  if ('beyond' in read) return rejection('number_out_of_range', { n: read.beyond, count: step.options.length });
  return read.at.length > 1
    ? rejection('one_option_only', { candidates: idsOf(step, read.at) })
    : pick(step, read.at[0] ?? 0, '');
}

function readWords(step: OneOfStep, text: string): Reading {
  if (text === '') return rejection('empty');
  const plainChoice = plainly(step, text);
  if (plainChoice !== undefined) return plainChoice;
  const letter = letters(text, step.options.length, false);
  if (letter !== undefined) {
    return letter.length > 1
      ? rejection('one_option_only', { candidates: idsOf(step, letter) })
      : pick(step, letter[0] ?? 0, '');
  }
  const several = joinedNumbers(text, step.options.length);
  if (several !== undefined) return rejection('one_option_only', { candidates: idsOf(step, several) });
  const labels = labelsOf(step.options);
  return withRest(step, labels, text) ?? byPart(step, labels, text) ?? bySentence(step, labels, text);
}

/** "其他：供应链票据…", "2，已经试点", "2 试点运行中". */
function withRest(step: OneOfStep, labels: Labels, text: string): Reading | undefined {
  const selected = select(labels, text, false, () => true, step.type === 'list');
  if (selected === undefined) return undefined;
  if ('beyond' in selected) return rejection('number_out_of_range', { n: selected.beyond, count: step.options.length });
  const i = selected.at[0] ?? 0;
  if (step.options[i]?.note !== undefined) return pick(step, i, selected.rest);
  if (/^(?:或|还是|or\b)/.test(selected.rest)) return undefined;
  const others = mentions(labels, selected.rest).affirmed.filter((other) => other !== i);
  if (others.length > 0)
    return tooMany(
      step,
      text,
      [i, ...others].sort((a, b) => a - b),
    );
  return selected.rest === '' || /[^\s]/.test(selected.gap) ? pick(step, i, '') : undefined;
}

/** What was said is a part of one option's name. */
function byPart(step: OneOfStep, labels: Labels, text: string): Reading | undefined {
  if (text.length > 120) return undefined;
  const name = key(text);
  const hits = new Set([...named(labels, name), ...containing(labels, name)]);
  const [first] = hits;
  if (first === undefined) return undefined;
  return hits.size === 1
    ? pick(step, first, '')
    : rejection('ambiguous_option', { candidates: idsOf(step, [...hits]) });
}

/** One option is mentioned and not denied in a sentence. */
function bySentence(step: OneOfStep, labels: Labels, text: string): Reading {
  const said = mentions(labels, text);
  const hits = [...new Set([...said.affirmed, ...said.shared])].sort((a, b) => a - b);
  const [first] = hits;
  if (first === undefined) return rejection('no_such_option', { text: excerpt(text) });
  return hits.length === 1 ? pick(step, first, '') : tooMany(step, text, hits);
}

/** Several options are named: all of them are wanted (都想报), or it is not clear which one. */
function tooMany(step: OneOfStep, text: string, at: readonly number[]): Reading {
  return rejection(ALL_WANTED.test(text) ? 'one_option_only' : 'ambiguous_option', { candidates: idsOf(step, at) });
}
