/**
 * What a finished application takes on the disk: whole applications through the conversation runtime into SQLite, their
 * replies confirmed, then the size of the file. Measures no time.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../src/flow/call.ts';
import type { Inbound } from '../src/message.ts';
import { openConversation } from '../src/runtime/conversation.ts';
import { FILE, openSqliteStore } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';
import { inboundText, TEXTS } from './application.ts';

const APPLICANTS = 200;
const LEASE = 60_000;

async function confirmAll(store: Store, now: number): Promise<void> {
  for (;;) {
    const due = await store.claim(now, LEASE, APPLICANTS * 4);
    if (due.length === 0) return;
    await store.confirm(due.map(({ key, outbound }) => ({ key, id: outbound.id })));
  }
}

/** Bytes of the database a submitted application, everything of it included. */
export async function storedBytes(call: Call): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-bench-'));
  try {
    const store = openSqliteStore(folder);
    const clock = (inbound: Inbound): number => inbound.at;
    const conversation = openConversation({ store, call: () => call, version: 'bench', clock });
    const applicants = Array.from({ length: APPLICANTS }, (_, n) => `u${n}`);
    for (const [i, text] of TEXTS.entries()) {
      // A store takes an id once on a channel, whoever sent it.
      const inbounds = applicants.map((user): Inbound => {
        const inbound = JSON.parse(inboundText(user, i, text)) as Inbound;
        return { ...inbound, id: `${user}-${inbound.id}` };
      });
      await Promise.all(inbounds.map((inbound) => conversation.take(inbound)));
      await confirmAll(store, inbounds[0]?.at ?? 0);
    }
    const submissions = await store.submissions();
    if (submissions.length !== APPLICANTS) throw new Error(`${submissions.length} submissions were stored`);
    await store.close();
    return statSync(join(folder, FILE)).size / APPLICANTS;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
