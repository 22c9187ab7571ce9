/** An installation as it stands in the middle of a call, for tests of moving it: something of every kind. Judges nothing. */
import type { Moved, Store } from '../../src/store/store.ts';
import { converse, replyOf, submissionOf, turnOf } from '../store/sample.ts';

/** After any clock of a store: what was committed is due by then. */
const LATER = 4_000_000_000_000;

/** Several people at several stages, replies owed, buried and put off, submissions, events, links, wakes. */
export async function populate(store: Store, people = 12): Promise<void> {
  for (let n = 0; n < people; n++) await converse(store, `telegram:p${n}`, 0, 1 + (n % 5));
  const ann = 'feishu:ann';
  await store.commit(turnOf(ann, 0, { wake: 1_900_000_000_000, submission: submissionOf('S1') }));
  await store.commit(turnOf(ann, 1, { withdrawn: { id: 'S1', at: 77 }, snapshot: { folded: 2, text: '\ud800 "x"' } }));
  await store.commit(turnOf(ann, 2, { events: [{ kind: 'escalation', text: '人工\n\u0000' }], replies: [] }));
  await store.commit(turnOf('feishu:ben', 0, { submission: submissionOf('S2'), wake: 1_800_000_000_000 }));
  await store.commit(turnOf('feishu:cho', 0, { replies: ['c1', 'c2', 'c3', 'c4'].map((id) => replyOf(id)) }));
  await store.retry({ key: 'feishu:cho', id: 'c1' }, LATER, 'busy');
  const sent = await store.claim(LATER, 1, 100, { key: 'telegram:p4' });
  await store.confirm(sent.slice(0, 2).map(({ key, outbound: { id } }) => ({ key, id })));
  await store.bury({ key: ann, id: `${ann}:0:0` }, 'the chat is gone');
  await store.bury({ key: 'telegram:p1', id: 'telegram:p1:0:0' }, 'blocked');
  for (const text of ['能延期吗', '能延期吗', '费用多少'])
    await store.record({ at: 5, key: 'telegram:p2', kind: 'miss', text });
  await store.link('feishu:ou_1', ann);
  await store.link('telegram:p9', ann);
}

/** What a store holds, whatever the order of its sessions; the replies of one session in theirs. */
export async function everythingIn(store: Store): Promise<readonly string[]> {
  const found: string[] = [];
  const owed = new Map<string, Moved[]>();
  for await (const moved of store.dump()) {
    if (moved.kind === 'reply') owed.set(moved.due.key, [...(owed.get(moved.due.key) ?? []), moved]);
    else if (moved.kind === 'seen') found.push(JSON.stringify({ ...moved, ids: moved.ids.toSorted() }));
    else found.push(JSON.stringify(moved, alphabetical));
  }
  return [...found, ...[...owed.values()].map((replies) => JSON.stringify(replies, alphabetical))].sort();
}

function alphabetical(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
