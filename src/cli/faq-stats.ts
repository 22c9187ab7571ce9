/** Counts what the knowledge holds and how often it was needed. Changes nothing. */
import { parseArgs } from 'node:util';
import { FAQ_ANSWER, FAQ_MISS, readAnswered } from '../knowledge/log.ts';
import { EXIT } from './command.ts';
import { eventsOf, known } from './faq-knowledge.ts';
import { aligned } from './table.ts';

/** `faq stats [--json]`: entries by action, questions by voice, answers given by entry, misses. */
export async function stats(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
  const { config, faq } = known();
  const answered = (await eventsOf(config, FAQ_ANSWER)).flatMap((event) => readAnswered(event.text) ?? []);
  const missed = (await eventsOf(config, FAQ_MISS)).length;
  const byVoice = tally(faq.variants.map((variant) => variant.voice));
  const byEntry = tally(faq.variants.map((variant) => variant.entry));
  const hits = tally(answered.map((one) => one.entry));
  const figures = {
    entries: faq.entries.length,
    actions: Object.fromEntries(tally(faq.entries.map((entry) => entry.action))),
    questions: faq.variants.length,
    voices: Object.fromEntries(byVoice),
    forms: faq.vocabulary.reduce((sum, term) => sum + term.from.length, 0),
    answers: answered.length,
    misses: missed,
    calibration: faq.calibration?.figures,
    by_entry: faq.entries
      .map(({ id }) => ({ id, questions: byEntry.get(id) ?? 0, hits: hits.get(id) ?? 0 }))
      .toSorted((a, b) => b.hits - a.hits || a.questions - b.questions),
  };
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
    return EXIT.ok;
  }
  const pairs = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  const head = [
    ['条目 / entries', `${figures.entries}（${pairs(figures.actions)}）`],
    ['问法 / questions', `${figures.questions}（${pairs(figures.voices)}）`],
    ['词汇 / forms', String(figures.forms)],
    ['答过 / answers', String(figures.answers)],
    ['没答上 / misses', String(figures.misses)],
    ['校准 / calibration', figures.calibration === undefined ? '还没有 / none yet' : pairs(figures.calibration)],
  ];
  const rows = figures.by_entry.map((one) => [one.id, String(one.questions), String(one.hits)]);
  process.stdout.write(`${aligned(head)}\n${aligned([['entry', 'questions', 'hits'], ...rows])}`);
  return EXIT.ok;
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
