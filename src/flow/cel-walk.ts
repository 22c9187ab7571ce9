/**
 * Walks the tree of a parsed condition: collects the steps it reads and finds names that cannot be meant (unknown
 * steps, options, columns, functions). Types are the type checker's; evaluates nothing.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import type { Domain } from './cel-domain.ts';
import { didYouMean } from './nearest.ts';

/** Names conditions may use that are no steps; steps may not be called so. */
export const RESERVED: ReadonlySet<string> = new Set([
  'answered',
  'policy',
  'list',
  'submitted',
  'mentions',
  'has_any',
  'constructor',
  'prototype',
  'true',
  'false',
  'null',
  'in',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
  'cel',
  'dyn',
  'type',
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'map',
  'optional',
  'google',
  'duration',
  'timestamp',
  'size',
  'has',
  'matches',
]);

/** Functions that cannot fail on any value of their types. */
const FUNCTIONS = ['size', 'mentions', 'has_any', 'string'];
const METHODS = [
  'size',
  'contains',
  'startsWith',
  'endsWith',
  'trim',
  'lowerAscii',
  'exists',
  'all',
  'exists_one',
  'filter',
  'map',
];
const LOOPS: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one', 'filter', 'map']);

/** Largest whole number in a condition, so that sums and products cannot overflow. */
const LARGEST_INT = 1_000_000n;

export interface Vocabulary {
  /** Every name an expression may use, with the closed set behind it. */
  readonly names: ReadonlyMap<string, Domain | undefined>;
  readonly steps: ReadonlySet<string>;
}

