/**
 * Asks the knowledge from the command line: for people in the words applicants get (`ask`) or with scores and why
 * (`test`), for programs one JSON object a line. Logs nothing.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { FaqAnswer, Knowledge } from '../knowledge/answer.ts';
import { askFaq } from '../knowledge/answer.ts';
import { gramsOf } from '../knowledge/grams.ts';
import { labelled } from '../knowledge/label.ts';
import { EXIT, UsageFault } from './command.ts';
import type { Known } from './faq-knowledge.ts';
import { knownAndOpen } from './faq-knowledge.ts';
import { linesOf } from './lines.ts';
import { aligned } from './table.ts';

/** Longest line, bytes. */
const LONGEST = 2 * 1024 * 1024;

const lineSchema = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

/** `faq ask "…" [--list ID]`, `faq ask --json`. */
export async function ask(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: 'boolean' }, list: { type: 'string' } },
    allowPositionals: true,
  });
  if (values.json === true) return askLines(positionals);
  const text = textOf(positionals);
  const all = knownAndOpen();
  const answer = askFaq(all.knowledge, text, { list: values.list, now: Date.now() });
  process.stdout.write(`${wordsFor(answer, all).join('\n')}\n`);
  return EXIT.ok;
}

function textOf(positionals: readonly string[]): string {
  const text = positionals.join(' ').trim();
  if (text === '') throw new UsageFault('请写上问题：faq ask "…"。/ Write the question: faq ask "…".');
  return text;
}

function wordsFor(answer: FaqAnswer, { faq, call }: Known): string[] {
  const [best] = answer.entries;
  const entry = best === undefined || answer.injected ? undefined : faq.entryById.get(best.id);
  const quoted = (entry?.clauses ?? []).slice(0, 2).flatMap((id) => {
    const clause = call.clauses.get(id);
    return clause === undefined ? [] : [`依据：${clause.printed}「${clause.text}」`];
  });
  switch (answer.band) {
    case 'answer':
      return [entry?.answer.zh ?? '', ...quoted, entry?.followUp?.zh ?? ''].filter((line) => line !== '');
    case 'choose': {
      const topics = [...answer.choices.map((id) => faq.entryById.get(id)?.topic.zh ?? id), '都不是，转人工'];
      return ['您是想问：', ...topics.map((topic, i) => `${i + 1}. ${topic}`)];
    }
    case 'handover':
      return ['（转人工 / handed over）'];
  }
}

/** `faq test "…" [--list ID]`: the ten best entries with their scores, and the grams shared with the nearest question. */
export async function test(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { list: { type: 'string' } },
    allowPositionals: true,
  });
  const text = textOf(positionals);
  const { knowledge } = knownAndOpen();
  const written = knowledge.normalise(text);
  const { candidates, coverage } = knowledge.retrieve(written, values.list);
  const answer = askFaq(knowledge, text, { list: values.list, now: Date.now() });
  const grams = new Set(gramsOf(written));
  const rows = candidates
    .slice(0, 10)
    .map((one) => [
      one.id,
      one.score.toFixed(3),
      one.index.toFixed(3),
      one.likeness.toFixed(3),
      one.nearest ?? '',
      sharedGrams(grams, one.nearest, knowledge),
    ]);
  const named = [...knowledge.naming(written)].join(' ');
  const lines = [
    `写成 / read as: ${written}`,
    `点名榜单 / lists named: ${named === '' ? '-' : named}`,
    `认得的比例 / coverage: ${coverage.toFixed(2)}   把握 / chance: ${answer.chance.toFixed(2)}   结果 / band: ${answer.band}${answer.injected ? ' (injection)' : ''}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (rows.length > 0)
    process.stdout.write(aligned([['entry', 'score', 'index', 'likeness', 'nearest question', 'shared'], ...rows]));
  return EXIT.ok;
}

function sharedGrams(grams: ReadonlySet<string>, nearest: string | undefined, knowledge: Knowledge): string {
  if (nearest === undefined) return '';
  const shared = [...new Set(gramsOf(knowledge.normalise(nearest)))].filter((gram) => grams.has(gram));
  // A character inside a shared bigram says nothing more.
  const longest = shared.filter((gram) => !shared.some((other) => other !== gram && other.includes(gram)));
  return longest.join(' ');
}

/** Reads {id, text} lines and answers each with one line; a line that is none gets an error, and the rest goes on. */
async function askLines(positionals: readonly string[]): Promise<number> {
  if (positionals.length > 0)
    throw new UsageFault('--json 从标准输入读问题。/ With --json questions come from standard input.');
  const { knowledge } = knownAndOpen();
  const now = Date.now();
  for await (const line of linesOf(process.stdin, LONGEST)) {
    if ('text' in line && line.text.trim() === '') continue;
    const reply = 'fault' in line ? { id: null, error: line.fault } : replyTo(line.text, knowledge, now);
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
  return EXIT.ok;
}

function replyTo(text: string, knowledge: Knowledge, now: number) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { id: null, error: 'not JSON' };
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return { id: null, error: 'needs an id and a text' };
  return { id: parsed.data.id, ...labelled(knowledge, parsed.data.text, { now }) };
}
