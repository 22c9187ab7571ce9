/** What an operator is told about moving a store: counts and refusals, Chinese and English. Decides nothing. */
import type { Counts } from './tally.ts';

export type StoreKind = 'sqlite' | 'redis';

/** A store that is moved into. */
export interface Target {
  readonly kind: StoreKind;
  /** The SQLite file, as an operator would type it. */
  readonly file: string;
  readonly cluster: boolean;
}

/** What is counted, in the order shown. */
export const KINDS: readonly (readonly [name: keyof Counts, zh: string, en: string])[] = [
  ['sessions', '会话', 'sessions'],
  ['turns', '轮次', 'turns'],
  ['messages', '已处理消息的标记', 'ids of messages taken'],
  ['owed', '待发回复', 'replies owed'],
  ['dead', '发不出的回复', 'dead letters'],
  ['submissions', '申报', 'submissions'],
  ['withdrawn', '其中已撤回', 'withdrawn among them'],
  ['events', '待办与事件', 'events'],
  ['links', '关联的账号', 'linked handles'],
  ['wakes', '定时提醒', 'timers'],
];

/** The counts that are not zero, in one line. */
function inLine(counts: Counts, language: 'zh' | 'en'): string {
  return KINDS.flatMap(([name, zh, en]) => {
    const count = counts[name];
    return count === 0 ? [] : [language === 'zh' ? `${count} ${zh}` : `${count} ${en}`];
  }).join(language === 'zh' ? '，' : ', ');
}

/** How to empty a target; the address, which may hold a password, is left to the shell. */
function emptying({ kind, file, cluster }: Target): string {
  if (kind === 'sqlite') return `rm -f '${file}' '${file}-wal' '${file}-shm'`;
  return cluster
    ? `redis-cli -h HOST --scan --pattern 'sb:{p*' | xargs -n 1 redis-cli -c -h HOST unlink   # 每个主节点 / every master`
    : `redis-cli -u "$REDIS_URL" --scan --pattern 'sb:{p*' | xargs -n 500 redis-cli -u "$REDIS_URL" unlink`;
}

export function noSource(file: string): string {
  return `没有 ${file}，请检查 DATA_DIR。/ There is no ${file}; check DATA_DIR.`;
}

export function emptySource(from: StoreKind): string {
  return `${from} 里没有任何记录，没什么可搬。/ There is nothing in ${from} to move.`;
}

export const HALF_SOURCE = [
  '来源自己就只搬来了一部分，不能从它往外搬：先把那一次 migrate 做完。',
  'The source was itself filled only in part: finish that move first.',
].join('\n');

export function inUse(file: string): string {
  return [
    `${file} 正被别的进程打开着（助手还在运行？）。先停掉它，再搬。什么都没有动。`,
    `${file} is open in another process (an assistant that still runs?). Stop it first. Nothing was changed.`,
  ].join('\n');
}

export function notEmpty(to: Target, counts: Counts): string {
  const away =
    to.kind === 'sqlite'
      ? [`把旧文件挪开再搬 / Move the old file away: mv '${to.file}' '${to.file}.old'`]
      : [
          '请换一个空的 Redis 或另一个库号（REDIS_URL 末尾 /1）；确实不要里面的记录，才用下面的命令清空。',
          'Use an empty Redis or another database (REDIS_URL ending in /1); only if its records are not needed, empty it:',
          `  ${emptying(to)}`,
        ];
  return [
    `${to.kind} 不是空的，里面有：${inLine(counts, 'zh')}。不合并，什么都没有动。`,
    `${to.kind} is not empty, it holds: ${inLine(counts, 'en')}. Nothing is merged, nothing was changed.`,
    ...away,
  ].join('\n');
}

export function otherHalf(to: Target): string {
  return [
    `${to.kind} 里有上一次没搬完的记录，但和现在的来源对不上（来源后来又变过，或者有人在用它）。清空它再搬：`,
    `${to.kind} holds a part of an earlier move that no longer fits the source. Empty it and move again:`,
    `  ${emptying(to)}`,
  ].join('\n');
}

/** @param why of the store that failed */
export function interrupted(why: string): string {
  return [
    why,
    '没有搬完；来源没有动过。再运行一次同样的命令，会接着搬。没搬完之前，助手不会在新存储上启动。',
    'Not finished; the source is as it was. Run the same command again, it goes on where it stopped.',
  ].join('\n');
}

export function sourceChanged(to: Target, before: Counts, after: Counts): string {
  return [
    `搬的时候来源还在变：原来 ${inLine(before, 'zh')}；现在 ${inLine(after, 'zh')}。先停掉所有助手，清空 ${to.kind}，再搬：`,
    `The source changed meanwhile, from ${inLine(before, 'en')} to ${inLine(after, 'en')}. Stop every assistant, empty ${to.kind}, move again:`,
    `  ${emptying(to)}`,
  ].join('\n');
}

export function unequal(to: Target, moved: Counts, arrived: Counts): string {
  return [
    `核对不一致：搬了 ${inLine(moved, 'zh')}；${to.kind} 里是 ${inLine(arrived, 'zh')}。可能有助手已经在用 ${to.kind}。停掉它，清空 ${to.kind}，再搬：`,
    `The two sides differ: moved ${inLine(moved, 'en')}; ${to.kind} holds ${inLine(arrived, 'en')}. Stop whatever uses ${to.kind}, empty it, move again:`,
    `  ${emptying(to)}`,
  ].join('\n');
}
