/**
 * Commits and loads of sessions in Redis: writes a commit out for its script and reads the script's answer. Decides
 * nothing about a commit.
 */
import type { Entry } from '../../engine/operation.ts';
import { StoreFault } from '../fault.ts';
import { seenId, storedId, storedKey } from '../key.ts';
import type { Commit, Committed, Log } from '../store.ts';
import type { Waiting } from './batch.ts';
import { openBatch, persist } from './batch.ts';
import { sumOf } from './canonical.ts';
import type { Argument, Connection } from './connection.ts';
import { faultOf } from './fault.ts';
import type { Group } from './group.ts';
import { grouped } from './group.ts';
import type { Keys } from './keys.ts';
import { wordOf, writtenEvent } from './keys.ts';
import { COMMIT, TOKENS } from './lua/commit.ts';
import { LOAD } from './lua/load.ts';
import type { Replication } from './replication.ts';
import { writtenReply } from './reply.ts';

/** Turns in one call at most (16 µs each): the server then works on one call while we read the answer of another. */
const TURNS = 32;
/** How often it is asked whose a submission is, while servers change. */
const OWNING = 3;

export interface Turns {
  load(key: string): Promise<Log>;
  commit(commit: Commit): Promise<Committed>;
  seen(key: string, inbound: string): Promise<boolean>;
}

export interface TurnsParts {
  readonly connection: Connection;
  /** The one whose writes `replication` waits for. */
  readonly writing: Connection;
  readonly keys: Keys;
  readonly replication: Replication;
  readonly address: string;
  /** Below 1, for telling a commit of this call from the same of another. */
  readonly random: () => number;
  /** Done before the turns of a tick are sent. */
  readonly before: () => void;
}

interface Written {
  readonly base: string;
  /** Its first argument without the number of the base. */
  readonly head: string;
  readonly args: readonly Argument[];
}

function wakeOf(wake: number | null | undefined): Argument {
  if (wake === undefined) return '=';
  return wake === null ? '-' : wake;
}

/** A commit as its script takes it; see `lua/commit.ts`. */
function written(commit: Commit, session: string, base: string, token: number): Written {
  const { entry, replies, snapshot, submission, withdrawn, events = [] } = commit;
  const inbound = seenId(session, commit.inbound);
  const extras: Argument[] = [];
  for (const [n, note] of events.entries())
    extras.push('event', wordOf(note.kind), writtenEvent(`${inbound}${n}`, session, entry.at, note));
  if (snapshot !== undefined) extras.push('snapshot', JSON.stringify(snapshot), '');
  if (submission !== undefined) {
    const document = `${sumOf(submission)} ${entry.at} ${JSON.stringify(submission)}`;
    extras.push('submission', storedId(submission.submission_id), document);
  }
  if (withdrawn !== undefined) extras.push('withdrawn', storedId(withdrawn.id), withdrawn.at);
  const counts = `${replies.length} ${extras.length / 3}`;
  return {
    base,
    head: `${session} ${inbound} ${token} ${commit.expected} ${counts} ${commit.lease ?? '='} ${wakeOf(commit.wake)}`,
    args: [JSON.stringify(entry), ...replies.map(writtenReply), ...extras],
  };
}

type Answer = 0 | 1 | 2 | readonly [number, readonly string[]] | readonly ['conflict' | 'withdrawn' | 'fault', string];

function read(answer: Answer, address: string): Committed {
  switch (answer) {
    case 0:
      return { kind: 'duplicate' };
    case 1:
      return { kind: 'ok' };
    case 2:
      return { kind: 'ok', leased: true };
    default:
  }
  const [first, second] = answer;
  if (typeof first === 'number') {
    const entries = (second as readonly string[]).map((one) => JSON.parse(one) as Entry);
    return { kind: 'stale', length: first, entries };
  }
  if (first === 'fault') throw faultOf(new Error(second as string), address);
  throw new StoreFault('conflict', first);
}

/** What a refusal says, with the id in plain: the script knows its hash only. */
function explained(error: unknown, { submission, withdrawn }: Commit): unknown {
  if (!(error instanceof StoreFault) || error.kind !== 'conflict') return error;
  const message =
    error.message === 'conflict'
      ? `submission ${submission?.submission_id} exists with other content; a submission never changes`
      : `submission ${withdrawn?.id} cannot be withdrawn: this session has none of that id`;
  return new StoreFault('conflict', message);
}

export function openTurns({ connection, writing, keys, replication, address, random, before }: TurnsParts): Turns {
  type Job = Waiting<Written, Committed>;

  async function once({ bases, members }: Group<Job>): Promise<void> {
    const args: Argument[] = [replication.replicated ? '1' : '0'];
    for (const { base, one } of members) args.push(`${base} ${one.job.head}`, ...one.job.args);
    const answers = await persist(() =>
      replication.ensured(async () => (await writing.run(COMMIT, bases, args)) as readonly Answer[]),
    );
    for (const [n, { one }] of members.entries()) {
      try {
        one.resolve(read(answers[n] as Answer, address));
      } catch (error) {
        one.reject(error);
      }
    }
  }

  const batch = openBatch<Written, Committed>(async (jobs) => {
    const groups = grouped(connection, jobs, ({ job }) => job.base, TURNS);
    await Promise.all(
      groups.map((group) =>
        once(group).catch((error: unknown) => {
          for (const { one } of group.members) one.reject(error);
        }),
      ),
    );
  }, before);

  /** Gives a submission's id to one session for ever, in the partition of the id. */
  async function own(id: string, session: string): Promise<void> {
    const hashed = storedId(id);
    const directory = `${keys.baseOf(hashed)}i`;
    for (let tries = 0; tries < OWNING; tries++) {
      if ((await persist(() => connection.call('HSETNX', directory, hashed, session))) === 1) return;
      const owner = await persist(() => connection.call('HGET', directory, hashed));
      if (owner === session) return;
      if (owner !== null) throw new StoreFault('conflict', `submission ${id} exists and belongs to another session`);
      // Between the two another server was asked, which had not heard of the first.
    }
    throw new StoreFault('unavailable', `nobody knows whose submission ${id} is; try again`);
  }

  return {
    async load(key) {
      const session = storedKey(key);
      const reply = await connection.run(LOAD, [keys.baseOf(session)], [session]);
      const [length, snapshot, rest] = reply as readonly [number, string | null, readonly string[]];
      const entries = rest.map((one) => JSON.parse(one) as Entry);
      if (snapshot === null) return { length, entries };
      const space = snapshot.indexOf(' ');
      const state: unknown = JSON.parse(snapshot.slice(space + 1));
      return { length, snapshot: { length: Number(snapshot.slice(0, space)), state }, entries };
    },
    async commit(commit) {
      const session = storedKey(commit.key);
      const job = written(commit, session, keys.baseOf(session), Math.floor(random() * TOKENS));
      if (commit.submission !== undefined) await own(commit.submission.submission_id, session);
      try {
        return await batch.add(job);
      } catch (error) {
        throw explained(error, commit);
      }
    },
    async seen(key, inbound) {
      const session = storedKey(key);
      const score = await connection.call('ZSCORE', `${keys.baseOf(session)}d:${session}`, seenId(session, inbound));
      return score !== null;
    },
  };
}
