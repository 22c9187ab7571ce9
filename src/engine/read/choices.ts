/** Reads the choice of several options and the notes they demand (multi). Adds nothing that was not plainly said. */
import type { MultiStep } from '../../flow/step.ts';
import type { Partial } from '../value.ts';
import type { Labels } from './labels.ts';
import { containing, key, labelsOf, named } from './labels.ts';
import { mentions } from './mentions.ts';
import { excerpt, plain } from './normalise.ts';
import type { Chosen } from './note.ts';
import { judgeNote, refused, settle, stepNoteOf, withNote } from './note.ts';
import { chineseNumber } from './numerals.ts';
import { letters, positions } from './ordinals.ts';
import type { Reading, Reply } from './reading.ts';
import { rejection } from './reading.ts';
import { select } from './selection.ts';

const ALL =
  /^(?:我们?)?(?:都|全)?(?:全选|全部|都选|所有|所有的?都选|都有|全要|都要|全都要|全都选|以上都是|以上全部|以上都选|都是|全都是|全都有|都符合|全部符合|都满足|全部满足|全部都选|all|all of them|all of the above|select all)(?:了|的|吧|选)?$/;
const ALL_OF =
  /^(?:以上|这)?([一二三四五六七八九十两]{1,3}|\d{1,2})(?:个|项|条|种)(?:全|都)(?:部)?(?:选|有|是|要|符合|满足|占)?(?:了|的)?$/;
const EXCEPT =
  /^(?:除了?|除开|all except|all but|everything except)\s*(.{1,60}?)\s*(?:之外|以外|外)?[,，\s]*(?:其他|其它|其余|剩下的?|别的)?(?:的)?(?:(?:都|全)(?:部|都)?(?:选|要|有|是|符合|满足)?|全选)?(?:上|了|吧)?$/;
/** "都在上海": where every option says so. */
const ALL_AT =
  /^(?:以上|这)?(?:[一二三四五六七八九十两]|\d)?(?:个|项|条)?(?:全|都)(?:部|都)?(?:是|发生|落)?(在[^不没无]{1,8})$/;
const FIRST_FEW =
  /^(?:选|只有|满足|符合)?前([一二两三四五六七八九十]|\d{1,2})(?:个|项|条|种)(?:都|全)?(?:选|有|是|要|符合|满足)?$/;

/**
 * Value: ChoicesValue with ids in the order of the options; partial `choice` while notes are owed, one after another,
 * the step's own last. Rejections: empty, no_such_option, ambiguous_option, number_out_of_range, exclusive_option,
 * too_few_options, too_many_options, and too_short/too_long for a note.
 */
export function readChoices(step: MultiStep, reply: Reply, partial: Partial | undefined): Reading {
  if (reply.kind === 'file') return rejection('file_not_expected');
  if (reply.kind === 'choose') return chooseMany(step, reply.options);
  const text = reply.text.trim();
  if (text === '') return rejection('empty');
  return partial?.kind === 'choice' ? readNote(step, text, partial) : readWords(step, text);
}

function chooseMany(step: MultiStep, ids: readonly string[]): Reading {
  const at: number[] = [];
  for (const id of ids) {
    const i = step.options.findIndex((option) => option.id === id);
    if (i === -1) return rejection('no_such_option', { text: excerpt(id) });
    at.push(i);
  }
  return at.length === 0 ? rejection('empty') : pick(step, at, '');
}

/** The words are the note that is owed, unless they are too short for one and plainly choose again. */
function readNote(step: MultiStep, text: string, partial: Extract<Partial, { kind: 'choice' }>): Reading {
  const at = partial.ids.map((id) => step.options.findIndex((option) => option.id === id)).filter((i) => i !== -1);
  const owner = step.options.find((option) => option.id === partial.awaiting);
  const note = partial.awaiting === '' ? step.note : owner?.note;
  if (note === undefined) return readWords(step, text);
  const judged = judgeNote(text, note);
  if (judged.fits) {
    const chosen: Chosen = { ...chosenOf(step, at), notes: partial.notes, note: partial.note };
    return settle(withNote(chosen, partial.awaiting, judged.text), '', judged.doubts);
  }
  const again = judged.code === 'too_short' ? plainly(step, labelsOf(step.options), text) : undefined;
  return again === undefined ? refused(judged) : again;
}

function chosenOf(step: MultiStep, at: readonly number[]): Chosen {
  return { options: step.options, at, notes: {}, note: undefined, stepNote: stepNoteOf(step, at), many: true };
}

/** Checks the counts and exclusions, then asks for what is still owed. `given`: words said besides the choice. */
function pick(step: MultiStep, wanted: readonly number[], given: string): Reading {
  const ascending = wanted.every((i, place) => place === 0 || i > (wanted[place - 1] ?? 0));
  const at = ascending ? wanted : [...new Set(wanted)].sort((a, b) => a - b);
  const first = at.find((i) => step.options[i]?.exclusive === true);
  const exclusive = first === undefined ? undefined : step.options[first];
  if (exclusive !== undefined && at.length > 1) return rejection('exclusive_option', { option: exclusive.id });
  if (exclusive === undefined && at.length < step.min)
    return rejection('too_few_options', { min: step.min, have: at.length });
  if (step.max !== undefined && at.length > step.max)
    return rejection('too_many_options', { max: step.max, have: at.length });
  return settle(chosenOf(step, at), given);
}

