/** Files sent on Feishu that do not arrive as they should, and frames on the long connection that are none. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../platforms/feishu/events.ts';
import { encodeFrame } from '../platforms/feishu/frame.ts';
import type { Office } from '../platforms/feishu/office.ts';
import { openOffice, until } from '../platforms/feishu/office.ts';
import type { Person } from '../platforms/feishu/person.ts';
import { personAt, wordsOf } from '../platforms/feishu/person.ts';
import type { Mishap } from '../platforms/feishu-server.ts';

const PDF = Buffer.from('%PDF-1.4\n%%EOF\n');
const MEBIBYTE = 1024 * 1024;

let office: Office;
let wang: Person;

beforeEach(async () => {
  office = await openOffice();
  wang = personAt(office.server, 'ou_wang');
  await wang.say('你好', '可以开始吗');
});

afterEach(async () => {
  expect(office.house.errors).toEqual([]);
  await office.close();
});

const sent = () =>
  messageOf({
    id: 'wang_file',
    at: Date.now(),
    user: 'ou_wang',
    type: 'file',
    content: { file_key: 'proof', file_name: '证明.pdf' },
  });
const contents = () => office.house.taken.map(({ inbound }) => inbound.content);

describe('a file', () => {
  it('that is larger than any question takes is refused by its name, and the question stays', async () => {
    const big = Buffer.concat([PDF, Buffer.alloc(21 * MEBIBYTE)]);
    const answer = await wang.sendFile('年报.pdf', big, '超过 20 MB');
    expect(wordsOf(answer)).toContain('年报.pdf');
    await wang.tap('1.', '你想申报哪个榜单');
  });

  const answered = (status: number, code: number): Mishap => ({ status, body: JSON.stringify({ code, msg: 'no' }) });
  it.each([
    ['whose connection is cut', 'cut'],
    ['while Feishu is broken (502)', answered(502, 0)],
    ['while Feishu takes no more (429)', answered(429, 99991400)],
    ['while Feishu takes no more, said with a 400', answered(400, 99991400)],
  ] as const)('%s is not acknowledged, comes again and is taken', async (_what, mishap) => {
    office.server.rest.putFile('proof', PDF);
    office.server.befall('/resources/', mishap as Mishap, mishap as Mishap, mishap as Mishap);
    const first = await office.server.deliver(sent());
    expect(first?.code).not.toBe(200);
    expect(contents().filter(({ kind }) => kind !== 'text')).toEqual([]);
    for (let tries = 0; tries < 3; tries += 1) await office.server.pass(6 * 60 * 60_000);
    await until(() => contents().some(({ kind }) => kind === 'file'));
    expect(contents().filter(({ kind }) => kind !== 'text')).toHaveLength(1);
  });

  it('that is not there is said to be so, once', async () => {
    const ack = await office.server.deliver(sent());
    expect(ack?.code).toBe(200);
    expect(contents().at(-1)).toEqual({ kind: 'unsupported', what: '这个文件（飞书不让下载）' });
  });
});

describe('on the long connection', () => {
  it.each([
    ['bytes that are no frame', Buffer.from([0xff, 0x00, 0x13, 0x37])],
    ['an empty frame', Buffer.alloc(0)],
    [
      'a frame whose event is no JSON',
      encodeFrame({
        seq: 1,
        service: 1,
        method: 1,
        headers: { type: 'event', message_id: 'x', sum: '1', seq: '0', trace_id: 'x' },
        payload: Buffer.from('{not json'),
      }),
    ],
    [
      'an event nobody asked for',
      encodeFrame({
        seq: 1,
        service: 1,
        method: 1,
        headers: { type: 'event', message_id: 'y', sum: '1', seq: '0', trace_id: 'y' },
        payload: Buffer.from(
          JSON.stringify({ schema: '2.0', header: { event_type: 'im.chat.disbanded_v1' }, event: {} }),
        ),
      }),
    ],
  ])('%s harm nothing: the next message is answered', async (_what, bytes) => {
    office.server.junk(bytes);
    await until(() => office.server.connections() === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await until(() => office.server.connections() === 1);
    await wang.say('同意', '你想申报哪个榜单');
  });
});
