/** How the channel is: its state, why, and its last signs of life. Tells of every change once; decides nothing. */
import type { ChannelState, Health, Intake } from '../../src/channel.ts';
import type { Refusal } from './refusal.ts';
import { isTokenRefused, tokenFault } from './refusal.ts';

export interface Pulse {
  health(): Health;
  alive(): void;
  inbound(): void;
  /** A call failed; the channel tries again by itself. */
  trouble(refusal: Refusal): void;
  closed(): void;
}

type Why = NonNullable<Health['why']>;

const AWAY: Why = { zh: '连不上 Telegram，会自动重试', en: 'Telegram cannot be reached; trying again' };
const OTHER: Why = {
  zh: '另一个程序正在用同一个 token 收消息（409）。请停掉那一个；这边会自动重试',
  en: 'another process receives with the same token (409): stop it; trying again here',
};
const HOOKED: Why = {
  zh: '这个 token 上设着 webhook（409）。若不是你设的，请用 @BotFather 换 token；这边会自动重试',
  en: 'a webhook is set for this token (409): if it is not yours, change the token; trying again here',
};
const BUSY: Why = { zh: 'Telegram 要求慢一点（429），稍后自动继续', en: 'Telegram asks to wait (429); going on soon' };

function whyOf(refusal: Refusal): Why {
  if (isTokenRefused(refusal)) {
    const { zh, en } = tokenFault();
    return { zh, en };
  }
  if (refusal.code === 409) return refusal.words.includes('webhook') ? HOOKED : OTHER;
  return refusal.code === 429 ? BUSY : AWAY;
}

export function openPulse(intake: Pick<Intake, 'now' | 'tell'>): Pulse {
  let state: ChannelState = 'opening';
  let why: Why | undefined;
  let lastInbound: number | undefined;
  let lastHeartbeat: number | undefined;

  function become(next: ChannelState, reason?: Why): void {
    if (state === 'closed') return;
    const changed = state !== next || why !== reason;
    state = next;
    why = reason;
    if (!changed) return;
    if (reason === undefined) intake.tell('info', `telegram: ${next}`);
    else intake.tell('warn', `telegram: ${next}: ${reason.en}`);
  }

  return {
    health: () => ({ state, why, lastInbound, lastHeartbeat }),
    alive() {
      lastHeartbeat = intake.now();
      become('open');
    },
    inbound() {
      lastInbound = intake.now();
    },
    trouble(refusal) {
      const reason = whyOf(refusal);
      // Compared by identity above: the words for a refused token are made anew each time.
      become(isTokenRefused(refusal) ? 'failed' : 'broken', why?.en === reason.en ? why : reason);
    },
    closed() {
      become('closed');
    },
  };
}