function idsOf(step: MultiStep, at: readonly number[]): string {
  return [...new Set(at)]
    .sort((a, b) => a - b)
    .map((i) => step.options[i]?.id ?? '')
    .join(',');
}

/** All options but the exclusive ones and those that demand a note. */
function everything(step: MultiStep): readonly number[] {
  return step.options.flatMap((option, i) => (option.exclusive || option.note !== undefined ? [] : [i]));
}

/** A choice by numbers, a whole name or a word for all, and nothing else; or undefined. */
function plainly(step: MultiStep, labels: Labels, text: string): Reading | undefined {
  const count = step.options.length;
  const read = positions(text, count, true);
  if (read !== undefined) {
    return 'beyond' in read ? rejection('number_out_of_range', { n: read.beyond, count }) : pick(step, read.at, '');
  }
  if (text.length > 120) return undefined;
  const whole = named(labels, key(text));
  if (whole.length === 1) return pick(step, whole, '');
  return allOrBut(step, labels, text);
}

function allOrBut(step: MultiStep, labels: Labels, text: string): Reading | undefined {
  const words = plain(text).replace(/[\s。.!！~]+$/, '');
  if (ALL.test(words)) return pick(step, everything(step), '');
  const counted = ALL_OF.exec(words)?.[1];
  if (counted !== undefined) {
    const n = /^\d/.test(counted) ? Number(counted) : chineseNumber(counted);
    return n === everything(step).length ? pick(step, everything(step), '') : undefined;
  }
  const place = ALL_AT.exec(words)?.[1];
  if (place !== undefined) {
    const all = step.options.flatMap((option, i) => (option.exclusive ? [] : [i]));
    const everywhere = all.every((i) => plain(step.options[i]?.label.zh ?? '').includes(place));
    return everywhere ? pick(step, all, '') : undefined;
  }
  const few = FIRST_FEW.exec(words)?.[1];
  if (few !== undefined) {
    const n = /^\d/.test(few) ? Number(few) : chineseNumber(few);
    if (n === undefined || n < 1) return undefined;
    if (n > step.options.length) return rejection('number_out_of_range', { n, count: step.options.length });
    return pick(
      step,
      Array.from({ length: n }, (_, i) => i),
      '',
    );
  }
  const inner = EXCEPT.exec(words)?.[1];
  if (inner === undefined) return undefined;
  const left = select(labels, inner, true, () => false);
  if (left === undefined || 'beyond' in left || left.rest !== '') return undefined;
  return pick(
    step,
    everything(step).filter((i) => !left.at.includes(i)),
    '',
  );
}

function readWords(step: MultiStep, text: string): Reading {
  const labels = labelsOf(step.options);
  const plainChoice = plainly(step, labels, text);
  if (plainChoice !== undefined) return plainChoice;
  const letter = letters(text, step.options.length, true);
  if (letter !== undefined) return pick(step, letter, '');
  return withRest(step, labels, text) ?? bySentence(step, labels, text);
}

/** Names or numbers first, then perhaps the note: "1,3；产品已挂牌…", "其他：供应链票据…", "人工智能、大数据". */
function withRest(step: MultiStep, labels: Labels, text: string): Reading | undefined {
  const demands = (i: number): boolean => step.options[i]?.note !== undefined;
  const selected = select(labels, text, true, demands);
  if (selected === undefined) return undefined;
  if ('beyond' in selected) return rejection('number_out_of_range', { n: selected.beyond, count: step.options.length });
  const { at, rest, gap, numeric } = selected;
  if (rest === '') return pick(step, at, '');
  const said = mentions(labels, rest);
  const more = said.affirmed.filter((i) => !at.includes(i));
  const strong = /[:：;；。\n]/.test(gap);
  if (at.some(demands) || stepNoteOf(step, at) !== undefined) {
    return more.length > 0 && !strong && !numeric ? pick(step, [...at, ...more], '') : pick(step, at, rest);
  }
  if (more.length > 0 || said.denied) return numeric && more.length > 0 ? undefined : pick(step, [...at, ...more], '');
  if (numeric ? /[;；。\n]/.test(gap) : /[,，;；。:：\n]/.test(gap)) return pick(step, at, '');
  return rejection('no_such_option', { text: excerpt(rest) });
}

function bySentence(step: MultiStep, labels: Labels, text: string): Reading {
  const said = mentions(labels, text);
  if (said.affirmed.length > 0) {
    return said.shared.length > 0
      ? rejection('ambiguous_option', { candidates: idsOf(step, [...said.affirmed, ...said.shared]) })
      : pick(step, said.affirmed, '');
  }
  const part = text.length > 120 ? [] : containing(labels, key(text));
  const hits = said.shared.length > 0 ? said.shared : part;
  return hits.length === 0
    ? rejection('no_such_option', { text: excerpt(text) })
    : rejection('ambiguous_option', { candidates: idsOf(step, hits) });
}
