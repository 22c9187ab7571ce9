/** The knowledge of the configured call, for the commands about it; and what its store wrote down of questions. Changes neither. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Call } from '../flow/call.ts';
import type { Faq } from '../flow/faq.ts';
import { loadFaq } from '../flow/load.ts';
import type { Knowledge } from '../knowledge/answer.ts';
import { openKnowledge } from '../knowledge/open.ts';
import { FILE } from '../store/sqlite.ts';
import type { StoreEvent } from '../store/store.ts';
import { OperatorFault } from './command.ts';
import { openStore } from './machine.ts';
import { callFolder, configuredCall, settings } from './setup.ts';

/** Most events looked at: the latest. */
const MOST_EVENTS = 100_000;

export interface Known {
  readonly config: Config;
  /** As an operator would type it. */
  readonly folder: string;
  readonly call: Call;
  readonly faq: Faq;
}

/** Loads the call and its knowledge. Throws FlowFault, and OperatorFault where there is nothing to ask. */
export function known(): Known {
  const config = settings();
  const call = configuredCall(config);
  const folder = callFolder(config);
  const faq = loadFaq(folder, call);
  if (faq.entries.length === 0)
    throw new OperatorFault(`${folder}/faq 里还没有条目。/ There are no entries in ${folder}/faq.`);
  return { config, folder, call, faq };
}

/** The same, ready to be asked. */
export function knownAndOpen(): Known & { readonly knowledge: Knowledge } {
  const all = known();
  return { ...all, knowledge: openKnowledge(all.faq, all.call) };
}

/** Events of a kind, the latest first; none where there is no store yet, which is not made. */
export async function eventsOf(config: Config, kind: string): Promise<readonly StoreEvent[]> {
  if (config.store.redisUrl === undefined && !existsSync(join(config.store.dataDir, FILE))) return [];
  const store = await openStore(config);
  try {
    return await store.events(kind, MOST_EVENTS);
  } finally {
    await store.close();
  }
}
