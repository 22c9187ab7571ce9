/**
 * The sections of a submission, filled from exported answers by the place each step names. A section no step feeds is
 * absent; an answer with no section of its own stands under `scope`.
 */
import type { Attachments } from './attachment.ts';
import { sha256Hex } from './canonical.ts';
import { recordedCompliance } from './compliance.ts';
import type { Exported } from './export.ts';
import { recordedMetrics } from './metric.ts';
import type { Field } from './placement.ts';
import { placeOf } from './placement.ts';
import { countCharacters } from './read/normalise.ts';
import { recorded, recordedChoice, recordedContact, recordedNone, recordedRows, recordedUscc } from './record.ts';
import type { Recorded, RecordedContact, RecordedRow } from './recorded.ts';
import type {
  ApplicantRecord,
  CaseRecord,
  ComplianceRecord,
  ConsentRecord,
  DeclarationRecord,
  Metric,
} from './submission.ts';

/** What the applicant sends to have everything erased; the command works in every call. */
const WITHDRAW_COMMAND = '删除我的数据';
const CONSENT_SCOPE: readonly string[] = ['collect', 'store', 'contact'];

export interface Sections {
  applicant?: ApplicantRecord;
  co_applicants?: RecordedRow[];
  contact?: RecordedContact;
  case?: CaseRecord;
  scope: Record<string, Recorded>;
  metrics?: Metric[];
  compliance?: ComplianceRecord;
  consent?: ConsentRecord;
  declaration?: DeclarationRecord;
}

/** What filling needs besides the answers. */
export interface Filling {
  readonly attachments: Attachments;
  /** Clauses the indicators of a metrics step answer. */
  readonly metricClauses: readonly string[];
  readonly retentionUntil: string | undefined;
  /** Milliseconds to text in the time zone of the call. */
  readonly time: (ms: number) => string;
}

/** Characters without white space, as the lengths of the form are counted. */
export function charactersOf(text: string): number {
  return countCharacters(text);
}

/** Fills all sections. */
export function sectionsFrom(exported: readonly Exported[], filling: Filling): Sections {
  const sections: Sections = { scope: {} };
  for (const one of exported) place(sections, one, filling);
  return sections;
}

function place(sections: Sections, one: Exported, filling: Filling): void {
  const { step, answer } = one;
  const target = placeOf(step);
  switch (target.kind) {
    case 'nowhere':
      return;
    case 'attachments': {
      const { value } = answer;
      if (!target.scoped || !('files' in value)) return;
      const attachments = [...(filling.attachments.byStep.get(step.id) ?? [])];
      sections.scope[step.id] = { attachments, later: value.later };
      return;
    }
    case 'consent':
      if (sections.consent === undefined) sections.consent = consentOf(one, filling);
      else toScope(sections, step.id, one);
      return;
    case 'declaration':
      if (sections.declaration === undefined) sections.declaration = declarationOf(one, filling);
      else toScope(sections, step.id, one);
      return;
    case 'contact':
      if (sections.contact === undefined && 'email' in answer.value) sections.contact = recordedContact(answer.value);
      else toScope(sections, step.id, one);
      return;
    case 'field':
      toField(sections, target.field, one, filling);
      return;
    case 'entry': {
      const entry = entryOf(one);
      if (entry === undefined) return;
      if (target.section === 'applicant') sections.applicant = { ...sections.applicant, [target.key]: entry };
      else sections.case = { ...sections.case, [target.key]: entry };
      return;
    }
    case 'scope':
      toScope(sections, target.key, one);
      return;
    default:
      target satisfies never;
  }
}

function toScope(sections: Sections, key: string, { step, answer }: Exported): void {
  const entry = step.type === 'files' ? undefined : recorded(step, answer.value);
  if (entry !== undefined) sections.scope[key] = entry;
}

/** Under a named field a single choice stands alone. */
function entryOf({ step, answer }: Exported): Recorded | undefined {
  if (step.type === 'files') return undefined;
  if (step.type === 'single' && 'id' in answer.value) return recordedChoice(step, answer.value);
  return recorded(step, answer.value);
}

function toField(sections: Sections, field: Field, one: Exported, filling: Filling): void {
  const { step, answer } = one;
  const { value } = answer;
  if (step.type === 'rows') {
    if (!('rows' in value)) return;
    // A section of rows has no room for the words why there are none; they must not get lost.
    if (value.none === true && value.note !== undefined && value.note !== '') {
      sections.scope[step.id] = { none: recordedNone(step.none, value), rows: [] };
    }
    if (field === 'metrics') {
      const insisted = answer.confirmed.includes('lower_is_better');
      const proofs = filling.attachments.all.filter(({ kind }) => kind === 'effect_proof').map(({ id }) => id);
      sections.metrics = recordedMetrics(step, value.rows, insisted, proofs, filling.metricClauses);
    }
    if (field === 'co_applicants') sections.co_applicants = recordedRows(step, value.rows);
    if (field === 'case.milestones') {
      const milestones = recordedRows(step, value.rows).map((row) => ({
        ...row,
        date: String(row.date),
        event: String(row.event),
      }));
      sections.case = { ...sections.case, milestones };
    }
    return;
  }
  if (step.type === 'uscc') {
    const uscc = recordedUscc(value);
    if (uscc !== undefined) sections.applicant = { ...sections.applicant, uscc: uscc.code, uscc_check: uscc.check };
    return;
  }
  if (step.type === 'single' && 'id' in value) {
    const choice = recordedChoice(step, value);
    if (field === 'applicant.org_type') sections.applicant = { ...sections.applicant, org_type: choice };
    if (field === 'case.stage') sections.case = { ...sections.case, stage: choice };
    return;
  }
  if (!('text' in value)) return;
  const { text } = value;
  if (field === 'applicant.org_name') sections.applicant = { ...sections.applicant, org_name: text };
  if (field === 'case.title') sections.case = { ...sections.case, title: text };
  if (field === 'case.summary') sections.case = { ...sections.case, summary: text, summary_chars: charactersOf(text) };
  if (field === 'compliance') sections.compliance = recordedCompliance(text);
}

function consentOf({ step, answer }: Exported, filling: Filling): ConsentRecord | undefined {
  if (step.type !== 'consent') return undefined;
  return {
    privacy_version: step.version,
    text_sha256: sha256Hex(step.statement.zh),
    agreed_at: filling.time(answer.at),
    scope: [...CONSENT_SCOPE],
    withdraw_command: WITHDRAW_COMMAND,
    retention_until: filling.retentionUntil ?? null,
  };
}

function declarationOf({ step, answer }: Exported, filling: Filling): DeclarationRecord | undefined {
  if (step.type !== 'confirm' || !('id' in answer.value)) return undefined;
  return {
    version: step.version,
    text_sha256: sha256Hex(step.statement.zh),
    confirmed: answer.value.id === 'yes',
    confirmed_at: filling.time(answer.at),
    confirmed_by: answer.by,
  };
}
