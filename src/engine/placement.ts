/**
 * Where a step's answer goes in a submission: the section its `field` names if the answer has the shape of that section,
 * else `scope.<step id>`, so that a call with other questions loses none of them. Moves no answers itself.
 */
import type { RowsStep, Step } from '../flow/step.ts';

/** Sections and fields with a shape of their own. */
export type Field =
  | 'applicant.org_name'
  | 'applicant.uscc'
  | 'applicant.org_type'
  | 'co_applicants'
  | 'case.title'
  | 'case.summary'
  | 'case.stage'
  | 'case.milestones'
  | 'metrics'
  | 'compliance';

export type Place =
  | { readonly kind: 'field'; readonly field: Field }
  /** A further entry of an open section. */
  | { readonly kind: 'entry'; readonly section: 'applicant' | 'case'; readonly key: string }
  | { readonly kind: 'consent' | 'declaration' | 'contact' }
  /** `scoped`: the step is no general collection of files, so it is named in `scope` too. */
  | { readonly kind: 'attachments'; readonly scoped: boolean }
  | { readonly kind: 'scope'; readonly key: string }
  /** The choice of the list and the last look are recorded elsewhere. */
  | { readonly kind: 'nowhere' };

const OWN_KEYS: readonly string[] = ['uscc_check', 'summary_chars'];

/** The place of a step. `compliance.statement` is the same as `compliance`. */
export function placeOf(step: Step): Place {
  switch (step.type) {
    case 'list':
    case 'review':
      return { kind: 'nowhere' };
    case 'consent':
      return { kind: 'consent' };
    case 'confirm':
      return { kind: 'declaration' };
    case 'files':
      return { kind: 'attachments', scoped: step.field !== 'attachments' };
    case 'contact':
      return { kind: 'contact' };
    case 'single':
    case 'multi':
    case 'text':
    case 'longtext':
    case 'number':
    case 'percent_note':
    case 'date':
    case 'rows':
    case 'uscc':
      return placeOfField(step);
    default:
      return step satisfies never;
  }
}

function placeOfField(step: Step): Place {
  const asked = step.field;
  if (asked === undefined) return { kind: 'scope', key: step.id };
  const field = fieldOf(asked);
  if (field !== undefined) return fits(field, step) ? { kind: 'field', field } : { kind: 'scope', key: step.id };
  const [section, key, ...deeper] = asked.split('.');
  if (key === undefined || deeper.length > 0 || OWN_KEYS.includes(key)) return { kind: 'scope', key: step.id };
  if (section === 'applicant' || section === 'case') return { kind: 'entry', section, key };
  return { kind: 'scope', key: section === 'scope' ? key : step.id };
}

function fieldOf(path: string): Field | undefined {
  switch (path) {
    case 'applicant.org_name':
    case 'applicant.uscc':
    case 'applicant.org_type':
    case 'co_applicants':
    case 'case.title':
    case 'case.summary':
    case 'case.stage':
    case 'case.milestones':
    case 'metrics':
    case 'compliance':
      return path;
    case 'compliance.statement':
      return 'compliance';
    default:
      return undefined;
  }
}

function fits(field: Field, step: Step): boolean {
  switch (field) {
    case 'applicant.org_name':
    case 'case.title':
    case 'case.summary':
    case 'compliance':
      return step.type === 'text' || step.type === 'longtext';
    case 'applicant.uscc':
      return step.type === 'uscc';
    case 'applicant.org_type':
    case 'case.stage':
      return step.type === 'single';
    case 'co_applicants':
      return step.type === 'rows';
    case 'case.milestones':
      return step.type === 'rows' && hasText(step, 'date') && hasText(step, 'event');
    case 'metrics':
      return step.type === 'rows' && isMetricTable(step);
    default:
      return field satisfies never;
  }
}

function hasText(step: RowsStep, id: string): boolean {
  return step.columns.some(
    (column) => column.id === id && column.type !== 'number' && column.required && column.values === undefined,
  );
}

function isMetricTable(step: RowsStep): boolean {
  const after = step.columns.find((column) => column.id === 'after');
  const before = step.columns.find((column) => column.id === 'before');
  return (
    hasText(step, 'name') &&
    after?.type === 'number' &&
    after.required &&
    (before === undefined || before.type === 'number')
  );
}
