/**
 * The channels of a start: which adapters there are, each given its intake, and how each one is in words. Opens none by
 * itself and knows no platform.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Adapter, Health } from '../channel.ts';
import { ChannelFault } from '../channel.ts';
import type { Readiness } from '../http/app.ts';
import type { Wanted } from '../runtime/channels.ts';
import { here } from './setup.ts';

/** Opened elsewhere: the terminal by whoever sits at it. */
const ELSEWHERE = ['terminal'];

/** Where the adapters are. */
export function adaptersFolder(): string {
  return join(here().project, 'adapters');
}

/** Names of the adapters in `folder`: a file dropped in is a platform. */
export function adapterNames(folder = adaptersFolder()): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
}

/** What an adapter has, and its type. */
const PARTS: readonly (readonly [name: keyof Adapter, type: string])[] = [
  ['name', 'string'],
  ['env', 'object'],
  ['show', 'function'],
  ['open', 'function'],
];

function isAdapter(value: unknown): value is Adapter {
  return lackingOf(value).length === 0;
}

/** The parts of an adapter that this value does not have. */
function lackingOf(value: unknown): readonly string[] {
  const has = typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : new Map<string, unknown>();
  return PARTS.filter(([name, type]) => typeof has.get(name) !== type || has.get(name) === null).map(([name]) => name);
}

/** The adapter of that name. Throws what its file throws, and ChannelFault when the default export is no adapter. */
export async function loadAdapter(name: string, folder = adaptersFolder()): Promise<Adapter> {
  const { default: adapter } = (await moduleOf(name, folder)) as { readonly default?: unknown };
  if (isAdapter(adapter)) return adapter;
  const lacking = lackingOf(adapter).join(', ');
  throw new ChannelFault(
    `默认导出的不是适配器：缺 ${lacking}`,
    `its default export is no adapter (src/channel.ts): it lacks ${lacking}`,
  );
}

/** How the adapter of that name shows messages. The terminal is opened by a person: its file exports `show` alone. */
export async function loadShow(name: string, folder = adaptersFolder()): Promise<Adapter['show']> {
  if (!ELSEWHERE.includes(name) || folder !== adaptersFolder()) return (await loadAdapter(name, folder)).show;
  return (await import('../../adapters/terminal.ts')).show;
}

function moduleOf(name: string, folder: string): Promise<object> {
  return import(pathToFileURL(join(folder, `${name}.ts`)).href);
}

/** Those of the wanted channels that have an adapter of their own. */
export function wantedChannels(names: readonly string[]): readonly Wanted[] {
  const known = adapterNames();
  return names
    .filter((name) => known.includes(name) && !ELSEWHERE.includes(name))
    .map((name) => ({ name, load: () => loadAdapter(name) }));
}

/**
 * Channels as parts of readiness. One that is away takes no replica out of service, for its others go on; when none of
 * them is open, there is nothing this replica could be in service for but the API.
 */
export function channelsReady(all: readonly { readonly name: string; readonly health: Health }[]): Readiness[] {
  const someOpen = all.some(({ health }) => health.state === 'open');
  return all.map(({ name, health }) => {
    const ready = health.state === 'open';
    const { lastInbound, lastHeartbeat } = health;
    return {
      name,
      ready,
      vital: !someOpen,
      state: health.state,
      ...(ready ? {} : { why: health.why?.en ?? health.state }),
      ...(lastInbound === undefined ? {} : { lastInbound: new Date(lastInbound).toISOString() }),
      ...(lastHeartbeat === undefined ? {} : { lastHeartbeat: new Date(lastHeartbeat).toISOString() }),
    };
  });
}
