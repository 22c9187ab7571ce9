/**
 * Runs the assistant until it is asked to stop: the HTTP server always, a conversation on standard input too where somebody
 * speaks there.
 * Puts the parts together and ends them in order; takes no message itself.
 */
import { parseArgs } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };
import type { Channel, Health, Intake } from '../channel.ts';
import type { Readiness } from '../http/app.ts';
import { openApp } from '../http/app.ts';
import type { JsonMessage } from '../http/json-message.ts';
import { JSON_CHANNEL } from '../http/json-message.ts';
import { servePlatforms } from '../http/platform-call.ts';
import type { Listening } from '../http/server.ts';
import { listen } from '../http/server.ts';
import type { Content } from '../message.ts';
import type { Channels } from '../runtime/channels.ts';
import { openChannels } from '../runtime/channels.ts';
import { sessionKey } from '../runtime/conversation.ts';
import { openIntake } from '../runtime/intake.ts';
import { ended, rounds } from '../runtime/later.ts';
import type { Log } from '../runtime/log.ts';
import { openLog, shortHash } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { openMetrics } from '../runtime/metrics.ts';
import { openWakes } from '../runtime/wakes.ts';
import { channelsReady, wantedChannels } from './channels.ts';
import { talkOn } from './chat.ts';
import { EXIT, OperatorFault } from './command.ts';
import { durabilityOf } from './durability.ts';
import type { Machine } from './machine.ts';
import { complain, openMachine } from './machine.ts';
import { settings } from './setup.ts';

/** How long stopping may take, ms. */
const STOPPING = 10_000;
/** How often somebody looks for replies that another process left, ms. */
const SWEEP = 1_000;
/** How long the store may take to say that it is there, ms. */
const ANSWER = 1_000;
/** What platforms are given to part from in any case, and at most: the store wants to be closed too, ms. */
const PARTING = { least: 1_000, most: 4_000 };

/** `start`: resolves once it has stopped in order, after SIGTERM, SIGINT or SIGHUP, or when the person at the terminal leaves. */
export async function start(args: string[]): Promise<number> {
  parseArgs({ args, options: {} });
  const config = settings();
  const terminal = process.stdin.isTTY === true;
  // Beside a conversation on the same screen only what needs attention is worth a line.
  const log = openLog(terminal && config.environment.LOG_LEVEL === undefined ? 'error' : config.log.level);
  let channels: Channels | undefined;
  let metrics: Metrics | undefined;
  const machine = await openMachine({
    channelFor: (name) => channels?.get(name),
    channels: () => channels?.names() ?? [],
    around: (store) => {
      const metered = openMetrics(store);
      metrics = metered.metrics;
      return metered.store;
    },
    news: {
      onFault: (fault, { key, outbound }) => {
        metrics?.failed(outbound.to.channel, fault.reason);
        log.warn({ who: shortHash(key), channel: outbound.to.channel, reason: fault.reason }, 'a reply was not sent');
      },
      onSent: ({ outbound }) => metrics?.sent(outbound.to.channel),
      onDead: ({ key, outbound }, fault) => {
        metrics?.buried(outbound.to.channel);
        log.error(
          { who: shortHash(key), channel: outbound.to.channel, reason: fault.reason },
          'a reply cannot be sent',
        );
      },
      onError: (error) => log.error({ err: error }, 'delivery failed'),
    },
    tell: (message) => log.warn(message),
  });
  if (metrics === undefined) throw new Error('the store was opened without its counters');
  return serve(machine, metrics, log, terminal, (opened) => {
    channels = opened;
  });
}

