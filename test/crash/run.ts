/**
 * One run: applicants talk to replicas while replicas, connections and Redis are killed, stopped and cut (connections by
 * the applicants too), until everything that was to be said is acknowledged; then the verdict. Breaks only what it started.
 */
import type { Chance } from './chance.ts';
import { chanceOf, pause } from './chance.ts';
import type { Client } from './client.ts';
import { openClient } from './client.ts';
import type { Fleet } from './fleet.ts';
import { startFleet } from './fleet.ts';
import type { History } from './history.ts';
import { newHistory, note } from './history.ts';
import type { Said, Verdict } from './judge.ts';
import { judgeAll, readStore } from './judge.ts';
import { openNamedStore } from './named-store.ts';
import type { Breath, Message } from './script.ts';
import { scriptOf } from './script.ts';

export interface Plan {
  readonly seed: number;
  readonly url: string;
  readonly cluster?: boolean;
  readonly replicated?: boolean;
  readonly store?: string;
  readonly program?: 'start' | 'replica';
  readonly replicas: number;
  readonly users: number;
  /** Messages of each user. */
  readonly turns: number;
  readonly kills?: number;
  readonly pauses?: number;
  /** Every so many requests to a replica lose their connection before they are answered. */
  readonly cutEvery?: number;
  /** The trap of the next replica to be started. */
  readonly trap?: () => string;
  /** Other disasters, spread evenly over the run; those of one list never overlap. */
  readonly disasters?: readonly (() => Promise<void>)[];
  /** Are messages said at once, or always one after another? */
  readonly together?: boolean;
  /** After this nobody waits any longer, ms. */
  readonly limit?: number;
}

export interface Result extends Verdict {
  readonly turns: number;
  readonly kills: number;
  readonly trapped: readonly string[];
  readonly pauses: number;
  readonly deliveries: number;
  /** Requests the applicants broke off themselves. */
  readonly cuts: number;
  readonly duplicates: number;
  readonly disasters: number;
  readonly seconds: number;
}

const LIMIT = 100_000;
/** Replicas are asked again after this, ms. */
const AGAIN = 20;
/** So many of all requests are broken off by who asked, so soon (ms): before, while and after they are answered. */
const CUT = 0.1;
const CUT_WITHIN = 8;
/** A late repetition comes within this, ms. */
const LATE = 400;

interface Scene {
  readonly plan: Plan;
  readonly chance: Chance;
  readonly client: Client;
  readonly fleet: Fleet;
  readonly until: number;
  deliveries: number;
  cuts: number;
  acked: number;
}

/** One request to one replica; true when it acknowledged. */
async function deliver(scene: Scene, history: History, message: Message): Promise<boolean> {
  const { chance, client, fleet } = scene;
  const ports = fleet.ports();
  if (ports.length === 0) return false;
  const asked = performance.now();
  if (!history.sent.has(message.id)) history.sent.set(message.id, asked);
  scene.deliveries += 1;
  const port = chance.pick(ports);
  const cut = chance.next() < CUT ? chance.below(CUT_WITHIN) : undefined;
  if (cut !== undefined) scene.cuts += 1;
  const heard = await client.post(port, message, cut);
  return note(history, message, heard, asked, performance.now());
}

async function untilAcked(scene: Scene, history: History, message: Message): Promise<void> {
  while (!(await deliver(scene, history, message))) {
    if (performance.now() > scene.until)
      throw new Error(`${message.id} of ${message.user} is not acknowledged: ${scene.fleet.complaints.join('\n')}`);
    await pause(AGAIN);
  }
}

/** Says a message one to three times: some at once, to several replicas, some later, when others were said already. */
async function say(scene: Scene, history: History, message: Message, later: Promise<unknown>[]): Promise<void> {
  const { chance } = scene;
  const copies = chance.next() < 0.4 ? 1 + chance.below(2) : 0;
  const atOnce: Promise<void>[] = [untilAcked(scene, history, message)];
  for (let n = 0; n < copies; n++) {
    if (chance.next() < 0.5) atOnce.push(untilAcked(scene, history, message));
    else later.push(pause(chance.below(LATE)).then(() => deliver(scene, history, message)));
  }
  await Promise.all(atOnce);
  scene.acked += 1;
}

