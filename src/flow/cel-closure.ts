/**
 * The everyday part of CEL as closures, many times as fast as walking the tree: options, presence, sizes, words, rows.
 * For anything else it gives nothing, and the library evaluates. Parses nothing and trusts the type checker.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import type { Scope } from './condition.ts';
import { mentions } from './mention.ts';

/** `item`: the row or option a loop is at. */
type Evaluate = (scope: Scope, item: unknown) => unknown;
type Literal = string | number | boolean;

/** The expression as a function of its scope, or undefined where it holds more than is made here. */
export function closureOf(root: ASTNode): ((scope: Scope) => boolean) | undefined {
  const evaluate = made(root, undefined);
  if (evaluate === undefined) return undefined;
  return (scope) => {
    const value = evaluate(scope, undefined);
    if (typeof value !== 'boolean') throw new Error(`not a boolean: ${String(value)}`);
    return value;
  };
}

/** `local`: the name of the loop's item, inside a loop. */
function made(node: ASTNode, local: string | undefined): Evaluate | undefined {
  switch (node.op) {
    case 'value': {
      const literal = literalOf(node);
      return literal === undefined ? undefined : () => literal;
    }
    case 'id': {
      const name = node.args;
      return name === local ? (_, item) => item : (scope) => present(scope[name], name);
    }
    case '.': {
      const [owner, name] = node.args;
      const of = made(owner, local);
      return of && ((scope, item) => present((of(scope, item) as Scope)[name], name));
    }
    case '!_': {
      const inner = made(node.args, local);
      return inner && ((scope, item) => inner(scope, item) !== true);
    }
    case '&&':
    case '||': {
      const [left, right] = [made(node.args[0], local), made(node.args[1], local)];
      if (left === undefined || right === undefined) return undefined;
      return node.op === '&&'
        ? (scope, item) => left(scope, item) === true && right(scope, item) === true
        : (scope, item) => left(scope, item) === true || right(scope, item) === true;
    }
    case '?:': {
      const [test, yes, no] = node.args.map((part) => made(part, local));
      if (test === undefined || yes === undefined || no === undefined) return undefined;
      return (scope, item) => (test(scope, item) === true ? yes(scope, item) : no(scope, item));
    }
    case '==':
    case '!=':
      return equality(node.args[0], node.args[1], node.op === '==', local);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(node.args[0], node.op, node.args[1], local);
    case 'in':
      return membership(node.args[0], node.args[1], local);
    case 'call':
      return call(node.args[0], node.args[1], local);
    case 'rcall':
      return method(node.args[0], node.args[1], node.args[2], local);
    default:
      return undefined;
  }
}

/** A value that is read and not there is a mistake of ours, never an empty answer. */
function present(value: unknown, name: string): unknown {
  if (value === undefined) throw new Error(`no value for ${name}`);
  return value;
}

/** Whole numbers become plain ones: `walk` keeps them small, and sizes are. */
function literalOf(node: ASTNode): Literal | undefined {
  if (node.op !== 'value') return undefined;
  const value: unknown = node.args;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** The literals of a written list; undefined where it holds anything else. */
function literalsOf(node: ASTNode | undefined): readonly Literal[] | undefined {
  if (node?.op !== 'list') return undefined;
  const literals = node.args.map(literalOf).filter((literal) => literal !== undefined);
  return literals.length === node.args.length ? literals : undefined;
}

/** Only where one side is a literal, a cell or a switch: those are never lists, so that the same value is equal. */
function equality(a: ASTNode, b: ASTNode, equal: boolean, local: string | undefined): Evaluate | undefined {
  const literal = literalOf(b) ?? literalOf(a);
  if (literal === undefined) {
    const [left, right] = isPlain(a, local) || isPlain(b, local) ? [made(a, local), made(b, local)] : [];
    return left && right && ((scope, item) => (left(scope, item) === right(scope, item)) === equal);
  }
  const read = numberOr(literalOf(b) === undefined ? b : a, literal, local);
  return read && ((scope, item) => (read(scope, item) === literal) === equal);
}

/** A cell of the row a loop is at, or a switch. */
function isPlain(node: ASTNode, local: string | undefined): boolean {
  if (node.op !== '.') return false;
  const [owner] = node.args;
  return owner.op === 'id' && (owner.args === local || owner.args === 'policy');
}

/** Against 0 it is enough to know whether there is anything: long texts are not counted. */
function numberOr(node: ASTNode, literal: Literal, local: string | undefined): Evaluate | undefined {
  const sized = literal === 0 && node.op === 'call' && node.args[0] === 'size' ? node.args[1][0] : undefined;
  const read = sized === undefined ? undefined : made(sized, local);
  return read === undefined ? made(node, local) : (scope, item) => (read(scope, item) as ArrayLike<unknown>).length;
}

/** A switch that is unset compares as false. */
function order(a: ASTNode, op: '<' | '<=' | '>' | '>=', b: ASTNode, local: string | undefined): Evaluate | undefined {
  const bound = literalOf(b);
  const left = bound === undefined ? made(a, local) : numberOr(a, bound, local);
  const right = made(b, local);
  const compare = ORDERS[op];
  return (
    left &&
    right &&
    ((scope, item) => {
      const [one, other] = [left(scope, item), right(scope, item)];
      return typeof one === typeof other && one !== null && compare(one as number, other as number);
    })
  );
}

const ORDERS = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
};