export interface Flaw {
  /** Offset in the expression. */
  readonly offset: number;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

export interface Walked {
  /** Ids of steps whose values are read. */
  readonly names: ReadonlySet<string>;
  /** Ids of steps asked for by `answered.x`. */
  readonly presence: ReadonlySet<string>;
  /** Offsets at which `list` is read. */
  readonly lists: readonly number[];
  readonly flaws: readonly Flaw[];
}

type Locals = ReadonlyMap<string, Domain | undefined>;

/** Names read by an expression, and its flaws. */
export function walk(root: ASTNode, vocabulary: Vocabulary): Walked {
  const names = new Set<string>();
  const presence = new Set<string>();
  const lists: number[] = [];
  const flaws: Flaw[] = [];
  const flaw = (node: { readonly start: number }, message: string, suggestion?: string): undefined => {
    flaws.push({ offset: node.start, message, suggestion });
  };

  function visit(node: ASTNode, locals: Locals): Domain | undefined {
    const domain = meaning(node, locals);
    if (domain?.kind === 'unset')
      flaw(node, `${domain.of} may be unset (null): only compare it`, `write ${domain.of} == …`);
    return domain;
  }

  function meaning(node: ASTNode, locals: Locals): Domain | undefined {
    switch (node.op) {
      case 'value':
        if (typeof node.args === 'bigint' && node.args > LARGEST_INT)
          flaw(node, 'the number is too large', `at most ${LARGEST_INT}`);
        else if (typeof node.args === 'object' && node.args !== null)
          flaw(node, 'only true, false, null, numbers and text may be written here');
        return undefined;
      case 'id':
        return identifier(node, node.args, locals);
      case '.':
        return field(node, node.args[0], node.args[1], locals);
      case 'call':
        return call(node, node.args[0], node.args[1], locals);
      case 'rcall':
        return method(node, node.args[0], node.args[1], node.args[2], locals);
      case 'list':
        for (const item of node.args) visit(item, locals);
        return undefined;
      case '==':
      case '!=':
        return equal(node.args[0], node.args[1], locals);
      case 'in':
        return member(node.args[0], node.args[1], locals);
      case '<':
      case '<=':
      case '>':
      case '>=':
        for (const side of node.args) meaning(side, locals);
        return undefined;
      case '/':
        if (node.args[1].op !== 'value' || Number(node.args[1].args) === 0)
          flaw(node.args[1], 'divide by a number other than 0');
        for (const side of node.args) visit(side, locals);
        return undefined;
      case '+':
      case '-':
      case '*':
      case '&&':
      case '||':
        for (const side of node.args) visit(side, locals);
        return undefined;
      case '?:':
        for (const part of node.args) visit(part, locals);
        return undefined;
      case '!_':
      case '-_':
        visit(node.args, locals);
        return undefined;
      case '[]':
        return flaw(node, 'a row or item is not taken by its number', 'use exists(m, …) or filter(m, …)');
      case '%':
      case 'map':
      case '.?':
      case '[?]':
        return flaw(node, `"${node.op}" is not available in conditions`);
    }
  }

  function identifier(node: ASTNode, name: string, locals: Locals): Domain | undefined {
    if (locals.has(name)) return locals.get(name);
    if (name === 'answered' || name === 'policy' || name === 'submitted')
      return flaw(node, `"${name}" needs a name: ${name}.…`);
    if (!vocabulary.names.has(name))
      return flaw(node, `unknown name "${name}"`, didYouMean(name, vocabulary.names.keys()));
    if (vocabulary.steps.has(name)) names.add(name);
    if (name === 'list') lists.push(node.start);
    return vocabulary.names.get(name);
  }

  function field(node: ASTNode, owner: ASTNode, name: string, locals: Locals): Domain | undefined {
    const at = { start: node.end - name.length };
    if (owner.op === 'id' && owner.args === 'answered' && !locals.has('answered')) {
      if (vocabulary.steps.has(name)) presence.add(name);
      else flaw(at, `unknown step "${name}"`, didYouMean(name, vocabulary.steps));
      return undefined;
    }
    const rooted =
      owner.op === 'id' && !locals.has(owner.args) && (owner.args === 'policy' || owner.args === 'submitted');
    const domain = rooted ? vocabulary.names.get(String(owner.args)) : visit(owner, locals);
    if (domain?.kind !== 'record') {
      if (domain !== undefined)
        flaw(
          at,
          `${domain.of} has no field "${name}"`,
          domain.kind === 'records' ? `use ${domain.of}.exists(m, m.${name} …)` : undefined,
        );
      return undefined;
    }
    if (domain.fields.has(name)) return domain.fields.get(name);
    return flaw(at, `${domain.of} has no "${name}"`, didYouMean(name, domain.fields.keys()));
  }

  function call(node: ASTNode, name: string, args: readonly ASTNode[], locals: Locals): Domain | undefined {
    if (name === 'matches')
      return flaw(node, 'patterns (matches) are not allowed', 'use contains, startsWith, endsWith or mentions');
    if (name === 'has') return flaw(node, 'has(…) is not needed: every field has a value', 'use answered.<step>');
    if (!FUNCTIONS.includes(name)) return flaw(node, `unknown function "${name}"`, didYouMean(name, FUNCTIONS));
    const domains = args.map((argument) => visit(argument, locals));
    const [domain] = domains;
    const [, list] = args;
    if (name === 'has_any' && domain?.kind === 'choices' && list !== undefined) literals(list, domain);
    return undefined;
  }

  function method(
    node: ASTNode,
    name: string,
    receiver: ASTNode,
    args: readonly ASTNode[],
    locals: Locals,
  ): Domain | undefined {
    const at = { start: receiver.end + 1 };
    if (name === 'matches')
      return flaw(at, 'patterns (matches) are not allowed', 'use contains, startsWith, endsWith or mentions');
    if (!METHODS.includes(name)) return flaw(at, `unknown function "${name}"`, didYouMean(name, METHODS));
    const domain = visit(receiver, locals);
    const [variable, ...bodies] = args;
    if (!LOOPS.has(name)) {
      for (const argument of args) visit(argument, locals);
      return undefined;
    }
    if (variable?.op !== 'id' || bodies.length === 0) return flaw(node, `write ${name}(m, …)`);
    if (vocabulary.names.has(variable.args) || locals.has(variable.args))
      flaw(variable, `"${variable.args}" has a meaning already`, 'use another letter');
    const inner = new Map(locals).set(variable.args, itemOf(domain));
    for (const body of bodies) visit(body, inner);
    return name === 'filter' ? domain : undefined;
  }

  function equal(left: ASTNode, right: ASTNode, locals: Locals): undefined {
    const [a, b] = [meaning(left, locals), meaning(right, locals)];
    for (const [domain, other] of [
      [a, right],
      [b, left],
    ] as const) {
      if (domain?.kind === 'choice') literal(other, domain);
      if (domain?.kind === 'choices') literals(other, domain);
    }
  }

  function member(left: ASTNode, right: ASTNode, locals: Locals): undefined {
    const [a, b] = [meaning(left, locals), visit(right, locals)];
    if (a?.kind === 'choice') literals(right, a);
    if (b?.kind === 'choices') literal(left, b);
  }

  function literals(node: ASTNode, domain: Domain): void {
    if (node.op === 'list') for (const item of node.args) literal(item, domain);
  }

  function literal(node: ASTNode, domain: Domain): void {
    if (domain.kind !== 'choice' && domain.kind !== 'choices') return;
    if (node.op !== 'value' || typeof node.args !== 'string') return;
    if (domain.ids.includes(node.args) || (node.args === '' && domain.kind === 'choice')) return;
    flaw(node, `${domain.of} has no option "${node.args}"`, didYouMean(node.args, domain.ids));
  }

  visit(root, new Map());
  return { names, presence, lists, flaws };
}

function itemOf(domain: Domain | undefined): Domain | undefined {
  if (domain?.kind === 'choices') return { ...domain, kind: 'choice' };
  if (domain?.kind === 'records') return { ...domain, kind: 'record' };
  return undefined;
}
