/**
 * The channels of a start: which adapters there are, each given its intake, and how each one is in words. Opens none by
 * itself and knows no platform.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter, Health } from '../channel.ts';
import type { Readiness } from '../http/app.ts';
import type { Wanted } from '../runtime/channels.ts';
import { here } from './setup.ts';

/** Opened elsewhere: the terminal by whoever sits at it. */
const ELSEWHERE = ['terminal'];

/** Names of the adapters in `adapters/`: a file dropped in is a platform. */
export function adapterNames(): readonly string[] {
  return readdirSync(join(here().project, 'adapters'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
}

/** The adapter of that name. */
export async function loadAdapter(name: string): Promise<Adapter> {
  const { default: adapter } = (await import(`../../adapters/${name}.ts`)) as { readonly default: Adapter };
  return adapter;
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
