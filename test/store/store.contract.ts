/**
 * What every store promises, as tests to be run on each. `open` makes an empty store; the caller closes what it opened.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreFault } from '../../src/store/fault.ts';
import type { Store } from '../../src/store/store.ts';
import { commitAnyway, converse, entryOf, replyOf, submissionOf, turnOf } from './sample.ts';

const ann = 'telegram:ann';
const ben = 'telegram:ben';

export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const ids = async (now = 0, lease = 1_000, limit = 100, key?: string): Promise<readonly string[]> =>
      (await store.claim(now, lease, limit, key)).map((due) => due.outbound.id);

    describe('turns', () => {
      it('knows nothing of a person who never spoke', async () => {
        expect(await store.load(ann)).toEqual({ length: 0, entries: [] });
        expect(await store.seen('in:1')).toBe(false);
        expect(await store.sessions(10)).toEqual([]);
      });

      it('gives back what was committed, in order', async () => {
        await converse(store, ann, 0, 3);
        await converse(store, ben, 0, 1);
        expect(await store.load(ann)).toEqual({ length: 3, entries: [entryOf(0), entryOf(1), entryOf(2)] });
        expect(await store.load(ben)).toEqual({ length: 1, entries: [entryOf(0)] });
        expect(await store.seen(`in:${ann}:2`)).toBe(true);
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

      it('knows a message under another key too', async () => {
        await store.commit(turnOf(ann, 0, { inbound: 'same' }));
        expect(await store.commit(turnOf(ben, 0, { inbound: 'same' }))).toEqual({ kind: 'duplicate' });
      });

      it('says duplicate even where the turn is stale as well', async () => {
        await converse(store, ann, 0, 2);
        expect(await store.commit(turnOf(ann, 0))).toEqual({ kind: 'duplicate' });
      });

      it('says exactly what a stale caller lacks', async () => {
        await converse(store, ann, 0, 4);
        const done = await store.commit(turnOf(ann, 1, { inbound: 'new' }));
        expect(done).toEqual({ kind: 'stale', length: 4, entries: [entryOf(1), entryOf(2), entryOf(3)] });
        expect(await store.seen('new')).toBe(false);
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
        expect(await store.seen(`in:${ann}:1`)).toBe(false);
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
        await store.confirm(['a1', 'b1']);
        expect(await ids()).toEqual(['a2']);
        await store.confirm(['a2']);
        expect(await ids()).toEqual(['a3']);
        await store.confirm(['a3']);
        expect(await ids()).toEqual([]);
      });

      it('hands out all that one session is owed together, in order', async () => {
        for (let n = 0; n < 12; n++)
          await store.commit(turnOf(ann, n, { replies: [replyOf(`a${n}`), replyOf(`a${n}+`)] }));
        await converse(store, ben, 0, 1);
        const all = Array.from({ length: 12 }, (_, n) => [`a${n}`, `a${n}+`]).flat();
        expect(await ids(0, 1_000, 5, ann)).toEqual(all.slice(0, 5));
        expect(await ids(0, 1_000, 100, ann)).toEqual([]);
        await store.confirm(all.slice(0, 5));
        expect(await ids(0, 1_000, 100, ann)).toEqual(all.slice(5));
        expect(await ids(0, 1_000, 100, 'telegram:nobody')).toEqual([]);
      });

      it('gives back the whole message and whose it is', async () => {
        const reply = { ...replyOf('a1', '第三题'), foot: '回复“帮助”', submission: 'S1' };
        await store.commit(turnOf(ann, 0, { replies: [reply] }));
        const key = (await store.sessions(1))[0]?.key;
        expect(await store.claim(0, 1, 1)).toEqual([{ key, outbound: reply, attempts: 0 }]);
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
        const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim(0, 1_000, 10, ann)));
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
        await store.retry('a1', 500, 'rate limited');
        expect(await ids(499, 1_000, 10, ann)).toEqual([]);
        const due = await store.claim(500, 1_000, 10, ann);
        expect(due.map(({ outbound, attempts }) => [outbound.id, attempts])).toEqual([
          ['a1', 1],
          ['a2', 0],
        ]);
      });

      it('hands out first what has been due longest', async () => {
        await converse(store, ann, 0, 1);
        await converse(store, ben, 0, 1);
        await ids(0, 1_000);
        await store.retry(`${ann}:0:0`, 600, 'later');
        await store.retry(`${ben}:0:0`, 500, 'sooner');
        expect(await ids(1_000, 1_000, 1)).toEqual([`${ben}:0:0`]);
      });

      it('buries what cannot be sent and goes on with the next', async () => {
        await store.commit(turnOf(ann, 0, { replies: [replyOf('a1'), replyOf('a2')] }));
        await ids(0, 30_000, 10, ann);
        await store.bury('a1', 'the applicant blocked us');
        expect(await ids(1, 30_000, 10, ann)).toEqual(['a2']);
        await store.confirm(['a2']);
        expect(await ids(1e12, 1, 10)).toEqual([]);
      });

      it('minds no ids it does not know', async () => {
        await converse(store, ann, 0, 1);
        await store.confirm(['never', 'was']);
        await store.confirm([]);
        await store.retry('never', 1, 'x');
        await store.bury('never', 'x');
        expect(await ids()).toEqual([`${ann}:0:0`]);
        await store.confirm([`${ann}:0:0`]);
        await store.confirm([`${ann}:0:0`]);
        expect(await ids(1e12)).toEqual([]);
      });
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
          await store.bury(`${key}:dead`, 'gone');
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
        expect(await store.seen(`in:${ann}:1`)).toBe(true);
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
        const due = await store.claim(0, 1_000, 1_000, key);
        expect(due.map(({ outbound }) => outbound.body)).toEqual(own);
        await store.confirm(due.map(({ outbound }) => outbound.id));
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
