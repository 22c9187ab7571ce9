/**
 * WeChat through wechaty: plain text with numbered choices, private chats and rooms, files in, slow and one message at a
 * time. Joins the parts of `wechat/`; loads wechaty only when it is opened. An account can be lost at any time: nothing
 * of the machine depends on it.
 */
import type { Adapter, Capabilities, Channel, Health, Intake, Rates } from '../src/channel.ts';
import { ChannelFault, DeliveryFault } from '../src/channel.ts';
import type { Outbound } from '../src/message.ts';
import { PRIVATE } from '../src/message.ts';
import { openAccount } from './wechat/account.ts';
import { faultOf, REST, troubleOf } from './wechat/fault.ts';
import type { Welcome } from './wechat/friends.ts';
import { openFriends, WELCOME } from './wechat/friends.ts';
import { takingOf, WECHAT } from './wechat/inbox.ts';
import { LINE, openLines } from './wechat/line.ts';
import { show, TEXT_LIMIT } from './wechat/look.ts';
import type { Pace } from './wechat/pace.ts';
import { HUMAN, openPacer } from './wechat/pace.ts';
import type { WechatSettings } from './wechat/settings.ts';
import { PUPPET_OVER_GRPC, wechatSettings } from './wechat/settings.ts';
import type { Step } from './wechat/voice.ts';
import { say, stepsOf } from './wechat/voice.ts';
import type { Patience } from './wechat/watch.ts';
import { openWatch, PATIENCE } from './wechat/watch.ts';
import { within } from './wechat/within.ts';

/** How patient and how quick the channel is; people never set this. */
export interface Tempo {
  readonly pace: Pace;
  readonly patience: Patience;
  readonly welcome: Welcome;
  readonly line: typeof LINE;
  /** What delivery keeps to. */
  readonly rates: Rates;
}

export const TEMPO: Tempo = {
  pace: HUMAN,
  patience: PATIENCE,
  welcome: WELCOME,
  line: LINE,
  rates: { perChat: 1, perSecond: 0.34 },
};

/** One message that wechaty neither took nor refused in this long is tried again, ms. */
const SAY_WITHIN = 15_000;
/** Of how many messages it is remembered what of them was sent. */
const REMEMBERED = 2_000;
const MEGABYTE = 1_048_576;
const LOST = '刚才有一条消息没有存上，请稍后再发一次。/ A message of yours was not saved; please send it again later.';
const RISK = {
  zh: '微信提示账号操作频繁或受限：已暂停发送半小时。请用手机登录这个微信号看看提示',
  en: 'WeChat warns that the account is restricted: nothing is sent for half an hour. Look at the account on its phone',
};

const capabilities: Capabilities = {
  buttons: false,
  edit: false,
  cards: false,
  groups: true,
  proactive: true,
  filesIn: 100 * MEGABYTE,
  filesOut: 20 * MEGABYTE,
  textLimit: TEXT_LIMIT,
  labelLimit: 0,
  buttonLimit: 0,
};

/** The adapter at another tempo than people are used to: for tests. */
export function wechatAt(tempo: Tempo): Adapter<WechatSettings> {
  return { name: WECHAT, env: wechatSettings, show, open: (settings, intake) => openWechat(settings, intake, tempo) };
}

const wechat = wechatAt(TEMPO);
export default wechat;

