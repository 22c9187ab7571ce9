/** Applicants in WeChat, through the real wechaty and a puppet server over gRPC. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TEMPO, wechatAt } from '../../adapters/wechat.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import type { WechatServer } from '../platforms/wechat-server.ts';
import { openWechatServer } from '../platforms/wechat-server.ts';

const quick = wechatAt({
  ...TEMPO,
  pace: { gap: 0, jitter: 0, perMinute: 100_000, patience: 20_000 },
  welcome: { least: 20, most: 40, perHour: 10, again: 600_000 },
});

let server: WechatServer;
let house: House;

beforeEach(async () => {
  server = await openWechatServer();
  house = await openHouse();
});

afterEach(async () => {
  expect(house.errors).toEqual([]);
  await house.close();
  await server.close();
});

/** The texts a person or a room was sent, once there are so many. */
async function heardBy(to: string, count: number): Promise<string[]> {
  const texts = () => server.sent.filter((one) => one.to === to).map(({ text }) => text);
  await vi.waitFor(() => expect(texts().length).toBeGreaterThanOrEqual(count), { timeout: 8_000, interval: 20 });
  return texts();
}

describe('in a private chat', () => {
  it('somebody who says hello is welcomed and asked the first question with numbers', async () => {
    server.person('wang', '王');
    const channel = await house.open(quick, server.environment);
    expect(channel.health().state).toBe('open');
    server.says('wang', '你好');
    const texts = await heardBy('wang', 2);
    expect(texts[0]).toContain('我是申报助手');
    expect(texts[1]).toContain('1. 同意并开始');
    await sleep(10);
  });
});
