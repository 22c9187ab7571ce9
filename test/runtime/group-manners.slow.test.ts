/** In a group the assistant answers a question once, refers back to it, and says little where much is said. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Outbound } from '../../src/message.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';

let house: House;
let now = Date.parse('2025-10-09T12:00:00+08:00');
let group = 0;
let count = 0;

beforeAll(async () => {
  house = await openHouse({ now: () => now, knowing: true });
});
afterAll(() => house.close());
beforeEach(() => {
  group += 1;
});

/** What somebody is told when they say something. */
async function told(user: string, text: string, chat = `g${group}`): Promise<readonly Outbound[]> {
  count += 1;
  const content = { kind: 'text', text } as const;
  const inbound = { channel: 'telegram', id: `${count}`, user, chat, addressed: true, at: now, content };
  const { key, leased = [] } = await house.conversation.take(inbound);
  await house.store.confirm(leased.map(({ id }) => ({ key, id })));
  return leased;
}

const WHICH = '有哪几个榜单？';

it('a question two people ask within five minutes is answered once and referred back to', async () => {
  const first = (await told('ann', WHICH)).find(({ kind }) => kind === 'faq');
  expect(first?.door).toBeUndefined();
  now += 60_000;
  const second = await told('ben', WHICH);
  const answer = second.find(({ kind }) => kind === 'faq');
  expect(answer?.body).toContain('刚在群里答过');
  expect(answer?.door).toBe('private');
  now += 5 * 60_000;
  expect((await told('cid', WHICH)).find(({ kind }) => kind === 'faq')?.body).toBe(first?.body);
});

it('in another group and in private it is answered in full', async () => {
  const full = (await told('ann', WHICH)).find(({ kind }) => kind === 'faq')?.body;
  for (const chat of ['elsewhere', 'private'])
    expect((await told('ben', WHICH, chat)).find(({ kind }) => kind === 'faq')?.body).toBe(full);
});

it('where twenty messages were said within a minute one line is all anybody gets, and what they answer counts', async () => {
  for (let i = 0; i < 12; i++) await told(`p${i}`, '你好');
  const brief = await told('dan', '你好');
  expect(brief.map(({ kind, prompt, door }) => [kind, prompt, door])).toEqual([['notice', undefined, 'private']]);
  now += 60_000;
  expect((await told('dan', '继续')).some(({ kind }) => kind === 'notice')).toBe(true);
  expect((await told('eve', '你好')).length).toBeGreaterThan(1);
});
