/** Turns over a store that is far, away, or shared: round trips, leases, floods, joined handles, the store's clock. */
import { beforeEach, describe, expect, it } from 'vitest';
import { compileCall } from '../../src/flow/compile.ts';
import type { Inbound } from '../../src/message.ts';
import { Overloaded, openAdmission } from '../../src/runtime/admission.ts';
import { openAvailability } from '../../src/runtime/availability.ts';
import { openClock } from '../../src/runtime/clock.ts';
import type { Conversation } from '../../src/runtime/conversation.ts';
import { openConversation } from '../../src/runtime/conversation.ts';
import type { ConversationParts } from '../../src/runtime/conversation-parts.ts';
import { openLinks } from '../../src/runtime/links.ts';
import { storedKey } from '../../src/store/key.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { SMALL_CALL } from '../flow/small-call.ts';
import type { Tap } from './tapped-store.ts';
import { tapped } from './tapped-store.ts';

const call = compileCall(SMALL_CALL);
const NOON = Date.parse('2025-10-09T12:00:00+08:00');

let real: Store;
let tap: Tap;
let count = 0;

beforeEach(() => {
  real = openMemoryStore();
  tap = tapped(real);
});

function inbound(text: string, more: Partial<Inbound> = {}): Inbound {
  count += 1;
  const content = { kind: 'text', text } as const;
  return { channel: 'web', id: `m${count}`, user: 'u1', chat: 'private', addressed: true, at: NOON, content, ...more };
}

function converse(more: Partial<ConversationParts> = {}): Conversation {
  return openConversation({ store: tap.store, call: () => call, version: '1', clock: (one) => one.at, ...more });
}

const until = async (true_: () => boolean): Promise<void> => {
  while (!true_()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('round trips to the store until a message may be acknowledged', () => {
  it('are two for a person this process does not know, and one from then on', async () => {
    const conversation = converse();
    await conversation.take(inbound('你好'));
    expect([tap.waits, tap.calls.toSorted()]).toEqual([2, ['commit', 'linked', 'load']]);
    tap.calls = [];
    tap.waits = 0;
    for (const text of ['1', '2', '进度']) await conversation.take(inbound(text));
    expect([tap.waits, tap.calls]).toEqual([3, ['commit', 'commit', 'commit']]);
  });

  it('are two more when another replica went on with the conversation, not a load', async () => {
    const conversation = converse();
    await conversation.take(inbound('你好'));
    await converse({ store: real }).take(inbound('1'));
    tap.calls = [];
    await conversation.take(inbound('2'));
    expect(tap.calls).toEqual(['commit', 'linked', 'commit']);
  });
});

describe('replies of a turn', () => {
  it("are the caller's to send when the session owed nothing, and nobody else's until the lease ends", async () => {
    const conversation = converse({ lease: () => NOON + 1000 });
    const { leased, until: end, key } = await conversation.take(inbound('你好'));
    expect(leased?.map((one) => one.kind)).toEqual(['notice', 'question']);
    expect(end).toBe(NOON + 1000);
    expect(await real.claim(NOON + 1000 - 1, 1, 10, { key })).toEqual([]);
    expect((await real.claim(NOON + 1001, 1, 10, { key })).map((due) => due.outbound)).toEqual(leased);
  });

  it('wait behind what is owed already', async () => {
    const conversation = converse({ lease: () => NOON + 1000 });
    await conversation.take(inbound('你好'));
    expect(await conversation.take(inbound('1'))).toEqual({ status: 'ok', key: storedKey('web:u1') });
  });

  it('are leased after an erasure too', async () => {
    const conversation = converse({ lease: () => NOON + 1000 });
    for (const text of ['你好', '1', '删除我的数据']) await conversation.take(inbound(text));
    const { leased } = await conversation.take(inbound('1'));
    expect(leased?.map((one) => one.body)).toEqual([expect.stringContaining('已全部删除')]);
  });
});

describe('a flood', () => {
  it('is refused where the line ends, and what was let in is taken', async () => {
    const conversation = converse({ limits: { underWay: 2, waiting: 3 } });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => conversation.take(inbound('你好', { user: `p${i}` }))),
    );
    expect(outcomes.map((one) => one.status)).toEqual([
      ...Array.from({ length: 5 }, () => 'fulfilled'),
      ...Array.from({ length: 3 }, () => 'rejected'),
    ]);
    for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(Overloaded);
    expect(await real.sessions(10)).toHaveLength(5);
    expect(await conversation.take(inbound('你好', { user: 'p7' }))).toMatchObject({ status: 'ok' });
  });

  it('has no more turns under way than allowed', async () => {
    const admission = openAdmission({ underWay: 3, waiting: 100 });
    let underWay = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
    };
    await Promise.all(Array.from({ length: 30 }, (_, i) => admission.run(`p${i}`, work)));
    expect(most).toBe(3);
  });

  it('lets each person be taken in order, one at a time, whatever goes wrong', async () => {
    const admission = openAdmission({ underWay: 9, waiting: 100 });
    let underWay = 0;
    let most = 0;
    const order: string[] = [];
    const works = Array.from({ length: 30 }, (_, i) =>
      admission.run(`p${i % 2}`, async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setTimeout(resolve, (30 - i) % 4));
        order.push(`p${i % 2} ${i}`);
        underWay -= 1;
        if (i % 7 === 0) throw new Error('this one went wrong');
      }),
    );
    const settled = Promise.allSettled(works);
    await admission.idle();
    expect(order).toHaveLength(30);
    expect((await settled).filter((one) => one.status === 'rejected')).toHaveLength(5);
    expect(most).toBe(2);
    for (const person of ['p0', 'p1']) {
      const own = order.filter((one) => one.startsWith(person)).map((one) => Number(one.split(' ')[1]));
      expect(own).toEqual(own.toSorted((a, b) => a - b));
    }
  });
});

