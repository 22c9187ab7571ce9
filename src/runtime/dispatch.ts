/**
 * Sends the replies of one session that this process has leased, in order, and records what became of each: sent, put
 * off, to be tried again, or dead. Claims nothing, and writes nothing about a reply whose lease is over.
 */
import type { Channel } from '../channel.ts';
import { DeliveryFault } from '../channel.ts';
import type { Due, ReplyRef, Store } from '../store/store.ts';
import { openAttempts } from './attempt.ts';
import { openConfirmations } from './confirmations.ts';
import type { Gate } from './gate.ts';
import { openGate } from './gate.ts';
import type { Later } from './later.ts';
import { openPace } from './rates.ts';

/** What is told of deliveries, for logs and metrics; must not throw. */
export interface DeliveryNews {
  readonly onFault: (fault: DeliveryFault, due: Due) => void;
  /** `took`: ms the platform needed. */
  readonly onSent?: (due: Due, took: number) => void;
  readonly onDead?: (due: Due, fault: DeliveryFault) => void;
  /** Put off by so many ms because its chat or channel takes no more now. */
  readonly onPutOff?: (due: Due, wait: number) => void;
  /** Sent, but after its lease was over: it is not confirmed, and will be sent again. */
  readonly onLate?: (due: Due) => void;
}

export interface DispatchParts extends DeliveryNews {
  readonly store: Pick<Store, 'confirm' | 'retry' | 'release' | 'bury'>;
  readonly channelFor: (name: string) => Channel | undefined;
  readonly now: () => number;
  readonly later: Later;
  /** ms. */
  readonly lease: number;
  /** Sends under way at once, on each channel. */
  readonly room: number;
  /** 0 to 1, for spreading retries. */
  readonly random: () => number;
  /** ms until a reply is due again whose channel is not open here. */
  readonly elsewhere: number;
  /** Is this channel away, so that sweeps will come for what it is owed when it is back? */
  readonly isAway: (channel: string) => boolean;
  /** The session should be looked at again so many ms after `time`. */
  readonly revisit: (key: string, ms: number, time: number) => void;
}

/** How a session was left: `clear`: all sent · `again`: more may be due at once · `rest`: nothing to do for now. */
export interface Left {
  readonly sent: number;
  readonly state: 'clear' | 'again' | 'rest';
}

export interface Dispatch {
  /** @param until end of the lease, ms */
  sendInOrder(batch: readonly Due[], until: number): Promise<Left>;
  /** Begins no further send: what is not sent yet is given back. */
  end(): void;
  /** Waits for no platform any more. */
  abort(): void;
}

/** What came of one try. */
type Result =
  | { readonly kind: 'sent' }
  /** Not tried: too little is left of the lease, or the process ends. */
  | { readonly kind: 'untried' }
  | { readonly kind: 'early'; readonly wait: number }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'failed'; readonly fault: DeliveryFault };

/** The longest a send may take, the shortest it is begun with, and what is left for noting it; parts of the lease. */
const LONGEST = 0.6;
const SHORTEST = 0.1;
const NOTING = 0.1;
const FIRST_RETRY = 1_000;
const LAST_RETRY = 5 * 60_000;
const ATTEMPTS = 12;
/** No reply is put off for longer by a rate: its process may be gone by then. */
const LONGEST_WAIT = 30_000;
/** Part of a retry's pause it is spread over. */
const SPREAD = 0.25;

function refOf({ key, outbound }: Due): ReplyRef {
  return { key, id: outbound.id };
}

