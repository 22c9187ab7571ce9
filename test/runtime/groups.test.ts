/** What was said in a group is remembered for a while, and counted; what is private is nobody's business. */
import { expect, it } from 'vitest';
import type { Operation } from '../../src/engine/operation.ts';
import { openGroups } from '../../src/runtime/groups.ts';

const GROUP = { channel: 'telegram', chat: 'g1' };
const told: Operation = {
  op: 'told_rule',
  text: '截止？',
  entry: 'faq_deadline',
  clauses: [],
  version: 'v',
  band: 'answer',
};

it('an answer is remembered in its group for five minutes, counted from the answer itself', () => {
  const groups = openGroups();
  groups.note(GROUP, 0, [told], 1);
  groups.note(GROUP, 4 * 60_000, [told], 1);
  expect([...(groups.past(GROUP, 4 * 60_000)?.toldAt ?? [])]).toEqual([['faq_deadline', 0]]);
  expect(groups.past({ ...GROUP, chat: 'g2' }, 1)?.toldAt.size).toBe(0);
  expect(groups.past(GROUP, 5 * 60_000)?.toldAt.size).toBe(0);
});

it('a group that heard twenty messages within a minute is crowded until some are older', () => {
  const groups = openGroups();
  groups.note(GROUP, 0, [], 19);
  expect(groups.past(GROUP, 1)?.crowded).toBe(false);
  groups.note(GROUP, 1_000, [], 1);
  expect(groups.past(GROUP, 59_999)?.crowded).toBe(true);
  expect(groups.past(GROUP, 60_000)?.crowded).toBe(false);
});

it('in private nothing is remembered', () => {
  const groups = openGroups();
  groups.note({ channel: 'telegram', chat: 'private' }, 0, [told], 30);
  expect(groups.past({ channel: 'telegram', chat: 'private' }, 1)).toBeUndefined();
});

it('no more groups are remembered than there is room for', () => {
  const groups = openGroups({ room: 2 });
  for (const chat of ['a', 'b', 'c']) groups.note({ channel: 'x', chat }, 0, [told], 1);
  expect(['a', 'b', 'c'].map((chat) => groups.past({ channel: 'x', chat }, 1)?.toldAt.size)).toEqual([0, 1, 1]);
});
