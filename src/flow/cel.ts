/**
 * Compiles conditions: parses CEL once, checks names and types against the call's steps, and gives a total function.
 * Uses no pattern matching and no function that can fail on a value of its type.
 */
import { Environment } from '@marcbachmann/cel-js';
import type { PolicyValue } from './call.ts';
import { closureOf } from './cel-closure.ts';
import type { Domain } from './cel-domain.ts';
import { domainOf, typeOf } from './cel-domain.ts';
import type { Flaw, Vocabulary } from './cel-walk.ts';
import { RESERVED, walk } from './cel-walk.ts';
import type { Condition, Scope } from './condition.ts';
import { mentions } from './mention.ts';
import type { Spot } from './spot.ts';
import type { StepSource } from './step-source.ts';

/** `list` is the name of a CEL type, which no variable may take: expressions are parsed with this name of equal length. */
const LIST = 'l_st';

/** What conditions of one call may name. `steps` in the order of their ordinals. */
export interface Names {
  readonly steps: readonly StepSource[];
  readonly listIds: readonly string[];
  readonly policy: Readonly<Record<string, PolicyValue>>;
  /** Allowed values of the switches that have few. */
  readonly choices: Readonly<Record<string, readonly PolicyValue[]>>;
}

/** Compiles one expression standing at `spot`; undefined (and faults there) when it is wrong. */
export type ConditionCompiler = (source: string, spot: Spot) => Condition | undefined;

/** A compiler of the conditions of one call. */
export function conditionCompiler(names: Names): ConditionCompiler {
  const environment = environmentOf(names);
  const vocabulary = vocabularyOf(names);
  const ordinals = new Map(names.steps.map((step, ordinal) => [step.id, ordinal]));
  const blank = blankScope(names);
  return (source, spot) => {
    const compiled = compile(source, environment, vocabulary, ordinals, blank);
    if ('flaws' in compiled) {
      for (const { message, suggestion, offset } of compiled.flaws)
        spot.fault(`condition: ${message}`, suggestion, offset);
      return undefined;
    }
    return compiled;
  };
}

function compile(
  source: string,
  environment: Environment,
  vocabulary: Vocabulary,
  ordinals: ReadonlyMap<string, number>,
  blank: Scope,
): Condition | { readonly flaws: readonly Flaw[] } {
  try {
    const parsed = environment.parse(source);
    const walked = walk(parsed.ast, vocabulary);
    if (walked.flaws.length > 0) return { flaws: walked.flaws };
    const closure = closureOf(parsed.ast);
    const naming = walked.lists.length > 0;
    const run = naming ? environment.parse(renamed(source, walked.lists)) : parsed;
    const check = run.check();
    if (!check.valid) return { flaws: [flawOf(check.error)] };
    if (check.type !== 'bool')
      return { flaws: [{ offset: 0, message: `must be true or false, but is ${check.type ?? 'unknown'}` }] };
    const ordinalsOf = (ids: readonly string[]) => ids.map((id) => ordinals.get(id) ?? -1);
    const inOrder = (ids: ReadonlySet<string>) =>
      [...ids].sort((a, b) => (ordinals.get(a) ?? 0) - (ordinals.get(b) ?? 0));
    const names = inOrder(walked.names);
    const presence = inOrder(walked.presence);
    const interpreted = (scope: Scope): boolean => {
      const value: unknown = run(naming ? { ...scope, [LIST]: scope.list } : scope);
      if (typeof value !== 'boolean') throw new Error(`not a boolean: ${String(value)}`);
      return value;
    };
    // Everything allowed is total, so whatever fails on blank answers is made of constants and always fails.
    interpreted(blank);
    const holds = closure ?? interpreted;
    return {
      source,
      reads: ordinalsOf(names),
      names,
      presence,
      presenceReads: ordinalsOf(presence),
      holds: (scope) => {
        try {
          return holds(scope);
        } catch (cause) {
          throw new Error(`the condition could not be evaluated: ${source}`, { cause });
        }
      },
    };
  } catch (error) {
    return { flaws: [flawOf(error)] };
  }
}

function renamed(source: string, lists: readonly number[]): string {
  let text = source;
  for (const at of lists) text = text.slice(0, at) + LIST + text.slice(at + LIST.length);
  return text;
}

