/** Reads a unified social credit code (GB 32100-2015) or the statement that there is none. Looks nothing up. */
import type { UsccStep } from '../../flow/step.ts';
import type { Partial } from '../value.ts';
import { key, labelsFor, named } from './labels.ts';
import { countCharacters, excerpt, halfWidth } from './normalise.ts';
import { judgeNote, refused } from './note.ts';
import { withoutNumbers } from './personal.ts';
import type { Params, Reading, RejectionCode, Reply } from './reading.ts';
import { rejection } from './reading.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const LENGTH = 18;
const PLAIN = /^[0-9A-HJ-NP-RTUWXY]{18}$/;
const LONGEST = 400;
const LABEL = /统一社会信用代码|信用代码|组织机构代码|营业执照号?|代码|unified social credit code|credit code|uscc/gi;
const NO_CODE =
  /^(?:我们?|单位|本单位)*(?:没有|暂无|无)(?:统一社会)?(?:信用)?(?:代码)?$|^(?:没有|无)$|^no code$|^none$/;

export type UsccReading =
  | { readonly ok: true; readonly code: string; readonly valid: boolean; readonly expected: string }
  | { readonly ok: false; readonly reason: RejectionCode; readonly params: Params };

/** The check character for the first 17: 31 − S mod 31 (S mod 31 = 0 gives 0), weights 3^(i−1) mod 31. */
export function checkCharacter(code: string): string {
  let sum = 0;
  for (let i = 0, weight = 1; i < LENGTH - 1; i++, weight = (weight * 3) % 31)
    sum += ALPHABET.indexOf(code.charAt(i)) * weight;
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** 18 characters of the alphabet; spaces, hyphens, full width and a label before it are dropped. */
export function readCode(text: string): UsccReading {
  if (text.length > LONGEST) return { ok: false, reason: 'uscc_length', params: { have: countCharacters(text) } };
  if (PLAIN.test(text)) return checked(text);
  const code = halfWidth(text)
    .normalize('NFKC')
    .toUpperCase()
    .replace(LABEL, '')
    .replace(/^[\s是为:：#]+/, '')
    .replace(/[\s\-‐–—_.·。,，;；"“”'()]/g, '');
  const have = [...code].length;
  if (have !== LENGTH || !/^[0-9A-Z]+$/.test(code)) {
    const foreign = code.replace(/[0-9A-Z]/g, '');
    return foreign !== '' && have === LENGTH
      ? { ok: false, reason: 'uscc_letters', params: { bad: excerpt(foreign) } }
      : { ok: false, reason: 'uscc_length', params: { have } };
  }
  const bad = [...new Set(code.replace(/[0-9A-HJ-NP-RTUWXY]/g, ''))].join('');
  if (bad !== '') {
    const likely = code.replaceAll('I', '1').replaceAll('O', '0').replaceAll('Z', '2');
    const meant = !/[SV]/.test(likely) && checkCharacter(likely) === likely.charAt(LENGTH - 1);
    return { ok: false, reason: 'uscc_letters', params: meant ? { bad, suggestion: likely } : { bad } };
  }
  return checked(code);
}

function checked(code: string): UsccReading {
  const expected = checkCharacter(code);
  return { ok: true, code, valid: code.endsWith(expected), expected };
}

/**
 * Value: UsccValue, also of the one code in a sentence (doubt uscc_checksum when the check digit does not fit) or NoUsccValue; partial `uscc` while the
 * explanation is owed. Rejections: empty, uscc_length, uscc_letters, no_such_option, too_short and too_long.
 */
export function readUscc(step: UsccStep, reply: Reply, partial: Partial | undefined): Reading {
  if (reply.kind === 'file') return rejection('file_not_expected');
  if (reply.kind === 'choose') {
    const [id = ''] = reply.options;
    if (step.none === undefined) return rejection('text_expected');
    return reply.options.length === 1 && id === step.none.id
      ? withoutCode(step.none, '')
      : rejection('no_such_option', { text: excerpt(id) });
  }
  const text = reply.text.trim();
  if (text === '') return rejection('empty');
  if (step.none !== undefined && !PLAIN.test(text)) {
    if (partial?.kind === 'uscc') return explained(step.none, text);
    const none = noCode(step.none, text);
    if (none !== undefined) return withoutCode(step.none, none);
  }
  return codeReading(text);
}

/** Eighteen letters and digits, perhaps in groups, with something else around them. */
const RUNS = /[0-9A-Z](?:[ \-‐–—]?[0-9A-Z])+/g;
const TOKENS = /(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g;

/** The one well-formed code in a sentence; undefined when there is none, or more than one. */
function codeWithin(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const flat = text.normalize('NFKC').toUpperCase();
  const runs = Array.from(flat.matchAll(RUNS), ([run]) => run.replace(/[ \-‐–—]/g, ''));
  const found = new Set(
    [...Array.from(flat.matchAll(TOKENS), ([token]) => token), ...runs].filter(
      (one) => PLAIN.test(one) && withoutNumbers(one).masked === undefined,
    ),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

function codeReading(text: string): Reading {
  const whole = readCode(text);
  const within = whole.ok ? undefined : codeWithin(text);
  const read = within === undefined ? whole : readCode(within);
  if (!read.ok) return rejection(read.reason, read.params);
  const { code, valid, expected } = read;
  return {
    kind: 'value',
    value: { code, valid },
    doubts: valid ? [] : [{ code: 'uscc_checksum', params: { code, expected } }],
  };
}

type None = NonNullable<UsccStep['none']>;

/** The explanation, unless a code is given after all. */
function explained(none: None, text: string): Reading {
  if (text.length <= 40 && readCode(text).ok) return codeReading(text);
  const judged = judgeNote(text, none.note);
  return judged.fits
    ? { kind: 'value', value: { none: true, note: judged.text }, doubts: judged.doubts }
    : refused(judged);
}

function withoutCode(none: None, given: string): Reading {
  const judged = judgeNote(given, none.note);
  if (given !== '' && judged.fits)
    return { kind: 'value', value: { none: true, note: judged.text }, doubts: judged.doubts };
  const owed = { what: 'note', option: none.id, min: none.note.min, max: none.note.max } as const;
  return {
    kind: 'partial',
    partial: { kind: 'uscc' },
    owed: given === '' ? owed : { ...owed, have: countCharacters(given) },
  };
}

/** What was said after "no code"; undefined when the text does not say so. */
function noCode(none: None, text: string): string | undefined {
  const labels = labelsFor(none, () => [none]);
  const [, head = '', rest = ''] = /^([^:：,，;；。\n]{1,60})(?:[:：,，;；。\n]+(.*))?$/s.exec(text) ?? [];
  const name = key(head);
  const meant = name === '1' || named(labels, name).length > 0 || NO_CODE.test(name);
  return meant ? rest.trim() : undefined;
}
