/**
 * What is counted while the assistant runs, in Prometheus' form. Counts and times only: no label ever holds a person, a
 * chat or words.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '../store/store.ts';

export interface Metrics {
  /** The text Prometheus reads; asks the store how much is owed. */
  read(): Promise<string>;
  readonly contentType: string;
  sent(channel: string): void;
  failed(channel: string, reason: string): void;
  buried(channel: string): void;
  refused(status: number): void;
}

/** Upper bounds of the buckets, seconds. */
const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Counts what a store does and hands everything through; the counters are the metrics' own. */
export function openMetrics(store: Store): { readonly metrics: Metrics; readonly store: Store } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'shenbao_' });
  const registers = [registry];
  const turns = new Counter({
    name: 'shenbao_turns_total',
    help: 'Commits by what became of them: ok, duplicate, stale (taken again), failed.',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const commit = new Histogram({
    name: 'shenbao_commit_seconds',
    help: 'Time of a commit, the wait for its durability included.',
    buckets: SECONDS,
    registers,
  });
  const replies = new Counter({
    name: 'shenbao_replies_total',
    help: 'Replies by what became of them: sent, failed (tried again), dead.',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const faults = new Counter({
    name: 'shenbao_delivery_faults_total',
    help: 'Deliveries that failed, by reason.',
    labelNames: ['channel', 'reason'],
    registers,
  });
  const refusals = new Counter({
    name: 'shenbao_http_refused_total',
    help: 'Requests refused, by status.',
    labelNames: ['status'],
    registers,
  });
  const owed = new Gauge({ name: 'shenbao_outbox_depth', help: 'Replies owed.', registers });
  const age = new Gauge({
    name: 'shenbao_outbox_age_seconds',
    help: 'How long the oldest owed reply has been due.',
    registers,
  });
  const dead = new Gauge({ name: 'shenbao_dead_letters', help: 'Replies that could not be sent.', registers });
  const up = new Gauge({ name: 'shenbao_store_up', help: '1 while the store answers.', registers });

  return {
    metrics: {
      async read() {
        try {
          const [backlog, now] = await Promise.all([store.backlog(), store.now()]);
          owed.set(backlog.owed);
          dead.set(backlog.dead);
          age.set(backlog.oldest === undefined ? 0 : Math.max(0, now - backlog.oldest) / 1000);
          up.set(1);
        } catch {
          // The rest is worth reading all the more.
          up.set(0);
        }
        return registry.metrics();
      },
      contentType: registry.contentType,
      sent: (channel) => replies.inc({ channel, outcome: 'sent' }),
      failed(channel, reason) {
        replies.inc({ channel, outcome: 'failed' });
        faults.inc({ channel, reason });
      },
      buried: (channel) => replies.inc({ channel, outcome: 'dead' }),
      refused: (status) => refusals.inc({ status: String(status) }),
    },
    store: {
      ...store,
      async commit(turn) {
        const { channel } = turn.entry;
        const end = commit.startTimer();
        try {
          const committed = await store.commit(turn);
          turns.inc({ channel, outcome: committed.kind });
          return committed;
        } catch (error) {
          turns.inc({ channel, outcome: 'failed' });
          throw error;
        } finally {
          end();
        }
      },
    },
  };
}
