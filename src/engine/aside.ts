/**
 * What may be said besides an answer, anywhere on a path: commands, questions, words nobody can read, in private and in a
 * group, and silence. Plays each from the same session and collects the replies; follows none further, judges none.
 */
import type { Call } from '../flow/call.ts';
import type { Step } from '../flow/step.ts';
import { inLocale } from '../flow/words.ts';
import type { Content, Locale, Outbound } from '../message.ts';
import { PRIVATE } from '../message.ts';
import { filler } from './candidate.ts';
import type { GroupPast } from './group-past.ts';
import type { Session } from './session.ts';
import type { Around } from './stage.ts';
import { takeTick, wakeAfter } from './tick.ts';
import { takeTurn } from './turn.ts';

/** One word for every command there is, and for each form of those that carry something. */
const COMMANDS = [
  ...['开始', '上一步', '跳过', '进度', '预览', '提交', '存草稿', '继续', '帮助', '转人工', '撤回', '导出我的数据'],
  ...['删除我的数据', '例子', '我的申报', '新申报', '保留', '语言', '谢谢', '别再提醒我', '可以提醒我', '续填码'],
  ...['继续 7KQ2-M8XZ', '解除关联', '断开其他渠道', '再问一次', '修改', '修改 1', '修改 99', '换榜单', '草稿 99'],
  ...['条款 99.9', '中文', 'English'],
];
const ELSE = ['？？？', '嗯', '0', '999', '这道题怎么填才算符合要求？', '我想问的就是这一题', '今天天气怎么样？'];
/** Longer than any question, and longer than any text that is taken. */
const LENGTHS = [120, 3_000, 30_000];
const GROUP = 'group';
/** Wakes of one silence that are looked at: past every reminder. */
const WAKES = 300;
const NO_FILE: Content = {
  kind: 'file',
  file: { name: '说明.exe', mime: 'application/octet-stream', size: 1, sha256: '0'.repeat(64), key: 'none' },
};

/** What a turn needs to answer everything: the clock of the session, and the call's knowledge where there is some. */
export function askingAround(now: number, insight: Around['insight']): Around {
  return { now, by: 'walker', version: 'walk', insight, draw: () => 0, speaksFirst: () => true };
}

interface Saying {
  readonly content: Content;
  readonly chat?: string;
  readonly prompt?: string;
  readonly group?: GroupPast;
}

function text(said: string): Saying {
  return { content: { kind: 'text', text: said } };
}

function turnOf(call: Call, session: Session, around: Around, saying: Saying): ReturnType<typeof takeTurn> {
  const { content, chat = PRIVATE, prompt, group } = saying;
  const from = { channel: 'walk', id: 'aside', user: 'walker', chat, addressed: true, at: around.now, prompt };
  return takeTurn(call, session, { ...from, content }, { ...around, group });
}

/** A case as an applicant might tell it at once: the examples of these steps, one after another. */
function toldCase(steps: readonly Step[], locale: Locale): string {
  return steps.flatMap(({ example }) => (example === undefined ? [] : [inLocale(example, locale)])).join('\n');
}

function sayings(call: Call, session: Session): readonly Saying[] {
  const said = [...COMMANDS, ...ELSE, ...LENGTHS.map(filler), toldCase(call.steps, session.locale)].map(text);
  const odd: readonly Saying[] = [
    { content: { kind: 'unsupported', what: '语音' } },
    { content: NO_FILE },
    { content: { kind: 'choose', options: ['nothing'] } },
    { content: { kind: 'choose', options: ['nothing'] }, prompt: 'd1.gone.0' },
  ];
  const crowded: GroupPast = { toldAt: new Map(), crowded: true };
  const inGroup = [...said, ...odd].map((saying) => ({ ...saying, chat: GROUP }));
  return [...said, ...odd, ...inGroup, { ...text('继续'), chat: GROUP, group: crowded }];
}

/** Every reply to what may be said at this session besides an answer, unreadable words said again and again included. */
export function* asidesAt(call: Call, session: Session, around: Around): Generator<Outbound> {
  for (const saying of sayings(call, session)) yield* turnOf(call, session, around, saying)?.replies ?? [];
  let next = session;
  for (let i = 0; i < 4; i++) {
    const turn = turnOf(call, next, around, text('？？？'));
    if (turn === undefined) return;
    yield* turn.replies;
    next = turn.session;
  }
}

/** What the machine says first to somebody who says nothing more: hints, reminders, warnings. */
export function* silenceAfter(call: Call, session: Session, around: Around): Generator<Outbound> {
  let at = session;
  let now = around.now;
  for (let i = 0; i < WAKES; i++) {
    const wake = wakeAfter(call, at, now);
    if (wake === null) return;
    now = Math.max(wake, now + 1);
    const turn = takeTick(call, at, now, { ...around, now });
    if (turn?.erase === true) return;
    yield* turn?.replies ?? [];
    at = turn?.session ?? at;
  }
}

/** What is said to each clause that is asked for by its number. */
export function* clausesTold(call: Call, session: Session, around: Around): Generator<Outbound> {
  for (const id of call.clauses.keys()) yield* turnOf(call, session, around, text(`条款 ${id}`))?.replies ?? [];
}
