/** Looks into a submission by dotted path and compares, for the lines `@提交 …` of transcripts. Changes nothing. */
import { isDeepStrictEqual } from 'node:util';
import type { FieldTest } from './script.ts';

/**
 * The value at a path such as `case.title`, `metrics.0.after` or `eligibility.findings[clause=3.1.1.a].status`;
 * undefined where the path leads nowhere.
 */
function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const [part, key, wanted] of path.matchAll(/\[([a-z_]+)=([^\]]+)\]|[^.[\]]+/gu)) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (key !== undefined) {
      if (!Array.isArray(value)) return undefined;
      value = value.find((item: Readonly<Record<string, unknown>>) => item[key] === wanted);
    } else value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}

function matches(value: unknown, written: string): boolean {
  if (typeof value === 'string') return value === written;
  try {
    return isDeepStrictEqual(value, JSON.parse(written));
  } catch {
    return false;
  }
}

/** Is `written` part of a text, an item of a list, or the id or code of one? */
function contains(value: unknown, written: string): boolean {
  if (typeof value === 'string') return value.includes(written);
  if (!Array.isArray(value)) return false;
  return value.some(
    (item: unknown) =>
      matches(item, written) ||
      (typeof item === 'object' &&
        item !== null &&
        (('id' in item && item.id === written) || ('code' in item && item.code === written))),
  );
}

/** What is wrong with the field, or undefined. */
export function fieldFault(document: unknown, path: string, test: FieldTest, written: string): string | undefined {
  const value = valueAt(document, path);
  const holds = {
    '=': () => matches(value, written),
    含: () => contains(value, written),
    不含: () => value !== undefined && !contains(value, written),
    有: () => value !== undefined,
    无: () => value === undefined,
  }[test]();
  return holds ? undefined : `${path} ${test} ${written}\nbut it is ${JSON.stringify(value, null, 1) ?? 'absent'}`;
}
