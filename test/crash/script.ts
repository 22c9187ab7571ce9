/**
 * What an applicant of the crash tests says, fixed beforehand: a form filled in, corrected, asked about, submitted, taken
 * back and submitted again. Depends on no answer of the assistant.
 */
import { JSON_CHANNEL } from '../../src/http/json-message.ts';
import type { Inbound } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';

export interface Message {
  readonly id: string;
  readonly user: string;
  readonly text: string;
  /** The conversation runs on this time, ms. */
  readonly at: number;
}

/** What is said at once, without waiting for an answer in between; usually one message. */
export type Breath = readonly Message[];

const NOON = Date.parse('2025-10-09T12:00:00+08:00');
/** Apart enough that no message is taken for the second half of another, ms. */
const APART = 60_000;

const FORM: readonly (readonly string[])[] = [
  ['你好'],
  ['同意'],
  ['2'],
  ['场景'],
  ['总部在'],
  ['案例甲零'],
  ['2025-03 上线'],
  ['2025-04 验收', '进度'],
  ['完成'],
  ['张三 项目经理 13800138000 a@b.com'],
  ['确认'],
];

function again(round: number): readonly (readonly string[])[] {
  return [
    ['修改 案例名称'],
    [`案例甲乙${round}`],
    ['进度', '预览', `修改 联系人`],
    [`李四 经理 1390013${1000 + round} c@d.com`],
    ['提交', '进度'],
    ['撤回'],
    ['1'],
  ];
}

/** What one applicant says, `turns` messages in all. */
export function scriptOf(user: string, turns: number): readonly Breath[] {
  const breaths: Message[][] = [];
  let count = 0;
  const say = (texts: readonly string[]): void => {
    const room = texts.slice(0, turns - count);
    if (room.length === 0) return;
    breaths.push(
      room.map((text) => {
        count += 1;
        return { id: `m${count}`, user, text, at: NOON + count * APART };
      }),
    );
  };
  for (const texts of FORM) say(texts);
  for (let round = 1; count < turns; round++) for (const texts of again(round)) say(texts);
  return breaths;
}

/** The message as the conversation takes it. */
export function inboundFor({ id, user, text, at }: Message): Inbound {
  return {
    channel: JSON_CHANNEL,
    id,
    user,
    chat: PRIVATE,
    addressed: true,
    at,
    prompt: undefined,
    content: { kind: 'text', text },
  };
}
