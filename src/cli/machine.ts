/**
 * The composition root: settings, call, store, conversation and delivery put together for the commands that talk to
 * applicants. Opens no channel; whoever opens one says so through `channelFor`.
 */
import { randomInt } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import type { Channel } from '../channel.ts';
import type { Config } from '../config.ts';
import type { Hint, Wish } from '../engine/hint.ts';
import type { Session } from '../engine/session.ts';
import { takeTick, wakeAfter } from '../engine/tick.ts';
import type { Call } from '../flow/call.ts';
import type { Content } from '../message.ts';
import type { Clock } from '../runtime/clock.ts';
import { openClock } from '../runtime/clock.ts';
import type { Conversation } from '../runtime/conversation.ts';
import { openConversation } from '../runtime/conversation.ts';
import type { Delivery, DeliveryParts } from '../runtime/delivery.ts';
import { openDelivery } from '../runtime/delivery.ts';
import type { Files } from '../runtime/files.ts';
import { fileContent, openFiles } from '../runtime/files.ts';
import { openGroups } from '../runtime/groups.ts';
import { openLinks } from '../runtime/links.ts';
import type { Model } from '../runtime/model.ts';
import { storedKey } from '../store/key.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { demandWhole } from './half-moved.ts';
import { callFolder, configuredCall, settings } from './setup.ts';

export interface Machine {
  readonly config: Config;
  readonly call: Call;
  readonly store: Store;
  /** The store's clock. */
  readonly clock: Clock;
  readonly conversation: Conversation;
  readonly delivery: Delivery;
  /**
   * Delivers what an earlier run on this machine still owed, without waiting for its leases to end: for channels only
   * one process at a time speaks on (standard input and output), whose earlier process is gone.
   */
  readonly overdue: Delivery;
  /**
   * Stores a file (bytes, or those at a path) and says what it means as a message. Rejects when it cannot be read.
   * @param owner the handle (`channel:user`) of the person who sent it
   * @param mime "" when it is not known
   */
  keepFile(owner: string, source: string | Uint8Array, name: string, mime: string): Promise<Content>;
  /** The same for what comes as a stream, for a handle (`channel:user`). */
  keepStream(
    handle: string,
    source: AsyncIterable<Uint8Array> | Uint8Array,
    name: string,
    mime: string,
  ): Promise<Content>;
  /** The largest file any question takes, bytes. */
  readonly largestFile: number;
  /** Resolves once everything taken is stored. */
  close(): Promise<void>;
}

export interface MachineParts {
  /** The open channel of a name. */
  readonly channelFor: (name: string) => Channel | undefined;
  /** Names of the open channels, for sweeps. */
  readonly channels?: () => readonly string[];
  /** Puts something around the store, such as counters. */
  readonly around?: (store: Store) => Store;
  /** Hears what becomes of replies. */
  readonly news?: Partial<Pick<DeliveryParts, 'onFault' | 'onSent' | 'onDead' | 'onError'>>;
  /** Hears what an operator should know, in one line; standard error unless given. */
  readonly tell?: (message: string) => void;
}

/**
 * Channels nobody can be spoken to on without having spoken first: who speaks for people there reminds them, and their
 * messages may bring a clock of their own.
 */
const ANSWERING_ONLY = ['json', 'terminal'];

function wakeOf(call: Call, session: Session, now: number, channel = ''): number | null {
  const spoken = session.reach.to?.channel ?? channel;
  return ANSWERING_ONLY.includes(spoken) ? null : wakeAfter(call, session, now);
}

/** Longer than any lease, ms. */
const PAST_LEASES = 10 * 60_000;
const MEBIBYTE = 1024 * 1024;

/** Opens the store the settings name: Redis with REDIS_URL, else the file in DATA_DIR. Rejects with StoreFault. */
export async function openStore({ store }: Config): Promise<Store> {
  if (store.redisUrl === undefined) return openSqliteStore(store.dataDir);
  // Its client is loaded only where there is a Redis.
  const { openRedisStore } = await import('../store/redis.ts');
  return openRedisStore({
    url: store.redisUrl,
    cluster: store.redisCluster,
    replicated: store.durability === 'replicated',
    strict: store.durability === 'strict',
  });
}

