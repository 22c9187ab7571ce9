/**
 * A submission as handed to the organizer: the published shape of the document (version 1.0). Everything in it is what
 * the applicant declared and what the rules say to that, never an approval. Builds and checks nothing but the shape.
 */
import { z } from 'zod';
import { severitySchema } from '../flow/clause.ts';
import { statusSchema } from '../flow/finding.ts';
import {
  recordedCellSchema,
  recordedChoiceSchema,
  recordedContactSchema,
  recordedRowSchema,
  recordedSchema,
  usccCheckSchema,
} from './recorded.ts';

const text = z.string().min(1);
const time = z.iso.datetime({ offset: true }).describe('ISO 8601 with the offset of the time zone of the call');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const userRef = z.string().regex(/^usr_[0-9a-f]{16}$/);
const clauses = z.array(text);

/** Only `submitted` and `submitted_with_objection` are written by the assistant; the others are the organizer's. */
export const submissionStatusSchema = z.enum([
  'submitted',
  'submitted_with_objection',
  'withdrawn',
  'returned_for_fix',
  'resubmitted',
  'accepted',
  'rejected',
]);

const callSchema = z.strictObject({
  id: text,
  edition: z.int().min(1),
  year: z.int(),
  title: text,
  rules_version: text,
  rules_sha256: sha256,
  flow_hash: text.describe('SHA-256 over the flow files the questions came from'),
});

const channelSchema = z.strictObject({
  platform: text,
  adapter_version: text,
  chat_type: z.enum(['p2p', 'group']),
  user_ref: userRef.describe('A hash; the account on the platform is not recorded'),
  started_at: time,
  submitted_at: time,
  messages: z.strictObject({ in: count, out: count }),
});

/** What a field of the call's own may hold below `applicant`: wide enough for the known fields, as TypeScript demands. */
const entrySchema = z.union([recordedSchema, usccCheckSchema, z.null()]);

const applicantSchema = z
  .strictObject({
    org_name: text.optional(),
    uscc: z.string().nullable().optional(),
    uscc_check: usccCheckSchema.optional(),
    org_type: recordedChoiceSchema.optional(),
  })
  .catchall(entrySchema);
export type ApplicantRecord = z.infer<typeof applicantSchema>;

const milestoneSchema = z.strictObject({ date: z.string(), event: z.string() }).catchall(recordedCellSchema);

const caseSchema = z
  .strictObject({
    title: text.optional(),
    summary: text.optional(),
    summary_chars: count.optional().describe('Characters of the summary without white space'),
    stage: recordedChoiceSchema.optional(),
    milestones: z.array(milestoneSchema).optional(),
  })
  .catchall(recordedSchema);
export type CaseRecord = z.infer<typeof caseSchema>;

export const metricSchema = z.strictObject({
  id: z.string().regex(/^m[1-9]\d*$/),
  name: text,
  before: z.number().nullable(),
  after: z.number(),
  unit: z.string(),
  direction: z.enum(['higher_better', 'lower_better', 'unknown']),
  period: z.string().describe('As the applicant wrote it'),
  period_start: month.nullable(),
  period_end: month.nullable(),
  source: z.string(),
  evidence: z.array(z.string()).describe('Ids of attachments'),
  clauses,
});
export type Metric = z.infer<typeof metricSchema>;

const complianceSchema = z.strictObject({
  statement: text,
  tags: z.array(text).describe('Words found in the statement; an index and no judgement'),
  involves_personal_info: z.boolean().nullable().describe('null unless the statement plainly says so'),
});
export type ComplianceRecord = z.infer<typeof complianceSchema>;

export const attachmentKindSchema = z.enum([
  'commitment',
  'authorization',
  'effect_proof',
  'agreement',
  'licence',
  'ip',
  'report',
  'other',
]);
export type AttachmentKind = z.infer<typeof attachmentKindSchema>;

export const attachmentSchema = z.strictObject({
  id: z.string().regex(/^att[1-9]\d*$/),
  name: z.string(),
  kind: attachmentKindSchema.describe('Guessed from the file name'),
  mime: z.string(),
  bytes: count,
  sha256,
  storage_key: z.string(),
  clauses,
});
export type Attachment = z.infer<typeof attachmentSchema>;

