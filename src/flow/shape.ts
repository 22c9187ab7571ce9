/**
 * Checks a file's values against its zod schema and says what is wrong where. When single items are wrong it drops
 * them, so that the rest of the file can still be checked; it never repairs.
 */
import type { z } from 'zod';
import type { Fault } from './fault.ts';
import { didYouMean } from './nearest.ts';
import type { Path, Source } from './source.ts';

/** A file in shape. `source` knows the places of the items left; `lost` are the ids of dropped ones. */
export interface Shaped<T> {
  readonly value: T;
  readonly source: Source;
  readonly whole: boolean;
  readonly lost: readonly string[];
}

type Schema = z.core.$ZodType;
type Values = Readonly<Record<string, unknown>>;

/** The file as its schema describes it; undefined when too little is left of it. All faults go to `faults`. */
export function shaped<T>(schema: z.ZodType<T>, source: Source, faults: Fault[]): Shaped<T> | undefined {
  // Generating fast checkers would take longer than the few values of one file take to check.
  const first = schema.safeParse(source.value, { jitless: true });
  if (first.success) return { value: first.data, source, whole: true, lost: [] };
  for (const issue of first.error.issues) faults.push(...faultsOf(schema, source, issue, []));
  const rest = withoutFaulty(source.value, first.error.issues);
  if (rest === undefined) return undefined;
  const second = schema.safeParse(rest.value, { jitless: true });
  if (!second.success) return undefined;
  const place: Source['place'] = (path, options) => source.place(originalPath(path, rest.kept), options);
  return { value: second.data, source: { ...source, place }, whole: false, lost: rest.lost };
}

/** The values without unknown keys and without the top-level items (a step, a clause …) that have other faults. */
function withoutFaulty(value: unknown, issues: readonly z.core.$ZodIssue[]) {
  if (!isValues(value)) return undefined;
  const rest = structuredClone(value) as Record<string, unknown>;
  const dropped = new Map<string, Set<number>>();
  for (const issue of issues) {
    const holder = issue.code === 'unrecognized_keys' ? valueAt(rest, issue.path) : undefined;
    if (issue.code === 'unrecognized_keys' && isValues(holder)) {
      for (const key of issue.keys) Reflect.deleteProperty(holder, key);
    } else {
      const [key, index] = issue.path;
      if (typeof key !== 'string' || typeof index !== 'number') return undefined;
      dropped.set(key, (dropped.get(key) ?? new Set()).add(index));
    }
  }
  const kept = new Map<string, readonly number[]>();
  const lost: string[] = [];
  for (const [key, indexes] of dropped) {
    const items = rest[key];
    if (!Array.isArray(items)) return undefined;
    for (const index of indexes) lost.push(...nameOf(items[index]));
    rest[key] = items.filter((_, index) => !indexes.has(index));
    kept.set(
      key,
      [...items.keys()].filter((index) => !indexes.has(index)),
    );
  }
  return { value: rest, kept, lost };
}

function nameOf(item: unknown): string[] {
  if (typeof item === 'string') return [item];
  return isValues(item) ? [item.id, item.use].filter((name) => typeof name === 'string') : [];
}

function originalPath(path: Path, kept: ReadonlyMap<string, readonly number[]>): Path {
  const [key, index, ...deeper] = path;
  if (typeof key !== 'string' || typeof index !== 'number') return path;
  return [key, kept.get(key)?.[index] ?? index, ...deeper];
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) {
    if (Array.isArray(current)) current = current[Number(key)];
    else if (isValues(current)) current = current[String(key)];
    else return undefined;
  }
  return current;
}

function faultsOf(schema: Schema, source: Source, issue: z.core.$ZodIssue, base: Path): Fault[] {
  const path: Path = [...base, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
  const value = valueAt(source.value, path);
  const fault = (message: string, suggestion?: string, key?: string): Fault => {
    const place = source.place(path, key === undefined ? {} : { key });
    return { file: source.path, ...place, message, suggestion };
  };
  const name = path.length === 0 ? 'the file' : nameOfPath(path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, path, source.value);
      return issue.keys.map((key) => fault(`unknown key "${key}"`, didYouMean(key, known), key));
    }
    case 'invalid_union': {
      if ('discriminator' in issue) {
        const known = keywordsOf(issue);
        if (value === undefined) return [fault(`${name} is missing`, `known: ${known.join(', ')}`)];
        return [fault(`unknown ${name} "${String(value)}"`, didYouMean(String(value), known))];
      }
      const branch = issue.errors.find(
        (issues) => !issues.some((one) => one.code === 'invalid_type' && one.path.length === 0),
      );
      if (branch !== undefined) return branch.flatMap((one) => faultsOf(schema, source, one, path));
      if (value === undefined) return [fault(`${name} is missing`)];
      return [fault(`${name}: expected text or a record, received ${kindOf(value)}`, remedy(value))];
    }
    case 'invalid_type':
      if (value === undefined) return [fault(`${name} is missing`)];
      return [
        fault(
          `${name}: expected ${issue.expected}, received ${kindOf(value)}`,
          issue.expected === 'string' ? remedy(value) : undefined,
        ),
      ];
    case 'invalid_value':
      return [fault(`${name}: unknown value "${String(value)}"`, didYouMean(String(value), issue.values.map(String)))];
    default:
      return [fault(`${name}: ${issue.message}`)];
  }
}

function nameOfPath(path: Path): string {
  const last = path.at(-1);
  if (typeof last === 'string') return `"${last}"`;
  const list = path.at(-2);
  return list === undefined ? 'the item' : `"${list}" item ${Number(last) + 1}`;
}

function keywordsOf(issue: z.core.$ZodIssue): string[] {
  const known: unknown = 'options' in issue ? issue.options : [];
  return Array.isArray(known) ? known.map(String) : [];
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  return Array.isArray(value)
    ? 'a list'
    : isValues(value)
      ? 'a record'
      : `the ${typeof value} ${String(value).slice(0, 40)}`;
}

function remedy(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? 'put it in quotes' : undefined;
}

/** Keys the schema knows for the record at `path`. */
function keysAt(schema: Schema, path: Path, root: unknown): string[] {
  let current: Schema | undefined = schema;
  let value = root;
  for (const key of path) {
    const inner: Schema | undefined = current === undefined ? undefined : bare(current, value);
    const def: z.core.$ZodTypes['_zod']['def'] | undefined = (inner as z.core.$ZodTypes | undefined)?._zod.def;
    if (def?.type === 'object') current = def.shape[String(key)];
    else if (def?.type === 'array') current = def.element;
    else return [];
    value = valueAt(value, [key]);
  }
  const def = (current === undefined ? undefined : (bare(current, value) as z.core.$ZodTypes))?._zod.def;
  return def?.type === 'object' ? Object.keys(def.shape) : [];
}

/** The schema inside optional, default and the like; of a union the member that is meant by `value`. */
function bare(schema: Schema, value: unknown): Schema {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      return bare(def.innerType, value);
    case 'union': {
      const records = def.options.filter((option) => (option as z.core.$ZodTypes)._zod.def.type === 'object');
      const meant = records.find((option) => {
        const member = (option as z.core.$ZodTypes)._zod.def;
        const type =
          member.type === 'object' ? (member.shape.type as z.core.$ZodTypes | undefined)?._zod.def : undefined;
        return type?.type === 'literal' && isValues(value) && type.values.some((literal) => literal === value.type);
      });
      return meant ?? records[0] ?? schema;
    }
    default:
      return schema;
  }
}
