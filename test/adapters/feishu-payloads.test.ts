/** The shapes Feishu sends, as they stand beside the adapter: what each of them says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  chosenIn,
  isMentioned,
  menuEvent,
  menuWords,
  messageEvent,
  saidIn,
  tapEvent,
} from '../../adapters/feishu/event.ts';

const OWN = 'ou_assistant';
const shape = z.object({ header: z.looseObject({ event_id: z.string() }), event: z.looseObject({}) });
const payloads = z.record(z.string(), shape).parse(JSON.parse(readFileSync('adapters/feishu/payloads.json', 'utf8')));

function eventOf(name: string): unknown {
  const found = payloads[name];
  if (found === undefined) throw new Error(`no payload “${name}”`);
  // The SDK hands both over as one.
  return { ...found.event, event_id: found.header.event_id };
}

describe('a message of Feishu', () => {
  it.each([
    ['said in private', { kind: 'text', text: '你好' }],
    ['mentioned in a group, somebody else too', { kind: 'text', text: '进度，@李示例 也看看' }],
    ['reply in a group', { kind: 'text', text: '2' }],
    ['post of several lines', { kind: 'text', text: '案例简介\n面向初创企业说明 https://example.org\n已上线' }],
    ['picture', { kind: 'resource', type: 'image', key: 'img_v3_02_abc', name: '' }],
    ['file', { kind: 'resource', type: 'file', key: 'file_v3_00_abc', name: '承诺书（盖章）.pdf' }],
    ['sticker', { kind: 'unsupported', what: '表情包' }],
    ['voice', { kind: 'unsupported', what: '语音' }],
    ['contact card', { kind: 'unsupported', what: '个人名片' }],
    ['forwarded together', { kind: 'unsupported', what: '合并转发的消息' }],
    ['somebody joined', undefined],
    ['another assistant', undefined],
  ])('“%s” says %j', (name, said) => {
    expect(saidIn(messageEvent.parse(eventOf(name)), OWN)).toEqual(said);
  });

  it('is for the assistant in a group when it is named', () => {
    expect(isMentioned(messageEvent.parse(eventOf('mentioned in a group, somebody else too')), OWN)).toBe(true);
    expect(isMentioned(messageEvent.parse(eventOf('reply in a group')), OWN)).toBe(false);
  });
});

describe('a tap of Feishu', () => {
  it('is the option of a button, the checked ones of a form, and nothing on a card of another app', () => {
    expect(chosenIn(tapEvent.parse(eventOf('button')))?.options).toEqual([0]);
    expect(chosenIn(tapEvent.parse(eventOf('form handed in')))?.options).toEqual([0, 2]);
    expect(chosenIn(tapEvent.parse(eventOf('button of another app')))).toBeUndefined();
  });

  it('on the menu is a command', () => {
    expect(menuWords(menuEvent.parse(eventOf('menu below the chat')).event_key)).toBe('进度');
  });
});

it('every shape is looked at here', () => {
  const source = readFileSync('test/adapters/feishu-payloads.test.ts', 'utf8');
  expect(Object.keys(payloads).filter((name) => !source.includes(`'${name}'`))).toEqual([]);
});
