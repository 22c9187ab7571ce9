/**
 * Telegram away, cut off, slow or stern: what was said is taken once, replies come, and the channel is back by itself. All
 * through grammY against the local server.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import telegram from '../../adapters/telegram.ts';
import type { Channel } from '../../src/channel.ts';
import { ChannelFault } from '../../src/channel.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import { Refused } from '../platforms/telegram/methods.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';

let server: TelegramServer;
let store: Store;
let houses: House[];

beforeEach(async () => {
  server = await openTelegramServer();
  store = openMemoryStore();
  houses = [];
});

afterEach(async () => {
  await Promise.all(houses.map((house) => house.close(true)));
  await server.close();
  await store.close();
});

function environment(): Record<string, string> {
  return { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url };
}

async function openHere(): Promise<{ readonly house: House; readonly channel: Channel }> {
  const house = await openHouse({ store });
  houses.push(house);
  return { house, channel: await house.open(telegram, environment()) };
}

/** How long it takes until the channel answers somebody, ms. */
async function back(id: number): Promise<number> {
  const start = performance.now();
  await personAt(server, id).say('帮助', '可以开始吗');
  return performance.now() - start;
}

const questions = (chat: number, words: string): number =>
  server.world.ours(chat).filter(({ text }) => text.includes(words)).length;

describe('a process that dies', () => {
  it('takes nothing twice and misses nothing when the whole batch comes again', async () => {
    const first = await openHouse({ store });
    houses.push(first);
    const intake = first.intakeFor('telegram');
    let dying = false;
    await first.open(telegram, environment(), {
      ...intake,
      async take(inbound) {
        // Killed before 14 and 15 were taken, and after the others were, before anything was confirmed.
        if (dying && ['14', '15'].includes(inbound.user)) return 'error';
        const taken = await intake.take(inbound);
        return dying ? new Promise(() => undefined) : taken;
      },
    });
    await personAt(server, 11).say('你好', '可以开始吗');
    dying = true;
    server.world.say(11, '同意');
    for (const id of [12, 13, 14, 15]) server.world.say(id, '你好');
    await until(
      () => questions(11, '哪个榜单') === 1 && questions(13, '可以开始吗') === 1,
      () => 'the first process to have answered three of five',
    );
    await first.close(true);
    expect(server.waiting).toHaveLength(5);

    const { house } = await openHere();
    await until(
      () => server.waiting.length === 0,
      () => `${server.waiting.length} updates unconfirmed`,
    );
    await until(
      () => [12, 13, 14, 15].every((id) => questions(id, '可以开始吗') === 1),
      () => 'a question for everybody',
    );
    expect(house.taken.map(({ taken }) => taken).sort()).toEqual(['duplicate', 'duplicate', 'duplicate', 'ok', 'ok']);
    expect(questions(11, '哪个榜单')).toBe(1);
    expect((await store.load('telegram:11')).length).toBe(2);
  });
});

describe('a machine that cannot take a message', () => {
  it('is given the same message again until it can, and the offset stays', async () => {
    const house = await openHouse({ store });
    houses.push(house);
    const intake = house.intakeFor('telegram');
    let refusals = 2;
    await house.open(telegram, environment(), {
      ...intake,
      take: async (inbound) => {
        if (inbound.user === '31' && refusals > 0) {
          refusals--;
          return 'error';
        }
        return intake.take(inbound);
      },
    });
    server.world.say(31, '你好');
    await personAt(server, 32).say('你好', '可以开始吗');
    // Somebody else is served meanwhile, and what failed is still unconfirmed.
    expect(server.waiting.map((one) => (one.message as { from: { id: number } }).from.id)).toContain(31);
    await until(
      () => questions(31, '可以开始吗') === 1,
      () => 'an answer to 31',
    );
    await until(
      () => server.waiting.length === 0,
      () => 'confirmation',
    );
  });
});

