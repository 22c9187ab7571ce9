/**
 * WeChat when the link to the puppet service is cut or dead, the account is logged out, or wechaty's cache on disk is
 * locked: the channel mends itself or says who must, and no error of wechaty's tree ends the process.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
/** As `adapter`, but it asks for a sign of life sooner. */
const watchful = wechatAt({
  ...TEMPO,
  pace: { gap: 0, jitter: 0, perMinute: 100_000, patience: 20_000 },
  rates: { perChat: 1_000, perSecond: 1_000 },
  patience: { ...TEMPO.patience, connect: 1_500, quiet: 500, answer: 1_000, tick: 100 },
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

describe('the link', () => {
  it('cut four times: the channel is back within seconds each time', async () => {
    server = await openWechatServer();
    server.person('wang', '王');
    const channel = await house.open(adapter, server.environment);
    for (let time = 0; time < 4; time += 1) {
      server.cut();
      await until('broken', channel, 3_000);
      await until('open', channel, 15_000);
      await isAnswered('wang', '进度');
    }
    expect(server.stops()).toBe(0);
  });

  it.each([false, true])(
    'dead without a word is noticed and made anew, though the service holds on to it (TLS: %s)',
    async (tls) => {
      server = await openWechatServer({ tls });
      server.person('wang', '王');
      const channel = await house.open(watchful, server.environment);
      server.deafen();
      await until('broken', channel, 5_000);
      await until('open', channel, 30_000);
      await isAnswered('wang', '你好');
    },
  );

  it('to a service that sends no heartbeats is left alone while calls are answered', async () => {
    server = await openWechatServer({ heartbeats: false, dongs: false });
    server.person('wang', '王');
    const channel = await house.open(watchful, server.environment);
    await sleep(4_000);
    expect(channel.health().state).toBe('open');
    expect(server.connections()).toBe(1);
    await isAnswered('wang', '你好');
  });
});

describe('the account', () => {
  it('logged out: health asks for a person, and a login mends it', async () => {
    server = await openWechatServer();
    server.person('wang', '王');
    const channel = await house.open(adapter, server.environment);
    await server.logout();
    await until('failed', channel, 3_000);
    expect(channel.health().why?.zh).toContain('重新扫码登录');
    expect(channel.health().why?.en).toContain('logged out');
    server.scan('https://login.example/qr');
    await vi.waitFor(() => expect(channel.health().why?.zh).toContain('二维码'));
    expect(house.told.join('\n')).toContain('https://login.example/qr');
    server.login();
    await until('open', channel, 5_000);
    await isAnswered('wang', '你好');
  });
});

describe('the cache of wechaty on disk', () => {
  it('is never opened: two connections in one home cannot lock each other out, and nothing is left there', async () => {
    const home = mkdtempSync(join(tmpdir(), 'shenbao-home-'));
    vi.stubEnv('HOME', home);
    vi.stubEnv('USERPROFILE', home);
    try {
      server = await openWechatServer();
      server.person('wang', '王');
      await house.open(adapter, server.environment);
      await isAnswered('wang', '你好');
      // The same account and token once more, as by a process that was not stopped: wechaty's cache would be locked.
      const twin = await openWechatServer();
      const other = await openHouse();
      const second = await other.open(adapter, twin.environment);
      expect(second.health().state).toBe('open');
      await isAnswered('wang', '进度');
      await sleep(500);
      await other.close();
      await twin.close();
      expect(readdirSync(home)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
      rmSync(home, { recursive: true });
    }
  });
});
