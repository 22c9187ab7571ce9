/** What the settings of a Redis are worth: read at start and by `doctor`. Changes none of them. */
import { StoreFault } from '../fault.ts';

export interface Inspection {
  /** `Redis 7.0.15`, `Valkey 8.1.0`. */
  readonly version: string;
  readonly appendonly: boolean;
  /** undefined: the server does not tell (managed services forbid CONFIG). */
  readonly appendfsync: 'always' | 'everysec' | 'no' | undefined;
  readonly maxmemoryPolicy: string | undefined;
  /** Replicas connected; of several masters, the fewest. */
  readonly replicas: number;
  readonly cluster: boolean;
  /** One line of what is promised, for people. */
  readonly promise: { readonly zh: string; readonly en: string };
  /** What an operator should change, in words; empty: nothing. */
  readonly weaknesses: readonly string[];
}

/** One master, asked. */
export interface Asked {
  /** The text of INFO. */
  readonly info: string;
  readonly appendfsync: string | undefined;
}

const OLDEST = [6, 2] as const;

function fieldsOf(info: string): ReadonlyMap<string, string> {
  const lines = info.split(/\r?\n/).filter((line) => line.includes(':'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
}

function syncOf(word: string | undefined): Inspection['appendfsync'] {
  return word === 'always' || word === 'everysec' || word === 'no' ? word : undefined;
}

type Facts = Omit<Inspection, 'promise' | 'weaknesses'>;

function factsOf({ info, appendfsync }: Asked, cluster: boolean): Facts {
  const fields = fieldsOf(info);
  const valkey = fields.get('valkey_version');
  return {
    version: valkey === undefined ? `Redis ${fields.get('redis_version') ?? '?'}` : `Valkey ${valkey}`,
    appendonly: fields.get('aof_enabled') === '1',
    appendfsync: syncOf(appendfsync),
    maxmemoryPolicy: fields.get('maxmemory_policy'),
    replicas: Number(fields.get('connected_slaves') ?? 0),
    cluster,
  };
}

/** The worst of several masters. */
function worst(one: Facts, other: Facts): Facts {
  const order: readonly Inspection['appendfsync'][] = ['no', undefined, 'everysec', 'always'];
  const sync = order.indexOf(one.appendfsync) < order.indexOf(other.appendfsync) ? one : other;
  return {
    ...one,
    appendonly: one.appendonly && other.appendonly,
    appendfsync: sync.appendfsync,
    maxmemoryPolicy: one.maxmemoryPolicy === 'noeviction' ? other.maxmemoryPolicy : one.maxmemoryPolicy,
    replicas: Math.min(one.replicas, other.replicas),
  };
}

function promiseOf(facts: Facts, replicated: boolean): Inspection['promise'] {
  const { version, appendonly, appendfsync, cluster } = facts;
  const name = cluster ? { zh: `${version} 集群`, en: `${version} cluster` } : { zh: version, en: version };
  const machine = replicated
    ? { zh: '；每轮都等到副本也有了才确认，主机丢失也不丢', en: '; a turn counts only when a replica has it too' }
    : {
        zh: '；主机本身丢失时，副本上可能缺最后几轮',
        en: '; if that machine is lost, a replica may lack the last turns',
      };
  if (!appendonly) {
    return {
      zh: `${name.zh}：没有开 AOF，Redis 一重启就会丢失已确认的内容${replicated ? machine.zh : ''}`,
      en: `${name.en}: no AOF, what was acknowledged is lost when Redis restarts${replicated ? machine.en : ''}`,
    };
  }
  switch (appendfsync) {
    case 'always':
      return {
        zh: `${name.zh}：已确认的内容断电也不丢（AOF，每次写盘）${machine.zh}`,
        en: `${name.en}: what was acknowledged survives a loss of power (AOF, always)${machine.en}`,
      };
    case 'everysec':
      return {
        zh: `${name.zh}：进程被杀不丢，断电最多丢最后一两秒（AOF，每秒写盘）${machine.zh}`,
        en: `${name.en}: survives a kill; a loss of power may cost the last one or two seconds (AOF, everysec)${machine.en}`,
      };
    case 'no':
      return {
        zh: `${name.zh}：进程被杀不丢，断电可能丢几十秒（AOF，由系统决定何时写盘）${machine.zh}`,
        en: `${name.en}: survives a kill; a loss of power may cost half a minute (AOF, fsync left to the system)${machine.en}`,
      };
    case undefined:
      return {
        zh: `${name.zh}：开了 AOF，但服务不让查多久写一次盘，断电会丢多少未知${machine.zh}`,
        en: `${name.en}: AOF is on, how often it is synced is unknown (CONFIG is forbidden)${machine.en}`,
      };
    default:
      return appendfsync satisfies never;
  }
}

function tooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^\D+/, '').split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

function weaknessesOf(facts: Facts, replicated: boolean): readonly string[] {
  const found: string[] = [];
  if (tooOld(facts.version)) found.push(`${facts.version} is too old: ${OLDEST.join('.')} or newer is needed`);
  if (!facts.appendonly) found.push('appendonly is no: set it to yes');
  else if (facts.appendfsync === 'no') found.push('appendfsync is no: set it to always (or everysec)');
  if (facts.maxmemoryPolicy !== undefined && facts.maxmemoryPolicy !== 'noeviction') {
    found.push(`maxmemory-policy is ${facts.maxmemoryPolicy}: set it to noeviction, or sessions are thrown away`);
  }
  if (replicated && facts.replicas === 0) found.push('DURABILITY=replicated, but no replica is connected');
  return found;
}

/** Reads what the masters answered. There is at least one. */
export function inspectionOf(asked: readonly Asked[], cluster: boolean, replicated: boolean): Inspection {
  const facts = asked.map((one) => factsOf(one, cluster)).reduce(worst);
  return { ...facts, promise: promiseOf(facts, replicated), weaknesses: weaknessesOf(facts, replicated) };
}

/** Throws `weak` when the server is too old to be used, or, if that is demanded, when its settings may lose something. */
export function demandFit({ version, weaknesses }: Inspection, strict: boolean, address: string): void {
  if (weaknesses.length === 0 || !(strict || tooOld(version))) return;
  throw new StoreFault('weak', `Redis ${address} will not do: ${weaknesses.join('; ')}.`);
}
