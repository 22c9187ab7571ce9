/**
 * The bare limits of the Redis part: the hand-written switch of `limit.ts` on states kept in the process, and one script
 * a turn on the same client as the store's. They send no replies, refuse no message they have seen, and keep no records.
 */
import { Redis } from 'ioredis';
import type { Session } from '../src/engine/session.ts';
import { newSession } from '../src/engine/session.ts';
import { takeSnapshot } from '../src/engine/snapshot.ts';
import { takeTurn } from '../src/engine/turn.ts';
import type { Call } from '../src/flow/call.ts';
import type { Inbound } from '../src/message.ts';
import { asText } from '../src/message.ts';
import { takeLimitTurn } from './limit.ts';
import { swallow } from './measure.ts';
import type { Answering } from './redis-people.ts';

const WEEK = 7 * 24 * 3_600_000;

const WRITE = `
if tonumber(redis.call('HGET', KEYS[1], 'v') or 0) ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[1] + 1, 's', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ${WEEK})
return 1`;

const APPEND = `
if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[1]) then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ${WEEK})
return 1`;

/** An entry of 200 bytes. */
const RECORD = JSON.stringify({ id: 'om_1', at: 1_760_000_000_000, words: 'x'.repeat(150) }).padEnd(200);

type Scripted = Redis & { turn(key: string, expected: number, written: string): Promise<number> };

/** @param take takes the turn and gives what is written of it */
function openLimit(name: string, url: string, lua: string, take: (key: string, inbound: Inbound) => string): Answering {
  const client = new Redis(url) as Scripted;
  client.defineCommand('turn', { numberOfKeys: 1, lua });
  const versions = new Map<string, number>();
  return {
    name,
    async post(inbound) {
      const key = `${inbound.channel}:${inbound.user}`;
      const version = versions.get(key) ?? 0;
      versions.set(key, version + 1);
      if ((await client.turn(key, version, take(key, inbound))) !== 1) throw new Error('a lost race');
    },
    rest: () => Promise.resolve(),
    async close() {
      await client.quit();
    },
  };
}

/** Writes the whole state as JSON, with its version checked: what others do, as fast as it can be done. */
export function openWholeState(url: string): Answering {
  const states = new Map<string, string>();
  return openLimit('limit: whole state', url, WRITE, (key, inbound) => {
    swallow(takeLimitTurn(states, inbound));
    return states.get(key) ?? '';
  });
}

/** Appends 200 bytes to a list, with its length checked: what no store of records can be faster than. */
export function openAppend(url: string): Answering {
  const states = new Map<string, string>();
  return openLimit('limit: 200 bytes', url, APPEND, (_, inbound) => {
    swallow(takeLimitTurn(states, inbound));
    return RECORD;
  });
}

/** The engine's own turn before the same script: what this machine would be if it wrote its whole state. */
export function openEngineState(url: string, call: Call): Answering {
  const sessions = new Map<string, Session>();
  return openLimit('this engine, whole state', url, WRITE, (key, inbound) => {
    const around = { now: inbound.at, by: 'a1b2c3d4e5f60718', version: 'bench' };
    const turn = takeTurn(call, sessions.get(key) ?? newSession(key), inbound, around);
    if (turn === undefined) throw new Error('a private message was not answered');
    for (const reply of turn.replies) swallow(asText(reply));
    sessions.set(key, turn.session);
    return JSON.stringify(takeSnapshot(call, turn.session));
  });
}
