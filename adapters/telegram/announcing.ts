/**
 * Keeps the webhook announced: until Telegram has heard of it, and again when somebody took it away. What it asks is also
 * the sign of life of a channel that otherwise only listens. Receives nothing itself.
 */
import type { Intake } from '../../src/channel.ts';
import type { Platform, Webhook } from './platform.ts';
import type { Polling } from './polling.ts';
import type { Pulse } from './pulse.ts';
import { isTokenRefused, refusalOf } from './refusal.ts';

export interface AnnouncingParts {
  /** Makes ready: who we are, the webhook announced. */
  readonly setUp: () => Promise<void>;
  readonly ready: () => boolean;
  readonly platform: Pick<Platform, 'webhook'>;
  /** The address Telegram is to call; undefined where the operator announces it. */
  readonly url: string | undefined;
  readonly pulse: Pick<Pulse, 'alive' | 'trouble'>;
  readonly intake: Pick<Intake, 'tell' | 'now'>;
}

/** Pause between looks, between tries while Telegram is away, and while it refuses the token, ms. */
const LOOK = 10_000;
const AWAY = 2_000;
const REFUSED = 30_000;
/** A failed call is news for so long, ms. */
const RECENT = 60_000;

export function keepAnnouncing(parts: AnnouncingParts): Polling {
  const { setUp, ready, platform, url, pulse, intake } = parts;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let reached = true;

  /** Tells when Telegram calls in vain, and when it gets through again; sending goes on either way. */
  function watch({ waiting, failedAt }: Webhook): void {
    const reaches = waiting === 0 || intake.now() - failedAt * 1000 > RECENT;
    if (reaches === reached) return;
    reached = reaches;
    if (reached) intake.tell('info', 'telegram: its calls arrive again');
    else
      intake.tell('warn', 'telegram: its calls do not arrive: check TELEGRAM_WEBHOOK_URL, certificate and proxy', {
        waiting,
      });
  }

  async function look(): Promise<number> {
    try {
      const announced = ready() ? await platform.webhook() : undefined;
      if (announced === undefined) await setUp();
      else if (url !== undefined && announced.url !== url) {
        intake.tell('warn', 'telegram: somebody took the webhook away; it is announced again');
        await setUp();
      } else watch(announced);
      if (!closed) pulse.alive();
      return LOOK;
    } catch (error) {
      const refusal = refusalOf(error);
      if (!closed) pulse.trouble(refusal);
      return isTokenRefused(refusal) ? REFUSED : Math.max(AWAY, refusal.retryAfter ?? 0);
    }
  }

  function again(ms: number): void {
    if (closed) return;
    timer = setTimeout(() => void look().then(again), ms);
  }

  again(ready() ? LOOK : AWAY);
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
