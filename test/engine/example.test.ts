/** The worked example of list 3: its answers, put through the call's own files, give its document. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/engine/findings.ts';
import { placeOf } from '../../src/engine/placement.ts';
import { ANSWERED, RELEVANT } from '../../src/engine/session.ts';
import type { Submission } from '../../src/engine/submission.ts';
import { buildSubmission } from '../../src/engine/submit.ts';
import type { Value } from '../../src/engine/value.ts';
import { loadCall } from '../../src/flow/load.ts';
import { AT, answer, draftOf, inputWith } from './sample-application.ts';

const call = loadCall(fileURLToPath(new URL('../../flows/fintech-events-2025', import.meta.url)));
const example = JSON.parse(
  readFileSync(new URL('./submission.example.json', import.meta.url), 'utf8'),
) as Required<Submission>;

/** The answers the example was written from. */
function saidTo(id: string): Value | undefined {
  const recorded = example.scope[id];
  if (typeof recorded === 'string') return { text: recorded };
  const single = call.stepById.get(id)?.type === 'single';
  if (Array.isArray(recorded)) {
    const ids = recorded.map((one) => String(one.id));
    return single ? { id: String(ids[0]) } : { ids };
  }
  if (typeof recorded === 'object' && 'options' in recorded) {
    return { ids: recorded.options.map((one) => one.id), note: recorded.note };
  }
  return undefined;
}

const named: Readonly<Record<string, Value>> = {
  consent_privacy: { id: 'agree' },
  list_choice: { id: 'L3' },
  org_name: { text: String(example.applicant.org_name) },
  org_uscc: { code: String(example.applicant.uscc), valid: true },
  org_type: { id: 'data' },
  co_applicants: { rows: example.co_applicants as { name: string }[] },
  case_title: { text: String(example.case.title) },
  case_summary: { text: String(example.case.summary) },
  case_stage: { id: 'production' },
  case_milestones: { rows: example.case.milestones as { date: string }[] },
  metrics: {
    rows: example.metrics.map(({ name, before, after, unit, period, source }) => ({
      name,
      before,
      after,
      unit,
      period,
      source,
    })),
  },
  compliance: { text: example.compliance.statement },
  attachments: {
    files: example.attachments.map(({ name, mime, bytes, sha256, storage_key: key }) => ({
      name,
      mime,
      size: bytes,
      sha256,
      key,
    })),
    later: false,
  },
  contact: { ...example.contact },
  declaration: { id: 'yes' },
};

const list = call.listById.get('L3');
if (list === undefined) throw new Error('the call has no list L3');
const marks = new Uint8Array(call.steps.length);
const answers = call.steps.map((step) => {
  const value = named[step.id] ?? saidTo(step.id);
  if (value === undefined) return undefined;
  marks[step.ordinal] = RELEVANT | ANSWERED;
  return answer(value);
});
const draft = draftOf({}, { answers, marks, flow: call.hash });
const verdict = judge(call, list, draft, true);
const built = buildSubmission(inputWith({ call, list, draft, verdict, at: AT }));

describe('the document of the example', () => {
  it('has the same answers under scope', () => {
    expect(built.scope).toEqual(example.scope);
  });

  it('has the same applicant, case, contact, indicators and statement', () => {
    expect(built.applicant).toEqual(example.applicant);
    expect(built.co_applicants).toEqual(example.co_applicants);
    expect(built.case).toEqual(example.case);
    expect(built.contact).toEqual(example.contact);
    expect(built.metrics).toEqual(example.metrics);
    expect(built.compliance).toEqual(example.compliance);
  });

  it('comes to the same result, clause by clause', () => {
    expect(built.eligibility.overall).toBe('eligible');
    expect(built.eligibility.summary).toBe(example.eligibility.summary);
    const judged = new Map(
      built.eligibility.findings.map(({ clause, status, severity }) => [clause, { status, severity }]),
    );
    for (const { clause, status, severity } of example.eligibility.findings) {
      expect(judged.get(clause), clause).toEqual({ status, severity });
    }
    expect(built.organizer_flags).toEqual(example.organizer_flags);
  });

  it('rests its findings on the same evidence', () => {
    const of = (submission: Submission, clause: string) =>
      submission.eligibility.findings.find((one) => one.clause === clause)?.evidence;
    for (const clause of ['3.2.1', '3.2.3', '3.2.4']) expect(of(built, clause), clause).toEqual(of(example, clause));
  });
});

it('gives every named field of the call the section it names', () => {
  for (const step of call.steps) {
    if (step.field !== undefined) expect(placeOf(step).kind, `${step.id}: ${step.field}`).not.toBe('scope');
  }
});
