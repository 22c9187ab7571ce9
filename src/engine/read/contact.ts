/** Reads a contact (name, title, phone, e-mail) in any order, in one message or several. Masks nothing: that is for showing. */
import type { ContactStep } from '../../flow/step.ts';
import type { ContactValue, Partial } from '../value.ts';
import { readEmail } from './email.ts';
import { countCharacters, excerpt, halfWidth } from './normalise.ts';
import { readPhone } from './phone.ts';
import type { Params, Reading, RejectionCode, Reply } from './reading.ts';
import { rejection } from './reading.ts';
import { isSmallTalk } from './small-talk.ts';

const LONGEST = 1000;
/** Rule coverage §3.0 contact. */
export const NAME = { min: 2, max: 20 } as const;
const TITLE = { min: 1, max: 40 } as const;
export const FIELDS = ['name', 'title', 'phone', 'email'] as const;

type Field = (typeof FIELDS)[number];
type Have = Partial & { kind: 'contact' };
type Fields = { [field in Field]?: string };

const LABELS: readonly (readonly [Field, RegExp])[] = [
  ['name', /^(?:联系人姓名|联系人|姓名|名字|contact name|full name|contact|name)\s*(?:[:：是为]|\s(?=\S))\s*/i],
  ['title', /^(?:职务|职位|职称|岗位|头衔|job title|title|position)\s*(?:[:：是为]|\s(?=\S))\s*/i],
  [
    'phone',
    /^(?:手机号码?|手机|电话号码?|联系电话|联系方式|座机|电话|mobile|telephone|phone|tel)\s*(?:[:：是为]|\s(?=\S))?\s*/i,
  ],
  ['email', /^(?:电子邮箱|电子邮件|邮箱地址|邮箱|邮件|e-?mail|mail)\s*(?:[:：是为]|\s(?=\S))?\s*/i],
];
/** What a label can begin with: most pieces are known by it to have none. */
const LABELLED =
  /^(?:联系|姓名|名字|contact|full|name|职|岗|头衔|job|title|position|手机|电话|座机|mobile|tel|phone|电子|邮|e-?mail|mail)/i;
const ROLE =
  /(?:经理|总监|主任|处长|科长|部长|局长|所长|院长|校长|厂长|行长|董事长?|总裁|总经理|会长|秘书长?|助理|主管|专员|负责人|工程师|教授|研究员|分析师|顾问|合伙人|副总|总助|书记|干事|CEO|CTO|CFO|COO|manager|director|officer|engineer|president|analyst|assistant|head|lead|partner|consultant|secretary|professor)$/i;
const EMAIL_LIKE = /[^\s,，;；|｜、:：<>《》()（）\u4e00-\u9fff]+[@＠][^\s,，;；|｜、<>《》()（）\u4e00-\u9fff]*/;
const MOBILE_LIKE = /(?<![\d０-９])(?:[+＋]?(?:00)?86[\s-]*)?[1１](?:[\s-]*[\d０-９]){10}(?![\d０-９])/;
const LANDLINE_LIKE =
  /(?<![\d０-９])(?:[+＋]?86[\s-]*)?[(（]?[0０][\d０-９]{2,3}[)）]?[\s-]*[\d０-９]{7,8}(?:\s*(?:-|转|分机)\s*[\d０-９]{1,6})?(?![\d０-９])/;
const DIGITS_LIKE = /[+＋]?[\d０-９][\d０-９\s-]{4,}[\d０-９]/;

const USUAL =
  /^([\u4e00-\u9fff]{2,20})[,，、] ?([\u4e00-\u9fff]{1,40})[,，、] ?(1[3-9]\d{9})[,，、] ?([A-Za-z0-9._+-]+@[A-Za-z0-9.-]+)$/;

type Problem = { readonly code: RejectionCode; readonly params: Params };

/**
 * Value: ContactValue once all four fields are known; partial `contact` before. Rejections: empty, text_expected,
 * not_a_name, not_a_person and not_a_title (好的, 不方便说 …), not_a_phone, not_an_email (with a suggestion), too_long, nothing_recognised.
 */
export function readContact(_step: ContactStep, reply: Reply, partial: Partial | undefined): Reading {
  if (reply.kind === 'file') return rejection('file_not_expected');
  if (reply.kind === 'choose') return rejection('text_expected');
  const text = reply.text.trim();
  if (text === '') return rejection('empty');
  if (text.length > LONGEST)
    return rejection('too_long', { over: text.length - LONGEST, have: text.length, max: LONGEST });
  const usual = partial === undefined ? usualContact(text) : undefined;
  if (usual !== undefined && !isSmallTalk(usual.name) && !isSmallTalk(usual.title))
    return { kind: 'value', value: usual, doubts: [] };
  const before: Have['have'] = partial?.kind === 'contact' ? partial.have : {};
  const found: Fields = {};
  const problem = gather(text, before, found);
  if (problem !== undefined) return rejection(problem.code, problem.params);
  if (FIELDS.every((field) => found[field] === undefined))
    return rejection('nothing_recognised', { text: excerpt(text) });
  const have: Fields = { ...before, ...found };
  const { name, title, phone, email } = have;
  if (name !== undefined && title !== undefined && phone !== undefined && email !== undefined) {
    const whole: ContactValue = { name, title, phone, email };
    return { kind: 'value', value: whole, doubts: [] };
  }
  const fields = FIELDS.filter((field) => have[field] === undefined);
  return { kind: 'partial', partial: { kind: 'contact', have }, owed: { what: 'contact', fields } };
}

