/**
 * Reads a transcript into statements (`FORMAT.txt` describes the language). Plays nothing; anything it does not know is
 * an error with file and line, so that a slip of the pen never passes for a check.
 */
import type { OutboundKind } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';

/** What a line makes the applicant send. `prompt`: the number or step of an earlier question whose button is tapped. */
export type Said =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tap'; readonly options: readonly string[]; readonly prompt: string | undefined }
  | { readonly kind: 'file'; readonly name: string; readonly size: number }
  | { readonly kind: 'unsupported'; readonly what: string };

export type FieldTest = '=' | '含' | '不含' | '有' | '无';

export type Statement = { readonly line: number } & (
  | {
      readonly what: 'say';
      readonly who: string;
      readonly chat: string;
      readonly addressed: boolean;
      readonly said: Said;
    }
  | { readonly what: 'expect'; readonly kind: OutboundKind | undefined; readonly text: string }
  | { readonly what: 'refute'; readonly text: string }
  | { readonly what: 'silence' }
  | { readonly what: 'clock'; readonly at: number }
  | { readonly what: 'pass'; readonly ms: number }
  | { readonly what: 'wait'; readonly until: number }
  | { readonly what: 'restart' }
  | { readonly what: 'repeat' }
  | { readonly what: 'after'; readonly file: string }
  | { readonly what: 'edit'; readonly file: string; readonly from: string; readonly to: string }
  | { readonly what: 'field'; readonly path: string; readonly test: FieldTest; readonly value: string }
  | { readonly what: 'kept'; readonly count: number }
);

/** A transcript that does not hold, or cannot be read: `file:line: why`. */
export class DialogueFault extends Error {
  override readonly name = 'DialogueFault';

  constructor(file: string, line: number, why: string) {
    super(`${file}:${line}: ${why}`);
  }
}

const KINDS: readonly OutboundKind[] = ['question', 'rejection', 'notice', 'finding', 'faq', 'preview', 'receipt'];
const PERSON = /^人([甲乙丙丁]?)(?:@([^\s()[\]>]+)(\(未@\))?)?(?:\[([^\]]+)\])?>(?: (.*))?$/su;
const MACHINE = /^机(?:\[([a-z]+)\])?> (.+)$/su;
const REFUTED = /^机!> (.+)$/su;
const DIRECTIVE = /^@(\p{L}+)(?:\s+(.*))?$/su;
const SPANS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1024, MB: 1024 * 1024 };

/** All statements of a transcript in order. Throws DialogueFault on unknown syntax and when nothing is expected. */
export function readScript(file: string, text: string): readonly Statement[] {
  const statements = logicalLines(text).map(({ line, content }) => {
    const fault = (why: string): DialogueFault => new DialogueFault(file, line, why);
    return { line, ...statementOf(content, fault) };
  });
  if (!statements.some((one) => one.what === 'expect'))
    throw new DialogueFault(file, 1, 'the transcript expects nothing: it needs a line 机> …');
  return statements;
}

/** Lines with their continuations (indented) joined by line breaks; comments and blank lines left out. */
function logicalLines(text: string): readonly { readonly line: number; readonly content: string }[] {
  const found: { line: number; content: string }[] = [];
  for (const [i, raw] of text.split('\n').entries()) {
    const last = found.at(-1);
    if (raw.startsWith('  ') && raw.trim() !== '' && last !== undefined) last.content += `\n${raw.slice(2)}`;
    else if (raw.trim() !== '' && !raw.startsWith('#')) found.push({ line: i + 1, content: raw });
  }
  return found;
}

/** `\n`, `\t`, `\0`, `\u202e`, `\\` as the characters they stand for. */
function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/gsu,
    (whole, code: string | undefined, letter: string | undefined) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return { n: '\n', t: '\t', '0': '\0', '\\': '\\' }[letter ?? ''] ?? whole;
    },
  );
}

type Fault = (why: string) => DialogueFault;
type Bare = Statement extends infer One ? (One extends { line: number } ? Omit<One, 'line'> : never) : never;

