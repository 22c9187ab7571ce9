/**
 * Reads a table of questions from a file, CSV or .xlsx by its content, whatever it is called. Knows no columns and writes
 * nothing.
 */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Cell, WorkbookFault } from '../exports/xlsx-rows.ts';
import { OperatorFault } from './command.ts';
import { readCsv } from './csv-rows.ts';

/** A table as it stands: row and column numbers are those a spreadsheet shows, less one. */
export interface Table {
  readonly format: Format;
  readonly rows: readonly (readonly Cell[])[];
}

export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

/** Largest file, bytes. */
const LARGEST = 10 * 1024 * 1024;

/** Reads a table. Throws OperatorFault that says what is wrong with the file and what to do. */
export async function readTable(path: string): Promise<Table> {
  const bytes = bytesOf(path);
  const start = bytes.toString('latin1', 0, 4);
  if (start === 'PK\x03\x04') return { format: 'xlsx', rows: await workbookRows(path, bytes) };
  if (start === '\xD0\xCF\x11\xE0') {
    throw new OperatorFault(
      `${path}: 这是旧的 .xls 或加了密码的工作簿，请另存为不带密码的 .xlsx。/ This is an old .xls or a workbook with a password: save it as .xlsx without one.`,
    );
  }
  return { format: 'csv', rows: csvRows(path, bytes) };
}

function bytesOf(path: string): Buffer {
  let bytes: Buffer | undefined;
  try {
    const file = openSync(path, 'r');
    try {
      if (fstatSync(file).size <= LARGEST) bytes = readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OperatorFault(`读不了 ${path}。/ ${path} cannot be read: ${why}`);
  }
  if (bytes === undefined) {
    throw new OperatorFault(
      `${path}: 超过 10 MB，请分成几个文件。/ It is larger than 10 MB: split it into several files.`,
    );
  }
  return bytes;
}

function csvRows(path: string, bytes: Uint8Array): string[][] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new OperatorFault(
      `${path}: 不是 UTF-8，请另存为“CSV UTF-8”或 .xlsx。/ It is not UTF-8: save it as “CSV UTF-8” or as .xlsx.`,
    );
  }
  try {
    return readCsv(text);
  } catch (error) {
    throw new OperatorFault(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function workbookRows(path: string, bytes: Uint8Array): Promise<Cell[][]> {
  // Loaded for a workbook only: nobody else waits for its libraries.
  const { readXlsx, WorkbookFault: Fault } = await import('../exports/xlsx-rows.ts');
  try {
    return await readXlsx(bytes);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new OperatorFault(`${path}: ${remedyOf(error)}`);
  }
}

function remedyOf({ reason, cause }: WorkbookFault): string {
  switch (reason) {
    case 'damaged': {
      const why = cause instanceof Error ? ` (${cause.message})` : '';
      return `读不出表格，文件可能坏了，请用表格软件打开后另存为 .xlsx。/ No table can be read from it: open it in a spreadsheet program and save it as .xlsx again${why}`;
    }
    case 'too large':
      return '解开后超过 50 MB，请只留要导入的那张表。/ Unpacked it is larger than 50 MB: keep only the sheet to import.';
    case 'too many rows':
      return '超过 20000 行，请删掉下面的空行或分成几个文件。/ It has more than 20000 rows: delete the empty ones below, or split it.';
    case 'too many columns':
      return '超过 100 列，请删掉右边的空列。/ It has more than 100 columns: delete the empty ones on the right.';
  }
}
