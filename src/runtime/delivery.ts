/**
 * Sends what is due: replies leased at their commit or claimed from the outbox, those of one lane (what a session is owed
 * on one channel) at a time and in order; no lane waits for another. A reply is sent at least once and carries the same id
 * each time; it never decides what is said.
 */
import type { Channel, ChannelState } from '../channel.ts';
import type { Outbound } from '../message.ts';
import type { Due, Store } from '../store/store.ts';
import type { DeliveryNews, Left } from './dispatch.ts';
import { openDispatch } from './dispatch.ts';
import type { Later } from './later.ts';
import { ended, later, openVisits } from './later.ts';
import { openProbes } from './probes.ts';

export interface Delivery {
  /** Sends what is due for one session now. */
  deliver(key: string): Promise<void>;
  /**
   * Sends what the commit of a turn leased, without asking the store first. Resolves once it is confirmed or put off.
   * @param until end of the lease (`Outcome.until`), ms
   */
  send(key: string, leased: readonly Outbound[], until?: number): Promise<void>;
  /** Sends whatever is due on channels that are open (and now and then tries one that is not): after a restart, and from time to time. Returns how many were sent. */
  sweep(): Promise<number>;
  /** Until when replies committed now are this process's to send: for `ConversationParts.lease`. */
  leaseUntil(): number;
  /** Claims nothing more; resolves once what is under way was sent or given back, in so many ms at most. */
  close(within: number): Promise<void>;
}

export interface DeliveryParts extends DeliveryNews {
  readonly store: Store;
  /** The open channel of that name; undefined when it is not open here. */
  readonly channelFor: (name: string) => Channel | undefined;
  /** The store's clock, ms. */
  readonly now: () => number;
  /**
   * Names of the channels opened here, which are swept while their health is open; without it a sweep claims for all and puts
   * off what is not opened here.
   */
  readonly channels?: () => readonly string[];
  /** A visit planned for a retry failed; nobody else hears of it. */
  readonly onError?: (error: unknown) => void;
  /** 0 to 1, for spreading retries; without it they are not spread. */
  readonly random?: () => number;
  readonly later?: Later;
  /** ms a claimed reply is nobody else's. */
  readonly lease?: number;
  /** Sends under way at once, on each channel. */
  readonly room?: number;
}

const LEASE = 30_000;
const ROOM = 32;
const BATCH = 64;
/** When to come back for what belongs to a channel that is not open here, ms: where others sweep it, and where none may. */
const ELSEWHERE = 1_000;
const NOWHERE = 5 * 60_000;
/** Part of the time for closing in which platforms may still answer. */
const ANSWERING = 0.8;

