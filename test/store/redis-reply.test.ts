/** Replies on their way through the outbox in Redis: what comes out is what went in, whatever it has. */
import { expect, it } from 'vitest';
import type { Outbound } from '../../src/message.ts';
import { unpacked, writtenReply } from '../../src/store/redis/reply.ts';

const plain: Outbound = {
  id: 'web:ann:3:0',
  re: 'm3',
  to: { channel: 'web', user: 'ann', chat: 'private' },
  kind: 'notice',
  body: '已保存。\n“引号”和 空格',
};
const options = [
  { n: 1, id: 'yes', label: '是' },
  { n: 2, id: 'no', label: '否' },
];
const prompt = { id: 'd1.x.3', step: 'x', type: 'single', multiple: false, options };

function through(reply: Outbound): Outbound {
  const written = writtenReply(reply);
  return unpacked(written.slice(written.indexOf(' ', written.indexOf(' ') + 1) + 1));
}

it.each<readonly [string, Outbound]>([
  ['a notice', plain],
  ['a question', { ...plain, kind: 'question', prompt }],
  [
    'a question with a last line',
    { ...plain, kind: 'question', foot: '可多选', prompt: { ...prompt, multiple: true } },
  ],
  ['an empty last line', { ...plain, foot: '' }],
  ['a receipt without a question', { ...plain, kind: 'receipt', submission: 'SC2025-1' }],
  ['a receipt with everything', { ...plain, kind: 'receipt', foot: '谢谢', prompt, submission: 'SC2025-1' }],
  ['a question without choices', { ...plain, prompt: { ...prompt, options: [] } }],
  ['choices that do not count from 1', { ...plain, prompt: { ...prompt, options: options.toReversed() } }],
])('%s comes out as it went in', (_, reply) => {
  expect(through(reply)).toEqual(reply);
});

it.each<readonly [string, object]>([
  ['the reply', { ...plain, urgency: 'high' }],
  ['where it goes', { ...plain, to: { ...plain.to, thread: 't1' } }],
  ['the question', { ...plain, prompt: { ...prompt, deadline: 5 } }],
  ['a choice', { ...plain, prompt: { ...prompt, options: [{ ...options[0], icon: 'x' }] } }],
])('what a newer version added to %s is kept', (_, reply) => {
  expect(through(reply as Outbound)).toEqual(reply);
});

it('takes a third less room than the reply whole', () => {
  const reply: Outbound = { ...plain, kind: 'question', foot: '可多选', prompt };
  expect(writtenReply(reply).length).toBeLessThan(0.67 * JSON.stringify(reply).length);
});

it('reads what was written whole', () => {
  expect(unpacked(JSON.stringify(plain))).toEqual(plain);
});
