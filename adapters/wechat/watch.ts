/**
 * Keeps one account connected: watches for signs of life, throws a broken connection away, and makes a new one after a
 * pause. Knows the account only by its interface; sends and reads nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelState, Health, Intake } from '../../src/channel.ts';
import type { Account, AccountNews } from './account.ts';
import { within } from './within.ts';

/** All in milliseconds. */
export interface Patience {
  /** From the start to the first sign of life. */
  readonly connect: number;
  /** From the connection to the login, before a person is asked to look. */
  readonly login: number;
  /** Silence after which the platform is asked whether it lives, and the time it has to answer. */
  readonly quiet: number;
  readonly answer: number;
  /** Silence after which the connection is made anew though calls are answered. */
  readonly silence: number;
  /** Pause before a new connection: the first, and the most it grows to. */
  readonly first: number;
  readonly most: number;
  /** How often all this is looked at. */
  readonly tick: number;
}

export const PATIENCE: Patience = {
  connect: 7_000,
  login: 20_000,
  quiet: 8_000,
  answer: 4_000,
  silence: 600_000,
  first: 500,
  most: 5_000,
  tick: 500,
};

/**
 * A service keeps one stream of events and refuses a second, also while it has not noticed that the first is dead. After
 * so many refusals its puppet is stopped once, which ends the old stream; not more often than in so many ms, since it may
 * be another program's.
 */
const REFUSALS = 2;
const STOP_AGAIN = 300_000;
/** A life this long was none of a connection that fails at once. */
const LONG_LIFE = 30_000;

type Words = NonNullable<Health['why']>;

const WORDS = {
  opening: { zh: '正在连接微信', en: 'connecting to WeChat' },
  away: {
    zh: '连不上微信的 puppet 服务，正在自动重试；一直这样就检查服务是否在运行、WECHATY_PUPPET_SERVICE_ENDPOINT 对不对、有没有别的程序在用同一个账号',
    en: 'the puppet service cannot be reached; trying again by itself. If it stays so, check that it runs, that WECHATY_PUPPET_SERVICE_ENDPOINT is right, and that no other program uses the same account',
  },
  refused: {
    zh: 'puppet 服务不认这个 token：请检查 WECHATY_PUPPET_SERVICE_TOKEN',
    en: 'the puppet service does not accept the token: check WECHATY_PUPPET_SERVICE_TOKEN',
  },
  scan: {
    zh: '等待扫码登录：用助手的微信号扫日志里的二维码链接',
    en: 'waits for a login: scan the code in the log with the WeChat account of the assistant',
  },
  logout: {
    zh: '微信账号已退出登录：请在 puppet 服务那边重新扫码登录',
    en: 'the WeChat account was logged out: log it in again at the puppet service',
  },
  nobody: {
    zh: 'puppet 服务连上了，但微信账号没有登录：请在 puppet 服务那边扫码登录',
    en: 'the puppet service answers, but no WeChat account is logged in there: log it in at the puppet service',
  },
} as const;

