/**
 * The questions as a table, CSV or .xlsx: exported for reading and completing in a spreadsheet, imported as further
 * questions of the organizer's voice. Changes no entry and removes nothing; teaches all rows or none.
 */
import { parseArgs } from 'node:util';
import { EXIT, OperatorFault, UsageFault, writeOut } from './command.ts';
import { writeCsv } from './csv-rows.ts';
import type { Format } from './faq-file.ts';
import { FORMATS, readTable } from './faq-file.ts';
import { known } from './faq-knowledge.ts';
import { cellFaultLine, lessonsOf, rowsOf } from './faq-rows.ts';
import { teach } from './faq-teach.ts';
import { complain } from './machine.ts';

/** Most faults shown; a table with more is another table. */
const MOST_SHOWN = 100;

function formatOf(word: string): Format {
  const format = FORMATS.find((one) => one === word);
  if (format === undefined) throw new UsageFault('--format 是 csv 或 xlsx。/ --format is csv or xlsx.');
  return format;
}

/** `faq export [--format csv|xlsx] [--out FILE]`: one row a question, one for an entry that has none. */
export async function exportTable(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { format: { type: 'string' }, out: { type: 'string' } } });
  const { out } = values;
  const format = formatOf(values.format ?? (out?.toLowerCase().endsWith('.xlsx') === true ? 'xlsx' : 'csv'));
  if (format === 'xlsx' && out === undefined && process.stdout.isTTY) {
    throw new UsageFault('xlsx 要写到文件：--out 问法.xlsx。/ A workbook goes into a file: --out questions.xlsx.');
  }
  const rows = rowsOf(known().faq);
  const table = format === 'csv' ? writeCsv(rows) : await (await import('../exports/xlsx.ts')).toXlsx(rows, 'FAQ');
  if (out === undefined) process.stdout.write(table);
  else {
    writeOut(out, table);
    complain(`${out}: ${rows.length - 1} 行 / rows`);
  }
  return EXIT.ok;
}

/** `faq import FILE [--format csv|xlsx]`: rows with an entry and a question; those already there are passed over. */
export async function importTable(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { format: { type: 'string' } }, allowPositionals: true });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageFault('写成：faq import FILE。/ Write: faq import FILE.');
  const wanted = values.format === undefined ? undefined : formatOf(values.format);
  const table = await readTable(file);
  if (wanted !== undefined && wanted !== table.format)
    throw new OperatorFault(
      `${file}: 内容是 ${table.format}，不是 ${wanted}。/ This is ${table.format}, not ${wanted}.`,
    );
  const all = known();
  const { lessons, faults } = lessonsOf(table.rows, all.faq);
  if (faults.length > 0) {
    const lines = faults.slice(0, MOST_SHOWN).map((fault) => cellFaultLine(file, fault));
    throw new OperatorFault(
      `${lines.join('\n')}\n什么也没有写：${faults.length} 处错误。/ Nothing was written: ${faults.length} faults.`,
    );
  }
  const { path, added } = teach(all, lessons);
  process.stdout.write(
    `${path}: ${added} 个新问法 / new questions, ${lessons.length - added} 个已有 / already there\n`,
  );
  return EXIT.ok;
}
