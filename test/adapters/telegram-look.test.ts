/** How messages look on Telegram, and what its recorded payloads mean: pure, without a connection. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hear } from '../../adapters/telegram/hearing.ts';
import { decodePress, encodePress } from '../../adapters/telegram/press.ts';
import { readUpdate } from '../../adapters/telegram/update.ts';
import telegram from '../../adapters/telegram.ts';
import { askStep } from '../../src/engine/prompt.ts';
import { loadCall } from '../../src/flow/load.ts';
import type { Outbound, Prompt } from '../../src/message.ts';

const call = loadCall('flows/fintech-events-2025');
const SELF = { id: 7_000_000_001, account: 'Shenbao_bot' };
const payloads = JSON.parse(readFileSync('adapters/telegram/payloads.json', 'utf8')) as Record<string, unknown>;

function question(prompt: Prompt, body = '问题', foot?: string): Outbound {
  return {
    id: 'o',
    re: '1',
    to: { channel: 'telegram', user: '7999999999', chat: 'private' },
    kind: 'question',
    body,
    foot,
    prompt,
  };
}

function prompt(labels: readonly string[], multiple = false): Prompt {
  const options = labels.map((label, i) => ({ n: i + 1, id: `o${i + 1}`, label }));
  return { id: 'd1.x.3', step: 'x', type: 'single', multiple, options };
}

describe('a question', () => {
  it('of any list, in either language, fits with all its buttons', () => {
    let buttons = 0;
    for (const step of call.stepById.values()) {
      for (const locale of ['zh-CN', 'en'] as const) {
        const asking = askStep(step, undefined, { number: 19, left: 20 }, locale, `d123.${step.id}.12345`, 'full');
        const shown = telegram.show(question(asking.prompt, asking.body, asking.foot));
        expect(shown.misfits, `${step.id} ${locale}`).toEqual([]);
        const expected = asking.prompt.options.length;
        const extra = asking.prompt.multiple && expected > 0 ? 1 : 0;
        expect(shown.buttons.flat(), `${step.id} ${locale}`).toHaveLength(expected + extra);
        buttons += expected;
      }
    }
    expect(buttons).toBeGreaterThan(100);
  });

  it('with short choices has them on its buttons, with their numbers', () => {
    expect(telegram.show(question(prompt(['银行', '保险', '证券'])))).toEqual({
      parts: ['问题'],
      buttons: [['1. 银行', '2. 保险'], ['3. 证券']],
      misfits: [],
    });
  });

  it('with a long choice lists them in the text, and has numbers on its buttons', () => {
    const long = '面向还没有收入、只有专利和样品的初创期科技企业的信用贷款产品';
    const shown = telegram.show(question(prompt(['银行', long])));
    expect(shown.parts).toEqual([`问题\n1. 银行\n2. ${long}`]);
    expect(shown.buttons).toEqual([['1', '2']]);
  });

  it('with several choices ends with a button that sends them, in its language', () => {
    expect(telegram.show(question(prompt(['银行'], true))).buttons.at(-1)).toEqual(['完成']);
    expect(telegram.show(question(prompt(['Bank'], true))).buttons.at(-1)).toEqual(['Done']);
  });

  it('with more choices than buttons fit is numbered text', () => {
    const shown = telegram.show(question(prompt(Array.from({ length: 120 }, (_, i) => `第${i}项`))));
    expect(shown.buttons).toEqual([]);
    expect(shown.parts.join('\n')).toContain('120. 第119项');
    expect(shown.misfits).toEqual([]);
  });
});

describe('what a button carries', () => {
  it('comes back as it was', () => {
    const press = { deed: 'set', owner: '501', prompt: 'd1.~doubt.7', option: 'a:b' } as const;
    expect(decodePress(encodePress(press))).toEqual(press);
    for (const foreign of ['', 'x', 'p', 'p:', 'p:dx', 'p:dx:d1', 'z:dx:d1.a.1:o', ':::']) {
      expect(decodePress(foreign)).toBeUndefined();
    }
  });
});

describe('a recorded payload', () => {
  const heard = (name: string): unknown => {
    const update = readUpdate(payloads[name]);
    if (update === undefined) throw new Error(`${name} is no update`);
    return update.message === undefined ? update.callback_query?.data : hear(update.message, SELF);
  };

  it.each([
    ['said in private', { user: '501', chat: 'private', addressed: true, heard: { kind: 'text', text: '你好' } }],
    ['link into the private chat', { heard: { kind: 'text', text: '继续 7K2M' } }],
    ['mentioned in a group', { chat: '-1001999000111', addressed: true, heard: { kind: 'text', text: '进度' } }],
    ['reply to the assistant in a group', { addressed: true, prompt: 'd1.list_choice.2', heard: { text: '1' } }],
    ['said in a topic of a forum', { chat: '-1001999000111', addressed: false, heard: { text: '今天开会' } }],
    ['document', { heard: { kind: 'fetch', name: '承诺书.pdf', file: { file_id: 'BQACAgUAAxkBAAIB' } } }],
    ['photo', { heard: { kind: 'fetch', file: { file_id: 'AgACy' }, mime: 'image/jpeg' } }],
    ['animation', { heard: { kind: 'unsupported', what: '动图' } }],
  ])('“%s” means what it says', (name, expected) => {
    expect(heard(name)).toMatchObject(expected);
  });

  it('of an edit says who edited what, and when', () => {
    expect(readUpdate(payloads['edited in private'])?.edited_message).toMatchObject({
      from: { id: 501 },
      edit_date: 1_762_131_660,
      text: '你们好',
    });
  });

  it.each(['service message', 'group became a supergroup', 'blocked by a person'])('“%s” is said to nobody', (name) => {
    expect(heard(name)).toBeUndefined();
  });

  it('of a tap carries whose it is', () => {
    expect(heard('tapped button')).toBe(heard('tapped button of a message too old to be seen'));
    expect(decodePress(String(heard('tapped button')))).toMatchObject({ owner: '501', option: 'agree' });
  });

  it('quoted by somebody else is not their question', () => {
    const update = readUpdate(payloads['reply to the assistant in a group']);
    if (update?.message === undefined) throw new Error('no message');
    const other = { ...update.message, from: { id: 502 } };
    expect(hear(other, SELF)).toMatchObject({ user: '502', addressed: true });
    expect(hear(other, SELF)?.prompt).toBeUndefined();
  });
});
