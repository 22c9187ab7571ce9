/**
 * One YAML file of a call: its text read into plain values, with the place of every value kept for faults. Refuses
 * everything flow files do not need (merge keys, tags, odd keys, depth, size, alias bombs); knows no schema.
 */
import type { Document, Node } from 'yaml';
import { Composer, isAlias, isMap, isNode, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml';
import type { Fault } from './fault.ts';
import { didYouMean } from './nearest.ts';
import { offsetInScalar } from './scalar.ts';

/** A file of a call's folder. `path` as faults shall name it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export type Path = readonly (string | number)[];

/** A YAML file read: `value` of plain objects, arrays and scalars, and where each of them stands. */
export interface Source {
  readonly path: string;
  readonly value: unknown;
  /** Place of the value at `path` (its nearest existing ancestor); `key`: of the key itself; `offset`: into its text. */
  readonly place: (path: Path, options?: { readonly key?: string; readonly offset?: number }) => Place;
}

/** From 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Largest flow file in bytes, and the limits within one. Generous for people, fatal for bombs. */
export const LARGEST_FILE = 2 * 1024 * 1024;
const LARGEST_SCALAR = 64 * 1024;
const DEEPEST = 40;
const MOST_TOKENS = 100_000;
const MOST_FAULTS = 50;
/** Values of one file with every alias written out. */
const MOST_VALUES = 100_000;

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
/** Controls but tab and line ends, direction marks and overrides, and code points that are no characters. */
const UNPRINTABLE = /[[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}]--[\t\n\r\x85]]/v;

type Report = (offset: number, message: string, suggestion?: string) => void;

/**
 * Reads one file. Its faults go to `faults`; undefined when it is no YAML to go on with (syntax, size, depth). Names
 * and shapes are judged by others.
 */
export function readSource(file: SourceFile, faults: Fault[]): Source | undefined {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const before = faults.length;
  const report: Report = (offset, message, suggestion) => {
    if (faults.length - before >= MOST_FAULTS) return;
    const { line, col } = lines.linePos(offset);
    faults.push({ file: file.path, line: Math.max(line, 1), column: Math.max(col, 1), message, suggestion });
  };
  const document = compose(file.text, lines, report);
  if (document === undefined) return undefined;
  const contents = document.contents;
  if (contents === null) {
    report(0, 'the file is empty');
    return undefined;
  }
  const anchors: Anchors = new Map();
  const { value } = plain(contents, 0, { anchors, report, spent: 0 });
  if (faults.length > before) return undefined;
  return {
    path: file.path,
    value,
    place: (path, options = {}) => {
      const { line, col } = lines.linePos(offsetOf(contents, anchors, path, file.text, options));
      return { line: Math.max(line, 1), column: Math.max(col, 1) };
    },
  };
}

/** Parses with limits on depth and size checked token by token, before anything recursive sees the text. */
function compose(text: string, lines: LineCounter, report: Report): Document.Parsed | undefined {
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  if (text.length > LARGEST_FILE) {
    report(0, 'the file is larger than 2 MiB');
    return undefined;
  }
  const odd = UNPRINTABLE.exec(text);
  if (odd !== null) {
    const code = odd[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    report(odd.index, `control character U+${code} in the file`, 'remove it');
    return undefined;
  }
  const parser = new Parser();
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, stringKeys: true, logLevel: 'silent' });
  const documents: Document.Parsed[] = [];
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    if (++tokens > MOST_TOKENS) {
      report(offset, 'the file holds too many values');
      return undefined;
    }
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > DEEPEST) {
      report(offset, `nested deeper than ${DEEPEST} levels`);
      return undefined;
    }
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  const [document, second] = documents;
  if (document === undefined) return undefined;
  if (second !== undefined)
    report(second.range[0], 'one document a file: a second one begins here', 'remove the line ---');
  const problems = [
    ...document.errors,
    ...document.warnings.filter((warning) => warning.code !== 'TAG_RESOLVE_FAILED'),
  ];
  for (const problem of problems) report(problem.pos[0], `YAML: ${problem.message}`, remedy(problem.code));
  return problems.length > 0 ? undefined : document;
}

function remedy(code: string): string | undefined {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'indent with spaces';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'put text with ": " in quotes';
    case 'NON_STRING_KEY':
      return 'put the key in quotes';
    default:
      return undefined;
  }
}

/** A value and how many values it holds, aliases written out. */
interface Plain {
  readonly value: unknown;
  readonly size: number;
}

type Anchors = Map<string, Plain & { readonly node: Node }>;

interface Reading {
  readonly anchors: Anchors;
  readonly report: Report;
  /** Values read so far, aliases written out. */
  spent: number;
}

