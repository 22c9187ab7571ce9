/** Looks at the Redis the settings name, for `doctor`: what it is, what it holds, what its settings are worth. Only reads. */
import type { Config } from '../config.ts';
import type { Inspection } from '../store/redis/inspect.ts';
import { openRedisStore } from '../store/redis.ts';
import type { Store } from '../store/store.ts';
import { shortcomings } from './durability.ts';
import type { Finding, Said } from './finding.ts';
import { fault, note, ok } from './finding.ts';
import { isHalfMoved } from './half-moved.ts';

/** Sessions counted at most: a look should not read a whole installation. */
const COUNTED = 10_000;
/** Questions asked to learn how far the server is. */
const ASKED = 5;
/** ms of round trip that applicants begin to feel: a turn waits for one to three. */
const FAR = 100;
/** ms two clocks may differ without anybody noticing. */
const APART = 2_000;

/** The first finding is what the server is and holds. Rejects with StoreFault when it does not answer or is too old. */
export async function redisCheckup({ store }: Config): Promise<readonly [Said, readonly Finding[]]> {
  // Without `strict`: a look at weak settings must be able to say which they are.
  const open = await openRedisStore({
    url: store.redisUrl ?? '',
    cluster: store.redisCluster,
    replicated: store.durability === 'replicated',
  });
  try {
    const { inspection } = open;
    const distance = await distanceTo(open);
    return [
      await contents(open, addressOf(store.redisUrl ?? '')),
      [
        { name: 'durability', ...about('persistence', inspection, store.durability, inspection.promise) },
        { name: 'eviction', ...about('eviction', inspection, store.durability, eviction(inspection)) },
        { name: 'replicas', ...about('replicas', inspection, store.durability, replicas(inspection)) },
        { name: 'distance', ...roundTrip(distance.trip) },
        { name: 'clocks', ...drift(distance.ahead) },
      ],
    ];
  } finally {
    await open.close();
  }
}

/** Host and port only: the rest of a URL may be secret. */
function addressOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  const db = pathname.length > 1 ? ` ${pathname.slice(1)}` : '';
  return `${hostname}:${port || '6379'}${db}`;
}

async function contents(store: Store & { readonly inspection: Inspection }, address: string): Promise<Said> {
  const { version, cluster } = store.inspection;
  if (await isHalfMoved(store)) {
    return fault(
      `${address}：记录只搬来了一部分，再运行一次 migrate 会接着搬完`,
      `${address}: filled only in part; run migrate again, it goes on where it stopped`,
    );
  }
  const [sessions, submissions, { owed, dead }] = await Promise.all([
    store.sessions(COUNTED),
    store.submissions(),
    store.backlog(),
  ]);
  const many = sessions.length === COUNTED ? `${COUNTED}+` : String(sessions.length);
  const kind = cluster ? `${version} cluster` : version;
  return ok(
    `${kind}，${address}：${many} 个会话，${submissions.length} 份申报，${owed} 条待发回复，${dead} 条发不出`,
    `${kind} at ${address}: ${many} sessions, ${submissions.length} submissions, ${owed} replies owed, ${dead} dead letters`,
  );
}

/** One subject in words, with what is wrong about it. */
function about(
  subject: ReturnType<typeof shortcomings>[number]['of'],
  inspection: Inspection,
  durability: Config['store']['durability'],
  words: { readonly zh: string; readonly en: string },
): Said {
  const wrong = shortcomings(inspection, durability).find((one) => one.of === subject);
  if (wrong === undefined) return ok(words.zh, words.en);
  const { state, zh, en } = wrong;
  return subject === 'persistence' ? { state, zh: `${words.zh}。${zh}`, en: `${words.en}. ${en}` } : { state, zh, en };
}

function eviction({ maxmemoryPolicy }: Inspection): { zh: string; en: string } {
  return maxmemoryPolicy === undefined
    ? {
        zh: 'maxmemory-policy 查不到，请确认是 noeviction',
        en: 'maxmemory-policy is not told; make sure it is noeviction',
      }
    : {
        zh: `maxmemory-policy ${maxmemoryPolicy}：内存满时拒绝写入，不丢会话`,
        en: `maxmemory-policy ${maxmemoryPolicy}: full memory refuses writes and throws nothing away`,
      };
}

function replicas({ replicas: count }: Inspection): { zh: string; en: string } {
  return count === 0
    ? {
        zh: '没有副本：主机坏了，靠它磁盘上的 AOF 恢复',
        en: 'no replica: if the machine fails, its AOF is all there is',
      }
    : { zh: `${count} 个副本连着`, en: `${count} connected` };
}

interface Distance {
  /** ms, the shortest of several. */
  readonly trip: number;
  /** ms the server's clock is ahead of this machine's. */
  readonly ahead: number;
}

async function distanceTo(store: Store): Promise<Distance> {
  let best: Distance = { trip: Number.POSITIVE_INFINITY, ahead: 0 };
  for (let n = 0; n < ASKED; n++) {
    const asked = Date.now();
    const began = performance.now();
    const there = await store.now();
    const trip = performance.now() - began;
    if (trip < best.trip) best = { trip, ahead: there - (asked + trip / 2) };
  }
  return best;
}

function roundTrip(trip: number): Said {
  const time = `${trip < 10 ? trip.toFixed(1) : Math.round(trip)} ms`;
  return trip < FAR
    ? ok(`往返 ${time}`, `${time} there and back`)
    : note(
        `往返 ${time}，每一轮都要等上一到三次：请把助手放到离 Redis 近的地方`,
        `${time} there and back, and a turn waits for one to three: bring the assistant nearer`,
      );
}

function drift(ahead: number): Said {
  const seconds = `${(Math.abs(ahead) / 1_000).toFixed(1)} s`;
  if (Math.abs(ahead) < APART) return ok(`本机与 Redis 的时钟相差 ${seconds}`, `${seconds} apart`);
  return note(
    `Redis 的时钟比本机${ahead > 0 ? '快' : '慢'} ${seconds}：提醒和租约按 Redis 的时钟走，请校准两边`,
    `Redis is ${seconds} ${ahead > 0 ? 'ahead' : 'behind'}: reminders and leases go by its clock; set both right`,
  );
}
