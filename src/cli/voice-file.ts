/**
 * Adds a question to the text of a voice file and leaves every other character as it is, comments included. Reads and
 * writes no file.
 */
import type { Node } from 'yaml';
import { isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';

/** The file an organizer's own questions begin with. */
export const ORGANIZER_VOICE = `# 组委会补充的问法：faq add 会加在这里，也可以手写。
# Questions the organizer added: "faq add" appends here; they may be written by hand as well.
voice: organizer
about: { zh: 组委会根据没答上的问题补充的问法, en: Questions added by the organizer from what was missed }
questions: {}
`;

function rangeOf(node: unknown): readonly [start: number, end: number] {
  const range = isNode(node) ? (node as Node).range : undefined;
  return range ? [range[0], range[1]] : [0, 0];
}

/** Column (from 0) of an offset. */
function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** Offset of the end of the line an offset is on. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

function inserted(text: string, at: number, addition: string): string {
  return text.slice(0, at) + addition + text.slice(at);
}

/** The text with `question` as the last of `entry`. Throws when the file has no `questions`. */
export function withQuestion(text: string, entry: string, question: string): string {
  const document = parseDocument(text);
  const questions: unknown = document.get('questions', true);
  const quoted = JSON.stringify(question);
  if (!isMap(questions)) throw new Error('the voice file has no questions');
  const pairs = questions.items;
  const pair = pairs.find(({ key }) => isScalar(key) && key.value === entry);
  if (questions.flow === true) {
    // Only an empty map is written so; it becomes a block.
    if (pairs.length > 0) throw new Error('questions is written in one line: write one entry a line');
    const [start, end] = rangeOf(questions);
    return `${text.slice(0, start).trimEnd()}\n  ${entry}:\n    - ${quoted}${text.slice(end)}`;
  }
  if (pair === undefined) {
    const last = pairs.at(-1);
    const indent = ' '.repeat(columnOf(text, rangeOf(pairs[0]?.key)[0]));
    const at = lineEnd(text, Math.max(0, contentEnd(last?.value)));
    return inserted(text, at, `\n${indent}${entry}:\n${indent}  - ${quoted}`);
  }
  const list: unknown = pair.value;
  if (!isSeq(list)) throw new Error(`the questions of ${entry} are no list`);
  if (list.flow === true) {
    const end = rangeOf(list)[1] - 1;
    return inserted(text, end, list.items.length === 0 ? quoted : `, ${quoted}`);
  }
  const dash = ' '.repeat(columnOf(text, rangeOf(list)[0]));
  return inserted(text, lineEnd(text, contentEnd(list)), `\n${dash}- ${quoted}`);
}

/** Where the last value inside a node ends, without comments after it. */
function contentEnd(node: unknown): number {
  if (isSeq(node) && node.flow !== true && node.items.length > 0) return contentEnd(node.items.at(-1));
  if (isMap(node) && node.flow !== true && node.items.length > 0) return contentEnd(node.items.at(-1)?.value);
  return Math.max(0, rangeOf(node)[1] - 1);
}