export function openDelivery(parts: DeliveryParts): Delivery {
  const { store, now } = parts;
  const lease = parts.lease ?? LEASE;
  /** The last work in line for each lane, by session and channel. */
  const lines = new Map<string, Map<string, Promise<unknown>>>();
  /** Deliveries that have not begun, by lane: whoever asks meanwhile is served by them. */
  const asked = new Map<string, Promise<void>>();
  /** By channel: what sweeps have claimed and not yet sent, and whether one is claiming. */
  const sweeps = new Map<string, { readonly underWay: Set<Promise<unknown>>; claiming: boolean }>();
  let closing = false;
  const visits = openVisits(parts.later ?? later, (key) => {
    deliver(key).catch((error: unknown) => parts.onError?.(error));
  });
  const stateOf = (name: string): ChannelState | undefined => parts.channelFor(name)?.health().state;
  const probes = openProbes(stateOf, now);
  const dispatch = openDispatch({
    ...parts,
    later: parts.later ?? later,
    lease,
    room: parts.room ?? ROOM,
    random: parts.random ?? (() => 0),
    elsewhere: parts.channels === undefined ? NOWHERE : ELSEWHERE,
    isAway: (name) => parts.channels !== undefined && stateOf(name) !== 'open',
    revisit: (key, ms, time) => {
      if (!closing) visits.plan(key, ms, time);
    },
  });

  /** One lane's work at a time, so that nothing overtakes in this process. */
  function inLine<T>(key: string, channel: string, work: () => Promise<T>): Promise<T> {
    const lanes = lines.get(key) ?? new Map<string, Promise<unknown>>();
    lines.set(key, lanes);
    const before = lanes.get(channel);
    const done = before === undefined ? work() : before.then(work, work);
    lanes.set(channel, done);
    const left = (): void => {
      if (lanes.get(channel) === done) lanes.delete(channel);
      if (lanes.size === 0 && lines.get(key) === lanes) lines.delete(key);
    };
    done.then(left, left);
    return done;
  }

  /** Claims and sends what a lane is owed until nothing more can go. */
  async function drain(key: string, channel: string): Promise<number> {
    let total = 0;
    while (!closing) {
      const start = now();
      const batch = await store.claim(start, lease, BATCH, { key, channels: [channel] });
      if (batch.length === 0) break;
      const { sent, state } = await dispatch.sendInOrder(batch, start + lease);
      total += sent;
      if (state === 'rest' || (state === 'clear' && batch.length < BATCH)) break;
    }
    return total;
  }

  /** Drains a lane once its present work is over. */
  function drainAfter(key: string, channel: string): Promise<void> {
    const lane = `${key} ${channel}`;
    const waiting = asked.get(lane);
    if (waiting !== undefined) return waiting;
    const own = inLine(key, channel, async () => {
      asked.delete(lane);
      await drain(key, channel);
    });
    asked.set(lane, own);
    return own;
  }

  /** Sends a batch lane by lane; `more`: after each, is there more to claim? */
  function sendLanes(
    key: string,
    batch: readonly Due[],
    until: number,
    more: (state: Left['state']) => boolean,
  ): Promise<unknown> {
    return Promise.all(
      [...Map.groupBy(batch, ({ outbound }) => outbound.to.channel)].map(([channel, lane]) =>
        inLine(key, channel, async () => {
          const { state } = await dispatch.sendInOrder(lane, until);
          if (more(state)) await drain(key, channel);
        }),
      ),
    );
  }

  async function deliver(key: string): Promise<void> {
    if (closing) return;
    const busy = [...(lines.get(key)?.keys() ?? [])].map((channel) => drainAfter(key, channel));
    const start = now();
    const batch = await store.claim(start, lease, BATCH, { key });
    const whole = batch.length === BATCH;
    const sent = sendLanes(key, batch, start + lease, (state) => state === 'again' || (whole && state === 'clear'));
    await Promise.all([...busy, sent]);
  }

  /** Sweeps one channel (undefined: all): the first reply of each lane, then whatever else that lane is owed. */
  async function sweepOne(name: string | undefined): Promise<number> {
    const sweep = sweeps.get(name ?? '') ?? { underWay: new Set(), claiming: false };
    sweeps.set(name ?? '', sweep);
    // Its replies may be on their way for long; the next sweep claims meanwhile.
    if (sweep.claiming) return 0;
    const own: Promise<number>[] = [];
    sweep.claiming = true;
    try {
      for (let isFirst = true; !closing; isFirst = false) {
        // Of what a channel that is not open is owed, one reply is tried.
        const isProbe = name !== undefined && stateOf(name) !== 'open';
        if (isProbe && !isFirst) break;
        if (sweep.underWay.size >= BATCH) await Promise.race(sweep.underWay);
        const start = now();
        const batch = await store.claim(
          start,
          lease,
          isProbe ? 1 : BATCH,
          name === undefined ? {} : { channels: [name] },
        );
        if (batch.length === 0) break;
        for (const due of batch) {
          const { channel } = due.outbound.to;
          const done = inLine(due.key, channel, async () => {
            const { sent, state } = await dispatch.sendInOrder([due], start + lease);
            return state === 'rest' ? sent : sent + (await drain(due.key, channel));
          });
          own.push(done);
          sweep.underWay.add(done);
          const left = (): boolean => sweep.underWay.delete(done);
          done.then(left, left);
        }
      }
    } finally {
      sweep.claiming = false;
    }
    return sum(await Promise.all(own));
  }

  return {
    deliver,
    async send(key, leased, until = now() + lease) {
      if (leased.length === 0) return;
      const batch = leased.map((outbound) => ({ key, outbound, attempts: 0 }));
      await sendLanes(key, batch, until, (state) => state === 'again');
    },
    async sweep() {
      const names = parts.channels === undefined ? [undefined] : probes.worth(parts.channels());
      return sum(await Promise.all(names.map(sweepOne)));
    },
    leaseUntil: () => now() + lease,
    async close(within) {
      closing = true;
      visits.clear();
      dispatch.end();
      const over = async (): Promise<void> => {
        while (lines.size > 0) await Promise.allSettled([...lines.values()].flatMap((lanes) => [...lanes.values()]));
      };
      if (await ended(over(), within * ANSWERING)) return;
      // What no platform answered is given back.
      dispatch.abort();
      await ended(over(), within * (1 - ANSWERING));
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
