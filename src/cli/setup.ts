/** What commands stand on: where the program is, its settings, and the call they name. Opens no store and no channel. */
import { existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config, Place } from '../config.ts';
import { readConfig, readEnvironment } from '../config.ts';
import type { Call } from '../flow/call.ts';
import { loadCall } from '../flow/load.ts';

export function here(): Place {
  return { project: fileURLToPath(new URL('../..', import.meta.url)), cwd: process.cwd() };
}

/** The settings of this start. Throws ConfigFault. */
export function settings(): Config {
  const place = here();
  return readConfig(readEnvironment(place.cwd), place);
}

/** A path as an operator would type it: relative when it lies below the folder the program was started from. */
export function typed(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}

/** Folder of the call the settings name. */
export function callFolder(config: Config): string {
  return typed(join(config.call.flowsDir, config.call.name));
}

/** The call the settings name. Throws FlowFault with paths as an operator would type them. */
export function configuredCall(config: Config): Call {
  return loadCall(callFolder(config));
}

/** Is this a folder of one call (rather than one that holds several)? */
export function isCallFolder(path: string): boolean {
  return existsSync(join(path, 'call.yaml'));
}
