/**
 * The channels of one process: each opened on its own, tried again while its platform is away, looked at while it is open,
 * and closed with the rest. One that cannot be opened, hangs or fails never holds up another.
 */
import type { Adapter, Channel, Health, Intake, Route } from '../channel.ts';
import { ChannelFault } from '../channel.ts';
import { guarded } from './guarded.ts';
import { later } from './later.ts';

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
  /** A channel came to be like this: after its first try, and at every change. `cause`: an error nobody foresaw. */
  readonly tell: (name: string, health: Health, cause?: unknown) => void;
  readonly tempo?: Partial<Tempo>;
}

/** All in ms. */
export interface Tempo {
  /** Between two tries to open one: the first pause, and the most it grows to. */
  readonly first: number;
  readonly most: number;
  /** Between two tries of one that a person must mend, which may be done on the platform's side. */
  readonly mending: number;
  /** An opening that takes longer is said to be broken. */
  readonly patience: number;
  /** Between two looks at how the open ones are. */
  readonly look: number;
}

export interface Channels {
  /** The opened channel of that name, however it is now. */
  get(name: string): Channel | undefined;
  /** Names of the opened channels, however they are now. */
  names(): readonly string[];
  /** How every wanted channel is, open or not. */
  health(): readonly { readonly name: string; readonly health: Health }[];
  /** The route a platform calls at that path; undefined while nobody serves it. */
  route(path: string): Route | undefined;
  /** Adds one opened elsewhere (the terminal). */
  add(name: string, channel: Channel): void;
  /** Tries no more, closes what is open. Resolves once all are closed, which a channel that hangs may never be. */
  close(): Promise<void>;
}

const TEMPO: Tempo = { first: 1_000, most: 30_000, mending: 60_000, patience: 30_000, look: 1_000 };

export function openChannels(parts: ChannelsParts): Channels {
  const tempo = { ...TEMPO, ...parts.tempo };
  const open = new Map<string, Channel>();
  const waiting = new Map<string, Health>(parts.wanted.map(({ name }) => [name, { state: 'opening' }]));
  const retries = new Map<string, () => void>();
  const told = new Map<string, string>();
  let closing = false;

  function tellOnce(name: string, health: Health, cause?: unknown): void {
    const words = `${health.state} ${health.why?.en ?? ''}`;
    if (closing || told.get(name) === words) return;
    told.set(name, words);
    parts.tell(name, health, cause);
  }

  function put(name: string, health: Health, cause?: unknown): void {
    waiting.set(name, health);
    tellOnce(name, health, cause);
  }

  function again(wanted: Wanted, tries: number, pause: number): void {
    if (closing) return;
    const wait = pause * (0.5 + parts.random() / 2);
    retries.set(
      wanted.name,
      later(wait, () => void tryOnce(wanted, tries + 1)),
    );
  }

  async function tryOnce(wanted: Wanted, tries: number): Promise<void> {
    const { name } = wanted;
    // Left to go on: a second try beside it would hear every message too.
    const punctual = later(tempo.patience, () => put(name, slow(tempo.patience)));
    try {
      const adapter = await wanted.load();
      const settings = adapter.env.safeParse(parts.environment);
      if (!settings.success) {
        put(name, wrong(settings.error.issues.map(({ path }) => path.join('.'))));
        return;
      }
      const channel = guarded(await adapter.open(settings.data, parts.intakeFor(name)));
      if (closing) {
        await channel.close();
        return;
      }
      open.set(name, channel);
      waiting.delete(name);
      tellOnce(name, channel.health());
    } catch (error) {
      const fault = error instanceof ChannelFault ? error : undefined;
      const retryable = fault?.retryable ?? true;
      put(name, { state: retryable ? 'broken' : 'failed', why: whyOf(error) }, fault === undefined ? error : undefined);
      again(wanted, tries, retryable ? Math.min(tempo.most, tempo.first * 2 ** tries) : tempo.mending);
    } finally {
      punctual();
    }
  }

  const looks = setInterval(() => {
    for (const [name, channel] of open) tellOnce(name, channel.health());
  }, tempo.look);
  looks.unref();
  for (const one of parts.wanted) void tryOnce(one, 0);

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
      open.set(name, guarded(channel));
    },
    async close() {
      closing = true;
      for (const cancel of retries.values()) cancel();
      clearInterval(looks);
      await Promise.allSettled([...open.values()].map((channel) => channel.close()));
    },
  };
}

/** @param names of variables only: a value may be a secret */
function wrong(names: readonly string[]): Health {
  const all = [...new Set(names)].join(', ');
  const why = { zh: `.env 里这些设置不对：${all}`, en: `these settings are wrong: ${all}` };
  return { state: 'failed', why };
}

function slow(patience: number): Health {
  const seconds = Math.round(patience / 1_000);
  const zh = `${seconds} 秒还没有打开，仍在等；一直这样就检查网络，再重启`;
  const en = `not open after ${seconds} s, still waiting; if it stays so, check the network and restart`;
  return { state: 'broken', why: { zh, en } };
}

function whyOf(error: unknown): NonNullable<Health['why']> {
  if (error instanceof ChannelFault) return { zh: error.zh, en: error.en };
  const kind = error instanceof Error ? error.name : typeof error;
  return {
    zh: `打不开（${kind}），会再试；原因见日志`,
    en: `could not be opened (${kind}); it is tried again, the log says why`,
  };
}
