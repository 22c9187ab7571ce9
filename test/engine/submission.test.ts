/** The published shape of a submission: the example, what is built, and the schema file agree. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { verifySeal } from '../../src/engine/canonical.ts';
import { submissionSchema } from '../../src/engine/submission.ts';
import { submissionJsonSchema } from '../../src/engine/submission-schema.ts';
import { buildSubmission } from '../../src/engine/submit.ts';
import { draftOf, inputWith, values } from './sample-application.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const example = read('./submission.example.json') as Record<string, unknown>;
// Times are checked by the pattern the schema carries; `format` is only a note.
const validate = new Ajv2020({ strict: true, validateFormats: false, allErrors: true }).compile(submissionJsonSchema());

function faults(document: unknown): unknown {
  return validate(document) ? null : validate.errors;
}

describe('the published JSON Schema', () => {
  it('is draft 2020-12', () => {
    expect(submissionJsonSchema().$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  it('stands in schema/ as the code says', () => {
    expect(read('../../schema/submission.schema.json')).toEqual(JSON.parse(JSON.stringify(submissionJsonSchema())));
  });

  it('accepts the example, which is sealed', () => {
    expect(faults(example)).toBeNull();
    expect(submissionSchema.safeParse(example).error).toBeUndefined();
    expect(verifySeal(example)).toBe(true);
  });

  it.each([
    ['every section', inputWith()],
    ['one answer only', inputWith({ draft: draftOf({ l3_demo: { text: '只有一个问题' } }) })],
    [
      'no code, no rows, no files yet',
      inputWith({
        draft: draftOf({
          ...values,
          org_uscc: { none: true, note: '境外机构' },
          co_applicants: { rows: [], none: true },
          metrics: { rows: [], none: true, note: '还在统计' },
          attachments: { files: [], later: true },
          l3_value_share: { percent: null, note: '说不清' },
        }),
      }),
    ],
    ['English', inputWith({ session: { ...inputWith().session, locale: 'en' } })],
  ])('accepts what is built: %s', (_, input) => {
    expect(faults(buildSubmission(input))).toBeNull();
  });

  it.each([
    ['a name nobody knows', { ...example, extra: 1 }],
    ['another version', { ...example, schema_version: '2.0' }],
    ['a status nobody writes', { ...example, status: 'approved' }],
    ['no scope', Object.fromEntries(Object.entries(example).filter(([key]) => key !== 'scope'))],
    ['a verified basis', { ...example, eligibility: { ...(example.eligibility as object), basis: 'verified' } }],
    [
      'a time without offset',
      { ...example, consent: { ...(example.consent as object), agreed_at: '2025-11-03T09:12:31' } },
    ],
    ['the account on the platform', { ...example, channel: { ...(example.channel as object), user_ref: 'ou_123' } }],
  ])('refuses %s', (_, document) => {
    expect(faults(document)).not.toBeNull();
    expect(submissionSchema.safeParse(document).success).toBe(false);
  });
});
