/**
 * Feishu and Lark: long connection or callbacks in, cards and texts out. Puts the parts in feishu/ together; loads the SDK
 * only when it is opened.
 *
 * A person is known by the open_id that this app sees: it is in every event, needs no scope, and is what sending wants;
 * another app sees another one, and then the resume code joins the two.
 */
import type { WSClient } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import type { Adapter, Capabilities, Channel, Health, Intake } from '../src/channel.ts';
import { ChannelFault } from '../src/channel.ts';
import { BUTTON_LIMIT, LABEL_LIMIT } from './feishu/card.ts';
import type { Refusal } from './feishu/fault.ts';
import { checkAppId, remedy, whoAmI } from './feishu/identity.ts';
import type { Link, Pace } from './feishu/link.ts';
import { openLink } from './feishu/link.ts';
import { show } from './feishu/look.ts';
import { openOutlet } from './feishu/outlet.ts';
import { openPlatform, openTokens } from './feishu/platform.ts';
import type { Probe } from './feishu/probe.ts';
import { openProbe } from './feishu/probe.ts';
import { openRecent } from './feishu/recent.ts';
import type { Sent } from './feishu/reception.ts';
import { openReception } from './feishu/reception.ts';
import { feishuRoute } from './feishu/webhook.ts';

export const FEISHU = 'feishu';

const settingsSchema = z.object({
  FEISHU_APP_ID: z.string().min(1),
  FEISHU_APP_SECRET: z.string().min(1),
  FEISHU_DOMAIN: z.string().min(1).default('feishu'),
  FEISHU_MODE: z.enum(['ws', 'webhook']).default('ws'),
  FEISHU_ENCRYPT_KEY: z.string().min(1).optional(),
  FEISHU_VERIFICATION_TOKEN: z.string().min(1).optional(),
});
export type FeishuSettings = z.infer<typeof settingsSchema>;

const MEGABYTE = 1024 * 1024;
const CAPABILITIES: Capabilities = {
  buttons: true,
  edit: true,
  cards: true,
  groups: true,
  proactive: true,
  filesIn: 100 * MEGABYTE,
  filesOut: 0,
  textLimit: 30_000,
  labelLimit: LABEL_LIMIT,
  buttonLimit: BUTTON_LIMIT,
  rates: { perChat: 5, perSecond: 40 },
};

const REMEMBERED = 5_000;
const HANDSHAKE = 5_000;
const PONG_SECONDS = 10;
/** Between two questions who we are, while nobody answers (`Tempo.ask`); and when a person must act first. ms */
const SOON = 3_000;
const LATER = 30_000;

/** Address of the platform, of its console, and of the links that open a private chat. */
function placesOf(domain: string): { readonly site: string; readonly applink: string } {
  const isLark = domain === 'lark' || /larksuite\.com/u.test(domain);
  const named = isLark ? 'https://open.larksuite.com' : 'https://open.feishu.cn';
  const site = /^https?:/u.test(domain) ? domain.replace(/\/+$/u, '') : named;
  return { site, applink: `https://applink.${isLark ? 'larksuite.com' : 'feishu.cn'}/client/bot/open` };
}

export type Tempo = Partial<Pace & { readonly ask: number }>;

/** The adapter at a pace of its own: tests do not wait for minutes. */
export function feishuAt(pace: Tempo): Adapter<FeishuSettings> {
  return { name: FEISHU, env: settingsSchema, show, open: (settings, intake) => open(settings, intake, pace) };
}

