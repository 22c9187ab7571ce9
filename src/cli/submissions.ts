/** Lists, shows and exports submissions for the organizer. Reads the store and never changes what is in it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import type { Submission } from '../engine/submission.ts';
import { toCsv } from '../exports/csv.ts';
import { toJsonl } from '../exports/jsonl.ts';
import type { Call } from '../flow/call.ts';
import { FlowFault } from '../flow/fault.ts';
import { nearest } from '../flow/nearest.ts';
import { FILE } from '../store/sqlite.ts';
import type { StoredSubmission } from '../store/store.ts';
import { EXIT, OperatorFault, UsageFault, writeOut } from './command.ts';
import { complain, openStore } from './machine.ts';
import { configuredCall, settings } from './setup.ts';
import { STATES, submissionText } from './submission-text.ts';
import { aligned } from './table.ts';

const options = {
  list: { type: 'string' },
  status: { type: 'string' },
  json: { type: 'boolean' },
  format: { type: 'string' },
  id: { type: 'string' },
  out: { type: 'string' },
} as const;
type Values = ReturnType<typeof parse>['values'];

function parse(args: string[]) {
  return parseArgs({ args, options, allowPositionals: true });
}

/** What each word takes. */
const ACTIONS = {
  list: { options: ['list', 'status', 'json'], run: (config: Config, values: Values) => list(config, values) },
  show: {
    options: ['json'],
    run: (config: Config, values: Values, id: string | undefined) => show(config, values, id),
  },
  export: {
    options: ['format', 'id', 'list', 'status', 'out'],
    run: (config: Config, values: Values) => exportAll(config, values),
  },
} as const;
type Action = keyof typeof ACTIONS;