describe('a store that is away', () => {
  it('acknowledges nothing, says so, and loses nothing when it is back', async () => {
    const changes: boolean[] = [];
    const availability = openAvailability({
      probe: () => tap.store.now(),
      every: 5,
      onChange: (now) => changes.push(now),
    });
    const conversation = converse({ availability });
    await conversation.take(inbound('你好'));
    expect(conversation.available()).toBe(true);
    tap.line = 'away';
    const said = inbound('1');
    await expect(conversation.take(said)).rejects.toMatchObject({ name: 'StoreFault', kind: 'unavailable' });
    expect(conversation.available()).toBe(false);
    await until(() => tap.calls.filter((name) => name === 'now').length > 1);
    expect(conversation.available()).toBe(false);
    tap.line = 'up';
    await until(() => conversation.available());
    expect(changes).toEqual([false, true]);
    expect(await conversation.take(said)).toMatchObject({ status: 'ok' });
    expect((await real.load('web:u1')).length).toBe(2);
  });

  it('that took a turn and could not say so takes it once: the same message is a duplicate', async () => {
    const conversation = converse();
    await conversation.take(inbound('你好'));
    tap.line = 'mute';
    const said = inbound('1');
    await expect(conversation.take(said)).rejects.toMatchObject({ kind: 'unavailable' });
    tap.line = 'up';
    tap.calls = [];
    expect(await conversation.take(said)).toMatchObject({ status: 'duplicate' });
    // What the process remembered was not to be trusted.
    expect(tap.calls).toEqual(['load', 'commit']);
    await conversation.take(inbound('2'));
    const due = await real.claim(NOON, 1, 100, { key: 'web:u1' });
    expect(due.at(-1)?.outbound.prompt?.step).toBe('place');
    expect((await real.load('web:u1')).length).toBe(3);
  });
});

describe('a handle joined to another session', () => {
  const feishu = { channel: 'feishu', user: 'ou_1' };

  async function joined(): Promise<{ conversation: Conversation; key: string }> {
    const links = openLinks({ store: tap.store });
    const conversation = converse({ links });
    for (const text of ['你好', '1', '2']) await conversation.take(inbound(text));
    await conversation.take(inbound('你好', { ...feishu, id: 'before' }));
    const key = (await real.sessions(10)).find((one) => one.length === 3)?.key ?? '';
    await links.join('feishu:ou_1', key);
    return { conversation, key };
  }

  it('goes on where that session is, and the replies go to where it spoke', async () => {
    const { conversation, key } = await joined();
    const outcome = await conversation.take(inbound('1,2', feishu));
    expect(outcome).toEqual({ status: 'ok', key });
    const due = await real.claim(NOON, 1, 100, { key: 'web:u1' });
    expect(due.at(-1)?.outbound).toMatchObject({ to: feishu, prompt: { step: 'lead' } });
    await conversation.take(inbound('进度'));
    expect((await real.load('web:u1')).length).toBe(5);
  });

  it('takes nothing twice that was applied before it was joined', async () => {
    const { conversation } = await joined();
    const again = inbound('你好', { ...feishu, id: 'before' });
    expect(await conversation.take(again)).toMatchObject({ status: 'duplicate' });
    expect((await real.load('web:u1')).length).toBe(3);
  });

  it('is its own again at once when the session it was joined to is erased', async () => {
    const { conversation } = await joined();
    await conversation.take(inbound('进度', feishu));
    for (const text of ['删除我的数据', '1']) await conversation.take(inbound(text));
    expect(await conversation.take(inbound('进度', feishu))).toEqual({ status: 'ok', key: storedKey('feishu:ou_1') });
  });

  it('is known to another replica within seconds, not before it looks again', async () => {
    let time = 0;
    const links = openLinks({ store: real, monotonic: () => time });
    expect(await links.resolve('feishu:ou_1')).toBe(storedKey('feishu:ou_1'));
    await real.link('feishu:ou_1', 'web:u1');
    time = 4999;
    expect(links.known('feishu:ou_1')).toBe(storedKey('feishu:ou_1'));
    time = 5000;
    expect(links.known('feishu:ou_1')).toBeUndefined();
    expect(await links.resolve('feishu:ou_1')).toBe(await real.linked('feishu:ou_1'));
  });
});

describe("the store's clock", () => {
  it('goes on evenly, whatever the store says between two looks, and is right again after the next', async () => {
    let monotonic = 1000;
    let told = NOON;
    const clock = await openClock({ now: async () => told }, { every: 5, monotonic: () => monotonic });
    expect(clock.now()).toBe(NOON);
    monotonic += 250.7;
    expect(clock.now()).toBe(NOON + 250);
    told = NOON + 5000;
    await until(() => clock.now() === NOON + 5000);
    clock.close();
  });

  it('is not opened on a store that does not answer, and outlives one that stops answering', async () => {
    tap.line = 'away';
    await expect(openClock(tap.store)).rejects.toMatchObject({ kind: 'unavailable' });
    tap.line = 'up';
    const clock = await openClock(tap.store, { every: 2 });
    tap.line = 'away';
    tap.calls = [];
    await until(() => tap.calls.length > 2);
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000);
    clock.close();
  });
});
