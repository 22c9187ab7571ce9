/** The verdict on runs that went right, and on the same runs with one fault each. */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/engine/operation.ts';
import type { History, Sight } from './history.ts';
import { newHistory } from './history.ts';
import type { Stored } from './judge.ts';
import { FAULTLESS, judge } from './judge.ts';
import { expectedOf, keyOf } from './model.ts';
import { scriptOf } from './script.ts';

const USER = 'u1';
const breaths = scriptOf(USER, 24);
const messages = breaths.flat();
const right = expectedOf(USER, messages, 'somebody');

/** Everything said and heard one after another, ten ms a message. */
function heard(): History {
  const history = newHistory();
  for (const [n, { id }] of messages.entries()) {
    history.sent.set(id, n * 10);
    history.acked.set(id, n * 10 + 5);
    const replies = [...right.replies].filter(([reply]) => reply.split(':').at(-2) === String(n));
    for (const [place, [reply, text]] of replies.entries())
      history.seen.set(reply, { text, asked: n * 10, at: n * 10 + 5, place });
  }
  return history;
}

function verdict(stored: Stored, history = heard()) {
  const { repeats: _, ...faults } = judge({ user: USER, breaths, history }, stored);
  return faults;
}

const { entries, submissions } = right;
const without = (place: number): readonly Entry[] => entries.toSpliced(place, 1);

function moved(reply: string, change: Partial<Sight>): History {
  const history = heard();
  const sight = history.seen.get(reply);
  if (sight === undefined) throw new Error(`no reply is ${reply}`);
  history.seen.set(reply, { ...sight, ...change });
  return history;
}

it('finds nothing where nothing is wrong', () => {
  expect(submissions.length).toBe(1);
  expect(verdict({ entries, submissions })).toEqual(FAULTLESS);
});

describe('tells of', () => {
  it('a message that was acknowledged and is gone', () => {
    expect(verdict({ entries: without(7), submissions }).lost).toBe(1);
  });
  it('a session that is gone', () => {
    expect(verdict({ entries: [], submissions: [] }).lost).toBe(24);
  });
  it('a message that is there twice', () => {
    const twice = entries.toSpliced(7, 0, entries[7] as Entry);
    expect(verdict({ entries: twice, submissions }).doubled).toBe(1);
  });
  it('a submission that is there twice, lacks, or was changed', () => {
    const [first] = submissions;
    if (first === undefined) throw new Error('nothing was submitted');
    const changed = { ...first, submission: { ...first.submission, status: 'accepted' as const } };
    expect(verdict({ entries, submissions: [first, first] })).toMatchObject({ doubled: 1, wrong: 1 });
    expect(verdict({ entries, submissions: [] }).wrong).toBe(1);
    expect(verdict({ entries, submissions: [changed] }).wrong).toBe(1);
  });
  it('a message that was applied before what had been acknowledged earlier', () => {
    const swapped = entries.with(3, entries[4] as Entry).with(4, entries[3] as Entry);
    expect(verdict({ entries: swapped, submissions })).toMatchObject({ reordered: 1, lost: 0 });
  });
  it('an answer that is not what was said', () => {
    const place = entries.findIndex(({ operations }) => operations.some(({ op }) => op === 'answered'));
    const forgetful = entries.with(place, { ...(entries[place] as Entry), operations: [] });
    expect(verdict({ entries: forgetful, submissions })).toEqual({ ...FAULTLESS, wrong: 1 });
  });
  it('a reply nobody saw', () => {
    const history = heard();
    history.seen.delete(`${keyOf(USER)}:4:0`);
    expect(verdict({ entries, submissions }, history)).toEqual({ ...FAULTLESS, unreplied: 1 });
  });
  it('a reply with other words, and one that was never due', () => {
    expect(verdict({ entries, submissions }, moved(`${keyOf(USER)}:4:0`, { text: '?' })).wrong).toBe(1);
    const history = heard();
    history.seen.set(`${keyOf(USER)}:99:0`, { text: '?', asked: 0, at: 1, place: 0 });
    expect(verdict({ entries, submissions }, history).wrong).toBe(1);
  });
  it('a reply that came only after a later one, or behind it in one answer', () => {
    expect(verdict({ entries, submissions }, moved(`${keyOf(USER)}:4:0`, { asked: 60, at: 65 })).reordered).toBe(1);
    expect(verdict({ entries, submissions }, moved(`${keyOf(USER)}:0:0`, { place: 9 })).reordered).toBe(1);
  });
});

it('lets messages said at once be applied in any order', () => {
  const place = messages.findIndex(({ text }) => text === '2025-04 验收');
  const other = messages.with(place, messages[place + 1] ?? fail()).with(place + 1, messages[place] ?? fail());
  const turned = expectedOf(USER, other, 'somebody');
  const history = heard();
  const [one, two] = other.slice(place, place + 2);
  for (const message of [one, two]) history.sent.set(message?.id ?? '', place * 10);
  for (const message of [one, two]) history.acked.set(message?.id ?? '', place * 10 + 9);
  history.seen.clear();
  for (const [n, [reply, text]] of [...turned.replies].entries())
    history.seen.set(reply, { text, asked: n, at: n + 1, place: 0 });
  expect(verdict(turned, history)).toEqual(FAULTLESS);
});

it('lets a lost answer be heard after the one to a message said at the same time, not after one said later', () => {
  const late = (acked: number): History => {
    const history = moved(`${keyOf(USER)}:4:0`, { asked: 60, at: 65 });
    history.acked.set(messages[4]?.id ?? '', acked);
    return history;
  };
  // The next message was sent at 50.
  expect(verdict({ entries, submissions }, late(70)).reordered).toBe(0);
  expect(verdict({ entries, submissions }, late(45)).reordered).toBe(1);
});

function fail(): never {
  throw new Error('the script is too short');
}
