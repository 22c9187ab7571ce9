/**
 * The assistant started with several platforms, by environment alone: one of them refuses us, one comes up late, some are
 * defective; applicants on the others are answered meanwhile, and readiness says which and why.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { personAt as feishuPersonAt, wordsOf } from '../platforms/feishu/person.ts';
import { APP_ID, APP_SECRET } from '../platforms/feishu/rest.ts';
import type { FeishuServer } from '../platforms/feishu-server.ts';
import { openFeishuServer } from '../platforms/feishu-server.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';
import type { WechatServer } from '../platforms/wechat-server.ts';
import { openWechatServer } from '../platforms/wechat-server.ts';
import type { Copied } from './copied.ts';
import { copyProgram } from './copied.ts';
import type { Place } from './program.ts';
import { openPlace, startProgram } from './program.ts';

interface Part {
  readonly ready: boolean;
  readonly state?: string;
  readonly why?: string;
}

interface Running {
  /** What of the log and of the words to the operator came so far. */
  said(): string;
  /** How a part of readiness is. */
  how(name: string): Promise<Part | undefined>;
  /** The HTTP status of readiness. */
  status(): Promise<number>;
  /** Asks it to stop; its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

let place: Place;
let telegram: TelegramServer;
let feishu: FeishuServer;
let wechat: WechatServer;
let running: Running | undefined;
let copied: Copied | undefined;

beforeEach(async () => {
  place = openPlace();
  [telegram, feishu, wechat] = await Promise.all([openTelegramServer(), openFeishuServer(), openWechatServer()]);
  wechat.person('wang', '王');
});
afterEach(async () => {
  await running?.kill();
  running = undefined;
  copied?.remove();
  copied = undefined;
  await Promise.all([telegram.close(), feishu.close(), wechat.close()]);
  place.remove();
});

const environment = (): Record<string, string> => ({
  TELEGRAM_BOT_TOKEN: telegram.token,
  TELEGRAM_API_ROOT: telegram.url,
  FEISHU_APP_ID: APP_ID,
  FEISHU_APP_SECRET: APP_SECRET,
  FEISHU_DOMAIN: feishu.url,
  ...wechat.environment,
});

/** Resolves once it listens. */
async function started(env: Readonly<Record<string, string>>, program?: string): Promise<Running> {
  const { child, ended } = startProgram(place.path, ['start'], { PORT: '0', ...env }, program);
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk: string) => {
      text += chunk;
      const found = /http:\/\/localhost:\d+\//.exec(text);
      if (found !== null) resolve(found[0]);
    });
    void ended.then(({ err }) => reject(new Error(err)));
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
    child.kill(signal);
    return (await ended).code;
  };
  running = {
    said: () => text,
    async how(name) {
      const { parts } = (await (await fetch(`${url}readyz`)).json()) as { parts: (Part & { name: string })[] };
      return parts.find((one) => one.name === name);
    },
    status: async () => (await fetch(`${url}readyz`)).status,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
  return running;
}

