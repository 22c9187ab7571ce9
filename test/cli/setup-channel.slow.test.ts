/** An organizer asks how a platform is connected. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Place } from './program.ts';
import { openPlace } from './program.ts';

let place: Place;
beforeEach(() => {
  place = openPlace();
});
afterEach(() => place.remove());

it.each([
  ['telegram', ['/newbot', '/setprivacy', 'TELEGRAM_BOT_TOKEN=']],
  ['feishu', ['im:message.p2p_msg:readonly', 'im.message.receive_v1', 'card.action.trigger', 'FEISHU_APP_SECRET=']],
  ['wechat', ['风险', 'Know the risk first', 'WECHATY_PUPPET_SERVICE_TOKEN=']],
] as const)('%s is told in steps, Chinese first', async (name, words) => {
  const { code, out, err } = await place.run(['setup', name]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const word of words) expect(out).toContain(word);
  expect(out).toMatch(/^1\. \P{ASCII}.*\n\n1\. [A-Z]/su);
});

it.each([[['setup']], [['setup', 'telegrm']], [['setup', 'constructor']]])('%j ends with 2', async (args) => {
  expect(await place.run(args)).toMatchObject({ code: 2, out: '' });
});
