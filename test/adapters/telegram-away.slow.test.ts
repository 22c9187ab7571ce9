/** Telegram away for minutes while people write and replies are owed. Through grammY against the local server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import telegram from '../../adapters/telegram.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';

let server: TelegramServer;
let house: House;
let later: number;

beforeEach(async () => {
  server = await openTelegramServer();
  later = 0;
  house = await openHouse({ now: () => Date.now() + later });
});

afterEach(async () => {
  await house.close(true);
  await server.close();
});

const questions = (chat: number, words: string): number =>
  server.world.ours(chat).filter(({ text }) => text.includes(words)).length;

describe('Telegram away for a quarter of an hour', () => {
  it('keeps what was said, and every reply owed comes once, within five seconds of its return', async () => {
    const intake = house.intakeFor('telegram');
    let gone = false;
    const channel = await house.open(
      telegram,
      { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url },
      {
        ...intake,
        async take(inbound) {
          // It goes between the taking and the reply.
          if (gone) await server.leave();
          gone = false;
          return intake.take(inbound);
        },
      },
    );
    await personAt(server, 56).say('你好', '可以开始吗');
    gone = true;
    server.world.say(56, '同意');
    await until(
      () => channel.health().state === 'broken',
      () => channel.health().state,
    );
    server.world.say(57, '你好');
    for (let minute = 0; minute < 15; minute++) {
      later += 60_000;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    expect(questions(56, '哪个榜单')).toBe(0);
    await server.comeBack();
    const start = performance.now();
    await until(
      () => questions(56, '哪个榜单') === 1 && questions(57, '可以开始吗') === 1,
      () => `${questions(56, '哪个榜单')} and ${questions(57, '可以开始吗')}`,
    );
    expect(performance.now() - start).toBeLessThan(5_000);
    await until(
      () => server.waiting.length === 0,
      () => 'unconfirmed',
    );
    expect([questions(56, '哪个榜单'), questions(57, '可以开始吗')]).toEqual([1, 1]);
    expect(channel.health().state).toBe('open');
    expect(house.errors).toEqual([]);
  });
});