/** @param onChannels is given the channels before the first of them is open */
async function serve(
  machine: Machine,
  metrics: Metrics,
  log: Log,
  terminal: boolean,
  onChannels: (channels: Channels) => void,
): Promise<number> {
  let stopping = false;
  let channels: Channels | undefined;
  const { promise: asked, resolve: stop } = Promise.withResolvers<string>();
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, () => stop(signal));
  const report = (error: unknown): void => log.error({ err: error }, 'a round failed');
  // An SDK that loses a promise harms its own channel at most, not everybody else's.
  const lost = (error: unknown): void => log.error({ stack: stackOf(error) }, 'a promise was lost');
  process.on('unhandledRejection', lost);
  try {
    const server = await open(
      machine,
      metrics,
      log,
      () => stopping,
      () => channels,
    );
    channels = openChannels({
      wanted: wantedChannels(machine.config.channels),
      environment: machine.config.environment,
      intakeFor: (name) =>
        intakeOf(
          machine,
          log,
          name,
          () => !stopping,
          () => channels?.get(name),
        ),
      random: Math.random,
      tell: (name, health, cause) => tellOf(log, name, health, cause),
    });
    onChannels(channels);
    const all = channels;
    // Out of the way of a conversation on the same screen: it is the first line then.
    complain(`申报助手 ${packageJson.version} · ${server.url}（API：${server.url}api/v1/messages）`);
    const { state, zh, en } = durabilityOf(machine.config, machine.store);
    if (state !== 'ok') log.warn(`${zh} / ${en}`);
    log.info({ port: server.port, store: en, call: machine.call.id, hash: machine.call.hash.slice(0, 12) }, 'serving');
    // Not waited for: a platform that does not answer must not keep the replies of another from being looked for.
    const sweeps = rounds(SWEEP, async () => void machine.delivery.sweep().catch(report), report);
    const wakes = openWakes({ ...machine, onError: report });
    whenSomebodySpeaks(terminal, () => {
      talkOn(machine, { onOpen: (name, channel) => all.add(name, channel) }).then(
        () => stop('the person at the terminal left'),
        (error: unknown) => {
          report(error);
          stop('the terminal failed');
        },
      );
    });
    const why = await asked;
    stopping = true;
    log.info({ why }, 'stopping');
    const began = performance.now();
    const left = (): number => Math.max(0, STOPPING - (performance.now() - began));
    await ended(Promise.all([server.close(left()), wakes.stop(), sweeps.stop()]), left());
    await ended(machine.conversation.idle(), left());
    await machine.delivery.close(left());
    await ended(all.close(), Math.max(PARTING.least, Math.min(PARTING.most, left())));
    await ended(machine.close(), left());
    log.info('stopped');
    return EXIT.ok;
  } finally {
    for (const signal of signals) process.removeAllListeners(signal);
    process.off('unhandledRejection', lost);
    // An input that is still open would keep the process waiting for words nobody takes.
    process.stdin.destroy();
  }
}

/** At a terminal at once; on a pipe when the first words come, which under a process manager is never. */
function whenSomebodySpeaks(terminal: boolean, talk: () => void): void {
  if (terminal) {
    talk();
    return;
  }
  const { stdin } = process;
  stdin.once('error', () => undefined);
  stdin.once('readable', () => {
    if (stdin.readableLength > 0) talk();
  });
}

/** What a channel works with: its messages taken, their replies sent by delivery. */
function intakeOf(
  machine: Machine,
  log: Log,
  channel: string,
  isOpen: () => boolean,
  open: () => Channel | undefined,
): Intake {
  return openIntake({
    channel,
    conversation: machine.conversation,
    delivery: machine.delivery,
    keepFile: machine.keepStream,
    largestFile: machine.largestFile,
    now: () => Date.now(),
    random: Math.random,
    tell: (level, what, fields) => log[level]({ channel, ...fields }, what),
    isOpen,
    sendNow: async (outbound) => open()?.send(outbound, outbound.id),
    onError: (error) => log.error({ err: error, channel }, 'a message failed'),
  });
}

function tellOf(log: Log, channel: string, { state, why }: Health, cause: unknown): void {
  if (state === 'open') log.info({ channel }, 'a channel is open');
  else {
    log.warn({ channel, state, why: why?.en, stack: stackOf(cause) }, 'a channel is not open');
    complain(`${channel}：${why?.zh ?? state} / ${why?.en ?? state}`);
  }
}

/** Of an error its stack alone: what else an SDK puts into it may be a request with its credentials. */
function stackOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return error instanceof Error ? error.stack : typeof error;
}

async function open(
  machine: Machine,
  metrics: Metrics,
  log: Log,
  isStopping: () => boolean,
  channels: () => Channels | undefined,
): Promise<Listening> {
  const { config, store, clock, conversation } = machine;
  const app = openApp({
    version: packageJson.version,
    apiKeys: config.server.apiKeys,
    metrics,
    log,
    isStopping,
    readiness: async () => [await storeReady(machine), ...channelsReady(channels()?.health() ?? [])],
    exchange: {
      store,
      conversation,
      now: clock.now,
      at: () => Date.now(),
      keepFile: (message) => keep(machine, message),
      onBug: (error) => log.error({ err: error }, 'a message failed'),
    },
  });
  servePlatforms(app, {
    route: (path) => (isStopping() ? undefined : channels()?.route(path)),
    log,
    onRefused: (status) => metrics.refused(status),
  });
  const { host, port, portMayMove } = config.server;
  try {
    return await listen(app, { host, port, mayMove: portMayMove });
  } catch (error) {
    await machine.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new OperatorFault(`不能监听 ${host}:${port}（${code}）。/ Cannot listen on ${host}:${port} (${code}).`);
  }
}

async function storeReady({ store, conversation }: Machine): Promise<Readiness> {
  const answered = store.now().then(
    () => true,
    () => false,
  );
  const ready = (await ended(answered, ANSWER)) && (await answered);
  return ready && conversation.available()
    ? { name: 'store', ready: true }
    : { name: 'store', ready: false, why: 'the store does not answer' };
}

function keep(machine: Machine, { user, file }: JsonMessage): Promise<Content> {
  const { base64 = '', name = '', mime = '' } = file ?? {};
  return machine.keepFile(sessionKey({ channel: JSON_CHANNEL, user }), Buffer.from(base64, 'base64'), name, mime);
}
