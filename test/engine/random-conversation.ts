/**
 * Random conversations over the shipped call: mostly sensible replies to the open question, mixed with edits, other
 * lists, groups, stale taps and nonsense. Deterministic from the moves; expects nothing.
 */
import fc from 'fast-check';
import type { Candidate } from '../../src/engine/candidate.ts';
import { candidatesFor, filler, noteReply } from '../../src/engine/candidate.ts';
import { readersOf } from '../../src/engine/component.ts';
import { numberedSteps, standing } from '../../src/engine/path.ts';
import { optionOf } from '../../src/engine/prompt.ts';
import type { Session } from '../../src/engine/session.ts';
import { currentDraft, newSession } from '../../src/engine/session.ts';
import { takeTurn } from '../../src/engine/turn.ts';
import type { Call } from '../../src/flow/call.ts';
import type { Step } from '../../src/flow/step.ts';
import type { Content, Inbound, Prompt } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';
import { ATTACHED, CONTACT, EMAIL, NOW, PHONE } from './whole-applications.ts';

/** One move: what is done (a share of 1000), which of several (a number to be reduced), and where it is said. */
export interface Move {
  readonly what: number;
  readonly which: number;
  readonly where: number;
}

export const moves = (length: number): fc.Arbitrary<readonly Move[]> =>
  fc.array(
    fc.record({
      what: fc.integer({ min: 0, max: 999 }),
      which: fc.nat(1_000_000),
      where: fc.integer({ min: 0, max: 99 }),
    }),
    { minLength: length, maxLength: length },
  );

/** Names that two steps can share: the check of the co-applicants compares them with the applicant's. */
const NAMES = ['上海示例征信有限公司', '上海示例科技股份有限公司', '北京示例银行股份有限公司'];

const GARBAGE = [
  '？？？',
  '什么是数据要素？',
  '𠮷👨‍👩‍👧',
  '\u0000\u202e1\u200b',
  '__proto__',
  '9'.repeat(300),
  '1,1,1',
  '好了',
  '完成',
  '没有',
  '其他',
  '\ud800',
  '1｜2｜3｜4｜5｜6｜7',
  'x'.repeat(3000),
  '改 1 ',
  '删 1',
  '<b>1</b>',
  '不知道',
  '第二个',
  '一和三',
  '全选',
  '是',
  '不是',
  '说不清',
];

const COMMANDS = [
  '进度',
  '预览',
  '帮助',
  '导出我的数据',
  '我的申报',
  '存草稿',
  '继续',
  '转人工',
  '例子',
  '条款 3.1.1',
  '条款 9.9',
  '语言',
  'English',
  '中文',
  '提交',
  '撤回',
  '删除我的数据',
  '新申报',
  '草稿 1',
  '草稿 2',
  '修改',
  '再问一次',
  '保留',
  '跳过',
  '换榜单',
];

const tables = new WeakMap<Call, ReadonlyMap<string, ReadonlyMap<number, readonly Candidate[]>>>();

function candidatesOf(call: Call, list: string, step: Step): readonly Candidate[] {
  let table = tables.get(call);
  if (table === undefined) {
    table = new Map(
      call.lists.map((one) => {
        const readers = readersOf(one);
        return [one.id, new Map(one.route.map((at) => [at.ordinal, candidatesFor(at, readers.get(at.ordinal) ?? [])]))];
      }),
    );
    tables.set(call, table);
  }
  return table.get(list)?.get(step.ordinal) ?? candidatesFor(step, []);
}

function pick<T>(all: readonly T[], which: number): T | undefined {
  return all.length === 0 ? undefined : all[which % all.length];
}