/** Waits until a channel is in that state. */
async function becomes(name: string, state: string, within = 40_000): Promise<Part> {
  const end = Date.now() + within;
  for (;;) {
    const how = await running?.how(name);
    if (how?.state === state) return how;
    if (Date.now() > end) throw new Error(`${name} is ${JSON.stringify(how)}; said was: ${running?.said()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Somebody in WeChat says something until an answer with these words comes: what is said while nobody listens is lost. */
async function askInWechat(text: string, expected: string): Promise<void> {
  wechat.says('wang', text);
  await until(
    () => wechat.sent.some((one) => one.to === 'wang' && one.text.includes(expected)),
    () => `“${expected}” in WeChat; said was: ${wechat.sent.map((one) => one.text).join('\n---\n')}`,
    30_000,
  );
}

it('answers on Telegram while Feishu refuses the secret and WeChat is not there yet, and in WeChat when it is', async () => {
  await wechat.kill();
  const one = await started({ ...environment(), FEISHU_APP_SECRET: 'another-secret' });
  await becomes('telegram', 'open');
  await personAt(telegram, 1).say('你好', '同意');
  expect(await becomes('feishu', 'failed')).toMatchObject({
    ready: false,
    why: expect.stringContaining('Feishu does not accept FEISHU_APP_ID and FEISHU_APP_SECRET'),
  });
  expect(await becomes('wechat', 'broken')).toMatchObject({
    ready: false,
    why: expect.stringContaining('the puppet service cannot be reached'),
  });
  expect(await one.status()).toBe(200);
  await wechat.revive();
  await becomes('wechat', 'open', 30_000);
  await askInWechat('你好', '同意');
  await personAt(telegram, 1).tap('同意', '申报哪个榜单');
  expect(one.said()).toMatch(/feishu：飞书不认这组/u);
  for (const secret of ['another-secret', telegram.token]) expect(one.said()).not.toContain(secret);
  expect(await one.stop()).toBe(0);
});

it('answers in WeChat while Telegram refuses the token and Feishu is not there yet, and on Feishu when it is', async () => {
  await feishu.leave();
  const one = await started({ ...environment(), TELEGRAM_BOT_TOKEN: '7000000001:AAanother-token_for-tests' });
  await becomes('wechat', 'open');
  await askInWechat('你好', '同意');
  expect(await becomes('telegram', 'failed')).toMatchObject({
    ready: false,
    why: expect.stringContaining('Telegram does not accept TELEGRAM_BOT_TOKEN'),
  });
  expect(await becomes('feishu', 'broken')).toMatchObject({
    ready: false,
    why: expect.stringContaining('Feishu does not answer'),
  });
  await feishu.comeBack();
  await becomes('feishu', 'open', 15_000);
  await feishuPersonAt(feishu, 'ou_li').say('你好', '同意');
  expect(one.said()).toMatch(/telegram：Telegram 不认这个 TELEGRAM_BOT_TOKEN/u);
  expect(await one.stop()).toBe(0);
});

/** When each channel has to be back, ms. */
const PACE = { telegram: 5_000, feishu: 15_000, wechat: 30_000 };

// Long enough for the pauses between tries to have grown, did they count.
it.each([
  { which: 'the same program', outage: 9_000, isKilled: false },
  { which: 'one that was killed and started again meanwhile', outage: 5_000, isKilled: true },
])(
  'brings what was owed when the platforms went away as soon as they are back: $which',
  async ({ outage, isKilled }) => {
    await started(environment());
    for (const name of Object.keys(PACE)) await becomes(name, 'open');
    const owed = 'sendMessage';
    telegram.befall(owed, ...Array.from({ length: 50 }, () => 'cut' as const));
    feishu.befall('/messages', 'cut', 'cut');
    wechat.refuse('the network is gone');
    telegram.world.say(1, '你好');
    const li = feishuPersonAt(feishu, 'ou_li');
    await feishu.deliver(li.saying('你好'));
    wechat.says('wang', '你好');
    // The replies were tried, in vain, before anybody noticed that the platforms are away.
    await until(
      () =>
        telegram.calls.some(({ method }) => method === owed) &&
        feishu.called.some((path) => path.includes('/messages')),
      () => 'first tries',
    );
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await Promise.all([telegram.leave(), feishu.leave(), wechat.kill()]);
    if (isKilled) {
      await running?.kill();
      await started(environment());
    }
    await new Promise((resolve) => setTimeout(resolve, outage));
    telegram.calm();
    wechat.refuse(undefined);
    const back = performance.now();
    await Promise.all([telegram.comeBack(), feishu.comeBack(), wechat.revive()]);
    const heard = {
      telegram: () => telegram.world.ours(1).map(({ text }) => text),
      feishu: () => li.seen().map(wordsOf),
      wechat: () => wechat.sent.map(({ text }) => text),
    };
    const took = await Promise.all(
      (['telegram', 'feishu', 'wechat'] as const).map(async (name) => {
        await until(
          () => heard[name]().some((text) => text.includes('同意')),
          () => `a reply on ${name}`,
          40_000,
        );
        return [name, performance.now() - back] as const;
      }),
    );
    for (const [name, ms] of took) expect(ms, `${name} after ${Math.round(ms)} ms`).toBeLessThan(PACE[name]);
  },
);

it('answers on Telegram where the packages of the other platforms are not installed, and says what to run', async () => {
  copied = copyProgram(['@larksuiteoapi/node-sdk', 'wechaty', 'wechaty-puppet', 'wechaty-puppet-service']);
  const one = await started(environment(), copied.guard);
  await becomes('telegram', 'open');
  for (const name of ['feishu', 'wechat']) {
    expect(await becomes(name, 'failed')).toMatchObject({ ready: false, why: expect.stringContaining('run npm ci') });
  }
  await personAt(telegram, 1).say('你好', '同意');
  expect(await one.stop()).toBe(0);
});

it('answers on Telegram beside adapters that are torn, hang, or lose what their SDK throws at them', async () => {
  const adapter = (name: string, open: string): string => `
    import { z } from 'zod';
    const channel = { name: '${name}', capabilities: {}, send: async () => {}, close: () => new Promise(() => {}) };
    const show = () => ({ parts: [], buttons: [], misfits: [] });
    export default { name: '${name}', env: z.object({}), show, open: async () => { ${open} } };
  `;
  copied = copyProgram([], {
    torn: 'throw new Error("torn at import");',
    hung: adapter('hung', 'await new Promise(() => {});'),
    lossy: adapter(
      'lossy',
      `void Promise.reject(new Error('lost')); return { ...channel, health: () => ({ state: 'open' }) };`,
    ),
    mute: adapter('mute', `return { ...channel, health() { throw new TypeError('mute'); } };`),
  });
  const env = { ...environment(), CHANNELS: 'torn,hung,lossy,mute,telegram' };
  const one = await started(env, copied.guard);
  await becomes('telegram', 'open');
  await personAt(telegram, 1).say('你好', '同意');
  expect(await becomes('torn', 'broken')).toMatchObject({
    why: expect.stringContaining('could not be opened (Error)'),
  });
  expect(await becomes('mute', 'broken')).toMatchObject({ why: expect.stringContaining('cannot say how it is') });
  await becomes('lossy', 'open');
  await becomes('hung', 'opening');
  await until(
    () => one.said().includes('a promise was lost') && one.said().includes('torn at import'),
    () => one.said(),
  );
  await personAt(telegram, 1).tap('同意', '申报哪个榜单');
  const asked = performance.now();
  expect(await one.stop()).toBe(0);
  // Two of them hang at their end too.
  expect(performance.now() - asked).toBeLessThan(8_000);
});