/** `submissions list|show|export`. */
export async function submissions(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [word = '', id, ...rest] = positionals;
  if (!isAction(word)) {
    const near = nearest(word, Object.keys(ACTIONS));
    throw new UsageFault(
      `submissions 后面要写 list、show 或 export。/ Say submissions list, show or export.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    );
  }
  const action = ACTIONS[word];
  const strange = Object.keys(values).find((name) => !(action.options as readonly string[]).includes(name));
  if (strange !== undefined) {
    throw new UsageFault(`submissions ${word} 没有 --${strange}。/ submissions ${word} has no --${strange}.`);
  }
  if (rest.length > 0 || (id !== undefined && word !== 'show')) {
    throw new UsageFault(`多了“${rest[0] ?? id}”。/ “${rest[0] ?? id}” is too much.`);
  }
  return action.run(settings(), values, id);
}

function isAction(word: string): word is Action {
  return Object.hasOwn(ACTIONS, word);
}

/** The document with the state it is in now; a withdrawn one keeps everything else, its fingerprint too. */
function standing({ submission, withdrawnAt }: StoredSubmission): Submission {
  return withdrawnAt === undefined ? submission : { ...submission, status: 'withdrawn' };
}

/** All stored submissions that fit, oldest first. Makes no store where there is none. */
async function stored(config: Config, values: Pick<Values, 'list' | 'status'>): Promise<StoredSubmission[]> {
  const states = Object.keys(STATES);
  if (values.status !== undefined && !states.includes(values.status)) {
    throw new UsageFault(`--status 是 ${states.join('、')} 之一。/ --status is one of ${states.join(', ')}.`);
  }
  if (config.store.redisUrl === undefined && !existsSync(join(config.store.dataDir, FILE))) {
    if (values.list !== undefined) refuseUnknownList(config, values.list);
    return [];
  }
  const store = await openStore(config);
  try {
    const found = await store.submissions({ status: values.status });
    const wanted = values.list;
    if (wanted === undefined) return [...found];
    const chosen = found.filter(({ submission }) => isSame(submission.list.id, wanted));
    // A list the call no longer has is no mistake while there are submissions to it.
    if (chosen.length === 0) refuseUnknownList(config, wanted);
    return chosen;
  } finally {
    await store.close();
  }
}

/** By its id or its receipt number. */
async function find(config: Config, id: string): Promise<StoredSubmission> {
  const wanted = id.toUpperCase();
  const one = (await stored(config, {})).find(({ submission }) =>
    [submission.submission_id, submission.receipt_no].some((name) => name.toUpperCase() === wanted),
  );
  if (one === undefined) throw new OperatorFault(`没有申报 ${id}。/ There is no submission ${id}.`);
  return one;
}

async function list(config: Config, values: Values): Promise<number> {
  const found = (await stored(config, values)).map(standing);
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    return EXIT.ok;
  }
  if (found.length === 0) complain('还没有申报。/ There are no submissions.');
  const head = ['受理编号', '榜单', '状态', '单位', '案例', '提交时间'];
  const rows = found.map((one) => [
    one.receipt_no,
    one.list.id,
    STATES[one.status],
    one.applicant?.org_name ?? '',
    one.case?.title ?? '',
    one.channel.submitted_at,
  ]);
  if (rows.length > 0) process.stdout.write(aligned([head, ...rows]));
  return EXIT.ok;
}

async function show(config: Config, values: Values, id: string | undefined): Promise<number> {
  if (id === undefined) throw new UsageFault('请写上编号：submissions show ID。/ Name it: submissions show ID.');
  const submission = standing(await find(config, id));
  // A program that reads the output wants the document; a person, its words.
  const asJson = values.json === true || !process.stdout.isTTY;
  process.stdout.write(
    asJson ? `${JSON.stringify(submission, null, 2)}\n` : submissionText(submission, titlesOf(config)),
  );
  return EXIT.ok;
}

function isSame(id: string, wanted: string): boolean {
  return id.toLowerCase() === wanted.toLowerCase();
}

/** Throws where the call has no such list; says nothing when the files of the call cannot be read. */
function refuseUnknownList(config: Config, wanted: string): void {
  const ids = readableCall(config)?.lists.map(({ id }) => id) ?? [wanted];
  if (ids.some((id) => isSame(id, wanted))) return;
  const known = ids.join(', ');
  throw new UsageFault(`没有榜单“${wanted}”，现有 ${known}。/ There is no list “${wanted}”; there are ${known}.`);
}

/** The configured call; undefined when its files cannot be read, which is no reason to show nothing. */
function readableCall(config: Config): Call | undefined {
  try {
    return configuredCall(config);
  } catch (error) {
    if (!(error instanceof FlowFault)) throw error;
    return undefined;
  }
}

/** Titles of the steps by id. */
function titlesOf(config: Config): ReadonlyMap<string, string> {
  return new Map(readableCall(config)?.steps.map((step) => [step.id, step.title.zh]));
}

async function exportAll(config: Config, values: Values): Promise<number> {
  const format = values.format ?? 'json';
  const write = writerOf(format, values.id !== undefined);
  const chosen =
    values.id === undefined
      ? (await stored(config, values)).filter((one) => one.withdrawnAt === undefined || values.status === 'withdrawn')
      : [await find(config, values.id)];
  // Documents leave as they were sealed; only the table, which nobody can check, says what became of them.
  const documents = chosen.map((one) => (format === 'csv' ? standing(one) : one.submission));
  const text = write(documents, config);
  if (values.out === undefined) process.stdout.write(text);
  else {
    writeOut(values.out, text, 0o600);
    complain(`${values.out}: ${documents.length} 份申报 / submissions`);
  }
  return EXIT.ok;
}

function writerOf(format: string, single: boolean): (documents: readonly Submission[], config: Config) => string {
  switch (format) {
    case 'json':
      return (documents) => `${JSON.stringify(single ? documents[0] : documents, null, 2)}\n`;
    case 'jsonl':
      return (documents) => toJsonl(documents);
    case 'csv':
      return (documents, config) => toCsv(documents, titlesOf(config));
    case 'xlsx':
    case 'docx':
    case 'pdf':
      throw new UsageFault(
        `${format} 会随管理后台的导出一起提供，现在可用 json、jsonl、csv。/ ${format} comes with the exports of the console; json, jsonl and csv are there.`,
      );
    default:
      throw new UsageFault('--format 是 json、jsonl 或 csv。/ --format is json, jsonl or csv.');
  }
}