function membership(a: ASTNode, b: ASTNode, local: string | undefined): Evaluate | undefined {
  const literals = literalsOf(b);
  if (literals !== undefined) {
    const read = made(a, local);
    return read && ((scope, item) => literals.includes(read(scope, item) as Literal));
  }
  // A list of rows is searched for no row: only a literal, or the titles submitted before, are looked for.
  const [one, list] = literalOf(a) !== undefined || b.op === '.' ? [made(a, local), made(b, local)] : [];
  return one && list && ((scope, item) => (list(scope, item) as readonly unknown[]).includes(one(scope, item)));
}

function call(name: string, args: readonly ASTNode[], local: string | undefined): Evaluate | undefined {
  const [first, second] = args;
  const read = first === undefined ? undefined : made(first, local);
  if (read === undefined) return undefined;
  if (name === 'size') return (scope, item) => sizeOf(read(scope, item));
  if (name === 'string') return (scope, item) => String(read(scope, item));
  const words = literalsOf(second)?.map(String);
  if (words === undefined) return undefined;
  if (name === 'mentions') return (scope, item) => mentions(read(scope, item) as string, words);
  if (name !== 'has_any') return undefined;
  return (scope, item) => {
    const list = read(scope, item) as readonly string[];
    return words.some((word) => list.includes(word));
  };
}

/** Code points of a text, items of a list. */
function sizeOf(value: unknown): number {
  if (typeof value !== 'string') return (value as readonly unknown[]).length;
  let size = 0;
  for (let i = 0; i < value.length; i++, size++) if ((value.codePointAt(i) ?? 0) > 0xffff) i++;
  return size;
}

function method(
  name: string,
  receiver: ASTNode,
  args: readonly ASTNode[],
  local: string | undefined,
): Evaluate | undefined {
  const of = made(receiver, local);
  const [first, body] = args;
  if (of === undefined) return undefined;
  if (name === 'size') return (scope, item) => sizeOf(of(scope, item));
  if (first === undefined) return undefined;
  if (name === 'exists' || name === 'all') {
    if (local !== undefined || first.op !== 'id' || body === undefined || args.length !== 2) return undefined;
    const test = made(body, first.args);
    if (test === undefined) return undefined;
    return name === 'exists'
      ? (scope) => (of(scope, undefined) as readonly unknown[]).some((item) => test(scope, item) === true)
      : (scope) => (of(scope, undefined) as readonly unknown[]).every((item) => test(scope, item) === true);
  }
  const part = made(first, local);
  if (part === undefined) return undefined;
  switch (name) {
    case 'contains':
      return (scope, item) => (of(scope, item) as string).includes(part(scope, item) as string);
    case 'startsWith':
      return (scope, item) => (of(scope, item) as string).startsWith(part(scope, item) as string);
    case 'endsWith':
      return (scope, item) => (of(scope, item) as string).endsWith(part(scope, item) as string);
    default:
      return undefined;
  }
}