const NOTHING: Plain = { value: null, size: 1 };

/** Plain values of a node; faults for what flow files may not hold. */
function plain(node: unknown, depth: number, reading: Reading): Plain {
  if (!isNode(node)) return NOTHING;
  const { anchors, report } = reading;
  const at = node.range?.[0] ?? 0;
  if (depth > DEEPEST) {
    report(at, `nested deeper than ${DEEPEST} levels`);
    return NOTHING;
  }
  if (isAlias(node)) return aliased(node.source, at, reading);
  if (node.tag !== undefined) {
    report(at, `the tag ${node.tag.replace('tag:yaml.org,2002:', '!!')} is not allowed`, 'remove it');
    return NOTHING;
  }
  reading.spent++;
  const before = reading.spent;
  let value: unknown = null;
  if (isScalar(node)) value = scalar(node.value, at, report);
  else if (isSeq(node)) value = node.items.map((item) => plain(item, depth + 1, reading).value);
  else if (isMap(node)) value = record(node.items, depth, reading);
  const read: Plain = { value, size: reading.spent - before + 1 };
  if (node.anchor !== undefined) {
    if (anchors.has(node.anchor)) report(at, `the anchor &${node.anchor} is given twice`, 'use another name');
    else anchors.set(node.anchor, { ...read, node });
  }
  return read;
}

function aliased(name: string, at: number, reading: Reading): Plain {
  const anchor = reading.anchors.get(name);
  if (anchor === undefined) {
    reading.report(at, `*${name} refers to no anchor above`, didYouMean(name, reading.anchors.keys()));
    return NOTHING;
  }
  const before = reading.spent;
  reading.spent += anchor.size;
  if (before <= MOST_VALUES && reading.spent > MOST_VALUES)
    reading.report(at, `too many values once *${name} is written out`);
  return reading.spent > MOST_VALUES ? NOTHING : anchor;
}

function scalar(value: unknown, at: number, report: Report): unknown {
  if (typeof value === 'string') {
    if (value.length > LARGEST_SCALAR) report(at, 'a single text larger than 64 KiB');
    else if (!value.isWellFormed() || UNPRINTABLE.test(value))
      report(at, 'control characters in the text', 'remove them');
    return value;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) report(at, 'not a finite number');
  return value ?? null;
}

function record(items: readonly { key: unknown; value: unknown }[], depth: number, reading: Reading): unknown {
  const { report } = reading;
  const seen = new Map<string, unknown>();
  for (const { key, value } of items) {
    const at = isNode(key) ? (key.range?.[0] ?? 0) : 0;
    if (!isScalar(key) || typeof key.value !== 'string' || key.tag !== undefined || key.anchor !== undefined) {
      report(at, 'a key must be plain text', 'put the key in quotes');
    } else if (key.value === '<<') {
      report(at, 'merge keys (<<) are not allowed', 'write the values out');
    } else if (FORBIDDEN_KEYS.has(key.value)) {
      report(at, `the key "${key.value}" is not allowed`);
    } else if (seen.has(key.value)) {
      report(at, `the key "${key.value}" is given twice`, 'remove one of them');
    } else {
      seen.set(key.value, plain(value, depth + 1, reading).value);
    }
  }
  return Object.fromEntries(seen);
}

/** Offset in the text of the value at `path`, or of its nearest existing ancestor. */
function offsetOf(
  root: Node,
  anchors: Anchors,
  path: Path,
  text: string,
  options: { readonly key?: string; readonly offset?: number },
): number {
  let node: Node = root;
  let keyAt: number | undefined;
  let whole = true;
  for (const step of path) {
    const pair: unknown = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && item.key.value === step)
      : undefined;
    const next: unknown = isMap(node)
      ? (pair as { value?: unknown } | undefined)?.value
      : isSeq(node)
        ? node.items[Number(step)]
        : undefined;
    if (!isNode(next)) {
      whole = false;
      break;
    }
    node = (isAlias(next) ? anchors.get(next.source)?.node : undefined) ?? next;
  }
  if (options.key !== undefined && isMap(node)) {
    const key = node.items.find((item) => isScalar(item.key) && item.key.value === options.key)?.key;
    if (isNode(key)) keyAt = key.range?.[0];
  }
  if (keyAt !== undefined) return keyAt;
  if (whole && options.offset !== undefined && isScalar(node) && typeof node.value === 'string' && node.range) {
    return offsetInScalar(text, node.range[0], node.range[1], String(node.type), node.value, options.offset);
  }
  return node.range?.[0] ?? 0;
}
