/** Shows the questions that were not answered, like ones together, the commonest first. Changes nothing. */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { groupsOf } from '../knowledge/groups.ts';
import type { Miss } from '../knowledge/log.ts';
import { FAQ_MISS, readMiss } from '../knowledge/log.ts';
import { plain } from '../knowledge/normalise.ts';
import { EXIT } from './command.ts';
import { eventsOf } from './faq-knowledge.ts';
import { complain } from './machine.ts';
import { settings } from './setup.ts';

/** A question that was missed, by the same words. */
export interface MissedQuestion {
  /** Eight hex digits of the hash of its words: what `faq add` takes. */
  readonly id: string;
  readonly text: string;
  readonly times: number;
  /** Milliseconds since 1970. */
  readonly last: number;
  readonly miss: Miss;
}

/** Every missed question of the store, the commonest first. */
export async function missedQuestions(config: Config): Promise<MissedQuestion[]> {
  const found = new Map<string, MissedQuestion>();
  for (const event of await eventsOf(config, FAQ_MISS)) {
    const miss = readMiss(event.text);
    if (miss === undefined) continue;
    const id = createHash('sha256').update(plain(miss.text)).digest('hex').slice(0, 8);
    const held = found.get(id);
    // Events come latest first, so the first of each question is its last.
    found.set(
      id,
      held === undefined ? { id, text: miss.text, times: 1, last: event.at, miss } : { ...held, times: held.times + 1 },
    );
  }
  return [...found.values()].toSorted((a, b) => b.times - a.times || b.last - a.last);
}

/** `faq misses [--json] [--limit N]`. */
export async function misses(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' }, limit: { type: 'string' } } });
  const questions = await missedQuestions(settings());
  const groups = groupsOf(questions.map((one) => plain(one.text)))
    .map((indexes) => indexes.flatMap((index) => questions[index] ?? []))
    .map((members) => ({ times: members.reduce((sum, one) => sum + one.times, 0), questions: members }))
    .toSorted((a, b) => b.times - a.times)
    .slice(0, Number(values.limit ?? 50) || 50);
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify(groups.map(published), null, 2)}\n`);
    return EXIT.ok;
  }
  if (groups.length === 0) complain('没有答不上的问题。/ Nothing was missed.');
  for (const { times, questions: members } of groups) {
    process.stdout.write(`${times} ×\n`);
    for (const one of members) {
      const best = one.miss.top.map(({ id, score }) => `${id} ${score.toFixed(2)}`).join(', ');
      process.stdout.write(`  ${one.id}  ${one.text}（${one.times}）  ${best}${chosenOf(one.miss)}\n`);
    }
  }
  if (groups.length > 0) complain('补上一条 / teach one: npm run -s shenbao -- faq add <id> <entry>');
  return EXIT.ok;
}

function chosenOf({ chosen }: Miss): string {
  if (chosen === undefined) return '';
  return chosen === null ? '  → 都不是 / none' : `  → ${chosen}`;
}

function published({ times, questions }: { readonly times: number; readonly questions: readonly MissedQuestion[] }) {
  return {
    times,
    questions: questions.map((one) => ({
      id: one.id,
      text: one.text,
      times: one.times,
      last: new Date(one.last).toISOString(),
      top: one.miss.top,
      chosen: one.miss.chosen,
    })),
  };
}
