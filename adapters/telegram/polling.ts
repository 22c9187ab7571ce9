/**
 * Receives by long polling. An update is confirmed only after it was taken: the offset never passes one that was not, and
 * whatever was not confirmed comes again after a crash. One person's updates go in order, different people's at the same time.
 */
import type { Intake } from '../../src/channel.ts';
import { openLines } from './lines.ts';
import type { Refusal } from './refusal.ts';
import { isTokenRefused, refusalOf } from './refusal.ts';
import type { TakeUpdate } from './taking.ts';
import { personOf, readUpdate } from './update.ts';

export interface PollingParts {
  /** Makes ready: who we are, no webhook. Called until it succeeds. */
  readonly setUp: () => Promise<void>;
  readonly ready: () => boolean;
  readonly getUpdates: (offset: number, seconds: number, signal: AbortSignal) => Promise<readonly unknown[]>;
  readonly take: TakeUpdate;
  readonly intake: Pick<Intake, 'now' | 'random' | 'tell'>;
  readonly onAlive: () => void;
  readonly onTrouble: (refusal: Refusal) => void;
}

export interface Polling {
  close(): Promise<void>;
}

/** How long Telegram holds a poll, seconds. Short, so that a connection that died without a word is noticed soon. */
const HOLD = 3;
/** More time for the answer to arrive, ms; grows on slow lines. */
const GRACE = 1_500;
const LONGEST_GRACE = 20_000;
/** Pause after a failure, ms; the first, and the most it grows to. */
const FIRST_PAUSE = 200;
const LAST_PAUSE = 3_000;
/** Pause while the token is not accepted, ms: the first, for Telegram sometimes errs; and the most it grows to. */
const FIRST_REFUSED = 1_000;
const LAST_REFUSED = 30_000;
/** While something is being taken: how long until Telegram is asked for more, ms; and when it had nothing more. */
const BETWEEN = 150;
const BETWEEN_IDLE = 500;
/** Updates Telegram gives at most; with so many unconfirmed nothing new can come. */
const WINDOW = 100;
/**
 * An update that fails this long, ms, while others are taken, is given up: it must not hold up everybody. Sooner when
 * nothing new can come before it is; longer than a store's failover takes.
 */
const GIVE_UP = 10 * 60_000;
const GIVE_UP_STUCK = 60_000;
/** Closing: how long what is being taken may go on, and the last confirmation, ms. */
const FINISH = 1_500;
const CONFIRM = 500;

export function openPolling(parts: PollingParts): Polling {
  const { intake } = parts;
  const closing = new AbortController();
  const lines = openLines();
  /** Updates seen and not confirmed yet: are they taken? */
  const known = new Map<number, boolean>();
  let underWay = 0;
  let offset = 0;
  let grace = GRACE;
  let lastTaken = 0;
  let stuck = false;
  let idle = false;
  let wake: () => void = () => undefined;

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(over, ms);
      closing.signal.addEventListener('abort', over, { once: true });
      function over(): void {
        clearTimeout(timer);
        closing.signal.removeEventListener('abort', over);
        resolve();
      }
    });
  }

  function backoff(failures: number): number {
    const longest = Math.min(LAST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures, 10));
    return longest * (0.5 + intake.random() / 2);
  }

  /** Resolves once an update is done, or after so long. */
  async function anyDone(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    await Promise.race([promise, pause(ms)]);
  }

  async function settle(take: () => Promise<'ok' | 'error'>): Promise<boolean> {
    const since = intake.now();
    for (let tries = 1; !closing.signal.aborted; tries++) {
      if ((await take()) === 'ok') {
        lastTaken = intake.now();
        return true;
      }
      if (lastTaken > since && intake.now() - since > (stuck ? GIVE_UP_STUCK : GIVE_UP)) {
        intake.tell('error', 'telegram: an update was given up, others were waiting for it', { tries });
        return true;
      }
      await pause(backoff(tries));
    }
    return false;
  }

  function begin(raw: unknown): boolean {
    const id = (raw as { readonly update_id?: unknown } | null)?.update_id;
    if (typeof id !== 'number' || known.has(id)) return false;
    const update = readUpdate(raw);
    if (update === undefined) {
      intake.tell('warn', 'telegram: an update cannot be read and is skipped');
      known.set(id, true);
      return true;
    }
    known.set(id, false);
    underWay++;
    void lines.run(String(personOf(update) ?? ''), async () => {
      if (await settle(() => parts.take(update))) known.set(id, true);
      underWay--;
      wake();
    });
    return true;
  }

  /** Moves the offset past what was taken, up to the first that was not. */
  function advance(): void {
    for (const id of [...known.keys()].sort((a, b) => a - b)) {
      if (known.get(id) !== true) return;
      known.delete(id);
      offset = id + 1;
    }
  }

  async function poll(seconds: number): Promise<readonly unknown[]> {
    const late = AbortSignal.timeout(seconds * 1000 + grace);
    try {
      const batch = await parts.getUpdates(offset, seconds, AbortSignal.any([closing.signal, late]));
      grace = Math.max(GRACE, grace * 0.9);
      return batch;
    } catch (error) {
      if (late.aborted) grace = Math.min(LONGEST_GRACE, grace * 2);
      throw error;
    }
  }

  async function round(): Promise<void> {
    if (!parts.ready()) await parts.setUp();
    if (underWay > 0) await anyDone(idle ? BETWEEN_IDLE : BETWEEN);
    advance();
    const batch = await poll(underWay > 0 ? 0 : HOLD);
    parts.onAlive();
    const fresh = batch.filter(begin).length;
    idle = fresh === 0;
    stuck = idle && batch.length >= WINDOW;
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!closing.signal.aborted) {
      try {
        await round();
        failures = 0;
      } catch (error) {
        if (closing.signal.aborted) return;
        const refusal = refusalOf(error);
        parts.onTrouble(refusal);
        const wanted = isTokenRefused(refusal)
          ? Math.min(LAST_REFUSED, FIRST_REFUSED * 2 ** Math.min(failures, 10))
          : Math.max(refusal.retryAfter ?? 0, backoff(failures));
        failures++;
        await pause(wanted);
      }
    }
  }

  const running = run();

  return {
    async close() {
      closing.abort();
      const timer = Promise.withResolvers<void>();
      const limit = setTimeout(timer.resolve, FINISH);
      await Promise.race([Promise.all([running, lines.idle()]), timer.promise]);
      clearTimeout(limit);
      const before = offset;
      advance();
      if (offset === before) return;
      // Confirms what was taken; if it does not arrive, the same comes again and is known.
      await parts.getUpdates(offset, 0, AbortSignal.timeout(CONFIRM)).catch(() => undefined);
    },
  };
}