describe('a message that can never be taken', () => {
  it('does not hold up everybody behind it: it is given up once nothing new could come otherwise', async () => {
    const house = await openHouse({ store });
    houses.push(house);
    const intake = house.intakeFor('telegram');
    let later = 0;
    await house.open(telegram, environment(), {
      ...intake,
      now: () => Date.now() + later,
      take: async (inbound) => (inbound.user === '1000' ? 'error' : intake.take(inbound)),
    });
    for (let id = 1_000; id < 1_120; id++) server.world.say(id, '你好');
    await until(
      () => questions(1_099, '可以开始吗') === 1,
      () => `${server.waiting.length} unconfirmed`,
    );
    expect(server.waiting).toHaveLength(120);
    later = 61_000;
    await until(
      () => questions(1_119, '可以开始吗') === 1,
      () => `${server.waiting.length} unconfirmed`,
      30_000,
    );
    expect(house.told.some((line) => line.includes('given up'))).toBe(true);
    expect(questions(1_000, '可以开始吗')).toBe(0);
    expect(house.errors).toEqual([]);
  });
});

describe('the connection', () => {
  it('is back soon after every connection was cut', async () => {
    await openHere();
    await back(41);
    server.cut();
    expect(await back(42)).toBeLessThan(5_000);
  });

  it('is back soon after the platform was away', async () => {
    const { channel } = await openHere();
    await server.leave();
    await until(
      () => channel.health().state === 'broken',
      () => channel.health().state,
    );
    expect(channel.health().why?.zh).toContain('自动重试');
    await server.comeBack();
    expect(await back(43)).toBeLessThan(5_000);
    expect(channel.health().state).toBe('open');
  });

  it('is back by itself when the platform was away at the start', async () => {
    await server.leave();
    const { channel } = await openHere();
    expect(channel.health().state).toBe('broken');
    await server.comeBack();
    expect(await back(44)).toBeLessThan(5_000);
  });

  it('survives 409 from a second process, 429, 5xx and garbage', async () => {
    const { channel } = await openHere();
    await back(45);
    server.befall(
      'getUpdates',
      new Refused(409, 'Conflict: terminated by other getUpdates request'),
      new Refused(502, 'Bad Gateway'),
      'garbage',
      new Refused(429, 'Too Many Requests: retry after 1', { retry_after: 1 }),
      'cut',
    );
    server.cut();
    await until(
      () => channel.health().state === 'broken',
      () => 'trouble shown',
    );
    expect(await back(46)).toBeLessThan(5_000);
  });

  it('takes the place of a second process once that one is gone', async () => {
    const { channel } = await openHere();
    const rival = await fetch(`${server.url}/bot${server.token}/setWebhook`, {
      method: 'POST',
      body: JSON.stringify({ url: 'http://127.0.0.1:9/none' }),
    });
    expect(rival.status).toBe(200);
    await until(
      () => channel.health().state === 'broken',
      () => channel.health().state,
    );
    expect(channel.health().why?.en).toContain('webhook');
    await fetch(`${server.url}/bot${server.token}/deleteWebhook`, { method: 'POST', body: '{}' });
    expect(await back(47)).toBeLessThan(5_000);
  });

  it('fails for good with a token nobody knows, and says what to do', async () => {
    const house = await openHouse({ store });
    houses.push(house);
    const wrong = house.open(telegram, { ...environment(), TELEGRAM_BOT_TOKEN: '1:wrong' });
    await expect(wrong).rejects.toBeInstanceOf(ChannelFault);
    await expect(wrong).rejects.toMatchObject({ retryable: false, zh: expect.stringContaining('@BotFather') });
  });

  it('needs a person when the token is revoked', async () => {
    const { channel } = await openHere();
    server.revoke();
    await until(
      () => channel.health().state === 'failed',
      () => channel.health().state,
    );
    expect(channel.health().why?.zh).toContain('@BotFather');
  });
});

describe('a line that dies without a word', () => {
  it('is noticed, and messages come again within five seconds of the return', async () => {
    const { channel } = await openHere();
    await back(61);
    server.freeze(true);
    await until(
      () => channel.health().state === 'broken',
      () => channel.health().state,
    );
    // Nothing is cut: requests sent meanwhile are never answered.
    server.freeze(false);
    expect(await back(62)).toBeLessThan(5_000);
  });
});
