/**
 * Compares rules.yaml with the rules document it quotes, clause by clause, and looks for hard clauses nobody judges.
 * For people who check their files: a call loads without it. Touches no file system.
 */
import { createHash } from 'node:crypto';
import type { Call } from './call.ts';
import type { Clause } from './clause.ts';
import type { Fault } from './fault.ts';
import type { SourceFile } from './source.ts';
import { readSource } from './source.ts';
import type { Spot } from './spot.ts';
import { spotOf } from './spot.ts';

/** What a clause text has between two pieces of the document when something is left out. */
const OMISSION = '……';
/** Characters of the document shown beside a piece that differs from it. */
const SHOWN = 12;
/** Characters before the first that differs, shown with it. */
const BEFORE = 4;
/** Characters a passage may have gained or lost before the part by which it is recognised. */
const SHIFT = 16;

/** A text without white space, which stands only where the document breaks lines; `places`: of each character. */
interface Squeezed {
  readonly text: string;
  readonly places: readonly number[];
}

/** What is wrong with the words of a clause, from which character of its text on. */
interface Difference {
  readonly offset: number;
  readonly message: string;
  readonly suggestion: string;
}

/**
 * Faults at their places in rules.yaml. `rules`: that file, as `call` was loaded from it; `document`: the rules document,
 * undefined when the folder has none: then nothing is compared.
 */
export function rulesTextFaults(call: Call, rules: SourceFile, document: SourceFile | undefined): Fault[] {
  const faults: Fault[] = [];
  const source = readSource(rules, faults);
  if (source === undefined) return faults;
  const spot = spotOf(source, faults);
  if (document !== undefined) faultDocument(call, document, spot);
  faultUnjudged(call, spot.at('clauses'));
  return faults;
}

function faultDocument(call: Call, document: SourceFile, spot: Spot): void {
  // The reader of files takes a byte order mark away; the fingerprint counts it.
  const sums = [document.text, `\uFEFF${document.text}`].map((text) => createHash('sha256').update(text).digest('hex'));
  if (!sums.includes(call.rulesSha256))
    spot
      .at('sha256')
      .fault(`${document.path} is not the document named here`, `if it is the right one, its SHA-256 is ${sums[0]}`);
  const whole = squeezed(document.text).text;
  const lines = document.text.split('\n').map((line) => squeezed(line).text);
  for (const [index, clause] of [...call.clauses.values()].entries()) {
    const found = differenceOf(clause, whole, lines);
    if (found === undefined) continue;
    const message = `clause "${clause.id}" ${found.message} ${document.path}`;
    spot.at('clauses', index, 'text').fault(message, found.suggestion, found.offset);
  }
}

function squeezed(text: string): Squeezed {
  const places: number[] = [];
  let rest = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at);
    if (/\s/u.test(unit)) continue;
    rest += unit;
    places.push(at);
  }
  return { text: rest, places };
}

/**
 * `verbatim`: its pieces stand in the document, one after another. `split`: its characters stand in this order in one
 * line. `summary`: each of its phrases stands somewhere.
 */
function differenceOf(clause: Clause, whole: string, lines: readonly string[]): Difference | undefined {
  const own = squeezed(clause.text);
  const offset = (at: number): number => own.places[at] ?? 0;
  switch (clause.source) {
    case 'verbatim': {
      let from = 0;
      for (const { piece, at } of piecesOf(own.text)) {
        const found = whole.indexOf(piece, from);
        if (found < 0) return differing(piece, whole, (alike) => offset(at + alike));
        from = found + piece.length;
      }
      return undefined;
    }
    case 'split':
      return lines.some((line) => isWithin(own.text, line))
        ? undefined
        : {
            offset: 0,
            message: 'is no cut of one line of',
            suggestion: 'keep only characters of one sentence, in their order, or write source: summary',
          };
    case 'summary': {
      const phrase = [...own.text.matchAll(/[\p{L}\p{N}]+/gu)].find(([words]) => !whole.includes(words));
      return phrase === undefined
        ? undefined
        : {
            offset: offset(phrase.index),
            message: `says “${phrase[0]}”, which does not stand in`,
            suggestion: 'use the words of the rules',
          };
    }
  }
}

function piecesOf(text: string): { readonly piece: string; readonly at: number }[] {
  let at = 0;
  return text.split(OMISSION).flatMap((piece) => {
    const here = { piece, at };
    at += piece.length + OMISSION.length;
    return piece === '' ? [] : [here];
  });
}

/** Where a piece leaves the words of the document, and how those go on there. */
function differing(piece: string, whole: string, offsetAt: (alike: number) => number): Difference {
  if (whole.includes(piece)) {
    return {
      offset: offsetAt(0),
      message: `has “${piece.slice(0, SHOWN)}” in another order than`,
      suggestion: 'quote the pieces in the order of the rules',
    };
  }
  const { alike, start } = meantPassage(piece, whole);
  const from = Math.max(0, alike - BEFORE);
  return {
    offset: offsetAt(alike),
    message: `says “${piece.slice(from, alike + SHOWN)}”, which does not stand in`,
    suggestion:
      start === undefined
        ? 'quote the rules word for word'
        : `the rules say “${whole.slice(start + from, start + alike + SHOWN)}”`,
  };
}

/**
 * The passage a piece was meant to quote: the one around the longest part they share, from the beginning that shares
 * most with the piece. `alike`: characters shared there; `start` is undefined when they share next to nothing.
 */
function meantPassage(piece: string, whole: string): { readonly alike: number; readonly start: number | undefined } {
  let shared = '';
  for (let at = 0; at + shared.length < piece.length; at++) {
    while (at + shared.length < piece.length && whole.includes(piece.slice(at, at + shared.length + 1)))
      shared = piece.slice(at, at + shared.length + 1);
  }
  if (shared.length < 2) return { alike: 0, start: undefined };
  const aligned = whole.indexOf(shared) - piece.indexOf(shared);
  let best = { alike: 0, start: Math.max(0, aligned) };
  // Words put in or left out before the shared part move the beginning.
  for (let start = Math.max(0, aligned - SHIFT); start <= aligned + SHIFT; start++) {
    let alike = 0;
    while (alike < piece.length && piece[alike] === whole[start + alike]) alike++;
    if (alike > best.alike) best = { alike, start };
  }
  return best;
}

/** Are the characters of `text` in `line`, in their order? */
function isWithin(text: string, line: string): boolean {
  let at = 0;
  for (const character of line) {
    if (text.startsWith(character, at)) at += character.length;
  }
  return at === text.length;
}

/**
 * Faults hard clauses that no finding of any list judges: nothing would ever hold an application against them. A clause
 * is judged by its parts too (3.1.2 by 3.1.2.a), the head of a list (3.0) by any clause of it.
 */
function faultUnjudged(call: Call, spot: Spot): void {
  const judged = call.lists.flatMap((list) => list.findings.map((finding) => finding.clause));
  for (const [index, { id, severity }] of [...call.clauses.values()].entries()) {
    if (severity !== 'hard') continue;
    const parts = `${id.replace(/\.0$/u, '')}.`;
    if (judged.some((one) => one === id || one.startsWith(parts))) continue;
    spot
      .at(index, 'severity')
      .fault(`clause "${id}" is hard, but no finding judges it`, 'add a finding to its list, or soften the clause');
  }
}
