/** Teaches one missed question. Writes nothing when something that was right would break. */
import { parseArgs } from 'node:util';
import { askFaq } from '../knowledge/answer.ts';
import { EXIT, UsageFault } from './command.ts';
import { known, knownAndOpen } from './faq-knowledge.ts';
import { missedQuestions } from './faq-misses.ts';
import { teach } from './faq-teach.ts';

/** `faq add <miss id or text> <entry>`. */
export async function add(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  const [question, entry, ...rest] = positionals;
  if (question === undefined || entry === undefined || rest.length > 0)
    throw new UsageFault('写成：faq add <编号或问题> <条目>。/ Write: faq add <miss id or text> <entry>.');
  const before = known();
  const missed = /^[0-9a-f]{8}$/.test(question) ? await missedQuestions(before.config) : [];
  const text = missed.find(({ id }) => id === question)?.text ?? question;
  const { path, added } = teach(before, [{ text, entry }]);
  if (added === 0) {
    process.stdout.write(`${entry} 已经有这个问法。/ ${entry} has this question already.\n`);
    return EXIT.ok;
  }
  const { knowledge } = knownAndOpen();
  const { entries, band } = askFaq(knowledge, text);
  process.stdout.write(`${path}: “${text}” → ${entries[0]?.id ?? '-'} (${band})\n`);
  return EXIT.ok;
}
