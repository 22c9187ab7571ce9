/**
 * One message through the machine: load the session, take the turn, commit it. Knows no platform and no concrete store;
 * a duplicate says nothing, a lost race takes the turn again, and nothing is acknowledged before it is durable.
 */
import { createHash } from 'node:crypto';
import { eventOf } from '../engine/event.ts';
import { foldEntries } from '../engine/fold.ts';
import type { Hint, Wish } from '../engine/hint.ts';
import type { Insight } from '../engine/insight.ts';
import type { Entry } from '../engine/operation.ts';
import { dialogue } from '../engine/phrases/phrases.ts';
import type { Session } from '../engine/session.ts';
import { newSession } from '../engine/session.ts';
import { restoreSnapshot, takeSnapshot } from '../engine/snapshot.ts';
import { takeTurn } from '../engine/turn.ts';
import type { Call } from '../flow/call.ts';
import type { Inbound, Outbound } from '../message.ts';
import type { Commit, Note, Store } from '../store/store.ts';

/** `silent`: somebody else's talk in a group; nothing was recorded. `key`: whose replies are now due. */
export interface Outcome {
  readonly status: 'ok' | 'duplicate' | 'silent';
  readonly key: string;
}

export interface Conversation {
  /** Takes one message; resolves once it is durable. Messages of one person are taken in the order of the calls. */
  take(inbound: Inbound): Promise<Outcome>;
}

export interface ConversationParts {
  readonly store: Store;
  /** The call as loaded now: a reloaded one is seen at the next message. */
  readonly call: () => Call;
  readonly version: string;
  /** Milliseconds since 1970 for a message: the machine's clock, or the message's own where a test drives it. */
  readonly clock: (inbound: Inbound) => number;
  /** Opens a call's knowledge, which takes a moment: called when the first message needs it, and after a reload. */
  readonly openInsight?: (call: Call) => Promise<Insight | undefined>;
  /** Asks a language model, once a message at most, and soon gives up; undefined when it is of no use. Never rejects. */
  readonly askModel?: (wish: Wish) => Promise<Hint | undefined>;
  /** Removes what is kept of a person elsewhere (files), before the store forgets them. */
  readonly onErase?: (key: string) => Promise<void>;
  /** Sessions kept folded in memory. */
  readonly cached?: number;
}

/** Entries between two snapshots: what a load after a restart has to fold at most, about. */
const SNAPSHOT_EVERY = 64;
const CACHED = 10_000;
/** Races lost in a row before something must be wrong. */
const RETAKES = 100;

/** Whose conversation a message belongs to: the person on that channel, wherever they speak. */
export function sessionKey(inbound: Pick<Inbound, 'channel' | 'user'>): string {
  return `${inbound.channel}:${inbound.user}`;
}

/** A handle that names nobody. */
function handleOf(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex').slice(0, 16);
}

interface Kept {
  readonly session: Session;
  readonly hash: string;
  readonly handle: string;
}

/** What organizers look at later: questions answered and missed, calls for a person. */
function notesOf({ operations }: Entry): readonly Note[] {
  return operations.flatMap((operation) => eventOf(operation) ?? []);
}

interface Opened {
  readonly hash: string;
  readonly insight: Insight | undefined;
}

