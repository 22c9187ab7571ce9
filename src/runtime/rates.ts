/**
 * How fast a platform may be spoken to: places in sliding windows, one for each chat and one for the whole channel. In
 * memory and for this process only; it sends nothing and waits for nothing.
 */
import type { Rates } from '../channel.ts';
import type { Outbound } from '../message.ts';
import { PRIVATE } from '../message.ts';

export interface Pace {
  /**
   * When this message may go (ms): not after `now` means at once, and it is counted; later means that a place is kept
   * for it, to be asked for again then.
   */
  placeFor(outbound: Outbound, rates: Rates | undefined, now: number): number;
  /** The platform wants nothing more in the chat of this message until then. */
  pause(outbound: Outbound, until: number): void;
}

interface Window {
  /** When the last messages went or will go, oldest first. */
  readonly times: number[];
  notBefore: number;
}

interface Place {
  readonly of: 'chat' | 'channel';
  readonly at: number;
}

/** Chats and places looked after before those at rest are forgotten. */
const ROOM = 10_000;
/** A place nobody came for is given up, ms. */
const FORGOTTEN = 60_000;
const SECOND = 1_000;

function chatOf({ to }: Outbound): string {
  return JSON.stringify(to.chat === PRIVATE ? [to.channel, to.user] : [to.channel, '', to.chat]);
}

function reserve(window: Window, rate: number | undefined, now: number): number {
  const free = Math.max(now, window.notBefore);
  if (rate === undefined) return free;
  const count = Math.max(1, Math.floor(rate));
  const first = window.times.length < count ? undefined : window.times.at(-count);
  const at = first === undefined ? free : Math.max(free, Math.ceil(first + (SECOND * count) / rate));
  window.times.push(at);
  if (window.times.length > count) window.times.shift();
  return at;
}

export function openPace(): Pace {
  const windows = new Map<string, Window>();
  const places = new Map<string, Place>();
  let cleaned = 0;

  function windowOf(name: string): Window {
    const known = windows.get(name);
    if (known !== undefined) return known;
    const made = { times: [], notBefore: 0 };
    windows.set(name, made);
    return made;
  }

  function clean(now: number): void {
    if (windows.size + places.size <= ROOM || now < cleaned + SECOND) return;
    cleaned = now;
    for (const [name, { times, notBefore }] of windows) {
      if (Math.max(notBefore, times.at(-1) ?? 0) + FORGOTTEN < now) windows.delete(name);
    }
    for (const [id, { at }] of places) if (at + FORGOTTEN < now) places.delete(id);
  }

  return {
    placeFor(outbound, rates, now) {
      const chat = chatOf(outbound);
      if (rates === undefined && !windows.has(chat)) return now;
      clean(now);
      const window = windowOf(chat);
      let place = places.get(outbound.id) ?? { of: 'chat' as const, at: reserve(window, rates?.perChat, now) };
      // The chat may have been paused since the place was given.
      if (place.at < window.notBefore) place = { ...place, at: window.notBefore };
      // A place in the channel is kept only for what its chat lets go now: nobody else waits for a chat that is full.
      if (place.of === 'chat' && place.at <= now) {
        place = { of: 'channel', at: reserve(windowOf(outbound.to.channel), rates?.perSecond, now) };
      }
      if (place.at > now) places.set(outbound.id, place);
      else places.delete(outbound.id);
      return place.at;
    },
    pause(outbound, until) {
      const window = windowOf(chatOf(outbound));
      window.notBefore = Math.max(window.notBefore, until);
    },
  };
}
