/** Reads a short text: a name, a title, a phone number, an e-mail address. Cuts nothing. */
import type { TextStep } from '../../flow/step.ts';
import { readEmail } from './email.ts';
import { countCharacters, excerpt } from './normalise.ts';
import { doubtOf } from './note.ts';
import { isOnlyPersonal, withoutNumbers } from './personal.ts';
import { readPhone } from './phone.ts';
import type { Reading, Reply } from './reading.ts';
import { rejection } from './reading.ts';
import { isSmallTalk } from './small-talk.ts';
import { readCode } from './uscc.ts';

/** Rule coverage §3.0 org_name: up to five characters and none of these looks like an abbreviation. */
const SHORT_NAME = 5;
const ORGANISATION = /公司|银行|中心|大学|院|所|会|社|局/;

/** Value: TextValue. Rejections: empty, too_short, too_long, not_a_name, only_personal, small_talk, not_a_phone, not_an_email. */
export function readText(step: TextStep, reply: Reply): Reading {
  if (reply.kind === 'file') return rejection('file_not_expected');
  if (reply.kind === 'choose') return rejection('text_expected');
  const trimmed = reply.text.trim();
  if (trimmed === '') return rejection('empty');
  if (step.pattern === 'phone') {
    const phone = trimmed.length > 200 ? undefined : readPhone(trimmed);
    return phone === undefined ? rejection('not_a_phone') : { kind: 'value', value: { text: phone }, doubts: [] };
  }
  if (step.pattern === 'email') {
    const email = readEmail(trimmed);
    if (email.ok) return { kind: 'value', value: { text: email.email }, doubts: [] };
    return rejection('not_an_email', email.suggestion === undefined ? {} : { suggestion: email.suggestion });
  }
  if (isOnlyPersonal(trimmed)) return rejection('only_personal');
  if (isSmallTalk(trimmed)) return rejection('small_talk', { text: excerpt(trimmed) });
  const have = countCharacters(trimmed);
  if (have > step.max) return rejection('too_long', { over: have - step.max, have, max: step.max });
  if (step.pattern === 'name' && (!/\p{L}/u.test(trimmed) || isCode(trimmed) || isRow(trimmed)))
    return rejection('not_a_name');
  if (have < step.min) return rejection('too_short', { short: step.min - have, have, min: step.min });
  const safe = withoutNumbers(/[\n\t]/.test(trimmed) ? trimmed.replace(/\s*[\n\t]\s*/g, ' ') : trimmed);
  if (safe.masked !== undefined) return { kind: 'value', value: { text: safe.text }, doubts: doubtOf(safe.masked) };
  const short = step.pattern === 'name' && have <= SHORT_NAME && !ORGANISATION.test(trimmed);
  return {
    kind: 'value',
    value: { text: safe.text },
    doubts: short ? [{ code: 'short_name', params: { name: trimmed } }] : [],
  };
}

/** A credit code, which is asked for elsewhere, is nobody's name. */
function isCode(text: string): boolean {
  const read = readCode(text);
  return read.ok && read.valid;
}

/** A row of a table, with three columns or more. */
function isRow(text: string): boolean {
  return /[|｜\t].*[|｜\t]/.test(text);
}
