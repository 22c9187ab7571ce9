/** What arrives from Feishu and what it is read as: words, commands, files, things nobody can read. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../platforms/feishu/events.ts';
import { menuOf, messageOf } from '../platforms/feishu/events.ts';
import type { Office } from '../platforms/feishu/office.ts';
import { openOffice } from '../platforms/feishu/office.ts';
import { OWN_OPEN_ID } from '../platforms/feishu/rest.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
});

afterEach(() => office.close());

describe('what comes in', () => {
  const said = async (type: string, content: unknown): Promise<unknown> => {
    const id = `x${office.house.taken.length}_${type}`;
    await office.server.deliver(messageOf({ id, at: 1_760_000_000_000, user: 'ou_wang', type, content }));
    return office.house.taken.at(-1)?.inbound;
  };

  it('is words: of a text without the name of the assistant, of a post with all its lines', async () => {
    const mentions = [
      { key: '@_user_1', openId: OWN_OPEN_ID, name: '申报助手' },
      { key: '@_user_10', openId: 'ou_li', name: '李' },
    ];
    const content = { text: '@_user_1 联系人是 @_user_10 ' };
    await office.server.deliver(
      messageOf({ id: 'm', at: 1, user: 'ou_wang', type: 'text', content, group: 'oc_g', mentions }),
    );
    expect(office.house.taken.at(-1)?.inbound).toMatchObject({
      id: 'om_m',
      chat: 'oc_g',
      content: { text: '联系人是 @李' },
    });
    const lines = [
      [
        { tag: 'text', text: '第一行' },
        { tag: 'a', text: '官网', href: 'https://a.example' },
      ],
      [{ tag: 'text', text: '第二行' }],
    ];
    expect(await said('post', { title: '标题', content: lines })).toMatchObject({
      content: { kind: 'text', text: '标题\n第一行官网 https://a.example\n第二行' },
    });
  });

  it('is a command when the menu was used or a stroke typed', async () => {
    await office.server.deliver(menuOf({ id: 'menu', at: Date.now(), user: 'ou_wang' }, 'progress'));
    expect(office.house.taken.at(-1)?.inbound.content).toEqual({ kind: 'text', text: '进度' });
    expect(await said('text', { text: '/start code-AB12' })).toMatchObject({ content: { text: '继续 AB12' } });
  });

  it('is an answer when it only sounds like a command', async () => {
    expect(await said('text', { text: 'go' })).toMatchObject({ content: { text: 'go' } });
    expect(await said('text', { text: '/progress' })).toMatchObject({ content: { text: '进度' } });
  });

  it('is a picture, named after what it is', async () => {
    office.server.rest.putFile('png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    expect(await said('image', { image_key: 'png' })).toMatchObject({
      content: { kind: 'file', file: { name: expect.stringMatching(/^图片-.+\.png$/u), size: 16 } },
    });
  });

  it('is named when it cannot be read, and ignored when Feishu itself says it', async () => {
    expect(await said('sticker', { file_key: 'k' })).toMatchObject({
      content: { kind: 'unsupported', what: '表情包' },
    });
    expect(await said('audio', {})).toMatchObject({ content: { what: '语音' } });
    expect(await said('never_heard_of', '}{')).toMatchObject({ content: { what: '这种消息' } });
    expect(await said('file', { file_key: 'unknown', file_name: 'a.pdf' })).toMatchObject({
      content: { kind: 'unsupported', what: '这个文件（飞书不让下载）' },
    });
    const before = office.house.taken.length;
    await said('system', {});
    expect(office.house.taken).toHaveLength(before);
  });

  it('is a file, stored, when one is sent; one that lies about its type is refused in words', async () => {
    office.server.rest.putFile('pdf', Buffer.from('%PDF-1.4\n%%EOF\n'));
    expect(await said('file', { file_key: 'pdf', file_name: '证明.pdf' })).toMatchObject({
      content: { kind: 'file', file: { name: '证明.pdf', size: 15 } },
    });
    office.server.rest.putFile('lie', Buffer.from('MZ\u0000\u0000 not a pdf'));
    expect(await said('file', { file_key: 'lie', file_name: '证明.pdf' })).toMatchObject({
      content: { kind: 'unsupported' },
    });
  });

  it('of an unknown shape is told to operators, without its words, and acknowledged', async () => {
    const broken: Event = messageOf({ id: 'b', at: 1, user: 'ou_wang', type: 'text', content: { text: '秘密' } });
    const ack = await office.server.deliver({ ...broken, event: { message: { content: '秘密' } } });
    expect(ack?.code).toBe(200);
    expect(office.house.told.join('\n')).toContain('unknown shape');
    expect(office.house.told.join('\n')).not.toContain('秘密');
  });
});
