/**
 * Holds sources against the law of the house: who may import whom, names, sizes, purity. Pure: it is given the sources
 * and the law, reads no file and knows no room by itself.
 */
import { circles } from './circles.ts';
import type { Import, SyntaxNode } from './imports.ts';
import { importsOf, lineAt, nodesOf } from './imports.ts';

/**
 * One row of the law. A place is a file (`src/message.ts`), a folder (`src/flow/`), or a name (`adapters/web`: the file
 * adapters/web.ts and the folder adapters/web/). The first row whose place holds a file is that file's room.
 */
export interface Room {
  readonly place: string;
  /** Places it may import from besides its own; `type ` before one: types only; `!` before one: not this, though inside another. */
  readonly sees: readonly string[];
  /** Packages it may import: `*` any, `node:*` all of Node's, `x` also x/sub, `x#name` only that name of x. */
  readonly packages: readonly string[];
  /** No clock and no randomness. */
  readonly pure?: true;
  /** May import by a computed name. */
  readonly computed?: true;
}

const LINES = 300;
const SIZED = ['src/', 'adapters/'];
const FORBIDDEN =
  /^(index|types?|utils?|utilities|common|misc|bots?|contexts?|managers?|services?|handlers?|helpers?|data)$/;
const OPENING = /^(#!.*\n)?\/\*\*/;
// Put together from halves so that this file does not hold the words it looks for.
const SUPPRESSION = new RegExp(
  `${'biome'}-ignore|@ts-(ignore|nocheck|expect-error)|${'eslint'}-disable|\\b(TO${''}DO|FIX${''}ME)\\b`,
);

/** Is `path` in `place`? */
export function within(path: string, place: string): boolean {
  if (place.endsWith('/')) return path.startsWith(place);
  return path === place || path === `${place}.ts` || path.startsWith(`${place}/`);
}

function sees(room: Room, one: Import): boolean {
  if (within(one.target, room.place)) return true;
  const except = room.sees.filter((place) => place.startsWith('!'));
  if (except.some((place) => within(one.target, place.slice(1)))) return false;
  return room.sees.some((place) =>
    place.startsWith('type ') ? one.typeOnly && within(one.target, place.slice(5)) : within(one.target, place),
  );
}

function takes(room: Room, one: Import): boolean {
  return room.packages.some((allowed) => {
    const [name = '', only] = allowed.split('#');
    if (name === '*') return true;
    if (name === 'node:*') return one.target.startsWith('node:') && one.target !== 'node:sqlite';
    if (one.target !== name && !one.target.startsWith(`${name}/`)) return false;
    return only === undefined || (one.names.length > 0 && one.names.every((imported) => imported === only));
  });
}

function judgeImport(room: Room, one: Import): string | undefined {
  if (one.kind === 'computed') return room.computed ? undefined : `${room.place} may not import by a computed name`;
  if (one.kind === 're-export') return `re-exports ${one.specifier}: import it where it is made`;
  if (!one.relative) return takes(room, one) ? undefined : `${room.place} may not import ${one.specifier}`;
  if (!/\.(ts|mjs|json)$/.test(one.specifier)) return `imports ${one.specifier} without its extension`;
  if (sees(room, one)) return undefined;
  const asType = sees(room, { ...one, typeOnly: true });
  return asType ? `${room.place} may import only types from ${one.target}` : `${room.place} may not see ${one.target}`;
}

function called(node: unknown, object: string, member: string): boolean {
  const { type, object: of, property } = (node ?? {}) as Partial<Record<string, unknown>>;
  const name = (part: unknown): unknown => (part as { name?: unknown } | undefined)?.name;
  return type === 'MemberExpression' && name(of) === object && name(property) === member;
}

/** What makes an expression depend on when or how often it is evaluated. */
function impurity(node: SyntaxNode): string | undefined {
  if (called(node, 'Date', 'now')) return 'reads the clock (Date.now): time is an argument';
  if (called(node, 'Math', 'random')) return 'draws lots (Math.random): randomness is an argument';
  const callee = node.callee as { name?: unknown } | undefined;
  const arity = (node.arguments as unknown[] | undefined)?.length;
  if (node.type === 'NewExpression' && callee?.name === 'Date' && arity === 0)
    return 'reads the clock (new Date()): time is an argument';
  return node.type === 'CallExpression' && callee?.name === 'Date' ? 'reads the clock (Date())' : undefined;
}

function judgeText(path: string, source: string): string[] {
  const found: string[] = [];
  for (const part of path.split(/[/.-]/))
    if (FORBIDDEN.test(part)) found.push(`${path} is called "${part}": name the noun it holds`);
  const lines = source.trimEnd().split('\n').length;
  if (lines > LINES && SIZED.some((place) => path.startsWith(place)))
    found.push(`${path} has ${lines} lines, ${LINES} at most: split it by noun`);
  if (!OPENING.test(source)) found.push(`${path}:1 does not open with its job (/** … */)`);
  const mark = SUPPRESSION.exec(source);
  if (mark !== null) found.push(`${path}:${lineAt(source, mark.index)} holds "${mark[0]}"`);
  return found;
}

/**
 * Every breach of the law, one sentence each with file and line; empty when the house is in order.
 * @param files path from the repository's root → source
 */
export function breaches(files: ReadonlyMap<string, string>, law: readonly Room[]): string[] {
  const found: string[] = [];
  const arrows = new Map<string, readonly string[]>();
  for (const [path, source] of files) {
    found.push(...judgeText(path, source));
    const room = law.find((row) => within(path, row.place));
    if (room === undefined) {
      found.push(`${path} stands in no room of the table`);
      continue;
    }
    let nodes: SyntaxNode[];
    try {
      nodes = nodesOf(source);
    } catch (cause) {
      found.push(`${path} cannot be parsed: ${String(cause).split('\n')[0]}`);
      continue;
    }
    const imports = importsOf(path, source, nodes);
    arrows.set(
      path,
      imports.filter((one) => one.relative).map((one) => one.target),
    );
    for (const one of imports) {
      const breach = judgeImport(room, one);
      if (breach !== undefined) found.push(`${path}:${one.line} ${breach}`);
    }
    if (room.pure === undefined) continue;
    for (const node of nodes) {
      const breach = impurity(node);
      if (breach !== undefined) found.push(`${path}:${lineAt(source, node.start)} ${breach}`);
    }
  }
  for (const circle of circles(arrows)) found.push(`a circle of imports: ${circle.join(' → ')}`);
  return found;
}