function flawOf(error: unknown): Flaw {
  if (!(error instanceof Error)) return { offset: 0, message: String(error) };
  const summary = 'summary' in error && typeof error.summary === 'string' ? error.summary : error.message;
  const range: unknown = 'range' in error ? error.range : undefined;
  const start = typeof range === 'object' && range !== null && 'start' in range ? Number(range.start) : 0;
  return { offset: start, message: summary };
}

function vocabularyOf(names: Names): Vocabulary {
  const domains = new Map<string, Domain | undefined>();
  for (const step of names.steps) domains.set(step.id, domainOf(step, names.listIds));
  const switches = Object.entries(names.policy).map(([name, value]): [string, Domain | undefined] => {
    const of = `policy.${name}`;
    if (value === null) return [name, { kind: 'unset', of }];
    const ids = names.choices[name]?.filter((choice) => typeof choice === 'string');
    return [
      name,
      typeof value === 'string' && ids !== undefined && ids.length > 0 ? { kind: 'choice', of, ids } : undefined,
    ];
  });
  domains.set('policy', { kind: 'record', of: 'policy', fields: new Map(switches) });
  domains.set('list', { kind: 'choice', of: 'list', ids: names.listIds });
  domains.set('submitted', { kind: 'record', of: 'submitted', fields: new Map([['titles', undefined]]) });
  domains.set('answered', undefined);
  return { names: domains, steps: new Set(names.steps.map((step) => step.id)) };
}

function environmentOf(names: Names): Environment {
  const environment = new Environment({ limits: { maxAstNodes: 2000, maxDepth: 60 } });
  for (const step of names.steps) {
    if (RESERVED.has(step.id)) continue;
    const { type, record } = typeOf(step);
    if (record !== undefined) environment.registerType({ name: record.name, schema: record.fields });
    environment.registerVariable(step.id, type);
  }
  const switches = Object.fromEntries(Object.entries(names.policy).map(([name, value]) => [name, celTypeOf(value)]));
  environment
    .registerType({ name: 'Policy', schema: switches })
    .registerVariable('policy', 'Policy')
    .registerVariable(LIST, 'string')
    .registerVariable('answered', 'map<string, bool>')
    .registerVariable('submitted', 'map<string, list<string>>')
    .registerFunction('mentions(string, list<string>): bool', mentions, { async: false })
    .registerFunction('has_any(list<string>, list<string>): bool', hasAny, { async: false });
  registerNumbers(environment);
  return environment;
}

function celTypeOf(value: PolicyValue): string {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
    default:
      return 'dyn';
  }
}

/** Whole numbers written in conditions and sizes go with doubles everywhere; null compares as false. */
function registerNumbers(environment: Environment): void {
  const operations: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
  };
  for (const [operator, operate] of Object.entries(operations)) {
    const both = (a: number | bigint, b: number | bigint) => operate(Number(a), Number(b));
    environment.registerOperator(`double ${operator} int`, both).registerOperator(`int ${operator} double`, both);
  }
  environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b));
  const among = (a: number | bigint, list: readonly (number | bigint)[]) =>
    list.some((item) => Number(item) === Number(a));
  environment.registerOperator('double in list<int>', among).registerOperator('int in list<double>', among);
  for (const type of ['bool', 'string', 'int', 'double']) environment.registerOperator(`null == ${type}`, () => false);
  for (const operator of ['<', '<=', '>', '>=']) {
    for (const type of ['int', 'double', 'string']) {
      environment
        .registerOperator(`null ${operator} ${type}`, () => false)
        .registerOperator(`${type} ${operator} null`, () => false);
    }
  }
}

function hasAny(list: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((item) => list.includes(item));
}

/** A value of the right type for every name: what an applicant who has said nothing has. */
function blankScope(names: Names): Scope {
  const scope: Record<string, unknown> = {
    policy: names.policy,
    list: '',
    submitted: { titles: [] },
    answered: Object.fromEntries(names.steps.map((step) => [step.id, false])),
  };
  for (const step of names.steps) {
    const { type, record } = typeOf(step);
    if (type.startsWith('list<')) scope[step.id] = [];
    else if (type === 'double') scope[step.id] = -1;
    else if (record === undefined) scope[step.id] = '';
    else
      scope[step.id] = Object.fromEntries(
        Object.entries(record.fields).map(([name, kind]) => [name, kind === 'double' ? -1 : '']),
      );
  }
  return scope;
}
