/**
 * One commit in an SQLite file: the order of its checks and writes. Opens no transaction; it is called within one, and
 * again if that was rolled back.
 */
import type { Entry } from '../../engine/operation.ts';
import { seenId, storedKey } from '../key.ts';
import type { Commit, Committed } from '../store.ts';
import type { Archive } from './archive.ts';
import type { Outbox } from './outbox.ts';
import { written } from './outbox.ts';
import type { Registry } from './registry.ts';
import type { Turns } from './turns.ts';

export interface Parts {
  readonly turns: Turns;
  readonly outbox: Outbox;
  readonly archive: Archive;
  readonly registry: Registry;
}

/** The work of a commit, with everything already written out so that the transaction only stores. */
export function committing(commit: Commit, parts: Parts): () => Committed {
  const { expected, withdrawn, submission, lease, wake, events = [] } = commit;
  const key = storedKey(commit.key);
  const inbound = seenId(key, commit.inbound);
  const entry = JSON.stringify(commit.entry);
  const replies = commit.replies.map(written);
  const lanes = [...new Set(replies.map(({ channel }) => channel))];
  const state = commit.snapshot === undefined ? undefined : JSON.stringify(commit.snapshot);
  const document = submission === undefined ? undefined : { submission, document: JSON.stringify(submission) };
  return () => {
    const { turns, outbox, archive, registry } = parts;
    if (turns.seen(inbound)) return { kind: 'duplicate' };
    const session = turns.find(key);
    const length = turns.length(session);
    if (length !== expected) {
      const entries = turns.entries(session, expected).map((one) => JSON.parse(one) as Entry);
      return { kind: 'stale', length, entries };
    }
    if (document !== undefined || withdrawn !== undefined) archive.check(document, withdrawn?.id, key);
    const no = session ?? turns.start(key);
    const leased = lease !== undefined && (session === undefined || !outbox.owes(session, lanes));
    outbox.add(no, turns.append(no, expected, inbound, entry), replies, leased ? lease : 0);
    if (document !== undefined) archive.add(key, commit.entry.at, document);
    if (withdrawn !== undefined) archive.withdraw(withdrawn.id, withdrawn.at);
    if (state !== undefined) archive.keepSnapshot(key, expected + 1, state);
    for (const { kind, text } of events) archive.record(key, { at: commit.entry.at, key, kind, text });
    if (wake !== undefined) registry.setWake(key, wake);
    return leased ? { kind: 'ok', leased: true } : { kind: 'ok' };
  };
}
