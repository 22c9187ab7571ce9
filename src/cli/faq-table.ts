/**
 * The questions as a table: exported for reading and completing in a spreadsheet, imported as further questions of the
 * organizer's voice. Changes no entry and removes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EXIT, OperatorFault, UsageFault } from './command.ts';
import { readCsv, writeCsv } from './csv-rows.ts';
import { known } from './faq-knowledge.ts';
import { teach } from './faq-teach.ts';
import { complain } from './machine.ts';

const HEAD = ['entry', 'question', 'voice', 'topic', 'action', 'clauses', 'lists', 'answer'];

function refuseFormat(format: string): void {
  if (format === 'csv') return;
  throw new UsageFault(
    format === 'xlsx'
      ? 'xlsx 会随管理后台的导出一起提供，现在可用 csv。/ xlsx comes with the exports of the console; csv is there.'
      : '--format 是 csv。/ --format is csv.',
  );
}

/** `faq export [--format csv] [--out FILE]`: one row a question, one for an entry that has none. */
export async function exportTable(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { format: { type: 'string' }, out: { type: 'string' } } });
  refuseFormat(values.format ?? 'csv');
  const { faq } = known();
  const rows = faq.entries.flatMap((entry) => {
    const rest = [entry.topic.zh, entry.action, entry.clauses.join(' '), entry.lists.join(' '), entry.answer.zh];
    const own = faq.variants.filter((variant) => variant.entry === entry.id);
    if (own.length === 0) return [[entry.id, '', '', ...rest]];
    return own.map((variant) => [entry.id, variant.text, variant.voice, ...rest]);
  });
  const text = writeCsv([HEAD, ...rows]);
  if (values.out === undefined) process.stdout.write(text);
  else {
    writeFileSync(values.out, text);
    complain(`${values.out}: ${rows.length} 行 / rows`);
  }
  return EXIT.ok;
}

/** `faq import FILE`: rows with an entry and a question; those already there are passed over. */
export async function importTable(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { format: { type: 'string' } }, allowPositionals: true });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageFault('写成：faq import FILE。/ Write: faq import FILE.');
  refuseFormat(values.format ?? (file.toLowerCase().endsWith('.xlsx') ? 'xlsx' : 'csv'));
  const [head = [], ...rows] = rowsOf(file);
  const entryAt = head.indexOf('entry');
  const questionAt = head.indexOf('question');
  if (entryAt < 0 || questionAt < 0)
    throw new OperatorFault(`${file}:1 第一行要有 entry 和 question。/ The first row needs entry and question.`);
  const lessons = rows.flatMap((row) => {
    const entry = row[entryAt]?.trim() ?? '';
    // The export marks text a spreadsheet would evaluate with an apostrophe.
    const text = (row[questionAt] ?? '').trim().replace(/^'(?=[=+\-@＝＋－＠])/u, '');
    return text === '' ? [] : [{ entry, text }];
  });
  const { path, added } = teach(known(), lessons);
  process.stdout.write(
    `${path}: ${added} 个新问法 / new questions, ${lessons.length - added} 个已有 / already there\n`,
  );
  return EXIT.ok;
}

function rowsOf(file: string): string[][] {
  try {
    return readCsv(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new OperatorFault(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