/** Opens everything. Messages are taken on their own clock (`Inbound.at`). Rejects with the faults of what it opens. */
export async function openMachine(parts: MachineParts): Promise<Machine> {
  const tell = parts.tell ?? complain;
  const config = settings();
  const call = configuredCall(config);
  const bare = await openStore(config);
  try {
    await demandWhole(bare);
  } catch (error) {
    await bare.close();
    throw error;
  }
  const store = parts.around?.(bare) ?? bare;
  const clock = await openClock(store);
  const deliveryAt = (now: () => number): Delivery =>
    openDelivery({
      store,
      channelFor: parts.channelFor,
      now,
      onFault: (fault) => tell(fault.message),
      onError: (error) => tell(error instanceof Error ? error.message : String(error)),
      random: Math.random,
      ...parts.news,
      ...(parts.channels === undefined ? {} : { channels: parts.channels }),
    });
  const delivery = deliveryAt(clock.now);
  const folder = join(config.store.dataDir, 'files');
  let files: Promise<Files> | undefined;
  const links = openLinks({ store });
  // The largest file any question takes.
  const sizes = call.steps.flatMap((step) => (step.type === 'files' ? [step.maxBytes] : []));
  const largest = Math.max(20 * MEBIBYTE, ...sizes);
  return {
    config,
    call,
    store,
    clock,
    conversation: openConversation({
      store,
      now: clock.now,
      lease: delivery.leaseUntil,
      tick: takeTick,
      wakeAfter: wakeOf,
      call: () => call,
      version: packageJson.version,
      groups: openGroups({ uncounted: ANSWERING_ONLY }),
      // Loaded at the first question: nobody else waits for the libraries and the index.
      openInsight: async (current) => {
        try {
          return (await import('./insight.ts')).openInsight(callFolder(config), current);
        } catch (error) {
          tell(
            `questions are handed over, for the knowledge could not be opened: ${error instanceof Error ? error.message : String(error)}`,
          );
          throw error;
        }
      },
      clock: (inbound) => inbound.at,
      ...(config.model === undefined ? {} : { askModel: modelAt(config.model, tell) }),
      joins: {
        draw: (below) => randomInt(below),
        speaksFirst: (channel) => !ANSWERING_ONLY.includes(channel),
        invitations: (code) =>
          (parts.channels?.() ?? []).flatMap((name) => {
            const invitation = parts.channelFor(name)?.invite?.(code);
            return invitation === undefined ? [] : [{ channel: name, ...invitation }];
          }),
      },
      links,
      onErase: async (key) => {
        if (!existsSync(folder)) return;
        files ??= openFiles(folder);
        const kept = await files;
        await kept.forget(storedKey(key));
        // As they were kept before sessions were joined.
        await kept.forget(key);
      },
    }),
    delivery,
    overdue: deliveryAt(() => clock.now() + PAST_LEASES),
    async keepFile(owner, source, name, mime) {
      // Opened when the first file comes.
      files ??= openFiles(folder);
      const bytes = typeof source === 'string' ? bytesAt(source) : source;
      return fileContent(await (await files).keep(await links.resolve(owner), bytes, name, mime, largest));
    },
    async keepStream(handle, source, name, mime) {
      files ??= openFiles(folder);
      return fileContent(await (await files).keep(await links.resolve(handle), source, name, mime, largest));
    },
    largestFile: largest,
    close() {
      clock.close();
      return store.close();
    },
  };
}

/** Asks the model of that place; nothing of it is loaded before the first question for it. */
function modelAt(
  endpoint: NonNullable<Config['model']>,
  tell: (message: string) => void,
): (wish: Wish) => Promise<Hint | undefined> {
  let model: Model | undefined;
  return async (wish) => {
    const { hintFrom, openModel } = await import('../runtime/model.ts');
    model ??= openModel({ ...endpoint, now: () => Date.now(), tell });
    return hintFrom(model, wish);
  };
}

/** The bytes of a file, which is opened only when they are read: nobody would hear an earlier error. */
async function* bytesAt(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

/** A line for the operator, on standard error. */
export function complain(message: string): void {
  process.stderr.write(`${message}\n`);
}
