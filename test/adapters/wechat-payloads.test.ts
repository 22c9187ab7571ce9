/** The shapes puppets of WeChat give, as they stand beside the adapter: what each of them says. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { types } from 'wechaty-puppet';
import { z } from 'zod';
import { kindOf } from '../../adapters/wechat/kind.ts';
import { readSaid } from '../../adapters/wechat/spoken.ts';

const OWN = 'wxid_assistant';
const shape = z.object({
  type: z.enum(types.Message),
  text: z.string(),
  roomId: z.string().optional(),
  mentionIdList: z.array(z.string()).optional(),
});
const payloads = z.record(z.string(), shape).parse(JSON.parse(readFileSync('adapters/wechat/payloads.json', 'utf8')));

/** What it is, and for words what they are and whether they are for the assistant. */
function readOf(name: string): unknown {
  const { type, text, roomId, mentionIdList } = shape.parse(payloads[name]);
  const kind = kindOf(types.Message[type]);
  if (kind.kind !== 'text') return kind;
  const mentioned = mentionIdList?.includes(OWN) ?? false;
  return readSaid({ text, group: roomId !== undefined, mentioned, names: ['小申', '申报小助手'] });
}

it.each([
  ['said in private', { text: '你好', addressed: true }],
  ['mentioned in a room, the puppet tells by whom', { text: '进度', addressed: true }],
  ['mentioned in a room, the puppet keeps no list', { text: '进度', addressed: true }],
  ['quotation of ours in a room', { text: '1', addressed: true }],
  ['talk of others in a room', { text: '大家好，这个征集谁报过？', addressed: false }],
  ['picture', { kind: 'file', what: '图片' }],
  ['file', { kind: 'file', what: '文件' }],
  ['voice', { kind: 'unsupported', what: '语音' }],
  ['contact card', { kind: 'unsupported', what: '名片' }],
  ['chat record', { kind: 'unsupported', what: '聊天记录' }],
  ['mini program', { kind: 'unsupported', what: '小程序' }],
  ['link card', { kind: 'unsupported', what: '链接卡片' }],
  ['sticker', { kind: 'silence' }],
  ['taken back', { kind: 'silence' }],
])('“%s” says %j', (name, said) => {
  expect(readOf(name)).toEqual(said);
});

it('every shape is looked at here', () => {
  const source = readFileSync('test/adapters/wechat-payloads.test.ts', 'utf8');
  expect(Object.keys(payloads).filter((name) => !source.includes(`'${name}'`))).toEqual([]);
});