const findingSchema = z.strictObject({
  clause: text,
  printed: z.string().describe('The place as the rules document prints it'),
  requirement: text.describe('The words of the rules'),
  severity: severitySchema,
  status: statusSchema,
  basis: z.literal('self_declared'),
  based_on: z.array(z.string()).describe('Ids of the steps it rests on'),
  evidence: z.array(z.string()).describe('Ids of metrics and attachments, and notes as <step id>.note'),
  note: z.string(),
  fix: z.string().nullable(),
});
export type FindingRecord = z.infer<typeof findingSchema>;

const eligibilitySchema = z.strictObject({
  basis: z.literal('self_declared'),
  engine_version: text,
  evaluated_at: time,
  overall: z.enum(['eligible', 'needs_review', 'ineligible']),
  summary: text,
  hard_clauses: z.strictObject({ met: count, not_met: count, total: count }),
  findings: z.array(findingSchema),
});

export const flagSchema = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_]*$/),
  clause: z.string().optional(),
  refs: z.array(z.string()).optional(),
  note: z.string().optional(),
});
export type Flag = z.infer<typeof flagSchema>;

export const relatedSchema = z.strictObject({ submission_id: text, list: text, same_case: z.boolean() });
export type Related = z.infer<typeof relatedSchema>;

const consentSchema = z.strictObject({
  privacy_version: text,
  text_sha256: sha256.describe('Of the Chinese statement, UTF-8'),
  agreed_at: time,
  scope: z.array(text),
  withdraw_command: text,
  retention_until: z.iso.date().nullable(),
});
export type ConsentRecord = z.infer<typeof consentSchema>;

const declarationSchema = z.strictObject({
  version: text,
  text_sha256: sha256.describe('Of the Chinese statement, UTF-8'),
  confirmed: z.boolean(),
  confirmed_at: time,
  confirmed_by: text.describe('Hashed handle of who confirmed'),
});
export type DeclarationRecord = z.infer<typeof declarationSchema>;

const changeSchema = z.strictObject({
  no: z.int().min(1),
  at: time,
  changed: z.array(z.string()).nullable().describe('Ids of steps, * for all; null: listed in that revision itself'),
});

const revisionSchema = z.strictObject({
  no: z.int().min(1),
  previous: z.string().nullable().describe('Id of the submission this one corrects'),
  history: z.array(changeSchema).min(1),
});
export type RevisionRecord = z.infer<typeof revisionSchema>;

/** Sections no step of the call feeds are left out; `scope` is always there, by step id. */
export const submissionSchema = z.strictObject({
  schema_version: z.literal('1.0'),
  submission_id: z.string().regex(/^SUB-\d{4}-[A-Za-z0-9]+-[0-9A-HJKMNP-TV-Z]{16}$/),
  receipt_no: z
    .string()
    .regex(/^[A-Z0-9]{2,10}-[A-Za-z0-9]+-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}(-R[1-9]\d*)?$/),
  status: submissionStatusSchema,
  call: callSchema,
  list: z.strictObject({ id: text, no: z.int().min(1), name: text, group: text }),
  locale: z.enum(['zh-CN', 'en']).describe('Language the applicant used; the labels here are Chinese'),
  channel: channelSchema,
  applicant: applicantSchema.optional(),
  co_applicants: z.array(recordedRowSchema).optional(),
  contact: recordedContactSchema.optional(),
  case: caseSchema.optional(),
  scope: z.record(z.string(), recordedSchema),
  metrics: z.array(metricSchema).optional(),
  compliance: complianceSchema.optional(),
  attachments: z.array(attachmentSchema),
  missing_attachments: z.array(z.strictObject({ clause: text, suggest: text })),
  eligibility: eligibilitySchema,
  organizer_flags: z.array(flagSchema),
  objections: z.array(z.strictObject({ clause: text, note: z.string(), at: time })),
  related_submissions: z.array(relatedSchema),
  consent: consentSchema.optional(),
  declaration: declarationSchema.optional(),
  revision: revisionSchema,
  integrity: z.strictObject({
    canonicalization: z.literal('RFC8785'),
    sha256: sha256.describe('Of the RFC 8785 form of this document without `integrity`'),
  }),
});
export type Submission = z.infer<typeof submissionSchema>;
