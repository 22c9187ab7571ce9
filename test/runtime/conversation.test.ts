/** One message through the machine, on both stores: duplicates, races, erasure, restarts, changed files. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../../src/flow/call.ts';
import { compileCall } from '../../src/flow/compile.ts';
import type { Content, Inbound, Outbound } from '../../src/message.ts';
import type { Conversation } from '../../src/runtime/conversation.ts';
import { openConversation, sessionKey } from '../../src/runtime/conversation.ts';
import { storedKey } from '../../src/store/key.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { edited, SMALL_CALL } from '../flow/small-call.ts';

const small = compileCall(SMALL_CALL);
const NOON = Date.parse('2025-10-09T12:00:00+08:00');

let count = 0;
function inbound(said: string | Content, more: Partial<Inbound> = {}): Inbound {
  count += 1;
  const content: Content = typeof said === 'string' ? { kind: 'text', text: said } : said;
  return { channel: 'web', id: `m${count}`, user: 'u1', chat: 'private', addressed: true, at: NOON, content, ...more };
}

const key = storedKey(sessionKey({ channel: 'web', user: 'u1' }));

function converse(store: Store, call: Call = small): Conversation {
  return openConversation({ store, call: () => call, version: '1', clock: (one) => one.at });
}

async function say(conversation: Conversation, ...texts: string[]): Promise<void> {
  for (const text of texts) await conversation.take(inbound(text));
}

/** What is owed to a session, forgotten once read. */
async function owed(store: Store, whose: string = key): Promise<Outbound[]> {
  const due = await store.claim(NOON, 1000, 100, { key: whose });
  await store.confirm(due.map(({ key, outbound }) => ({ key, id: outbound.id })));
  return due.map((one) => one.outbound);
}

const folders: string[] = [];
const stores: readonly (readonly [name: string, open: () => Store])[] = [
  ['memory', openMemoryStore],
  [
    'SQLite',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'shenbao-'));
      folders.push(folder);
      return openSqliteStore(folder);
    },
  ],
];

