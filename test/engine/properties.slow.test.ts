/** The laws of every conversation over thousands of random ones, and one fixed set so that two machines can compare. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Seen } from './conversation-laws.ts';
import { converse, expectSeen, nothingSeen } from './conversation-laws.ts';
import { moves } from './random-conversation.ts';
import { call } from './whole-applications.ts';

const TURNS = 60;

describe('Any conversation, at length', () => {
  it.each([
    ['a fixed seed', 1_000, { seed: 20251009 }],
    ['seeds of the day', 4_000, {}],
  ])('keeps the laws with %s, %i times', { timeout: 900_000 }, (_seed, runs, options) => {
    const seen: Seen = nothingSeen();
    fc.assert(
      fc.property(moves(TURNS), (said) => {
        converse(call, said, seen);
      }),
      { numRuns: runs, ...options },
    );
    expectSeen(seen, runs);
  });
});