async function openWechat(settings: WechatSettings, intake: Intake, tempo: Tempo): Promise<Channel> {
  await refuseUnusable(settings);
  const now = (): number => performance.now();
  const pacer = openPacer(tempo.pace, now, intake.random);
  /** How many steps of a message were sent, by its key. */
  const sent = new Map<string, number>();
  let restUntil = Number.NEGATIVE_INFINITY;
  let lastInbound: number | undefined;
  let begin: () => void = () => undefined;
  // What comes while the channel opens waits: nobody could be answered yet.
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });

  const lines = openLines({ ...tempo.line, now, onLost: (person) => void tellLost(person) });
  const friends = openFriends({
    welcome: tempo.welcome,
    intake,
    now,
    greet: (person, id) => put(person, () => takeGreeting(person, id)),
  });
  const watch = openWatch({
    make: (news) => openAccount(settings, news),
    patience: tempo.patience,
    intake,
    now,
    onFriendship: (friendship) => friends.onFriendship(friendship),
    onHeard(heard) {
      lastInbound = intake.now();
      const take = takingOf(heard, intake);
      if (take !== undefined) put(heard.person, take);
    },
  });

  function put(person: string, take: Parameters<typeof lines.put>[1]): void {
    lines.put(person, () => begun.then(take));
  }

  function takeGreeting(person: string, id: string) {
    const content = { kind: 'text', text: '继续' } as const;
    return intake.take({
      channel: WECHAT,
      id,
      user: person,
      chat: PRIVATE,
      addressed: true,
      at: intake.now(),
      content,
    });
  }

  /** Says one step through the account at its pace. */
  async function sayStep(outbound: Outbound, step: Step, signal: AbortSignal | undefined): Promise<void> {
    await pacer.run(async () => {
      const { wechaty } = loggedIn();
      await within(SAY_WITHIN, say(wechaty, outbound, step));
    }, signal);
  }

  function loggedIn() {
    if (now() < restUntil)
      throw new DeliveryFault('rate_limited', 'the account rests', { retryAfter: restUntil - now() });
    const account = watch.account();
    if (account === undefined) throw new DeliveryFault('transient', 'the account is not logged in');
    return account;
  }

  async function tellLost(person: string): Promise<void> {
    intake.tell('error', 'a message could not be taken and was given up');
    const to = { channel: WECHAT, user: person, chat: PRIVATE };
    const outbound: Outbound = { id: 'lost', re: '', to, kind: 'notice', body: LOST };
    await sayStep(outbound, { to: 'person', text: LOST }, undefined).catch(() => undefined);
  }

  function asFault(error: unknown): DeliveryFault {
    if (error instanceof DeliveryFault) return error;
    const trouble = troubleOf(error);
    if (trouble === 'risk') {
      restUntil = now() + REST;
      intake.tell('error', 'wechat warns the account; nothing is sent for a while');
    }
    return faultOf(trouble);
  }

  await watch.settled;
  setImmediate(begin);

  return {
    name: WECHAT,
    capabilities: { ...capabilities, rates: tempo.rates },
    async send(outbound, key, signal) {
      try {
        const steps = await within(SAY_WITHIN, stepsOf(loggedIn().wechaty, outbound));
        for (const [at, step] of steps.entries()) {
          if (at < (sent.get(key) ?? 0)) continue;
          await sayStep(outbound, step, signal);
          sent.delete(key);
          sent.set(key, at + 1);
        }
        for (const old of sent.keys()) {
          if (sent.size <= REMEMBERED) break;
          sent.delete(old);
        }
      } catch (error) {
        throw asFault(error);
      }
    },
    health(): Health {
      const health = watch.health();
      const resting = health.state === 'open' && now() < restUntil;
      return { ...health, lastInbound, ...(resting ? { state: 'failed', why: RISK } : {}) };
    },
    async close() {
      lines.close();
      friends.close();
      await watch.close();
    },
  };
}

/** @throws ChannelFault when it cannot work as it is set up */
async function refuseUnusable(settings: WechatSettings): Promise<void> {
  if (settings.puppet === PUPPET_OVER_GRPC) {
    // Wechaty takes what stands before the last underscore as the name of the certificate, and fails without it.
    if (settings.token === undefined || settings.token.lastIndexOf('_') < 1)
      throw new ChannelFault(
        'WECHATY_PUPPET_SERVICE_TOKEN 要写成“前缀_随机串”，例如 uuid_xxxx；自建网关用 insecure_ 开头',
        'WECHATY_PUPPET_SERVICE_TOKEN must look like prefix_random, such as uuid_xxxx; a gateway of your own: insecure_xxxx',
      );
  }
  try {
    await Promise.all([import('wechaty'), settings.puppet === PUPPET_OVER_GRPC && import('wechaty-puppet-service')]);
  } catch (error) {
    throw new ChannelFault(
      '没有装微信用的 wechaty：请运行 npm ci（不要加 --omit=optional）',
      'wechaty is not installed: run npm ci without --omit=optional',
      { cause: error },
    );
  }
}
