/**
 * Which list a case told in free words fits, from the command line: for people with reasons, clauses and what is still
 * to be asked; for programs one JSON object a line. Stores nothing.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Call } from '../flow/call.ts';
import { loadFaq } from '../flow/load.ts';
import type { Guide, Recommendation, Recommended } from '../knowledge/recommend.ts';
import { guideTo, recommend as recommendFor } from '../knowledge/recommend.ts';
import { EXIT, UsageFault } from './command.ts';
import { linesOf } from './lines.ts';
import { callFolder, configuredCall, settings } from './setup.ts';

/** Longest line, bytes. */
const LONGEST = 2 * 1024 * 1024;
/** Most reasons shown of a list, and words of a reason. */
const REASONS = 4;
const WORDS = 4;

const lineSchema = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

/** `recommend "…"`, `recommend --json`. */
export async function recommend(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean' } }, allowPositionals: true });
  const config = settings();
  const call = configuredCall(config);
  const guide = guideTo(call, loadFaq(callFolder(config), call));
  if (values.json === true) return recommendLines(positionals, call, guide);
  const text = positionals.join(' ').trim();
  if (text === '') throw new UsageFault('请写上案例：recommend "…"。/ Tell the case: recommend "…".');
  process.stdout.write(`${wordsFor(call, recommendFor(call, guide, text)).join('\n')}\n`);
  return EXIT.ok;
}

function wordsFor(call: Call, { lists, shown, ask, none }: Recommendation): string[] {
  const head = shown.length > 0 ? [] : [none ? '按说到的情况，没有榜单合适，请转人工。' : '还看不出来，先问一个问题。'];
  const out = lists.filter((list) => !shown.includes(list) && list.score === 0 && list.reasons.length > 0);
  const question =
    ask === undefined ? [] : [`要先问：${ask.condition.ask.zh}（${printed(call, ask.condition.clause)}）`];
  return [
    ...head,
    ...shown.flatMap((list) => aboutShown(call, list)),
    ...out.flatMap((list) => aboutFailed(call, list)),
    ...question,
  ];
}

function nameOf(call: Call, { id }: Recommended): string {
  return `${id} ${call.listById.get(id)?.name.zh ?? ''}`;
}

function printed(call: Call, clause: string): string {
  return `${clause}，${call.clauses.get(clause)?.printed ?? ''}`;
}

function aboutShown(call: Call, list: Recommended): string[] {
  return [
    `${nameOf(call, list)}（${Math.round(list.score * 100)}%）`,
    ...list.reasons
      .slice(0, REASONS)
      .map(
        ({ clause, words, say }) => `  · ${say.zh}（${printed(call, clause)}）：${words.slice(0, WORDS).join('、')}`,
      ),
    ...aboutFailed(call, list).map((line) => `  ${line}`),
  ];
}

function aboutFailed(call: Call, list: Recommended): string[] {
  return list.failed.map(
    ({ clause, words }) =>
      `不符合 ${nameOf(call, list)}（${printed(call, clause)}）：${words.slice(0, WORDS).join('、')}`,
  );
}

/** Reads {id, text} lines and answers each with one line; a line that is none gets an error, and the rest goes on. */
async function recommendLines(positionals: readonly string[], call: Call, guide: Guide): Promise<number> {
  if (positionals.length > 0)
    throw new UsageFault('--json 从标准输入读案例。/ With --json cases come from standard input.');
  for await (const line of linesOf(process.stdin, LONGEST)) {
    if ('text' in line && line.text.trim() === '') continue;
    const reply = 'fault' in line ? { id: null, error: line.fault } : replyTo(line.text, call, guide);
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
  return EXIT.ok;
}

function replyTo(text: string, call: Call, guide: Guide) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { id: null, error: 'not JSON' };
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return { id: null, error: 'needs an id and a text' };
  const { shown } = recommendFor(call, guide, parsed.data.text);
  return {
    id: parsed.data.id,
    clauses: shown[0]?.reasons.slice(0, REASONS).map((reason) => reason.clause) ?? [],
    abstain: shown.length === 0,
    ambiguous: shown.length > 1,
    lists: shown.map((list) => list.id),
  };
}