/** "姓名，职务，手机，邮箱" as asked for, each plainly what it is; undefined for anything that needs a closer look. */
function usualContact(text: string): ContactValue | undefined {
  const [, name = '', title = '', phone = '', email = ''] = USUAL.exec(text) ?? [];
  if (name === '' || ROLE.test(name) || LABELLED.test(name) || LABELLED.test(title)) return undefined;
  const read = readEmail(email);
  return read.ok ? { name, title, phone, email: read.email } : undefined;
}

/** Fills `found` from the text; the first thing that cannot be right is returned. */
function gather(text: string, before: Have['have'], found: Fields): Problem | undefined {
  let rest = text;
  const email = EMAIL_LIKE.exec(rest)?.[0];
  if (email !== undefined) {
    const read = readEmail(email);
    if (!read.ok)
      return {
        code: 'not_an_email',
        params:
          read.suggestion === undefined
            ? { text: excerpt(email) }
            : { text: excerpt(email), suggestion: read.suggestion },
      };
    found.email = read.email;
    rest = rest.replace(email, '\n');
  }
  const number = (MOBILE_LIKE.exec(rest) ?? LANDLINE_LIKE.exec(rest) ?? DIGITS_LIKE.exec(rest))?.[0];
  if (number !== undefined) {
    const phone = readPhone(number);
    if (phone === undefined) return { code: 'not_a_phone', params: { text: excerpt(number) } };
    found.phone = phone;
    rest = rest.replace(number, '\n');
  }
  return gatherWords(rest, before, found);
}

function gatherWords(text: string, before: Have['have'], found: Fields): Problem | undefined {
  const loose: string[] = [];
  let idle = false;
  for (const piece of isSmallTalk(text) ? [] : piecesOf(text)) {
    const label = labelOf(piece);
    const word = label === undefined ? piece : piece.replace(label[1], '').trim();
    if (word === '' || (LABELLED.test(word) && FIELDS.some((field) => isBareLabel(word, field)))) continue;
    if (label === undefined && isSmallTalk(word)) idle = true;
    else if (label === undefined) loose.push(word);
    else if (label[0] === 'phone') return { code: 'not_a_phone', params: { text: excerpt(word) } };
    else if (label[0] === 'email') return { code: 'not_an_email', params: { text: excerpt(word) } };
    else found[label[0]] = word;
  }
  const open = (field: 'name' | 'title'): boolean => found[field] === undefined && before[field] === undefined;
  const role =
    open('title') && (loose.length > 1 || !open('name') || found.email === undefined)
      ? loose.findIndex((word) => ROLE.test(word))
      : -1;
  if (role !== -1 && (loose.length > 1 || open('title'))) found.title = loose.splice(role, 1)[0] ?? '';
  for (const word of loose) {
    if (open('name')) found.name = word;
    else if (open('title')) found.title = word;
  }
  const nothing = FIELDS.every((field) => found[field] === undefined);
  if ((idle || isSmallTalk(text)) && nothing && (open('name') || open('title')))
    return { code: open('name') ? 'not_a_person' : 'not_a_title', params: { text: excerpt(text) } };
  return faultIn(found);
}

function faultIn(found: Fields): Problem | undefined {
  const { name, title } = found;
  if (name !== undefined) {
    const have = countCharacters(name);
    if (isSmallTalk(name)) return { code: 'not_a_person', params: { text: excerpt(name) } };
    if (!/\p{L}/u.test(name) || have < NAME.min || have > NAME.max)
      return { code: 'not_a_name', params: { text: excerpt(name), have, ...NAME } };
  }
  if (title !== undefined) {
    const have = countCharacters(title);
    if (isSmallTalk(title)) return { code: 'not_a_title', params: { text: excerpt(title) } };
    if (have > TITLE.max) return { code: 'too_long', params: { over: have - TITLE.max, have, max: TITLE.max } };
    if (!/\p{L}/u.test(title)) return { code: 'nothing_recognised', params: { text: excerpt(title) } };
  }
  return undefined;
}

function labelOf(piece: string): (typeof LABELS)[number] | undefined {
  return LABELLED.test(piece) ? LABELS.find(([, pattern]) => pattern.test(piece)) : undefined;
}

function isBareLabel(word: string, field: Field): boolean {
  const label = LABELS.find(([name]) => name === field)?.[1];
  return label !== undefined && `${word}:`.replace(label, '') === '';
}

/** Split at punctuation where there is any; at spaces only between Chinese words (English names hold spaces). */
function piecesOf(text: string): readonly string[] {
  const pieces = halfWidth(text)
    .split(/[,;|、\n\t/。]+|\s{2,}/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  return pieces.flatMap((piece) => {
    if (!/\s/.test(piece)) return [piece];
    const labelled = piece.split(
      /\s+(?=(?:姓名|联系人|职务|职位|岗位|手机|电话|邮箱|name|title|position|phone|e-?mail)\s*[:：])/i,
    );
    return labelled.flatMap((part) =>
      /[\u4e00-\u9fff]/.test(part) && labelOf(part) === undefined ? part.split(/\s+/) : [part],
    );
  });
}
