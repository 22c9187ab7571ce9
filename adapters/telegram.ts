/**
 * Telegram, over grammY: receives by long polling or webhook, shows questions with inline keyboards, and is back by itself
 * after any cut. Loads the SDK only when it is opened; keeps no state that is lost with the process.
 */
import { z } from 'zod';
import type { Adapter, Capabilities, Channel, Intake } from '../src/channel.ts';
import { ChannelFault } from '../src/channel.ts';
import { keepAnnouncing } from './telegram/announcing.ts';
import { download, LARGEST_DOWNLOAD } from './telegram/download.ts';
import type { Self } from './telegram/hearing.ts';
import type { Rows } from './telegram/keyboard.ts';
import { LONGEST_LABEL, MOST_BUTTONS } from './telegram/keyboard.ts';
import { LONGEST_TEXT, show } from './telegram/look.ts';
import { openMoves } from './telegram/moves.ts';
import type { Platform } from './telegram/platform.ts';
import { openPlatform } from './telegram/platform.ts';
import { openPolling } from './telegram/polling.ts';
import { openPressing } from './telegram/pressing.ts';
import { openPulse } from './telegram/pulse.ts';
import { openRecent } from './telegram/recent.ts';
import { isTokenRefused, refusalOf, tokenFault } from './telegram/refusal.ts';
import { openSending } from './telegram/sending.ts';
import { openTaking } from './telegram/taking.ts';
import { openWebhook } from './telegram/webhook.ts';
import { menuIn } from './telegram/words.ts';

const NAME = 'telegram';

const settingsSchema = z
  .object({
    TELEGRAM_BOT_TOKEN: z.string().min(1),
    TELEGRAM_API_ROOT: z.url().default('https://api.telegram.org'),
    TELEGRAM_MODE: z.enum(['polling', 'webhook']).default('polling'),
    TELEGRAM_WEBHOOK_URL: z.url().optional(),
    TELEGRAM_WEBHOOK_SECRET: z
      .string()
      .regex(/^[\w-]{1,256}$/u)
      .optional(),
  })
  .refine(({ TELEGRAM_MODE, TELEGRAM_WEBHOOK_SECRET: secret }) => TELEGRAM_MODE === 'polling' || secret !== undefined, {
    path: ['TELEGRAM_WEBHOOK_SECRET'],
  });
type Settings = z.infer<typeof settingsSchema>;

const CAPABILITIES: Capabilities = {
  buttons: true,
  edit: true,
  cards: false,
  groups: true,
  proactive: true,
  filesIn: LARGEST_DOWNLOAD,
  filesOut: 50 * 1024 * 1024,
  textLimit: LONGEST_TEXT,
  labelLimit: LONGEST_LABEL,
  buttonLimit: MOST_BUTTONS,
  // Telegram's own advice is to send and to wait when it says so; this only spreads a wave of reminders.
  rates: { perChat: 20, perSecond: 25 },
};

/** How long a keyboard changed here counts for more than the one a quick tap carries, and a double tap as one, ms. */
const QUICK = 5_000;
/** How long delivered parts and failed fetches are remembered, ms, and how many. */
const LONG = 60 * 60_000;
const MOST = 5_000;

/** Who we are on Telegram, once it said so; and the way to make it ready to receive. */
function openSetUp(settings: Settings, platform: Platform, intake: Intake) {
  let self: Self | undefined;

  async function offerMenu(): Promise<void> {
    try {
      await platform.setMenu(menuIn('zh'));
      await platform.setMenu(menuIn('en'), 'en');
    } catch {
      intake.tell('warn', 'telegram: the menu of commands could not be set');
    }
  }

  return {
    self: () => self,
    async setUp(): Promise<void> {
      const account = await platform.getMe();
      if (settings.TELEGRAM_MODE === 'polling') await platform.deleteWebhook();
      else if (settings.TELEGRAM_WEBHOOK_URL !== undefined) {
        await platform.setWebhook(settings.TELEGRAM_WEBHOOK_URL, settings.TELEGRAM_WEBHOOK_SECRET ?? '');
      }
      self = { id: account.id, account: account.username };
      intake.tell(
        'info',
        account.hearsAll ? 'telegram: hears all in groups' : 'telegram: privacy mode is on in groups',
      );
      void offerMenu();
    },
  };
}

async function open(settings: Settings, intake: Intake): Promise<Channel> {
  const root = settings.TELEGRAM_API_ROOT.replace(/\/+$/u, '');
  const platform = await openPlatform(settings.TELEGRAM_BOT_TOKEN, root);
  const pulse = openPulse(intake);
  const { self, setUp } = openSetUp(settings, platform, intake);
  try {
    await setUp();
    pulse.alive();
  } catch (error) {
    const refusal = refusalOf(error);
    if (isTokenRefused(refusal)) throw tokenFault();
    if (refusal.code === 400 && settings.TELEGRAM_MODE === 'webhook') {
      throw new ChannelFault(
        'Telegram 不接受 TELEGRAM_WEBHOOK_URL：要 https 公网地址',
        'Telegram does not accept TELEGRAM_WEBHOOK_URL: it must be a public https address',
      );
    }
    pulse.trouble(refusal);
  }

  const moves = openMoves();
  const closing = new AbortController();
  const take = openTaking({
    channel: NAME,
    intake,
    moves,
    self,
    fetch: (user, file, name, mime) =>
      download(
        { platform, root: `${root}/file/bot${settings.TELEGRAM_BOT_TOKEN}/`, intake, closing: closing.signal },
        user,
        file,
        name,
        mime,
      ),
    press: openPressing({
      channel: NAME,
      platform,
      take: intake.take,
      moves,
      now: intake.now,
      keyboards: openRecent<Rows>(MOST, QUICK, intake.now),
      answered: openRecent<true>(MOST, QUICK, intake.now),
      toasted: openRecent<true>(MOST, LONG, intake.now),
      waits: openRecent<number>(MOST, LONG, intake.now),
    }),
    failures: openRecent(MOST, LONG, intake.now),
    onInbound: pulse.inbound,
  });
  const send = openSending({
    platform,
    moves,
    delivered: openRecent(MOST, LONG, intake.now),
    account: async () => {
      if (self() === undefined) await setUp().catch(() => undefined);
      return self()?.account;
    },
    onSent: () => {
      if (settings.TELEGRAM_MODE === 'webhook') pulse.alive();
    },
    onRefused: (refusal) => {
      if (isTokenRefused(refusal)) pulse.trouble(refusal);
    },
  });

  const ready = (): boolean => self() !== undefined;
  const polling = settings.TELEGRAM_MODE === 'polling';
  const routes = polling
    ? undefined
    : [openWebhook({ secret: settings.TELEGRAM_WEBHOOK_SECRET ?? '', take, intake, onCall: pulse.alive })];
  const receiving = polling
    ? openPolling({
        setUp,
        ready,
        getUpdates: platform.getUpdates,
        take,
        intake,
        onAlive: pulse.alive,
        onTrouble: pulse.trouble,
      })
    : keepAnnouncing({ setUp, ready, platform, url: settings.TELEGRAM_WEBHOOK_URL, pulse, intake });

  return {
    name: NAME,
    capabilities: CAPABILITIES,
    routes,
    send,
    health: pulse.health,
    invite(code) {
      const account = self()?.account;
      return account === undefined ? undefined : { url: `https://t.me/${account}?start=code-${code}`, carries: true };
    },
    async close() {
      closing.abort();
      await receiving.close();
      pulse.closed();
    },
  };
}

const telegram: Adapter<Settings> = { name: NAME, env: settingsSchema, show, open };
export default telegram;
