/** Teaches one missed question. Writes nothing when something that was right would break. */
import { parseArgs } from 'node:util';
import { questionKey } from '../flow/likeness.ts';
import { askFaq } from '../knowledge/answer.ts';
import { openKnowledge } from '../knowledge/open.ts';
import { EXIT, OperatorFault, UsageFault } from './command.ts';
import type { Known } from './faq-knowledge.ts';
import { known, knownAndOpen } from './faq-knowledge.ts';
import { missedQuestions } from './faq-misses.ts';
import { teach } from './faq-teach.ts';

/** The chance of an entry alone from which a question is plainly its own. */
const PLAINLY = 0.95;
const MISS_ID = /^[0-9a-f]{8}$/;

/** `faq add <miss id or text> <entry>`. */
export async function add(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  const [question, entry, ...rest] = positionals;
  if (question === undefined || entry === undefined || rest.length > 0)
    throw new UsageFault('写成：faq add <编号或问题> <条目>。/ Write: faq add <miss id or text> <entry>.');
  const before = known();
  const text = MISS_ID.test(question) ? await missedText(before, question) : question;
  refuseStranger(before, text, entry);
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

/** The words of a miss. Throws OperatorFault where there is none of that id: an id is no question. */
async function missedText({ config }: Known, id: string): Promise<string> {
  const text = (await missedQuestions(config)).find((one) => one.id === id)?.text;
  if (text !== undefined) return text;
  throw new OperatorFault(
    `没有编号 ${id} 的问题，看看 faq misses。/ No missed question has the id ${id}: see faq misses.`,
  );
}

/**
 * Throws OperatorFault where the knowledge is all but sure that the question is another entry's: it would lose it. Judged
 * by the chance of that entry alone, so that what was handed over in doubt can be taught. A question that stands there
 * word for word is left to `teach`, which names its place.
 */
function refuseStranger({ faq, call }: Known, text: string, entry: string): void {
  const key = questionKey(text);
  if (!faq.entryById.has(entry) || faq.variants.some((variant) => questionKey(variant.text) === key)) return;
  const { normalise, retrieve } = openKnowledge(faq, call);
  const [best] = retrieve(normalise(text)).candidates;
  if (best === undefined || best.id === entry || best.chance < PLAINLY) return;
  const topic = faq.entryById.get(best.id)?.topic.zh ?? '';
  throw new OperatorFault(
    `没有加：“${text}”现在由 ${best.id}（${topic}）来答，把握 ${best.chance.toFixed(2)}。答得不对，请改那个条目；确实要换，请改 faq/voices 里的文件。` +
      `/ Not added: this is plainly a question of ${best.id}. If its answer is wrong, mend that entry; to move the question, edit faq/voices.`,
  );
}
