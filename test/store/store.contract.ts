/**
 * What every store promises, as tests to be run on each. `open` makes an empty store; the caller closes what it opened.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreFault } from '../../src/store/fault.ts';
import { storedKey } from '../../src/store/key.ts';
import type { ReplyRef, Store } from '../../src/store/store.ts';
import { TAKEN_FOR } from '../../src/store/store.ts';
import { commitAnyway, converse, entryOf, replyOf, submissionOf, turnOf } from './sample.ts';

const ann = 'telegram:ann';
const ben = 'telegram:ben';

/** After any clock of a store: what was committed is due by then. */
const LATER = 4_000_000_000_000;

/** A reply of Ann, or of Ben where the id says so. */
function ref(id: string): ReplyRef {
  return { key: id.startsWith('b') || id.startsWith(ben) ? ben : ann, id };
}

export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const ids = async (now = 0, lease = 1_000, limit = 100, key?: string): Promise<readonly string[]> =>
      (await store.claim(LATER + now, lease, limit, { key })).map((due) => due.outbound.id);
    const refs = (...all: readonly string[]): ReplyRef[] => all.map(ref);
    const another = open;

    describe('turns', () => {
      it('knows nothing of a person who never spoke', async () => {
        expect(await store.load(ann)).toEqual({ length: 0, entries: [] });
        expect(await store.seen(ann, 'in:1')).toBe(false);
        expect(await store.sessions(10)).toEqual([]);
      });

      it('gives back what was committed, in order', async () => {
        await converse(store, ann, 0, 3);
        await converse(store, ben, 0, 1);
        expect(await store.load(ann)).toEqual({ length: 3, entries: [entryOf(0), entryOf(1), entryOf(2)] });
        expect(await store.load(ben)).toEqual({ length: 1, entries: [entryOf(0)] });
        expect(await store.seen(ann, `in:${ann}:2`)).toBe(true);
      });

      it('applies a message delivered three times once', async () => {
        const turn = turnOf(ann, 0);
        expect(await store.commit(turn)).toEqual({ kind: 'ok' });
        expect(await store.commit(turn)).toEqual({ kind: 'duplicate' });
        expect(await store.commit({ ...turn, expected: 1 })).toEqual({ kind: 'duplicate' });
        expect((await store.load(ann)).length).toBe(1);
        expect(await ids()).toHaveLength(1);
      });

      it('applies a message delivered three times at the same moment once', async () => {
        const done = await Promise.all([0, 1, 2].map(() => store.commit(turnOf(ann, 0))));
        expect(done.map(({ kind }) => kind).sort()).toEqual(['duplicate', 'duplicate', 'ok']);
      });

      it('says duplicate even where the turn is stale as well', async () => {
        await converse(store, ann, 0, 2);
        expect(await store.commit(turnOf(ann, 0))).toEqual({ kind: 'duplicate' });
      });

      it('says exactly what a stale caller lacks', async () => {
        await converse(store, ann, 0, 4);
        const done = await store.commit(turnOf(ann, 1, { inbound: 'new' }));
        expect(done).toEqual({ kind: 'stale', length: 4, entries: [entryOf(1), entryOf(2), entryOf(3)] });
        expect(await store.seen(ann, 'new')).toBe(false);
        expect((await store.load(ann)).length).toBe(4);
      });

      it('refuses a turn taken on more than there is', async () => {
        await converse(store, ann, 0, 2);
        const done = await store.commit(turnOf(ann, 5));
        expect(done).toEqual({ kind: 'stale', length: 2, entries: [] });
        expect(await store.commit(turnOf(ben, 1))).toEqual({ kind: 'stale', length: 0, entries: [] });
      });

      it('makes one history of 200 messages that arrive at once', async () => {
        const raws = Array.from({ length: 200 }, (_, i) => `said ${i}`);
        await Promise.all(
          raws.map((raw) => commitAnyway(store, turnOf(ann, 0, { inbound: raw, entry: entryOf(0, raw), replies: [] }))),
        );
        const log = await store.load(ann);
        const said = log.entries.flatMap(({ operations }) => operations.map((one) => ('raw' in one ? one.raw : '')));
        expect(log.length).toBe(200);
        expect(said.toSorted()).toEqual(raws.toSorted());
      });

      it('keeps 64 people who speak at once apart', async () => {
        const people = Array.from({ length: 64 }, (_, i) => `web:${i}`);
        await Promise.all(people.map((key) => converse(store, key, 0, 3)));
        for (const key of people) {
          expect((await store.load(key)).length).toBe(3);
          expect(await ids(0, 1, 10, key)).toEqual([`${key}:0:0`, `${key}:1:0`, `${key}:2:0`]);
        }
        expect(await store.sessions(100)).toHaveLength(64);
      });

      it('lists who spoke last first, under keys that name nobody and can be given back', async () => {
        await converse(store, ann, 0, 2);
        await converse(store, ben, 0, 1);
        const [first, second] = await store.sessions(10);
        expect(first).toMatchObject({ length: 1, updatedAt: 1_000 });
        expect(second).toMatchObject({ length: 2, updatedAt: 1_001 });
        expect(await store.sessions(1)).toEqual([first]);
        expect(second?.key).not.toContain('ann');
        expect((await store.load(second?.key ?? '')).length).toBe(2);
      });

      it('lets a failed commit fail alone and leave nothing', async () => {
        await store.commit(turnOf(ann, 0, { submission: submissionOf('S1') }));
        const changed = submissionOf('S1', { receipt_no: 'other' });
        const [before, bad, good] = await Promise.allSettled([
          store.commit(turnOf('telegram:cy', 0)),
          store.commit(turnOf(ann, 1, { submission: changed })),
          store.commit(turnOf(ben, 0)),
        ]);
        expect(before).toEqual({ status: 'fulfilled', value: { kind: 'ok' } });
        expect(bad).toMatchObject({ status: 'rejected', reason: { kind: 'conflict', retryable: false } });
        expect(good).toEqual({ status: 'fulfilled', value: { kind: 'ok' } });
        expect((await store.load(ann)).length).toBe(1);
        expect(await store.seen(ann, `in:${ann}:1`)).toBe(false);
        expect(await store.commit(turnOf(ann, 1))).toEqual({ kind: 'ok' });
      });
    });

    describe('snapshots', () => {
      it('gives the last snapshot and the entries after it', async () => {
        await converse(store, ann, 0, 2);
        await store.commit(turnOf(ann, 2, { snapshot: { folded: 3 } }));
        await converse(store, ann, 3, 5);
        const snapshot = { length: 3, state: { folded: 3 } };
        expect(await store.load(ann)).toEqual({ length: 5, snapshot, entries: [entryOf(3), entryOf(4)] });
        await store.commit(turnOf(ann, 5, { snapshot: { folded: 6 } }));
        expect(await store.load(ann)).toEqual({
          length: 6,
          snapshot: { length: 6, state: { folded: 6 } },
          entries: [],
        });
      });

      it('still tells a stale caller what lies before the snapshot', async () => {
        await converse(store, ann, 0, 1);
        await store.commit(turnOf(ann, 1, { snapshot: {} }));
        const done = await store.commit(turnOf(ann, 0, { inbound: 'new' }));
        expect(done).toEqual({ kind: 'stale', length: 2, entries: [entryOf(0), entryOf(1)] });
      });

      it('keeps no snapshot of a turn it refused', async () => {
        await converse(store, ann, 0, 2);
        await store.commit(turnOf(ann, 1, { inbound: 'late', snapshot: { wrong: true } }));
        expect((await store.load(ann)).snapshot).toBeUndefined();
      });
    });

    describe('replies', () => {
      it('hands out a turn’s replies in order, one of a session at a time', async () => {
        await store.commit(turnOf(ann, 0, { replies: [replyOf('a1'), replyOf('a2')] }));
        await store.commit(turnOf(ben, 0, { replies: [replyOf('b1')] }));
        await store.commit(turnOf(ann, 1, { replies: [replyOf('a3')] }));
        expect(await ids()).toEqual(['a1', 'b1']);
        await store.confirm(refs('a1', 'b1'));
        expect(await ids()).toEqual(['a2']);
        await store.confirm(refs('a2'));
        expect(await ids()).toEqual(['a3']);
        await store.confirm(refs('a3'));
        expect(await ids()).toEqual([]);
      });

      it('hands out all that one session is owed together, in order', async () => {
        for (let n = 0; n < 12; n++)
          await store.commit(turnOf(ann, n, { replies: [replyOf(`a${n}`), replyOf(`a${n}+`)] }));
        await converse(store, ben, 0, 1);
        const all = Array.from({ length: 12 }, (_, n) => [`a${n}`, `a${n}+`]).flat();
        expect(await ids(0, 1_000, 5, ann)).toEqual(all.slice(0, 5));
        expect(await ids(0, 1_000, 100, ann)).toEqual([]);
        await store.confirm(refs(...all.slice(0, 5)));
        expect(await ids(0, 1_000, 100, ann)).toEqual(all.slice(5));
        expect(await ids(0, 1_000, 100, 'telegram:nobody')).toEqual([]);
      });

      it('gives back the whole message and whose it is', async () => {
        const reply = { ...replyOf('a1', '第三题'), foot: '回复“帮助”', submission: 'S1' };
        await store.commit(turnOf(ann, 0, { replies: [reply] }));
        const key = (await store.sessions(1))[0]?.key;
        expect(await store.claim(LATER, 1, 1)).toEqual([{ key, outbound: reply, attempts: 0 }]);
      });

      it('lends a reply to one sender until the lease ends', async () => {
        await converse(store, ann, 0, 1);
        expect(await ids(100, 1_000)).toHaveLength(1);
        expect(await ids(1_099, 1_000)).toEqual([]);
        expect(await ids(1_099, 1_000, 1, ann)).toEqual([]);
        expect(await ids(1_100, 1_000)).toEqual([`${ann}:0:0`]);
      });

      it('lends a reply once to senders who ask at the same moment', async () => {
        await converse(store, ann, 0, 1);
        const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim(LATER, 1_000, 10, { key: ann })));
        expect(claims.flat()).toHaveLength(1);
      });

      it('takes no more than asked for, oldest first', async () => {
        await converse(store, ann, 0, 1);
        await converse(store, ben, 0, 1);
        expect(await ids(0, 1_000, 1)).toEqual([`${ann}:0:0`]);
        expect(await ids(0, 1_000, 1)).toEqual([`${ben}:0:0`]);
      });

      it('tries a failed reply again when told, and those behind it only after it', async () => {
        await store.commit(turnOf(ann, 0, { replies: [replyOf('a1'), replyOf('a2')] }));
        expect(await ids(0, 30_000, 10, ann)).toEqual(['a1', 'a2']);
        await store.retry(ref('a1'), LATER + 500, 'rate limited');
        expect(await ids(499, 1_000, 10, ann)).toEqual([]);
        const due = await store.claim(LATER + 500, 1_000, 10, { key: ann });
        expect(due.map(({ outbound, attempts }) => [outbound.id, attempts])).toEqual([
          ['a1', 1],
          ['a2', 0],
        ]);
      });

      it('hands out first what has been due longest', async () => {
        await converse(store, ann, 0, 1);
        await converse(store, ben, 0, 1);
        await ids(0, 1_000);
        await store.retry(ref(`${ann}:0:0`), LATER + 600, 'later');
        await store.retry(ref(`${ben}:0:0`), LATER + 500, 'sooner');
        expect(await ids(1_000, 1_000, 1)).toEqual([`${ben}:0:0`]);
      });

      it('buries what cannot be sent and goes on with the next', async () => {
        await store.commit(turnOf(ann, 0, { replies: [replyOf('a1'), replyOf('a2')] }));
        await ids(0, 30_000, 10, ann);
        await store.bury(ref('a1'), 'the applicant blocked us');
        expect(await ids(1, 30_000, 10, ann)).toEqual(['a2']);
        await store.confirm(refs('a2'));
        expect(await ids(1e12, 1, 10)).toEqual([]);
      });

      it('minds no ids it does not know', async () => {
        await converse(store, ann, 0, 1);
        await store.confirm(refs('never', 'was'));
        await store.confirm([]);
        await store.retry(ref('never'), LATER + 1, 'x');
        await store.bury(ref('never'), 'x');
        expect(await ids()).toEqual([`${ann}:0:0`]);
        await store.confirm(refs(`${ann}:0:0`));
        await store.confirm(refs(`${ann}:0:0`));
        expect(await ids(1e12)).toEqual([]);
      });
    });

    describe('replies of whoever committed them', () => {
      it('are theirs to send until the lease ends', async () => {
        const now = await store.now();
        expect(await store.commit(turnOf(ann, 0, { lease: now + 60_000 }))).toEqual({ kind: 'ok', leased: true });
        expect(await store.claim(now, 1_000, 10)).toEqual([]);
        expect(await store.claim(now, 1_000, 10, { key: ann })).toEqual([]);
        expect(await store.claim(now + 60_000, 1_000, 10, { key: ann })).toHaveLength(1);
      });

      it('wait behind what the person is still owed', async () => {
        const now = await store.now();
        await store.commit(turnOf(ann, 0, { lease: now + 60_000 }));
        expect(await store.commit(turnOf(ann, 1, { lease: now + 60_000 }))).toEqual({ kind: 'ok' });
        expect(await store.commit(turnOf(ben, 0, { lease: now + 60_000 }))).toEqual({ kind: 'ok', leased: true });
        expect(await ids(0, 1_000, 10, ann)).toEqual([`${ann}:0:0`, `${ann}:1:0`]);
        await store.confirm(refs(`${ann}:0:0`, `${ann}:1:0`));
        expect(await store.commit(turnOf(ann, 2, { lease: now + 60_000 }))).toEqual({ kind: 'ok', leased: true });
      });
    });

    describe('lanes', () => {
      const to = (channel: string, id: string) => ({ ...replyOf(id), to: { channel, user: 'u', chat: 'private' } });
      const open = async (channels: readonly string[], limit = 10) =>
        (await store.claim(LATER, 1, limit, { channels })).map((due) => due.outbound.id);
      const of = async (key: string, channels?: readonly string[], at = LATER, limit = 10) =>
        (await store.claim(at, 1_000, limit, { key, channels })).map((due) => due.outbound.id);

      it('hands out what goes to a channel that is open, whatever waits on another', async () => {
        await store.commit(turnOf(ann, 0, { replies: [to('feishu', 'a1'), to('wechat', 'a2')] }));
        await store.commit(turnOf(ben, 0, { replies: [to('wechat', 'b1')] }));
        expect(await open([])).toEqual([]);
        expect(await open(['telegram'])).toEqual([]);
        expect(await open(['wechat'])).toEqual(['a2', 'b1']);
        expect(await open(['feishu', 'telegram'])).toEqual(['a1']);
        await store.confirm(refs('a1', 'b1'));
        expect(await open(['feishu'])).toEqual([]);
        expect((await store.backlog()).owed).toBe(1);
      });

      it('keep their own order, and one that waits holds up no other', async () => {
        const replies = [to('wechat', 'a1'), to('feishu', 'a2'), to('wechat', 'a3'), to('feishu', 'a4')];
        await store.commit(turnOf(ann, 0, { replies }));
        expect(await of(ann)).toEqual(['a1', 'a2', 'a3', 'a4']);
        await store.retry(ref('a1'), LATER + 60_000, 'down');
        await store.confirm(refs('a2'));
        expect(await of(ann, undefined, LATER + 1_000)).toEqual(['a4']);
        await store.confirm(refs('a4'));
        expect(await of(ann, undefined, LATER + 59_999)).toEqual([]);
        expect(await of(ann, undefined, LATER + 60_000)).toEqual(['a1', 'a3']);
      });

      it('are claimed by name, as many as are wanted', async () => {
        const replies = [to('wechat', 'a1'), to('feishu', 'a2'), to('telegram', 'a3'), to('feishu', 'a4')];
        await store.commit(turnOf(ann, 0, { replies }));
        expect(await of(ann, ['feishu'], LATER, 1)).toEqual(['a2']);
        expect(await of(ann, ['telegram', 'feishu'])).toEqual(['a3']);
        expect(await of(ann, [])).toEqual([]);
        expect(await of(ann, ['other'])).toEqual([]);
        expect(await of(ann, undefined, LATER + 1_000, 2)).toEqual(['a1', 'a2']);
      });

      it('lease a turn’s replies where earlier ones wait only in another', async () => {
        await store.commit(turnOf(ann, 0, { replies: [to('wechat', 'a1')] }));
        const lease = LATER + 5;
        const second = turnOf(ann, 1, { replies: [to('feishu', 'a2')], lease });
        expect(await store.commit(second)).toEqual({ kind: 'ok', leased: true });
        expect(await open(['feishu'])).toEqual([]);
        const third = turnOf(ann, 2, { replies: [to('feishu', 'a3')], lease });
        expect(await store.commit(third)).toEqual({ kind: 'ok' });
        const fourth = turnOf(ann, 3, { replies: [to('telegram', 'a4'), to('wechat', 'a5')], lease });
        expect(await store.commit(fourth)).toEqual({ kind: 'ok' });
        expect(await open(['telegram'])).toEqual(['a4']);
        await store.confirm(refs('a2'));
        expect(await open(['feishu'])).toEqual(['a3']);
      });

      it('tell who is due next whatever is buried, confirmed or put off', async () => {
        const replies = [to('wechat', 'a1'), to('feishu', 'a2'), to('feishu', 'a3'), to('wechat', 'a4')];
        await store.commit(turnOf(ann, 0, { replies }));
        await store.confirm(refs('a2'));
        expect(await open(['feishu'])).toEqual(['a3']);
        await store.bury(ref('a1'), 'blocked');
        expect(await open(['wechat'])).toEqual(['a4']);
        await store.release(ref('a3'), 0);
        expect(await open(['feishu'])).toEqual(['a3']);
        await store.confirm(refs('a3', 'a4'));
        expect(await store.backlog()).toMatchObject({ owed: 0, oldest: undefined });
      });

      it('go with their person, and move to another store', async () => {
        await store.commit(turnOf(ann, 0, { replies: [to('wechat', 'a1'), to('feishu', 'a2')] }));
        const other = await another();
        for await (const moved of store.dump()) await other.restore(moved);
        expect((await other.claim(LATER, 1, 10, { channels: ['feishu'] })).map(({ outbound }) => outbound.id)).toEqual([
          'a2',
        ]);
        await other.close();
        await store.erase(ann);
        expect(await open(['wechat', 'feishu'])).toEqual([]);
      });
    });

    it('takes a claim back without counting an attempt', async () => {
      await store.commit(turnOf(ann, 0, { replies: [replyOf('a1'), replyOf('a2')] }));
      await ids(0, 30_000, 10, ann);
      await store.release(ref('a1'), LATER + 500);
      await store.release(ref('never'), LATER);
      expect(await ids(499, 1_000, 10, ann)).toEqual([]);
      const due = await store.claim(LATER + 500, 1_000, 10, { key: ann });
      expect(due.map(({ outbound, attempts }) => [outbound.id, attempts])).toEqual([
        ['a1', 0],
        ['a2', 0],
      ]);
    });

    it('shows what could not be sent, newest first, and how much is owed', async () => {
      expect(await store.backlog()).toEqual({ owed: 0, oldest: undefined, dead: 0 });
      await store.commit(turnOf(ann, 0, { replies: [replyOf('a1'), replyOf('a2'), replyOf('a3')] }));
      await store.retry(ref('a1'), LATER, 'busy');
      await store.bury(ref('a1'), 'the applicant blocked us');
      await store.bury(ref('a2'), 'gone');
      const [last, first] = await store.dead(10);
      expect(last).toMatchObject({ reason: 'gone', attempts: 0, outbound: replyOf('a2') });
      expect(first).toMatchObject({ reason: 'the applicant blocked us', attempts: 1, outbound: replyOf('a1') });
      expect(await store.dead(1)).toEqual([last]);
      expect(await store.backlog()).toMatchObject({ owed: 1, dead: 2 });
      expect((await store.backlog()).oldest).toBeLessThan(LATER);
    });

    describe('waking', () => {
      const woken = async (now: number, lease = 1_000) =>
        (await store.wakes(now, lease, 10)).map(({ key, at }) => [key, at]);
      const keyOf = async (n: number) => (await store.sessions(10))[n]?.key;

      it('wakes a session at its time, once until the lease ends, and again until it is told otherwise', async () => {
        await store.commit(turnOf(ann, 0, { wake: 500 }));
        await store.commit(turnOf(ben, 0, { wake: 400 }));
        expect(await woken(399)).toEqual([]);
        expect(await woken(500)).toEqual([
          [await keyOf(0), 400],
          [await keyOf(1), 500],
        ]);
        expect(await woken(1_499)).toEqual([]);
        expect(await woken(1_500)).toHaveLength(2);
        await store.commit(turnOf(ann, 1, { wake: null }));
        await store.commit(turnOf(ben, 1));
        expect(await woken(9_000)).toEqual([[await keyOf(0), 400]]);
      });

      it('sets the wake of a session without a turn, unless it went on meanwhile', async () => {
        await store.commit(turnOf(ann, 0, { wake: 500 }));
        await store.wake(ann, 0, null);
        await store.wake(ann, 2, null);
        expect(await woken(500, 0)).toEqual([[await keyOf(0), 500]]);
        await store.wake(ann, 1, 700);
        expect(await woken(699)).toEqual([]);
        expect(await woken(700, 0)).toEqual([[await keyOf(0), 700]]);
        await store.wake(ann, 1, null);
        expect(await woken(1e12)).toEqual([]);
      });

      it('forgets a person who is erased', async () => {
        await store.commit(turnOf(ann, 0, { wake: 500 }));
        await store.erase(ann);
        expect(await woken(1e12)).toEqual([]);
      });
    });

    it('files what organizers are to see with the turn, or not at all', async () => {
      const events = [{ kind: 'escalation', text: '人工' }];
      await store.commit(turnOf(ann, 0, { events }));
      await store.commit(turnOf(ann, 0, { events }));
      await store.commit(turnOf(ann, 0, { inbound: 'late', events }));
      expect(await store.events('escalation', 10)).toMatchObject([{ at: 1_000, text: '人工' }]);
    });

    it('tells people apart who number their messages alike', async () => {
      expect(await store.commit(turnOf(ann, 0, { inbound: 'json:m1' }))).toEqual({ kind: 'ok' });
      expect(await store.seen(ben, 'json:m1')).toBe(false);
      expect(await store.commit(turnOf(ben, 0, { inbound: 'json:m1' }))).toEqual({ kind: 'ok' });
    });

    it('joins handles to a session, parts them, and forgets them with the person', async () => {
      await store.commit(turnOf(ann, 0));
      const key = (await store.sessions(1))[0]?.key;
      expect(await store.linked('feishu:ou_1')).toBeUndefined();
      await store.link('feishu:ou_1', ann);
      await store.link('web:x', ann);
      expect(await store.linked('feishu:ou_1')).toBe(key);
      await store.link('feishu:ou_1', ben);
      expect(await store.linked('feishu:ou_1')).not.toBe(key);
      await store.link('feishu:ou_1', undefined);
      expect(await store.linked('feishu:ou_1')).toBeUndefined();
      await store.erase(ann);
      expect(await store.linked('web:x')).toBeUndefined();
    });

    it('parts every handle of a session but the one that is named', async () => {
      await store.commit(turnOf(ann, 0));
      await store.commit(turnOf(ben, 0));
      for (const handle of ['feishu:ou_1', 'telegram:2', 'wechat:3']) await store.link(handle, ann);
      await store.link('web:x', ben);
      expect(await store.part(ann, 'telegram:2')).toBe(2);
      expect(await store.linked('feishu:ou_1')).toBeUndefined();
      expect(await store.linked('telegram:2')).toBe(storedKey(ann));
      expect(await store.part(ann)).toBe(1);
      expect(await store.part(ann)).toBe(0);
      expect(await store.linked('telegram:2')).toBeUndefined();
      expect(await store.linked('web:x')).toBe(storedKey(ben));
    });

    it('parts nobody who was joined elsewhere since', async () => {
      await store.link('feishu:ou_1', ann);
      await store.link('feishu:ou_1', ben);
      expect(await store.part(ann)).toBe(0);
      expect(await store.linked('feishu:ou_1')).toBe(storedKey(ben));
    });

    it('gives the session of a code to one taker, and not after its time', async () => {
      await store.commit(turnOf(ann, 0));
      const now = await store.now();
      await store.offer('7K3-9QX', ann, now + 60_000);
      await store.offer('old', ann, now + 60_000);
      expect(await store.redeem('wrong', 'one', now)).toBeUndefined();
      const both = await Promise.all([store.redeem('7K3-9QX', 'one', now), store.redeem('7K3-9QX', 'two', now)]);
      expect(both.toSorted()).toEqual([storedKey(ann), undefined]);
      expect(await store.redeem('old', 'one', now + 60_000)).toBeUndefined();
    });

    it('gives it to the same taker again for a day, to nobody else', async () => {
      const now = await store.now();
      await store.offer('7K3-9QX', ann, now + 60_000);
      const taken = await store.redeem('7K3-9QX', 'one', now);
      expect(taken).toBe(storedKey(ann));
      expect(await store.redeem('7K3-9QX', 'one', now + 60_001)).toBe(taken);
      expect(await store.redeem('7K3-9QX', 'two', now + 60_001)).toBeUndefined();
      expect(await store.redeem('7K3-9QX', 'one', now + TAKEN_FOR)).toBeUndefined();
    });

    it('forgets the codes of a session that is erased, taken ones too', async () => {
      await store.commit(turnOf(ann, 0));
      const now = await store.now();
      for (const code of ['one', 'two']) await store.offer(code, ann, now + 60_000);
      await store.redeem('one', 'me', now);
      await store.erase(ann);
      expect([await store.redeem('one', 'me', now), await store.redeem('two', 'me', now)]).toEqual([
        undefined,
        undefined,
      ]);
    });

    it('gives a code that was offered again for the session it was offered for last', async () => {
      const now = await store.now();
      await store.offer('same', ann, now + 60_000);
      await store.redeem('same', 'one', now);
      await store.offer('same', ben, now + 60_000);
      expect(await store.redeem('same', 'two', now)).toBe(storedKey(ben));
    });

    it('moves everything to another store and loses nothing', async () => {
      await store.commit(turnOf(ann, 0, { wake: 500, submission: submissionOf('S1') }));
      await store.commit(turnOf(ann, 1, { withdrawn: { id: 'S1', at: 77 }, snapshot: { folded: 2 } }));
      await store.commit(turnOf(ann, 2, { events: [{ kind: 'escalation', text: '人工' }] }));
      await store.commit(turnOf(ben, 0, { replies: [replyOf('b1'), replyOf('b2')] }));
      await store.retry(ref('b1'), LATER + 5, 'busy');
      await store.bury(ref(`${ann}:0:0`), 'gone');
      await store.link('feishu:ou_1', ann);
      const other = await open();
      for await (const moved of store.dump()) await other.restore(moved);
      for (const key of [ann, ben]) expect(await other.load(key)).toEqual(await store.load(key));
      expect(await other.commit(turnOf(ann, 1))).toEqual({ kind: 'duplicate' });
      expect(await other.seen(ben, `in:${ben}:0`)).toBe(true);
      expect(await other.submissions()).toEqual(await store.submissions());
      expect(await other.events(undefined, 10)).toEqual(await store.events(undefined, 10));
      expect(await other.dead(10)).toEqual(await store.dead(10));
      expect(await other.linked('feishu:ou_1')).toBe(await store.linked('feishu:ou_1'));
      expect(await other.wakes(500, 0, 10)).toEqual(await store.wakes(500, 0, 10));
      expect(await other.claim(LATER + 4, 1, 10, { key: ben })).toEqual([]);
      expect(await other.claim(LATER + 5, 1, 10, { key: ben })).toEqual(
        await store.claim(LATER + 5, 1, 10, { key: ben }),
      );
      expect(await other.claim(LATER, 1, 10, { key: ann })).toEqual(await store.claim(LATER, 1, 10, { key: ann }));
      expect(await other.commit(turnOf(ann, 3))).toEqual({ kind: 'ok' });
      const again = [];
      for await (const { kind } of other.dump()) again.push(kind);
      expect(again.filter((kind) => kind === 'session')).toHaveLength(2);
      expect(again.filter((kind) => kind === 'seen')).toHaveLength(2);
      await other.close();
    });

    describe('submissions', () => {
      const filed = (id: string, list: string, status: 'submitted' | 'submitted_with_objection' = 'submitted') =>
        submissionOf(id, { status, list: { id: list, no: 1, name: list, group: 'g' } });

      it('files a submission with its turn and finds it by list and status', async () => {
        await store.commit(turnOf(ann, 0, { submission: filed('S1', 'L1') }));
        await store.commit(turnOf(ben, 0, { submission: filed('S2', 'L2', 'submitted_with_objection') }));
        const found = async (filter?: Parameters<Store['submissions']>[0]) =>
          (await store.submissions(filter)).map((one) => one.submission.submission_id);
        expect(await found()).toEqual(['S1', 'S2']);
        expect(await found({ list: 'L2' })).toEqual(['S2']);
        expect(await found({ status: 'submitted' })).toEqual(['S1']);
        expect(await found({ list: 'L1', status: 'withdrawn' })).toEqual([]);
        expect(await store.submission('S1')).toEqual({ submission: filed('S1', 'L1'), withdrawnAt: undefined });
        expect(await store.submission('S3')).toBeUndefined();
      });

      it('never changes one: the same again is nothing, another under its id is an error', async () => {
        await store.commit(turnOf(ann, 0, { submission: filed('S1', 'L1') }));
        const { submission_id, ...rest } = filed('S1', 'L1');
        expect(await store.commit(turnOf(ann, 1, { submission: { ...rest, submission_id } }))).toEqual({ kind: 'ok' });
        const changed = store.commit(turnOf(ben, 0, { submission: filed('S1', 'L2') }));
        await expect(changed).rejects.toBeInstanceOf(StoreFault);
        await expect(changed).rejects.toThrow('S1');
        expect(await store.submissions()).toEqual([{ submission: filed('S1', 'L1'), withdrawnAt: undefined }]);
      });

      it('marks one as withdrawn, once, and leaves its document alone', async () => {
        await store.commit(turnOf(ann, 0, { submission: filed('S1', 'L1') }));
        await store.commit(turnOf(ann, 1, { withdrawn: { id: 'S1', at: 77 } }));
        await store.commit(turnOf(ann, 2, { withdrawn: { id: 'S1', at: 99 } }));
        expect(await store.submission('S1')).toEqual({ submission: filed('S1', 'L1'), withdrawnAt: 77 });
        expect(await store.submissions({ status: 'withdrawn' })).toHaveLength(1);
        expect(await store.submissions({ status: 'submitted' })).toHaveLength(0);
      });

      it('lets nobody withdraw what is not theirs', async () => {
        await store.commit(turnOf(ann, 0, { submission: filed('S1', 'L1') }));
        await expect(store.commit(turnOf(ben, 0, { withdrawn: { id: 'S1', at: 1 } }))).rejects.toThrow('S1');
        await expect(store.commit(turnOf(ben, 0, { withdrawn: { id: 'S9', at: 1 } }))).rejects.toThrow('S9');
        expect((await store.load(ben)).length).toBe(0);
        expect((await store.submission('S1'))?.withdrawnAt).toBeUndefined();
      });
    });

    it('keeps events, newest first, by kind', async () => {
      await store.record({ at: 1, kind: 'escalated', key: ann, text: '人工\u0000' });
      await store.record({ at: 2, kind: 'missed', key: ben, text: '？' });
      await store.record({ at: 3, kind: 'escalated', key: ben, text: 'again' });
      expect((await store.events('escalated', 10)).map(({ at, text }) => [at, text])).toEqual([
        [3, 'again'],
        [1, '人工\u0000'],
      ]);
      expect((await store.events(undefined, 2)).map(({ at }) => at)).toEqual([3, 2]);
      expect(await store.events('erased', 10)).toEqual([]);
      expect(JSON.stringify(await store.events(undefined, 10))).not.toContain('ann');
    });

    describe('erasing', () => {
      it('removes everything of one person and nothing of another', async () => {
        for (const key of [ann, ben]) {
          const replies = [replyOf(`${key}:r`), replyOf(`${key}:dead`)];
          await store.commit(turnOf(key, 0, { replies, submission: submissionOf(`S-${key}`), snapshot: { key } }));
          await store.bury({ key, id: `${key}:dead` }, 'gone');
          await store.record({ at: 1, kind: 'escalated', key, text: key });
        }
        expect(await store.erase(ann)).toBe(1);
        expect(await store.load(ann)).toEqual({ length: 0, entries: [] });
        expect(await ids()).toEqual([`${ben}:r`]);
        expect((await store.submissions()).map((one) => one.submission.submission_id)).toEqual([`S-${ben}`]);
        expect((await store.events(undefined, 10)).map(({ text }) => text)).toEqual([ben]);
        expect(await store.sessions(10)).toHaveLength(1);
        expect((await store.load(ben)).snapshot?.state).toEqual({ key: ben });
        expect(await store.erase(ann)).toBe(0);
      });

      it('still refuses the messages it had, and lets the person begin again', async () => {
        await converse(store, ann, 0, 3);
        await store.erase(ann);
        expect(await store.seen(ann, `in:${ann}:1`)).toBe(true);
        expect(await store.commit(turnOf(ann, 0))).toEqual({ kind: 'duplicate' });
        expect(await store.commit(turnOf(ann, 3, { inbound: 'late' }))).toMatchObject({ kind: 'stale', length: 0 });
        expect(await store.commit(turnOf(ann, 0, { inbound: 'new', entry: entryOf(9) }))).toEqual({ kind: 'ok' });
        expect(await store.load(ann)).toEqual({ length: 1, entries: [entryOf(9)] });
        expect(await ids()).toEqual([`${ann}:0:0`]);
      });
    });

    it('takes ids of any length and content for what they are', async () => {
      const odd = [
        '',
        '\0',
        'a\0b',
        'a',
        'x'.repeat(10_000),
        '\ud800',
        '\udc00',
        '\ufffd',
        '"',
        "'; --",
        '张三',
        '#',
        '__proto__',
      ];
      const pairs = odd.flatMap((key) =>
        odd.map((inbound) => ({ key: `web:${key}`, inbound: `web:${inbound}@${key}` })),
      );
      pairs.push({ key: 'a:b', inbound: 'c' }, { key: 'a', inbound: 'b:c' });
      const next = new Map<string, number>();
      for (const { key, inbound } of pairs) {
        const n = next.get(key) ?? 0;
        next.set(key, n + 1);
        const replies = [replyOf(`${inbound}!`, inbound)];
        const done = await store.commit({ key, inbound, expected: n, entry: entryOf(n, inbound), replies });
        expect(done, JSON.stringify(inbound.slice(0, 40))).toEqual({ kind: 'ok' });
      }
      expect(next.size).toBe(odd.length + 2);
      for (const [key, length] of next) {
        const own = pairs.filter((pair) => pair.key === key).map(({ inbound }) => inbound);
        const log = await store.load(key);
        expect(log.length).toBe(length);
        expect(log.entries.map(({ operations: [one] }) => (one?.op === 'answered' ? one.raw : ''))).toEqual(own);
        const due = await store.claim(LATER, 1_000, 1_000, { key });
        expect(due.map(({ outbound }) => outbound.body)).toEqual(own);
        await store.confirm(due.map((one) => ({ key, id: one.outbound.id })));
      }
      expect(await ids(1e12)).toEqual([]);
    });

    it('finishes what it took before it closes, and takes no more', async () => {
      const last = converse(store, ann, 0, 1);
      await store.close();
      await last;
      await expect(store.load(ann)).rejects.toMatchObject({ name: 'StoreFault', kind: 'closed' });
      await expect(store.commit(turnOf(ann, 1))).rejects.toMatchObject({ kind: 'closed' });
      await store.close();
    });
  });
}
