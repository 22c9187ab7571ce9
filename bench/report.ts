/** Results as tables: printed while they are made, and kept to be written into bench/README.md. Measures nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Figure } from './measure.ts';

/** Where results go. A cell is text already; the first column names the row. */
export interface Report {
  table(title: string, columns: readonly string[], rows: readonly (readonly string[])[], note?: string): void;
}

/** A report that prints at once and can be written into a file afterwards. */
export interface PrintedReport extends Report {
  /** Replaces what stands between the results marks of the file. Throws where the marks are missing. */
  writeInto(path: string): void;
}

const BEGIN = '<!-- results: begin -->';
const END = '<!-- results: end -->';

export function printedReport(): PrintedReport {
  const sections: string[] = [];
  return {
    table(title, columns, rows, note) {
      const lines = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
      const section = `### ${title}\n\n${lines.join('\n')}\n${note === undefined ? '' : `\n${note}\n`}`;
      sections.push(section);
      process.stdout.write(`${section}\n`);
    },
    writeInto(path) {
      const text = readFileSync(path, 'utf8');
      const begin = text.indexOf(BEGIN);
      const end = text.indexOf(END);
      if (begin < 0 || end < begin) throw new Error(`${path} has no place for results`);
      const results = `${BEGIN}\n\n${sections.join('\n')}\n`;
      writeFileSync(path, text.slice(0, begin) + results + text.slice(end));
    },
  };
}

/** A number in few digits: 0.0123, 1.23, 12.3, 123, 12,345. */
export function short(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

/** A figure with its spread. */
export function shown({ median, spread }: Figure): string {
  return `${short(median)} ±${Math.round(spread * 100)}%`;
}
