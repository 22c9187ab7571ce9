/**
 * WeChat when the puppet service, its link or its login fails: the channel comes back by itself within 30 s, says how it
 * is, and no error of wechaty's tree ends the process.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TEMPO, wechatAt } from '../../adapters/wechat.ts';
import type { Channel } from '../../src/channel.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import type { WechatServer } from '../platforms/wechat-server.ts';
import { openWechatServer } from '../platforms/wechat-server.ts';

const adapter = wechatAt({
  ...TEMPO,
  pace: { gap: 0, jitter: 0, perMinute: 100_000, patience: 20_000 },
  rates: { perChat: 1_000, perSecond: 1_000 },
});

const uncaught: unknown[] = [];
const note = (error: unknown): void => {
  uncaught.push(error);
};
let server: WechatServer;
let house: House;

beforeEach(async () => {
  uncaught.length = 0;
  process.on('uncaughtExceptionMonitor', note);
  house = await openHouse();
});

afterEach(async () => {
  await house.close();
  // The account is left logged in, whatever happened to the connection.
  expect(server.stops()).toBe(0);
  await server.close();
  await sleep(300);
  process.off('uncaughtExceptionMonitor', note);
  expect(uncaught).toEqual([]);
  expect(house.errors).toEqual([]);
});

async function until(state: string, channel: Channel, within: number): Promise<number> {
  const start = performance.now();
  await vi.waitFor(() => expect(channel.health().state).toBe(state), { timeout: within, interval: 50 });
  return performance.now() - start;
}

async function isAnswered(person: string, text: string, messages = 1): Promise<void> {
  const before = server.sent.length;
  server.says(person, text);
  const answered = () => expect(server.sent.length).toBeGreaterThanOrEqual(before + messages);
  await vi.waitFor(answered, { timeout: 5_000, interval: 20 });
}

describe('the puppet service', () => {
  it.each([3, 12])('away for %i s: the channel says so, is back by itself and answers', async (seconds) => {
    server = await openWechatServer();
    server.person('wang', '王');
    const channel = await house.open(adapter, server.environment);
    await isAnswered('wang', '你好', 2);
    await server.kill();
    await until('broken', channel, 5_000);
    expect(channel.health().why?.zh).toContain('puppet 服务');
    await sleep(seconds * 1_000);
    await server.revive();
    expect(await until('open', channel, 30_000)).toBeLessThan(15_000);
    await isAnswered('wang', '同意');
    // A start that failed has a stop of wechaty's own follow it after five seconds.
    await sleep(seconds === 3 ? 3_000 : 0);
  });

  it('not there at the start: the channel opens as broken and connects when it comes', async () => {
    server = await openWechatServer();
    server.person('wang', '王');
    await server.kill();
    const channel = await house.open(adapter, server.environment);
    expect(channel.health().state).toBe('broken');
    await server.revive();
    await until('open', channel, 20_000);
    await isAnswered('wang', '你好');
  });

  it('that does not know the token: health says which setting is wrong', async () => {
    server = await openWechatServer();
    const WECHATY_PUPPET_SERVICE_TOKEN = 'insecure_11111111-0000-4000-8000-000000000000';
    const channel = await house.open(adapter, { ...server.environment, WECHATY_PUPPET_SERVICE_TOKEN });
    await until('failed', channel, 5_000);
    expect(channel.health().why?.zh).toContain('WECHATY_PUPPET_SERVICE_TOKEN');
    expect(JSON.stringify([channel.health(), house.told])).not.toContain('11111111');
  });
});
