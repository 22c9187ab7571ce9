/**
 * The whole path of the Redis part: conversation, engine, store and delivery put together as `start` does, with a channel
 * that takes every reply at once. Leaves nothing out that an applicant's message goes through, but HTTP.
 */
import type { Channel } from '../src/channel.ts';
import { takeTick, wakeAfter } from '../src/engine/tick.ts';
import type { Call } from '../src/flow/call.ts';
import { asText } from '../src/message.ts';
import { openClock } from '../src/runtime/clock.ts';
import { openConversation } from '../src/runtime/conversation.ts';
import type { ConversationParts } from '../src/runtime/conversation-parts.ts';
import { openDelivery } from '../src/runtime/delivery.ts';
import { openRedisStore } from '../src/store/redis.ts';
import { PLAIN } from '../test/runtime/plain-channel.ts';
import { swallow } from './measure.ts';
import type { Answering } from './redis-people.ts';

export interface PathNews {
  /** The store's answer to a commit came after so many ms. */
  readonly onCommit?: NonNullable<ConversationParts['onCommit']>;
}

/** Turns up to the acknowledgement: durable, their replies in the outbox, and nobody here who sends them. */
export function openTurns(url: string, call: Call): Promise<Answering> {
  return openPath(url, call, false, {});
}

/** Turns with everything: replies leased at the commit, sent, and confirmed. */
export function openWhole(url: string, call: Call, news: PathNews = {}): Promise<Answering> {
  return openPath(url, call, true, news);
}

async function openPath(url: string, call: Call, sending: boolean, { onCommit }: PathNews): Promise<Answering> {
  const store = await openRedisStore({ url });
  const clock = await openClock(store);
  /** Who waits for the replies to a message. */
  const readers = new Map<string, { left: number; readonly read: () => void }>();
  const channel: Channel = {
    name: 'bench',
    capabilities: PLAIN,
    health: () => ({ state: 'open' }),
    async send(outbound) {
      swallow(asText(outbound));
      const reader = readers.get(outbound.to.user);
      if (reader === undefined) return;
      reader.left -= 1;
      if (reader.left > 0) return;
      readers.delete(outbound.to.user);
      reader.read();
    },
    close: () => Promise.resolve(),
  };
  const delivery = openDelivery({
    store,
    channelFor: () => channel,
    now: clock.now,
    onFault: (fault) => {
      throw fault;
    },
  });
  const conversation = openConversation({
    store,
    call: () => call,
    version: 'bench',
    clock: (inbound) => inbound.at,
    tick: takeTick,
    wakeAfter,
    ...(sending ? { lease: delivery.leaseUntil } : {}),
    ...(onCommit === undefined ? {} : { onCommit }),
  });
  const underWay = new Set<Promise<void>>();
  return {
    name: sending ? 'turn, replies sent and confirmed' : 'turn to its acknowledgement',
    async post(inbound) {
      const { status, key, leased, until } = await conversation.take(inbound);
      if (status !== 'ok') throw new Error(`${inbound.id} of ${inbound.user}: ${status}`);
      if (!sending) return;
      if (leased === undefined) {
        // What came before was still owed, as after a script was first asked for.
        await delivery.deliver(key);
        return;
      }
      await new Promise<void>((read, reject) => {
        readers.set(inbound.user, { left: leased.length, read });
        const sent = delivery.send(key, leased, until);
        underWay.add(sent);
        sent.then(() => underWay.delete(sent), reject);
      });
    },
    async rest() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async close() {
      clock.close();
      await store.close();
    },
  };
}