function statementOf(content: string, fault: Fault): Bare {
  if (content === '机∅') return { what: 'silence' };
  const person = PERSON.exec(content);
  if (person !== null) {
    const [, who = '', chat = PRIVATE, overheard, bracket, words = ''] = person;
    const said = saidOf(bracket, unescaped(words), fault);
    return { what: 'say', who: `人${who}`, chat, addressed: overheard === undefined, said };
  }
  const refuted = REFUTED.exec(content);
  if (refuted !== null) return { what: 'refute', text: unescaped(refuted[1] ?? '') };
  const machine = MACHINE.exec(content);
  if (machine !== null) {
    const kind = KINDS.find((one) => one === machine[1]);
    if (machine[1] !== undefined && kind === undefined) throw fault(`unknown kind of reply “${machine[1]}”`);
    return { what: 'expect', kind, text: unescaped(machine[2] ?? '') };
  }
  const directive = DIRECTIVE.exec(content);
  if (directive !== null) return directiveOf(directive[1] ?? '', directive[2] ?? '', fault);
  throw fault(`unknown syntax: ${content}`);
}

function saidOf(bracket: string | undefined, words: string, fault: Fault): Said {
  if (bracket === undefined) return { kind: 'text', text: words };
  const [name = '', ...rest] = bracket.split(' ');
  const tapped = (text: string): readonly string[] => text.split(',').map((id) => id.trim());
  switch (name) {
    case '选':
      return { kind: 'tap', options: tapped(rest.join(' ')), prompt: undefined };
    case '旧按钮':
      return { kind: 'tap', options: tapped(words), prompt: rest.join(' ') };
    case '文件': {
      const [, amount = '', unit = ''] = /^(\d+)(B|KB|MB)?$/u.exec(rest.at(-1) ?? '') ?? [];
      if (amount === '' || rest.length < 2)
        throw fault('a file needs a name and a size, such as [文件 协议.pdf 180KB]');
      return { kind: 'file', name: rest.slice(0, -1).join(' '), size: Number(amount) * (UNITS[unit] ?? 1) };
    }
    case '发':
      return { kind: 'unsupported', what: rest.join(' ') };
    case '长':
      if (!/^\d+$/u.test(rest[0] ?? '') || words === '') throw fault('[长 1000000]> needs a length and some words');
      return { kind: 'text', text: words.repeat(Math.ceil(Number(rest[0]) / words.length)).slice(0, Number(rest[0])) };
    default:
      throw fault(`unknown way to send “${bracket}”`);
  }
}

function directiveOf(name: string, rest: string, fault: Fault): Bare {
  switch (name) {
    case '时间': {
      const at = Date.parse(rest);
      if (Number.isNaN(at)) throw fault(`no time: “${rest}”`);
      return { what: 'clock', at };
    }
    case '等到': {
      const until = Date.parse(rest);
      if (Number.isNaN(until)) throw fault(`no time: “${rest}”`);
      return { what: 'wait', until };
    }
    case '过': {
      const [, count = '', unit = ''] = /^(\d+)([mhd])$/u.exec(rest) ?? [];
      if (count === '') throw fault('needs: @过 and how long, such as 10m, 6h or 2d');
      return { what: 'pass', ms: Number(count) * (SPANS[unit] ?? 0) };
    }
    case '重启':
      return { what: 'restart' };
    case '重复':
      return { what: 'repeat' };
    case '承接':
      return { what: 'after', file: rest };
    case '改文件': {
      const [, file, from, to] = /^(\S+) (.+?) => (.+)$/su.exec(rest) ?? [];
      if (file === undefined || from === undefined || to === undefined)
        throw fault('needs: @改文件 call.yaml old words => new words');
      return { what: 'edit', file, from: unescaped(from), to: unescaped(to) };
    }
    case '提交': {
      const [, path, test, value = ''] = /^(\S+)\s+(=|含|不含|有|无)(?:\s+(.*))?$/su.exec(rest) ?? [];
      if (path === undefined || test === undefined || (value === '') !== (test === '有' || test === '无'))
        throw fault('needs: @提交 path = value, path 含 value, path 不含 value, path 有, or path 无');
      return { what: 'field', path, test: test as FieldTest, value: unescaped(value) };
    }
    case '存有':
      if (!/^\d+$/u.test(rest)) throw fault('needs: @存有 number of submissions in the store');
      return { what: 'kept', count: Number(rest) };
    default:
      throw fault(`unknown directive @${name}`);
  }
}
