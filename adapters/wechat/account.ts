/**
 * One connection to one WeChat account: a wechaty instance that is started once, tells what happens, and is thrown away
 * at the first sign of a broken link, because wechaty does not mend itself. Decides nothing about when.
 */
import type { Friendship, Wechaty } from 'wechaty';
import type { PuppetService } from 'wechaty-puppet-service';
import type { Heard } from './heard.ts';
import { heard } from './heard.ts';
import type { WechatSettings } from './settings.ts';
import { PUPPET_OVER_GRPC } from './settings.ts';
import { within } from './within.ts';

/** What an account tells; once it is disposed of only messages that had come before. */
export interface AccountNews {
  /** Anything came from the platform. */
  onSign(): void;
  onLogin(): void;
  onLogout(): void;
  /** A code waits to be scanned; its content. */
  onScan(code: string): void;
  /** The stream of events is over. */
  onGone(): void;
  /** The service does not accept the token. */
  onRefused(): void;
  onError(error: unknown): void;
  onHeard(heard: Heard): void;
  onFriendship(friendship: Friendship): void;
}

export interface Account {
  readonly wechaty: Wechaty;
  /** Resolves when wechaty says so, which means little. Never rejects. */
  start(): Promise<void>;
  /** Asks for a sign of life: an event where the platform answers, and whether a call is answered at all. */
  answers(): Promise<boolean>;
  isLoggedIn(): boolean;
  /** The service took the start, so that it can be reached. */
  isStarted(): boolean;
  /**
   * Resolves soon, whatever wechaty does. Never rejects.
   * @param thoroughly stops the puppet on the other side too, which ends a stream it still holds for a dead connection
   */
  dispose(thoroughly: boolean): Promise<void>;
}

/** Its own watchdog would reset an idle account for ever; seconds. Timers take no more than 24 days. */
const WATCHDOG = 20 * 24 * 3_600;
const FETCH_TRIES = 3;
const FETCH_WITHIN = 10_000;
const STOP_WITHIN = 3_000;
/** gRPC: the call did not reach anybody (cancelled, deadline, unavailable), or nobody who knows us. */
const UNREACHED: readonly unknown[] = [1, 4, 14];
const UNAUTHENTICATED = 16;

export async function openAccount(settings: WechatSettings, news: AccountNews): Promise<Account> {
  const { WechatyBuilder, types, log } = await import('wechaty');
  log.level(settings.log);
  const overGrpc = settings.puppet === PUPPET_OVER_GRPC ? await grpcPuppet(settings) : undefined;
  // Wechaty's type knows the names of its own puppets only; it loads any installed one.
  const named = settings.puppet as 'wechaty-puppet-mock';
  const wechaty = WechatyBuilder.build(overGrpc === undefined ? { puppet: named } : { puppet: overGrpc });
  const words = { messageType: (type: number) => types.Message[type] ?? '', official: types.Contact.Official };
  let over = false;
  let started = false;
  let order: Promise<void> = Promise.resolve();

  // Listeners stay after the end: an 'error' nobody listens to would end the process.
  const unlessOver =
    <A extends readonly unknown[]>(tell: (...args: A) => void) =>
    (...args: A): void => {
      if (!over) tell(...args);
    };
  wechaty.on(
    'error',
    unlessOver((error: unknown) => {
      news.onError(error);
      failed(error);
    }),
  );
  wechaty.on('heartbeat', unlessOver(news.onSign));
  wechaty.on('dong', unlessOver(news.onSign));
  wechaty.on('login', unlessOver(news.onLogin));
  wechaty.on('logout', unlessOver(news.onLogout));
  wechaty.on(
    'scan',
    unlessOver((code: string) => {
      // A code that was scanned is told again without its content.
      if (code !== '') news.onScan(code);
    }),
  );
  wechaty.on('friendship', unlessOver(news.onFriendship));

  async function fetched(id: string): Promise<Heard | undefined> {
    for (let left = FETCH_TRIES - 1; ; left -= 1) {
      try {
        return await within(FETCH_WITHIN, heard(wechaty, id, settings.name, words));
      } catch (error) {
        if (left === 0 || over) throw error;
      }
    }
  }

  /** Wechaty fetches messages side by side, so that they overtake one another; told in the order they came. */
  function inOrder(id: string): void {
    const own = fetched(id).catch((error: unknown) => {
      if (!over) news.onError(error);
      return undefined;
    });
    order = order.then(async () => {
      const message = await own;
      // Nobody tells it again, so that it counts though the connection ended meanwhile.
      if (message !== undefined) news.onHeard(message);
    });
  }

  /** A start that failed is over for good; wechaty would stop the puppet on the other side seconds later. */
  function failed(error: unknown): void {
    const code = codeOf(error);
    if (code === UNAUTHENTICATED) news.onRefused();
    if (!started && (code === UNAUTHENTICATED || UNREACHED.includes(code))) news.onGone();
  }

  return {
    wechaty,
    async start() {
      try {
        await wechaty.init();
        wechaty.puppet.on(
          'message',
          unlessOver(({ messageId }) => inOrder(messageId)),
        );
        await wechaty.start();
        started = true;
        overGrpc?.grpcManager.on('status', unlessOver(news.onGone));
      } catch (error) {
        if (!over) news.onError(error);
      }
    },
    async answers() {
      try {
        wechaty.ding('alive');
        await wechaty.puppet.contactAlias(wechaty.isLoggedIn ? wechaty.currentUser.id : 'nobody');
        return true;
      } catch (error) {
        // Any answer will do, a refusal too.
        return !UNREACHED.includes(codeOf(error));
      }
    },
    isLoggedIn: () => !over && wechaty.isLoggedIn,
    isStarted: () => started,
    async dispose(thoroughly) {
      over = true;
      if (overGrpc !== undefined && !thoroughly) letGo(overGrpc);
      await within(STOP_WITHIN, wechaty.stop()).catch(() => undefined);
    },
  };
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

async function grpcPuppet(settings: WechatSettings): Promise<PuppetService> {
  const { PuppetService: Puppet } = await import('wechaty-puppet-service');
  const puppet = new Puppet({
    ...(settings.token === undefined ? {} : { token: settings.token }),
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    tls: { disable: settings.plain },
    timeoutSeconds: WATCHDOG,
  });
  // At login it would open a LevelDB in the home folder, whose lock ends the process when two meet: it is only a cache.
  puppet.removeAllListeners('login');
  return puppet;
}

/**
 * Lets go of the connection without a word: `stop` over the wire would stop the puppet on the other side, log the
 * account out, and reach it even minutes later through a link that had been dead.
 */
function letGo(puppet: PuppetService): void {
  try {
    const { grpcManager } = puppet;
    grpcManager.eventStream?.cancel();
    grpcManager.client.close();
  } catch {
    // It was never connected.
  }
}