export function openConversation(parts: ConversationParts): Conversation {
  const { store } = parts;
  const capacity = parts.cached ?? CACHED;
  // A bounded cache of folds, oldest first; never the truth.
  const kept = new Map<string, Kept>();
  const queues = new Map<string, Promise<unknown>>();
  let known: Opened | undefined;
  let opening: Promise<Opened> | undefined;

  /** The form must go on without knowledge that cannot be opened; whoever opens it tells the operator. */
  async function open(call: Call): Promise<Opened> {
    opening ??= Promise.resolve(parts.openInsight?.(call)).then(
      (insight) => ({ hash: call.hash, insight }),
      () => ({ hash: call.hash, insight: undefined }),
    );
    const opened = await opening;
    opening = undefined;
    return opened.hash === call.hash ? opened : open(call);
  }

  function remember(key: string, session: Session, hash: string, handle: string): void {
    kept.delete(key);
    kept.set(key, { session, hash, handle });
    if (kept.size > capacity) {
      const oldest = kept.keys().next();
      if (oldest.done !== true) kept.delete(oldest.value);
    }
  }

  async function load(key: string, call: Call): Promise<Kept> {
    const known = kept.get(key);
    if (known !== undefined && known.hash === call.hash) return known;
    const log = await store.load(key);
    const base = log.snapshot === undefined ? newSession(key) : restoreSnapshot(call, key, log.snapshot.state);
    return { session: foldEntries(call, base, log.entries), hash: call.hash, handle: known?.handle ?? handleOf(key) };
  }

  async function takeOnce(key: string, inbound: Inbound): Promise<Outcome> {
    const call = parts.call();
    let { session, handle } = await load(key, call);
    let wanted = false;
    let wish: Wish | undefined;
    let hint: Hint | undefined;
    let asked = parts.askModel === undefined;
    const around = {
      now: parts.clock(inbound),
      by: handle,
      version: parts.version,
      insight: () => {
        if (known?.hash === call.hash) return known.insight;
        wanted = true;
        return undefined;
      },
      ...(asked
        ? {}
        : {
            hint: (wished: Wish) => {
              wish ??= wished;
              return wished.kind === wish.kind && wished.text === wish.text ? hint : undefined;
            },
          }),
    };
    for (let tries = 0; tries < RETAKES; tries++) {
      const turn = takeTurn(call, session, inbound, around);
      if (wanted && parts.openInsight !== undefined) {
        // The turn needs knowledge nobody has asked for yet: it is opened, and the turn taken again.
        known = await open(call);
        wanted = false;
        continue;
      }
      // Nobody else's talk in a group is ever shown to it.
      if (!asked && wish !== undefined && turn !== undefined) {
        asked = true;
        // A redelivered message is not worth another question.
        if (await store.seen(key, `${inbound.channel}:${inbound.id}`)) return { status: 'duplicate', key };
        hint = await parts.askModel?.(wish);
        if (hint !== undefined) continue;
      }
      if (turn === undefined) {
        remember(key, session, call.hash, handle);
        return { status: 'silent', key };
      }
      if (turn.erase) return erase(key, inbound, session);
      const due = turn.session.length % SNAPSHOT_EVERY === 0;
      const commit: Commit = {
        key,
        expected: session.length,
        inbound: `${inbound.channel}:${inbound.id}`,
        entry: turn.entry,
        replies: turn.replies,
        submission: turn.submission,
        withdrawn: turn.withdrawn,
        events: notesOf(turn.entry),
        ...(due ? { snapshot: takeSnapshot(call, turn.session) } : {}),
      };
      // A failed write must not leave a session ahead of the store.
      kept.delete(key);
      const committed = await store.commit(commit);
      switch (committed.kind) {
        case 'ok':
          remember(key, turn.session, call.hash, handle);
          return { status: 'ok', key };
        case 'duplicate':
          return { status: 'duplicate', key };
        case 'stale':
          session =
            committed.length === session.length + committed.entries.length
              ? foldEntries(call, session, committed.entries)
              : (await load(key, call)).session;
          break;
        default:
          committed satisfies never;
      }
    }
    throw new Error(`a turn lost ${RETAKES} races in a row`);
  }

  /** Deletes everything of a person and says so; only the hash of the message's id remains. */
  async function erase(key: string, inbound: Inbound, session: Session): Promise<Outcome> {
    kept.delete(key);
    if (await store.seen(key, `${inbound.channel}:${inbound.id}`)) return { status: 'duplicate', key };
    await parts.onErase?.(key);
    await store.erase(key);
    const farewell: Outbound = {
      id: `${key}:erased:${inbound.id}`,
      re: inbound.id,
      to: { channel: inbound.channel, user: inbound.user, chat: inbound.chat },
      kind: 'notice',
      body: dialogue(session.locale).erased,
    };
    const entry = {
      id: inbound.id,
      at: parts.clock(inbound),
      by: '',
      channel: inbound.channel,
      operations: [],
      replies: 1,
    };
    const committed = await store.commit({
      key,
      expected: 0,
      inbound: `${inbound.channel}:${inbound.id}`,
      entry,
      replies: [farewell],
    });
    return { status: committed.kind === 'duplicate' ? 'duplicate' : 'ok', key };
  }

  return {
    take(inbound) {
      const key = sessionKey(inbound);
      const before = queues.get(key);
      const turn = before === undefined ? takeOnce(key, inbound) : before.then(() => takeOnce(key, inbound));
      const settled = turn.catch(() => undefined);
      queues.set(key, settled);
      void settled.then(() => {
        if (queues.get(key) === settled) queues.delete(key);
      });
      return turn;
    },
  };
}