async function converse(scene: Scene, { breaths, history }: Said): Promise<void> {
  const later: Promise<unknown>[] = [];
  for (const breath of breaths) await Promise.all(breath.map((one) => say(scene, history, one, later)));
  await Promise.all(later);
  // What was about to be said when the last replica died is said on asking again.
  const last = breaths.at(-1)?.at(-1);
  if (last !== undefined) await untilAcked(scene, history, last);
}

/** Breaks things, each kind evenly over the turns; resolves once all is broken that was to be. */
async function breakThings(scene: Scene, total: number): Promise<void> {
  const { plan, fleet, chance } = scene;
  const evenly = async (count: number, act: (n: number) => Promise<boolean>): Promise<void> => {
    for (let n = 0; n < count; ) {
      const due = ((n + chance.next()) * total) / count;
      while (scene.acked < Math.min(due, total - 1)) {
        if (performance.now() > scene.until) return;
        await pause(2);
      }
      if (await act(n)) n += 1;
      else await pause(5);
    }
  };
  const { kills = 0, pauses = 0, disasters = [] } = plan;
  await Promise.all([
    // Those that ran into a trap are counted among the kills.
    evenly(kills, async (n) => fleet.counts.kills > n || fleet.kill()),
    evenly(pauses, async () => fleet.pause()),
    evenly(disasters.length, async (n) => {
      await disasters[n]?.();
      return true;
    }),
  ]);
}

function oneByOne(breaths: readonly Breath[]): readonly Breath[] {
  return breaths.flatMap((breath) => breath.map((one) => [one]));
}

/** Runs the plan. Rejects when a message is refused or never acknowledged, or a replica ends by itself. */
export async function run(plan: Plan): Promise<Result> {
  const { url, cluster = false, replicated = false, store = 'right', limit = LIMIT, together = true } = plan;
  const chance = chanceOf(plan.seed);
  const began = performance.now();
  const fleet = startFleet({
    replicas: plan.replicas,
    program: plan.program ?? 'replica',
    chance,
    env: {
      REDIS_URL: url,
      STORE: store,
      CUT_EVERY: String(plan.cutEvery ?? 0),
      ...(cluster ? { REDIS_CLUSTER: '1' } : {}),
      ...(replicated ? { DURABILITY: 'replicated' } : {}),
    },
    ...(plan.trap === undefined ? {} : { trap: plan.trap }),
  });
  const client = openClient();
  try {
    await fleet.ready();
    const all: Said[] = Array.from({ length: plan.users }, (_, n) => {
      const breaths = scriptOf(`u${n}`, plan.turns);
      return { user: `u${n}`, breaths: together ? breaths : oneByOne(breaths), history: newHistory() };
    });
    const scene: Scene = { plan, chance, client, fleet, until: began + limit, deliveries: 0, cuts: 0, acked: 0 };
    const breaking = breakThings(scene, plan.users * plan.turns);
    await Promise.all([breaking, ...all.map((one) => converse(scene, one))]);
    if (fleet.complaints.length > 0) throw new Error(fleet.complaints.join('\n'));
    const read = await openNamedStore(store, { url, cluster, replicated });
    const verdict = judgeAll(all, await readStore(read));
    await read.close();
    return {
      ...verdict,
      turns: scene.acked,
      kills: fleet.counts.kills,
      trapped: fleet.counts.trapped,
      pauses: fleet.counts.pauses,
      deliveries: scene.deliveries,
      cuts: scene.cuts,
      duplicates: all.reduce((sum, { history }) => sum + history.duplicates, 0),
      disasters: plan.disasters?.length ?? 0,
      seconds: Math.round((performance.now() - began) / 100) / 10,
    };
  } finally {
    client.close();
    await fleet.stop();
  }
}