/** A reply that fits what is open, as far as one can tell. */
function sensible(call: Call, session: Session, which: number): Content {
  const draft = currentDraft(session);
  if (draft === undefined) return { kind: 'text', text: '开始' };
  const { pending } = draft;
  switch (pending?.kind) {
    case 'doubt':
      return { kind: 'choose', options: [which % 4 === 0 ? 'again' : 'keep'] };
    case 'question':
      return { kind: 'choose', options: [which % 3 === 0 ? 'question' : 'answer'] };
    case 'supplement':
      return { kind: 'choose', options: [which % 2 === 0 ? 'add' : 'answer'] };
    case 'ways':
      return { kind: 'choose', options: [pick(['organizer', 'edit', 'switch', 'organizer', 'save'], which) ?? ''] };
    case 'objection':
      return { kind: 'text', text: '请组委会按实际情况确认' };
    case 'erase':
      return { kind: 'choose', options: ['no'] };
    case 'withdraw':
      return { kind: 'choose', options: [which % 2 === 0 ? 'yes' : 'no'] };
    case 'edit':
      return { kind: 'text', text: String(1 + (which % 20)) };
    case 'meant':
      return { kind: 'choose', options: ['none'] };
    case 'proposed':
      return { kind: 'choose', options: [pending.at < 0 ? 'all' : 'yes'] };
    case undefined:
      break;
    default:
      pending satisfies never;
  }
  if (draft.submitted !== undefined) return { kind: 'text', text: which % 2 === 0 ? '新申报' : '撤回' };
  const { step } = standing(call, draft);
  if (step === undefined) return { kind: 'text', text: '继续' };
  const partial = draft.gathering === step.ordinal ? draft.partial : undefined;
  switch (partial?.kind) {
    case 'choice':
      return noteReply(optionOf(step, partial.awaiting)?.note ?? (step.type === 'multi' ? step.note : undefined));
    case 'percent':
      return { kind: 'text', text: '按2025年1-9月放款额计，逐笔统计' };
    case 'uscc':
      return noteReply(step.type === 'uscc' ? step.none?.note : undefined);
    case 'rows':
      if (partial.none === true) return noteReply(step.type === 'rows' ? step.none?.note : undefined);
      return partial.awaiting === undefined ? { kind: 'text', text: '好了' } : { kind: 'text', text: '5' };
    case 'files':
      return { kind: 'text', text: '发完了' };
    case 'text':
      return { kind: 'text', text: `${filler(step.type === 'longtext' ? step.min : 20)}\n好了` };
    case 'contact':
    case undefined:
      break;
    default:
      partial satisfies never;
  }
  if (step.type === 'contact') return { kind: 'text', text: `${CONTACT} 主任 ${PHONE} ${EMAIL}` };
  if (step.id === 'org_name') return { kind: 'text', text: pick(NAMES, which) ?? '' };
  if (step.id === 'co_applicants' && which % 3 !== 0)
    return { kind: 'text', text: `${pick(NAMES, which >> 2)}｜提供建模与数据治理\n好了` };
  return pick(candidatesOf(call, draft.list ?? '', step), which)?.content ?? { kind: 'text', text: '1' };
}

/** What has been asked before: prompts by the order they were first put, for taps that come too late. */
export interface Past {
  readonly prompts: readonly Prompt[];
}

const FILE = {
  name: ATTACHED,
  mime: 'application/pdf',
  size: 1024,
  sha256: 'b'.repeat(64),
  key: 'files/b',
};

/** The message a move stands for, given where the conversation is. */
export function messageFor(call: Call, session: Session, past: Past, move: Move): Inbound {
  const { what, which } = move;
  const open = session.open?.prompt;
  const group = move.where < 12;
  const draft = currentDraft(session);
  let content: Content;
  let prompt: string | undefined;
  if (what < 720) {
    content = sensible(call, session, which);
    if (content.kind === 'choose') prompt = open;
  } else if (what < 760) {
    content = { kind: 'text', text: String(1 + (which % 5)) };
  } else if (what < 820) {
    const steps = draft === undefined ? [] : numberedSteps(call, draft);
    const step = pick(steps, which);
    content = { kind: 'text', text: step === undefined ? '修改' : `修改 ${(which % steps.length) + 1}` };
  } else if (what < 840) {
    content = { kind: 'text', text: `换榜单 ${1 + (which % 5)}` };
  } else if (what < 865) {
    content = { kind: 'text', text: '上一步' };
  } else if (what < 915) {
    content = { kind: 'text', text: pick(COMMANDS, which) ?? '' };
  } else if (what < 955) {
    content = { kind: 'text', text: pick(GARBAGE, which) ?? '' };
  } else if (what < 965) {
    content = {
      kind: 'choose',
      options: [pick(['none', 'yes', 'agree', 'other', '__proto__', 'L3', ''], which) ?? ''],
    };
    prompt = which % 2 === 0 ? open : undefined;
  } else if (what < 975) {
    content = { kind: 'file', file: { ...FILE, name: which % 3 === 0 ? 'x.exe' : ATTACHED } };
  } else if (what < 980) {
    content = { kind: 'unsupported', what: 'sticker' };
  } else {
    const old = pick(
      past.prompts.filter((one) => one.id !== open),
      which,
    );
    const option = pick(old?.options ?? [], which >> 4);
    content = option === undefined ? { kind: 'text', text: '1' } : { kind: 'choose', options: [option.id] };
    prompt = old?.id;
  }
  return {
    channel: 'test',
    id: `m${session.length}`,
    user: 'u1',
    chat: group ? (move.where < 9 ? 'g1' : 'g2') : PRIVATE,
    addressed: !group || which % 4 !== 0,
    at: NOW + session.length * 60_000,
    prompt,
    content,
  };
}

/** The end of a conversation of these moves, from a person nobody has heard of. */
export function endOf(call: Call, said: readonly Move[]): Session {
  let session = newSession('test:u1');
  const prompts: Prompt[] = [];
  for (const move of said) {
    const inbound = messageFor(call, session, { prompts }, move);
    const turn = takeTurn(call, session, inbound, { now: inbound.at, by: 'usr_0000000000000000', version: '0.1.0' });
    for (const reply of turn?.replies ?? []) if (reply.prompt !== undefined) prompts.push(reply.prompt);
    session = turn?.session ?? session;
  }
  return session;
}