describe.each(stores)('on %s', (_, open) => {
  let store: Store;
  beforeEach(() => {
    store = open();
  });
  afterEach(async () => {
    await store.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it('what is said is owed in order, under ids that tell session, turn and place', async () => {
    await say(converse(store), '你好', '1');
    const replies = await owed(store);
    expect(replies.map((one) => one.id)).toEqual([`${key}:0:0`, `${key}:0:1`, `${key}:1:0`]);
    expect(replies.map((one) => one.kind)).toEqual(['notice', 'question', 'question']);
  });

  it('a message delivered again changes nothing and is owed no reply, whoever takes it', async () => {
    const hello = inbound('你好');
    const conversation = converse(store);
    const statuses = [
      await conversation.take(hello),
      await conversation.take(hello),
      await converse(store).take(hello),
      ...(await Promise.all([1, 2, 3].map(() => conversation.take(hello)))),
    ].map((one) => one.status);
    expect(statuses).toEqual(['ok', ...Array.from({ length: 5 }, () => 'duplicate')]);
    expect((await store.load(key)).length).toBe(1);
    expect(await owed(store)).toHaveLength(2);
  });

  it('the same id on another channel is another message', async () => {
    const conversation = converse(store);
    await conversation.take(inbound('你好', { id: 'same' }));
    expect(await conversation.take(inbound('你好', { id: 'same', channel: 'feishu' }))).toMatchObject({ status: 'ok' });
  });

  it('two replicas that answer one person at once lose nothing and answer nothing twice', async () => {
    const replicas = [converse(store), converse(store)];
    await say(replicas[0] as Conversation, '你好', '1', '2');
    const messages = Array.from({ length: 20 }, (__, i) => inbound(i % 2 === 0 ? '帮助' : '进度'));
    // Every message reaches both, in different orders.
    const outcomes = await Promise.all([
      ...messages.map((one) => replicas[0]?.take(one)),
      ...messages.toReversed().map((one) => replicas[1]?.take(one)),
    ]);
    const count = (status: string) => outcomes.filter((one) => one?.status === status).length;
    expect([count('ok'), count('duplicate')]).toEqual([20, 20]);
    const log = await store.load(key);
    expect(log.length).toBe(23);
    expect(new Set(log.entries.map((one) => one.id)).size).toBe(23);
    const ids = (await owed(store)).map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('a replica whose picture is old takes the turn again on what was added meanwhile', async () => {
    const [old, other] = [converse(store), converse(store)];
    await say(old, '你好');
    await say(other, '1');
    await say(old, '2');
    const replies = await owed(store);
    // Taken on the old picture, "2" would have been the answer to consent.
    expect(replies.at(-1)?.prompt?.step).toBe('place');
  });

  it('two people in one group share nothing', async () => {
    const conversation = converse(store);
    for (const user of ['u1', 'u2']) for (const text of ['你好', '1']) await conversation.take(inbound(text, { user }));
    await conversation.take(inbound('1', { chat: 'g1' }));
    await conversation.take(inbound('2', { chat: 'g1', user: 'u2' }));
    const [first, second] = [await owed(store), await owed(store, 'web:u2')];
    expect(first.at(-1)).toMatchObject({ to: { user: 'u1', chat: 'g1' }, prompt: { step: 'targets' } });
    expect(second.at(-1)).toMatchObject({ to: { user: 'u2', chat: 'g1' }, prompt: { step: 'place' } });
    expect(first.every((one) => one.to.user === 'u1')).toBe(true);
  });

  it("other people's talk in a group leaves no trace", async () => {
    const outcome = await converse(store).take(inbound('吃了吗', { chat: 'g1', addressed: false }));
    expect(outcome.status).toBe('silent');
    expect((await store.load(key)).length).toBe(0);
    expect(await store.sessions(10)).toEqual([]);
  });

  it('after a restart the conversation goes on where it was, also past a snapshot', async () => {
    await say(converse(store), '你好', '1', '2', ...Array.from({ length: 70 }, () => '进度'));
    const log = await store.load(key);
    expect(log.snapshot?.length).toBe(64);
    expect(log.entries).toHaveLength(73 - 64);
    await owed(store);
    await say(converse(store), '1,2');
    expect((await owed(store)).at(-1)?.prompt?.step).toBe('lead');
  });

  it('files that changed are taken up by the next message, and every answer is kept', async () => {
    let call = small;
    const conversation = openConversation({ store, call: () => call, version: '1', clock: (one) => one.at });
    await say(conversation, '你好', '1', '2');
    await owed(store);
    call = compileCall(edited('lists/two.yaml', '哪些在上海？', '哪些部分在上海？'));
    await say(conversation, '1');
    const replies = await owed(store);
    expect(replies.at(-1)?.prompt?.step).toBe('lead');
  });

  describe('erasure', () => {
    it('removes every entry, says so once, and a redelivery of the wish neither repeats nor revives', async () => {
      const conversation = converse(store);
      await say(conversation, '你好', '1', '2', '删除我的数据');
      await owed(store);
      const wish = inbound('1');
      expect(await conversation.take(wish)).toMatchObject({ status: 'ok' });
      const log = await store.load(key);
      expect(log.entries.flatMap((one) => one.operations)).toEqual([]);
      expect((await owed(store)).map((one) => one.body)).toEqual([expect.stringContaining('已全部删除')]);
      for (const one of [conversation, converse(store)])
        expect(await one.take(wish)).toMatchObject({ status: 'duplicate' });
      expect(await owed(store)).toEqual([]);
    });

    it('lets the person begin anew as somebody nobody knows', async () => {
      const conversation = converse(store);
      await say(conversation, '你好', '1', '删除我的数据', '1');
      await owed(store);
      await say(conversation, '你好');
      expect((await owed(store)).map((one) => one.prompt?.step)).toEqual([undefined, 'consent']);
    });
  });

  it('of a small cache every person still gets their own conversation', async () => {
    const conversation = openConversation({
      store,
      call: () => small,
      version: '1',
      clock: (one) => one.at,
      cached: 2,
    });
    const people = ['a', 'b', 'c', 'd', 'e'];
    for (const text of ['你好', '1', '2'])
      await Promise.all(people.map((user) => conversation.take(inbound(text, { user }))));
    for (const user of people) expect((await owed(store, `web:${user}`)).at(-1)?.prompt?.step).toBe('place');
  });
});

it('a write that failed is not taken for done: the same message is taken again', async () => {
  const store = openMemoryStore();
  let broken = true;
  const conversation = converse({
    ...store,
    commit: (commit) => (broken ? Promise.reject(new Error('no room left')) : store.commit(commit)),
  });
  const hello = inbound('你好');
  await expect(conversation.take(hello)).rejects.toThrow('no room left');
  broken = false;
  expect(await conversation.take(hello)).toMatchObject({ status: 'ok' });
  expect((await store.load(key)).length).toBe(1);
});
