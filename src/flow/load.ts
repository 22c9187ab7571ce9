/**
 * Reads the folder of a call from disk. The only file of the flow language that touches the file system; it follows no
 * symbolic links and trusts no size or encoding.
 */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import type { Call } from './call.ts';
import { compileCall } from './compile.ts';
import { compileFaq } from './compile-faq.ts';
import type { Faq } from './faq.ts';
import type { Fault } from './fault.ts';
import { FlowFault } from './fault.ts';
import { rulesTextFaults } from './rules-text.ts';
import type { SourceFile } from './source.ts';
import { LARGEST_FILE } from './source.ts';

/** The flow's files of a call's folder, and faults of those that cannot be read. */
export interface FolderFiles {
  readonly files: readonly SourceFile[];
  readonly faults: readonly Fault[];
}

const MAIN_FILES = ['call.yaml', 'rules.yaml', 'common.yaml'];

/** Loads the call in `folder` (relative paths stay relative in faults). Throws FlowFault with all faults of all files. */
export function loadCall(folder: string): Call {
  const { files, faults } = readFiles(folder);
  return compileCall(files, faults);
}

/**
 * Loads what the call in `folder` knows: faq/*.yaml, faq/voices/*.yaml and vocabulary.yaml; empty where there are none.
 * Apart from the call and later than it, for its hash must not change with them. With `now` (milliseconds since 1970) it
 * judges strictly, as `compileFaq` says. Throws FlowFault.
 */
export function loadFaq(folder: string, call: Call, now?: number): Faq {
  const { files, faults } = readFaqFiles(folder);
  return compileFaq(files, `${trimmed(folder)}/`, call, faults, now);
}

/**
 * Faults of the clauses of the call in `folder` against its rules document (`rules_text` of call.yaml, else the only
 * rules*.txt), and hard clauses nobody judges. A folder without a document is compared with nothing.
 */
export function rulesFaults(folder: string, call: Call): Fault[] {
  const faults: Fault[] = [];
  const root = trimmed(folder);
  const path = `${root}/rules.yaml`;
  const rules = readText(path, faults);
  const present = namesIn(root, faults).filter((name) => /^rules.*\.txt$/u.test(name));
  if (call.rulesText === undefined && present.length > 1) {
    const message = `several rules documents: ${present.join(', ')}`;
    faults.push({ file: `${root}/call.yaml`, line: 0, column: 0, message, suggestion: 'name one in rules_text' });
    return faults;
  }
  const name = call.rulesText ?? present[0];
  const text = name === undefined ? undefined : readText(`${root}/${name}`, faults);
  const document = text === undefined ? undefined : { path: `${root}/${name}`, text };
  return rules === undefined ? faults : [...faults, ...rulesTextFaults(call, { path, text: rules }, document)];
}

/** The texts of the files a call's knowledge is made of. */
export function readFaqFiles(folder: string): FolderFiles {
  const faults: Fault[] = [];
  const root = trimmed(folder);
  const yamlIn = (path: string): string[] =>
    statOf(path) === undefined
      ? []
      : namesIn(path, faults)
          .filter((name) => name.endsWith('.yaml'))
          .map((name) => `${path}/${name}`);
  const paths = [...yamlIn(`${root}/faq`), ...yamlIn(`${root}/faq/voices`)];
  if (statOf(`${root}/vocabulary.yaml`) !== undefined) paths.push(`${root}/vocabulary.yaml`);
  const files = paths.flatMap((path) => {
    const text = readText(path, faults);
    return text === undefined ? [] : [{ path, text }];
  });
  return { files, faults };
}

/** Loads every call below `root`, one a folder, in the order of folder names. Throws FlowFault with the faults of all. */
export function loadCalls(root: string): Call[] {
  const calls: Call[] = [];
  const faults: Fault[] = [];
  for (const entry of namesIn(root, faults)) {
    const folder = `${trimmed(root)}/${entry}`;
    if (!lstatSync(folder).isDirectory()) continue;
    try {
      const call = loadCall(folder);
      if (calls.some((other) => other.id === call.id)) {
        faults.push({
          file: `${folder}/call.yaml`,
          line: 0,
          column: 0,
          message: `the id "${call.id}" belongs to another call`,
          suggestion: 'use another id',
        });
      }
      calls.push(call);
    } catch (error) {
      if (!(error instanceof FlowFault)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length === 0 && calls.length === 0)
    faults.push({ file: root, line: 0, column: 0, message: 'there is no call in this folder' });
  if (faults.length > 0) throw new FlowFault(faults);
  return calls;
}

/** The texts of a call's files, to be compiled as they are or edited in memory. */
export function readFiles(folder: string): FolderFiles {
  const faults: Fault[] = [];
  const root = trimmed(folder);
  const paths = MAIN_FILES.map((name) => `${root}/${name}`);
  if (statOf(`${root}/lists`) !== undefined)
    paths.push(...namesIn(`${root}/lists`, faults).map((name) => `${root}/lists/${name}`));
  const files = paths.flatMap((path) => {
    const text = readText(path, faults);
    return text === undefined ? [] : [{ path, text }];
  });
  return { files, faults };
}

function trimmed(folder: string): string {
  return folder.length > 1 ? folder.replace(/[\\/]+$/u, '') : folder;
}

function statOf(path: string) {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** Names of a folder in order, without those beginning with a dot (editors leave some). */
function namesIn(folder: string, faults: Fault[]): string[] {
  if (statOf(folder)?.isDirectory() !== true) {
    faults.push({ file: folder, line: 0, column: 0, message: 'this is not a folder' });
    return [];
  }
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();
}

function readText(path: string, faults: Fault[]): string | undefined {
  const fault = (message: string, suggestion?: string): undefined => {
    faults.push({ file: path, line: 0, column: 0, message, suggestion });
  };
  const stat = statOf(path);
  if (stat === undefined) return fault('the file is missing');
  if (stat.isSymbolicLink()) return fault('a symbolic link, which is not followed', 'put the file itself here');
  if (!stat.isFile()) return fault('not a file');
  if (stat.size > LARGEST_FILE) return fault('the file is larger than 2 MiB');
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return fault(
      `the file cannot be read: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'}`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fault('the file is not UTF-8', 'save it as UTF-8');
  }
}
