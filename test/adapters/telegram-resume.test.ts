/** An application begun elsewhere that goes on in Telegram: by a code, from a group, and back. Through grammY. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import telegram from '../../adapters/telegram.ts';
import type { Adapter, Intake } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import { asText, PRIVATE } from '../../src/message.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';
import { plainChannel } from '../runtime/plain-channel.ts';

const GROUP = -4_002;

let server: TelegramServer;
let house: House;
let heard: Outbound[];
let elsewhere: Intake;
let said: number;

/** Another platform, of plain words. */
const other: Adapter<unknown> = {
  name: 'wechat',
  env: z.unknown(),
  show: (outbound) => ({ parts: [asText(outbound)], buttons: [], misfits: [] }),
  open: async () => plainChannel('wechat', async (outbound) => void heard.push(outbound)),
};

beforeEach(async () => {
  server = await openTelegramServer();
  house = await openHouse();
  heard = [];
  said = 0;
  elsewhere = house.intakeFor('wechat');
  await house.open(other, {});
  await house.open(telegram, { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url });
});

afterEach(async () => {
  await house.close();
  await server.close();
});

/** Says something on the other platform and reads on until it answers so. */
async function sayThere(text: string, expected: string | RegExp): Promise<string> {
  said++;
  const from = heard.length;
  await elsewhere.take({
    channel: 'wechat',
    id: `m${said}`,
    user: 'wx_1',
    chat: PRIVATE,
    addressed: true,
    at: Date.now(),
    content: { kind: 'text', text },
  });
  return until(
    () =>
      heard
        .slice(from)
        .map(asText)
        .find((one) => (typeof expected === 'string' ? one.includes(expected) : expected.test(one))),
    () => heard.slice(from).map(asText).join('\n---\n'),
  );
}

it('a link with the code brings the very question that was open elsewhere, and what is answered counts there', async () => {
  await sayThere('你好', '可以开始吗');
  await sayThere('同意', '哪个榜单');
  await sayThere('1', '第 1 题');
  const shown = await sayThere('续填码', /[0-9A-Z]{4,5}-[0-9A-Z]{4,5}/u);
  const code = /[0-9A-Z]{4,5}-[0-9A-Z]{4,5}/u.exec(shown)?.[0];

  const one = personAt(server, 701);
  const asked = await one.say(`/start code-${code}`, '第 1 题');
  expect(asked.rows.flat().length).toBeGreaterThan(1);
  await until(
    () => heard.some(({ body }) => body.includes('Telegram')),
    () => heard.map(asText).join('\n---\n'),
  );
  const second = await one.tap('已正式投产', '第 2 题');
  expect(second.rows.flat().length).toBeGreaterThan(1);
  await sayThere('继续', '第 2 题');

  // A button of a question that was answered on the other side meanwhile.
  await sayThere('1', '成效');
  server.world.tapOn(701, second, second.rows.at(-1)?.[0]?.callback_data ?? '');
  await until(
    () => server.calls.some(({ method, payload }) => method === 'answerCallbackQuery' && payload.text !== undefined),
    () => 'a word about a choice without marks',
  );
  await one.say('继续', '成效');
  expect(house.errors).toEqual([]);
  expect(house.faults).toEqual([]);

  // In a group the same person goes on where they are.
  await one.say('@shenbao_bot 进度', '十大科技金融事件', { chat: GROUP });
  expect(server.world.ours(GROUP).every(({ text }) => !text.includes('可以开始吗'))).toBe(true);
});

it('a guessed code brings nothing of anybody’s', async () => {
  await sayThere('你好', '可以开始吗');
  await sayThere('同意', '哪个榜单');
  await sayThere('续填码', /[0-9A-Z]{4,5}-[0-9A-Z]{4,5}/u);
  server.world.say(702, '/start code-22222-22222');
  await until(
    () => server.world.ours(702).length > 0,
    () => 'a reply',
  );
  expect(house.taken.at(-1)?.inbound.content).toEqual({ kind: 'text', text: '继续 22222-22222' });
  expect(server.world.ours(702).some(({ text }) => text.includes('接上了'))).toBe(false);
});
