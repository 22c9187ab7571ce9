/**
 * The channels of one process: each opened on its own, tried again while its platform is away, and closed with the rest.
 * One that cannot be opened never holds up another; how each one is can be asked at any time.
 */
import type { Adapter, Channel, Health, Intake, Route } from '../channel.ts';
import { ChannelFault } from '../channel.ts';

/** One channel to open: its adapter (loaded when it is wanted) and the environment it reads. */
export interface Wanted {
  readonly name: string;
  readonly load: () => Promise<Adapter>;
}

export interface ChannelsParts {
  readonly wanted: readonly Wanted[];
  readonly environment: Readonly<Record<string, string>>;
  readonly intakeFor: (name: string) => Intake;
  /** 0 to 1. */
  readonly random: () => number;
  /** A channel is open, or is not for the reason given. */
  readonly tell: (name: string, health: Health) => void;
  /** ms between two tries; the first, and the most it grows to. */
  readonly pause?: { readonly first: number; readonly most: number };
}

export interface Channels {
  /** The open channel of that name. */
  get(name: string): Channel | undefined;
  names(): readonly string[];
  /** How every wanted channel is, open or not. */
  health(): readonly { readonly name: string; readonly health: Health }[];
  /** The route a platform calls at that path; undefined while nobody serves it. */
  route(path: string): Route | undefined;
  /** Adds one opened elsewhere (the terminal). */
  add(name: string, channel: Channel): void;
  /** Resolves when the first try of every channel is over. */
  readonly tried: Promise<void>;
  /** Tries no more, closes what is open. Resolves soon. */
  close(): Promise<void>;
}

const PAUSE = { first: 1_000, most: 30_000 };

export function openChannels(parts: ChannelsParts): Channels {
  const open = new Map<string, Channel>();
  const waiting = new Map<string, Health>(parts.wanted.map(({ name }) => [name, { state: 'opening' }]));
  const timers = new Set<NodeJS.Timeout>();
  const pause = parts.pause ?? PAUSE;
  let closing = false;

  function put(name: string, health: Health): void {
    waiting.set(name, health);
    parts.tell(name, health);
  }

  async function tryOnce(wanted: Wanted, tries: number): Promise<void> {
    const { name } = wanted;
    try {
      const adapter = await wanted.load();
      const settings = adapter.env.safeParse(parts.environment);
      if (!settings.success) {
        // Names of variables only: a value may be a secret.
        const names = [...new Set(settings.error.issues.map(({ path }) => path.join('.')))].join(', ');
        throw new ChannelFault(`这些设置不对：${names}`, `these settings are wrong: ${names}`);
      }
      const channel = await adapter.open(settings.data, parts.intakeFor(name));
      if (closing) {
        await channel.close();
        return;
      }
      open.set(name, channel);
      waiting.delete(name);
      parts.tell(name, channel.health());
    } catch (error) {
      if (closing) return;
      const fault = error instanceof ChannelFault ? error : undefined;
      const retryable = fault?.retryable ?? true;
      const why =
        fault === undefined
          ? { zh: '打不开，原因见日志', en: `could not be opened (${error instanceof Error ? error.name : 'unknown'})` }
          : { zh: fault.zh, en: fault.en };
      put(name, { state: retryable ? 'broken' : 'failed', why });
      if (retryable) later(wanted, tries);
    }
  }

  function later(wanted: Wanted, tries: number): void {
    const wait = Math.min(pause.most, pause.first * 2 ** tries) * (0.5 + parts.random() / 2);
    const timer = setTimeout(() => {
      timers.delete(timer);
      void tryOnce(wanted, tries + 1);
    }, wait);
    timers.add(timer);
  }

  return {
    get: (name) => open.get(name),
    names: () => [...open.keys()],
    health: () => [
      ...[...open].map(([name, channel]) => ({ name, health: channel.health() })),
      ...[...waiting].map(([name, health]) => ({ name, health })),
    ],
    route(path) {
      for (const channel of open.values()) {
        const found = channel.routes?.find((route) => route.path === path);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    add(name, channel) {
      open.set(name, channel);
    },
    tried: Promise.all(parts.wanted.map((one) => tryOnce(one, 0))).then(() => undefined),
    async close() {
      closing = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.allSettled([...open.values()].map((channel) => channel.close()));
    },
  };
}