async function open(settings: FeishuSettings, intake: Intake, pace: Tempo): Promise<Channel> {
  const { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret, FEISHU_ENCRYPT_KEY: encryptKey } = settings;
  checkAppId(appId);
  const isWebhook = settings.FEISHU_MODE === 'webhook';
  if (isWebhook && encryptKey === undefined) {
    throw new ChannelFault(
      'FEISHU_MODE=webhook 必须设置 FEISHU_ENCRYPT_KEY：开放平台 → 您的应用 →「事件与回调」→「加密策略」；没有它谁都能冒充飞书',
      'FEISHU_MODE=webhook demands FEISHU_ENCRYPT_KEY: developer console → your app → “Events & Callbacks” → “Encryption Strategy”; without it anybody could pose as Feishu',
    );
  }
  const sdk = await import('@larksuiteoapi/node-sdk').catch((cause: unknown) => {
    throw new ChannelFault('缺少飞书的 SDK：请运行 npm ci', 'the SDK of Feishu is missing: run npm ci', { cause });
  });
  const { site, applink } = placesOf(settings.FEISHU_DOMAIN);
  // The SDK logs whole errors, tokens and messages included.
  const logger = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
  const tokens = openTokens(Date.now);
  const common = { appId, appSecret, domain: site, logger };
  const platform = openPlatform(new sdk.Client({ ...common, cache: tokens }), tokens);
  const sent: Sent = {
    messages: openRecent(REMEMBERED),
    questions: openRecent(REMEMBERED),
    latest: openRecent(REMEMBERED),
    answered: openRecent(REMEMBERED),
    putFor: openRecent(REMEMBERED),
  };

  let own: string | undefined;
  let fault: ChannelFault | undefined;
  let refused: Refusal | undefined;
  let lastInbound: number | undefined;
  let link: Link | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const reception = openReception({
    channel: FEISHU,
    intake,
    platform,
    sent,
    own: () => (closed ? undefined : own),
    onInbound: () => {
      lastInbound = intake.now();
    },
  });
  const dispatcher = new sdk.EventDispatcher({ logger, cache: tokens }).register<
    Record<string, (event: unknown) => Promise<unknown>>
  >({
    'im.message.receive_v1': reception.message,
    'application.bot.menu_v6': reception.menu,
    'card.action.trigger': reception.tap,
  });
  const door = `${applink}?appId=${appId}`;
  const send = openOutlet({
    platform,
    sent,
    door,
    onRefusal: (refusal) => {
      refused = refusal;
      intake.tell('warn', 'Feishu refused a message', { code: refusal.code ?? 0, status: refusal.status ?? 0 });
    },
  });

  const build = (probe: Probe, onError: (error: Error) => void): WSClient =>
    new sdk.WSClient({
      ...common,
      agent: probe.agent,
      autoReconnect: false,
      handshakeTimeoutMs: HANDSHAKE,
      wsConfig: { pingTimeout: PONG_SECONDS },
      onError,
    });

  async function begin(): Promise<void> {
    own = await whoAmI(platform, site);
    fault = undefined;
    if (isWebhook || closed) return;
    const { random, tell } = intake;
    link = openLink({ build, probe: () => openProbe(site, Date.now), dispatcher, now: Date.now, random, tell, pace });
    await link.tried;
  }

  /** Asks again who we are until Feishu says so. */
  function beginLater(): void {
    timer = setTimeout(
      () => {
        begin().catch((error: unknown) => {
          if (error instanceof ChannelFault) fault = error;
          if (!closed) beginLater();
        });
      },
      fault?.retryable === false ? LATER : (pace.ask ?? SOON),
    );
  }

  try {
    await begin();
  } catch (error) {
    if (!(error instanceof ChannelFault && error.retryable)) throw error;
    fault = error;
    beginLater();
  }

  function health(): Health {
    if (closed) return { state: 'closed', lastInbound };
    if (fault !== undefined) {
      return { state: fault.retryable ? 'broken' : 'failed', why: { zh: fault.zh, en: fault.en }, lastInbound };
    }
    if (refused !== undefined) {
      const { zh, en, retryable } = remedy(refused, site);
      if (!retryable) return { state: 'failed', why: { zh, en }, lastInbound };
    }
    return { ...(link?.health() ?? { state: 'open' }), lastInbound };
  }

  return {
    name: FEISHU,
    capabilities: CAPABILITIES,
    ...(encryptKey === undefined || !isWebhook
      ? {}
      : {
          routes: [
            feishuRoute({
              encryptKey,
              token: settings.FEISHU_VERIFICATION_TOKEN,
              now: intake.now,
              dispatch: (event) => dispatcher.invoke(event, { needCheck: false }),
              tell: (what) => intake.tell('warn', what),
            }),
          ],
        }),
    async send(outbound, key, signal) {
      await send(outbound, key, signal);
      refused = undefined;
    },
    health,
    invite: () => ({ url: door, carries: false }),
    async close() {
      closed = true;
      clearTimeout(timer);
      link?.close();
    },
  };
}

export default feishuAt({});