export function openDispatch(parts: DispatchParts): Dispatch {
  const { store, now, lease } = parts;
  const pace = openPace();
  const attempts = openAttempts(parts.later);
  const confirmations = openConfirmations(store, now, parts.later);
  const gates = new Map<string, Gate>();
  let ending = false;

  function gateOf(channel: string): Gate {
    const known = gates.get(channel);
    if (known !== undefined) return known;
    const made = openGate(parts.room);
    gates.set(channel, made);
    return made;
  }

  async function attempt(channel: Channel, due: Due, until: number): Promise<Result> {
    const start = now();
    const limit = Math.min(LONGEST * lease, until - start - NOTING * lease);
    if (ending || limit < SHORTEST * lease) return { kind: 'untried' };
    const wait = pace.placeFor(due.outbound, channel.capabilities.rates, start) - start;
    if (wait > 0) return { kind: 'early', wait };
    try {
      await attempts.send(channel, due.outbound, limit);
    } catch (error) {
      if (error instanceof DeliveryFault) return { kind: 'failed', fault: error };
      throw error;
    }
    parts.onSent?.(due, now() - start);
    return { kind: 'sent' };
  }

  async function tried(due: Due, until: number): Promise<Result> {
    const name = due.outbound.to.channel;
    const channel = parts.channelFor(name);
    return channel === undefined ? { kind: 'elsewhere' } : gateOf(name).run(() => attempt(channel, due, until));
  }

  /** Records what came of a reply that was not sent. */
  async function record(due: Due, result: Exclude<Result, { kind: 'sent' }>): Promise<Left['state']> {
    const time = now();
    switch (result.kind) {
      case 'untried':
        await store.release(refOf(due), time);
        return 'again';
      case 'early': {
        const wait = Math.min(result.wait, LONGEST_WAIT);
        parts.onPutOff?.(due, wait);
        await store.release(refOf(due), time + wait);
        parts.revisit(due.key, wait, time);
        return 'rest';
      }
      case 'elsewhere':
        await store.release(refOf(due), time + parts.elsewhere);
        return 'rest';
      case 'failed':
        return failed(due, result.fault, time);
      default:
        return result satisfies never;
    }
  }

  function spread(pause: number): number {
    return Math.ceil(pause * (1 + SPREAD * parts.random()));
  }

  async function failed(due: Due, fault: DeliveryFault, time: number): Promise<Left['state']> {
    if (ending && fault.retryable) {
      await store.release(refOf(due), time);
      return 'rest';
    }
    parts.onFault(fault, due);
    const { retryAfter } = fault;
    if (fault.retryable && retryAfter !== undefined) {
      // Asked to wait is not failed: it is no step towards giving the reply up.
      pace.pause(due.outbound, time + retryAfter);
      const wait = spread(retryAfter);
      await store.release(refOf(due), time + wait);
      parts.revisit(due.key, wait, time);
      return 'rest';
    }
    if (fault.retryable && parts.isAway(due.outbound.to.channel)) {
      // The platform's fault, not the reply's: no try is counted, and no pause grows beyond the outage.
      await store.release(refOf(due), time + parts.elsewhere);
      return 'rest';
    }
    if (!fault.retryable || due.attempts + 1 >= ATTEMPTS) {
      await store.bury(refOf(due), `${fault.reason}: ${fault.message}`);
      parts.onDead?.(due, fault);
      return 'again';
    }
    const wait = spread(Math.min(FIRST_RETRY * 2 ** due.attempts, LAST_RETRY));
    await store.retry(refOf(due), time + wait, fault.reason);
    parts.revisit(due.key, wait, time);
    return 'rest';
  }

  return {
    async sendInOrder(batch, until) {
      const noted: Promise<void>[] = [];
      let state: Left['state'] = 'clear';
      for (const due of batch) {
        const result = await tried(due, until);
        const ours = now() < until;
        if (result.kind === 'sent' && ours) {
          const note = confirmations.add(refOf(due), until);
          // Heard below, when the rest was tried.
          note.catch(() => undefined);
          noted.push(note);
          continue;
        }
        await Promise.all(noted);
        // Whoever has the lease now decides about it; what this process knows of it is out of date.
        if (result.kind === 'sent') parts.onLate?.(due);
        else if (ours) state = await record(due, result);
        if (state === 'clear') state = result.kind === 'untried' ? 'again' : 'rest';
        break;
      }
      await Promise.all(noted);
      return { sent: noted.length, state };
    },
    end() {
      ending = true;
    },
    abort: attempts.abort,
  };
}