export interface WatchParts {
  readonly make: (news: AccountNews) => Promise<Account>;
  /** Messages and requests, from whichever connection. */
  readonly onHeard: AccountNews['onHeard'];
  readonly onFriendship: AccountNews['onFriendship'];
  readonly patience: Patience;
  readonly intake: Pick<Intake, 'now' | 'random' | 'tell'>;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

export interface Watch {
  /** The connection, while the account is logged in there. */
  account(): Account | undefined;
  health(): Pick<Health, 'state' | 'why' | 'lastHeartbeat'>;
  /** Resolves at the first login, or when it is plain that it takes longer. */
  readonly settled: Promise<void>;
  close(): Promise<void>;
}

export function openWatch(parts: WatchParts): Watch {
  const { patience, now, intake } = parts;
  const over = new AbortController();
  let state: ChannelState = 'opening';
  let why: Words | undefined = WORDS.opening;
  let lastHeartbeat: number | undefined;
  let current: Account | undefined;
  let refusals = 0;
  let stopped = Number.NEGATIVE_INFINITY;
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });

  function put(next: ChannelState, words?: Words): void {
    if (over.signal.aborted || (state === next && why === words)) return;
    state = next;
    why = words;
    intake.tell(next === 'open' || next === 'opening' ? 'info' : 'warn', `wechat is ${next}`);
    if (next !== 'opening') settle();
  }

  /** One connection, until it is to be replaced. Resolves with how long it had been connected, ms. */
  async function life(): Promise<number> {
    const end = new AbortController();
    const start = now();
    let sign: number | undefined;
    let first: number | undefined;
    let asked: number | undefined;
    const finish = (reason: string): void => {
      if (end.signal.aborted || over.signal.aborted) return;
      if (first !== undefined) intake.tell('warn', 'wechat connects anew', { reason });
      end.abort();
    };
    const signed = (): void => {
      sign = now();
      first ??= sign;
      asked = undefined;
      lastHeartbeat = intake.now();
    };
    const account = await parts.make({
      onSign: signed,
      onLogin: () => {
        signed();
        put('open');
      },
      onLogout: () => put('failed', WORDS.logout),
      onScan: (code) => {
        put('failed', WORDS.scan);
        // Whoever scans it gives the assistant an account for some seconds: worth showing, worth nothing later.
        intake.tell('warn', 'wechat waits for a scan', { code });
      },
      onGone: () => finish('the connection ended'),
      onRefused: () => put('failed', WORDS.refused),
      // Its words may hold a token or what somebody wrote.
      onError(error) {
        // While nobody answers, health says so; the same line every few seconds says no more.
        if (first !== undefined) intake.tell('warn', 'wechaty reports a fault', { fault: kindOf(error) });
      },
      onHeard: (message) => {
        signed();
        parts.onHeard(message);
      },
      onFriendship: parts.onFriendship,
    });
    current = account;
    void account.start();

    /** Is anybody there, whatever the stream of events says? */
    async function ask(): Promise<void> {
      asked = now();
      const answered = await within(patience.answer, account.answers()).catch(() => false);
      if (answered) lastHeartbeat = intake.now();
      else if (asked !== undefined) finish('no sign of life');
    }

    while (!end.signal.aborted && !over.signal.aborted) {
      await sleep(patience.tick, undefined, { signal: AbortSignal.any([end.signal, over.signal]) }).catch(
        () => undefined,
      );
      const at = now();
      if (first === undefined || sign === undefined) {
        if (at - start > patience.connect) finish('nobody answers');
        continue;
      }
      if (account.isLoggedIn()) put('open');
      else if (state !== 'failed' && at - first > patience.login) put('failed', WORDS.nobody);
      if (at - sign > patience.silence) finish('silent for long');
      else if (at - Math.max(sign, asked ?? 0) > patience.quiet) void ask();
    }
    current = undefined;
    // Who was logged out, or is refused, still is.
    if (state !== 'failed') put('broken', WORDS.away);
    refusals = account.isStarted() && first === undefined ? refusals + 1 : 0;
    const thoroughly = refusals >= REFUSALS && now() - stopped > STOP_AGAIN && !over.signal.aborted;
    if (thoroughly) {
      intake.tell('warn', 'the puppet service holds on to a dead connection: its puppet is stopped once');
      stopped = now();
    }
    await account.dispose(thoroughly);
    return first === undefined ? 0 : now() - first;
  }

  async function keep(): Promise<void> {
    for (let tries = 0; !over.signal.aborted; tries += 1) {
      let lasted = 0;
      try {
        lasted = await life();
      } catch (error) {
        put('broken', WORDS.away);
        intake.tell('warn', 'wechaty could not be built', { fault: kindOf(error) });
      }
      if (lasted > LONG_LIFE) tries = 0;
      const pause = Math.min(patience.most, patience.first * 2 ** Math.min(tries, 10));
      await sleep(pause * (0.75 + intake.random() / 4), undefined, { signal: over.signal }).catch(() => undefined);
    }
  }

  const kept = keep();
  return {
    account: () => (current?.isLoggedIn() === true ? current : undefined),
    health: () => ({
      state: over.signal.aborted ? 'closed' : state,
      why: over.signal.aborted ? undefined : why,
      lastHeartbeat,
    }),
    settled,
    async close() {
      over.abort();
      settle();
      await kept;
    },
  };
}

/** A fault without its words: its name, and its code where it has one. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && error.code !== undefined ? `${error.name} ${String(error.code)}` : error.name;
}
