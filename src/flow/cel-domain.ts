/** What names in conditions stand for beyond their CEL type: closed sets of options, columns, fields. Judges nothing. */
import type { StepSource } from './step-source.ts';

/** A set of values or fields an expression may name; `of` says whose, for messages. */
export type Domain =
  /** A string that is one of `ids`, or "". */
  | { readonly kind: 'choice'; readonly of: string; readonly ids: readonly string[] }
  /** A list of such strings. */
  | { readonly kind: 'choices'; readonly of: string; readonly ids: readonly string[] }
  /** A record with exactly these fields. */
  | { readonly kind: 'record'; readonly of: string; readonly fields: ReadonlyMap<string, Domain | undefined> }
  /** A list of such records. */
  | { readonly kind: 'records'; readonly of: string; readonly fields: ReadonlyMap<string, Domain | undefined> }
  /** A value that may be null: only to be compared. */
  | { readonly kind: 'unset'; readonly of: string };

/** CEL type of a step's value as `Scope` describes it. `record`: fields of the type to be registered as `type`. */
export interface CelType {
  readonly type: string;
  readonly record?: { readonly name: string; readonly fields: Readonly<Record<string, string>> };
}

const plainFields = (names: readonly string[]): ReadonlyMap<string, undefined> =>
  new Map(names.map((name) => [name, undefined]));
const CONTACT = ['name', 'title', 'phone', 'email'] as const;

/** The type a step's value has in conditions (see `Scope`). */
export function typeOf(step: StepSource): CelType {
  switch (step.type) {
    case 'multi':
      return { type: 'list<string>' };
    case 'number':
      return { type: 'double' };
    case 'percent_note':
      return named(`Percent_${step.id}`, { percent: 'double', note: 'string' });
    case 'rows': {
      const fields = Object.fromEntries(
        step.columns.map((column) => [column.id, column.type === 'number' ? 'double' : 'string']),
      );
      const row = named(`Row_${step.id}`, fields);
      return { ...row, type: `list<${row.type}>` };
    }
    case 'files': {
      const file = named(`File_${step.id}`, { name: 'string' });
      return { ...file, type: `list<${file.type}>` };
    }
    case 'contact':
      return named(`Contact_${step.id}`, Object.fromEntries(CONTACT.map((field) => [field, 'string'])));
    case 'single':
    case 'list':
    case 'consent':
    case 'confirm':
    case 'review':
    case 'text':
    case 'longtext':
    case 'date':
    case 'uscc':
      return { type: 'string' };
  }
}

function named(name: string, fields: Readonly<Record<string, string>>): CelType {
  return { type: name, record: { name, fields } };
}

/** The closed set behind a step's value, if it has one. `listIds`: options of the list step. */
export function domainOf(step: StepSource, listIds: readonly string[]): Domain | undefined {
  switch (step.type) {
    case 'single':
    case 'consent':
    case 'confirm':
    case 'review':
      return { kind: 'choice', of: step.id, ids: step.options.map((option) => option.id) };
    case 'list':
      return { kind: 'choice', of: step.id, ids: [...listIds, step.help.id] };
    case 'multi':
      return { kind: 'choices', of: step.id, ids: step.options.map((option) => option.id) };
    case 'rows':
      return {
        kind: 'records',
        of: step.id,
        fields: new Map(
          step.columns.map((column) => [
            column.id,
            column.values && {
              kind: 'choice',
              of: `${step.id}.${column.id}`,
              ids: column.values.map((value) => value.id),
            },
          ]),
        ),
      };
    case 'files':
      return { kind: 'records', of: step.id, fields: plainFields(['name']) };
    case 'percent_note':
      return { kind: 'record', of: step.id, fields: plainFields(['percent', 'note']) };
    case 'contact':
      return { kind: 'record', of: step.id, fields: plainFields(CONTACT) };
    case 'text':
    case 'longtext':
    case 'number':
    case 'date':
    case 'uscc':
      return undefined;
  }
}
