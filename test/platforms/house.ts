/**
 * The whole machine in one process around a store, for tests of adapters: the shipped call, real conversation, delivery
 * and files. A second house on the same store is a restarted process or another replica.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Adapter, Channel, DeliveryFault, Intake, Taken } from '../../src/channel.ts';
import { openInsight } from '../../src/cli/insight.ts';
import { takeTick, wakeAfter } from '../../src/engine/tick.ts';
import type { Call } from '../../src/flow/call.ts';
import { loadCall } from '../../src/flow/load.ts';
import type { Inbound } from '../../src/message.ts';
import type { Conversation } from '../../src/runtime/conversation.ts';
import { openConversation } from '../../src/runtime/conversation.ts';
import { openDelivery } from '../../src/runtime/delivery.ts';
import { fileContent, openFiles } from '../../src/runtime/files.ts';
import { openGroups } from '../../src/runtime/groups.ts';
import { openIntake } from '../../src/runtime/intake.ts';
import { rounds } from '../../src/runtime/later.ts';
import { openLinks } from '../../src/runtime/links.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';

const FLOWS = 'flows/fintech-events-2025';
const MEBIBYTE = 1024 * 1024;
/** How often replies another house left behind are looked for, ms. */
const SWEEP = 100;

export interface House {
  readonly call: Call;
  readonly store: Store;
  readonly conversation: Conversation;
  /** Every message that came in, with what became of it, in order. */
  readonly taken: readonly { readonly inbound: Inbound; readonly taken: Taken }[];
  /** What adapters told operators. */
  readonly told: readonly string[];
  /** Replies that could not be sent at some try. */
  readonly faults: readonly DeliveryFault[];
  /** Errors nobody expected; empty after a good test. */
  readonly errors: readonly unknown[];
  /** What a channel of that name is given; `take` may be replaced to play a machine that is away or slow. */
  intakeFor(name: string): Intake;
  /** Opens a channel for delivery and intake. */
  open<Settings>(
    adapter: Adapter<Settings>,
    environment: Readonly<Record<string, string>>,
    intake?: Intake,
  ): Promise<Channel>;
  /** Ends it all: in order, or (abrupt) as a killed process would, with replies claimed and never confirmed. */
  close(abrupt?: boolean): Promise<void>;
}

export interface HouseParts {
  /** Kept by the caller, who closes it; a memory store of its own otherwise. */
  readonly store?: Store;
  /** ms since 1970 for turns and timers. */
  readonly now?: () => number;
  /** Questions about the rules are answered (loads the index, a second). */
  readonly knowing?: boolean;
  /** ms a claimed reply is nobody else's. */
  readonly lease?: number;
}

let shipped: Call | undefined;

export async function openHouse(parts: HouseParts = {}): Promise<House> {
  shipped ??= loadCall(FLOWS);
  const call = shipped;
  const now = parts.now ?? Date.now;
  const store = parts.store ?? openMemoryStore();
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-house-'));
  const files = await openFiles(folder);
  const channels = new Map<string, Channel>();
  const taken: { inbound: Inbound; taken: Taken }[] = [];
  const told: string[] = [];
  const faults: DeliveryFault[] = [];
  const errors: unknown[] = [];
  const delivery = openDelivery({
    store,
    now,
    channelFor: (name) => channels.get(name),
    channels: () => [...channels.keys()],
    onFault: (fault) => faults.push(fault),
    onError: (error) => errors.push(error),
    ...(parts.lease === undefined ? {} : { lease: parts.lease }),
  });
  const links = openLinks({ store });
  const conversation = openConversation({
    store,
    call: () => call,
    version: 'test',
    groups: openGroups(),
    clock: () => now(),
    now,
    lease: delivery.leaseUntil,
    tick: takeTick,
    wakeAfter,
    joins: {
      draw: (below) => randomInt(below),
      speaksFirst: () => true,
      invitations: (code) =>
        [...channels].flatMap(([name, channel]) => {
          const invitation = channel.invite?.(code);
          return invitation === undefined ? [] : [{ channel: name, ...invitation }];
        }),
    },
    links,
    ...(parts.knowing === true ? { openInsight: async (current) => openInsight(FLOWS, current) } : {}),
  });
  const sweeps = rounds(
    SWEEP,
    () => delivery.sweep(),
    (error) => errors.push(error),
  );
  let open = true;

  const intakeFor = (name: string): Intake =>
    openIntake({
      channel: name,
      conversation,
      delivery,
      keepFile: async (owner, source, file, mime) =>
        fileContent(await files.keep(await links.resolve(owner), source, file, mime, 20 * MEBIBYTE)),
      largestFile: 20 * MEBIBYTE,
      now,
      random: () => 0,
      tell: (level, what, fields) => told.push(`${level}: ${what} ${JSON.stringify(fields ?? {})}`),
      isOpen: () => open,
      sendNow: async (outbound) => channels.get(name)?.send(outbound, outbound.id),
      onError: (error) => errors.push(error),
      onInbound: (inbound, became) => taken.push({ inbound, taken: became }),
    });

  return {
    call,
    store,
    conversation,
    taken,
    told,
    faults,
    errors,
    intakeFor,
    async open(adapter, environment, intake) {
      const channel = await adapter.open(adapter.env.parse(environment), intake ?? intakeFor(adapter.name));
      channels.set(adapter.name, channel);
      return channel;
    },
    async close(abrupt = false) {
      open = false;
      await sweeps.stop();
      if (!abrupt) {
        await conversation.idle();
        await delivery.close(2_000);
      }
      const ended = [...channels.values()].map((channel) => channel.close());
      channels.clear();
      await Promise.all(ended);
      if (parts.store === undefined) await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
