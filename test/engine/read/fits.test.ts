/** Answers after the flow files changed: kept while they still satisfy the step, asked again when they do not. */
import { describe, expect, it } from 'vitest';
import { valueFits } from '../../../src/engine/read/fits.ts';
import type { Value } from '../../../src/engine/value.ts';
import type { Step } from '../../../src/flow/step.ts';
import {
  amount,
  attachments,
  coApplicants,
  code,
  day,
  email,
  leadership,
  metrics,
  month,
  orgName,
  orgType,
  person,
  phone,
  property,
  share,
  summary,
  talk,
  techs,
} from './steps.ts';

const rowOf = { name: '平均审批时长', before: null, after: 1, unit: '天', period: '2025年', source: '系统日志' };
const pdf = { name: 'a.pdf', mime: 'application/pdf', size: 10, sha256: 'x', key: 'k' };
const long = '字'.repeat(100);

const kept: readonly (readonly [string, Step, Value])[] = [
  ['a choice', orgType, { id: 'bank' }],
  ['a choice with its note', orgType, { id: 'other', notes: { other: '融资租赁公司' } }],
  ['several choices', techs, { ids: ['ai', 'cloud'] }],
  ['a note of the step', leadership, { ids: ['depth'], note: '字'.repeat(20) }],
  ['an exclusive choice without the note of the step', leadership, { ids: ['none'] }],
  ['a name', orgName, { text: '示例银行' }],
  ['a phone', phone, { text: '13900000000' }],
  ['an address', email, { text: 'a@example.com' }],
  ['a long text', summary, { text: long }],
  ['a number', amount, { number: 3 }],
  ['a share', share, { percent: null, note: '字'.repeat(10) }],
  ['a month', month, { date: '2025-03' }],
  ['a day', day, { date: '2025-03-05' }],
  ['rows', metrics, { rows: [rowOf] }],
  ['no rows', coApplicants, { rows: [], none: true }],
  ['a closed value', property, { rows: [{ kind: 'patent', name: 'x' }] }],
  ['files', attachments, { files: [pdf], later: false }],
  ['files later', attachments, { files: [], later: true }],
  ['a contact', person, { name: '张示例', title: '主任', phone: '13900000000', email: 'a@example.com' }],
  ['a code', code, { code: '91350100M000100Y43', valid: true }],
  ['a doubtful code', code, { code: '91350100M0001TGQXM', valid: false }],
  ['no code', code, { none: true, note: '字'.repeat(10) }],
];

const asked: readonly (readonly [string, Step, Value])[] = [
  ['an option that is gone', orgType, { id: 'gone' }],
  ['a note now demanded', orgType, { id: 'other' }],
  ['an option of several that is gone', techs, { ids: ['ai', 'gone'] }],
  ['no option', techs, { ids: [] }],
  ['an exclusion', leadership, { ids: ['depth', 'none'], note: '字'.repeat(20) }],
  ['too many options', leadership, { ids: ['depth', 'breadth', 'fusion'], note: '字'.repeat(20) }],
  ['a note of the step now demanded', leadership, { ids: ['depth'] }],
  ['a short text', summary, { text: '短' }],
  ['a long name', orgName, { text: '字'.repeat(61) }],
  ['a bad phone', phone, { text: '123' }],
  ['a number out of bounds', { ...amount, maximum: 2 }, { number: 3 }],
  ['a fraction', { ...amount, integer: true }, { number: 1.5 }],
  ['a share without a note', share, { percent: 5, note: '' }],
  ['a month where a day is wanted', day, { date: '2025-03' }],
  ['a month out of span', { ...month, latest: '2025-02' }, { date: '2025-03' }],
  ['a column that is gone', metrics, { rows: [{ ...rowOf, gone: 'x' }] }],
  [
    'a column now required',
    { ...metrics, columns: metrics.columns.map((c) => ({ ...c, required: true })) },
    { rows: [rowOf] },
  ],
  ['a repeated row', metrics, { rows: [rowOf, rowOf] }],
  ['too few rows', metrics, { rows: [] }],
  ['none where rows are owed', metrics, { rows: [], none: true }],
  ['a value that is gone', property, { rows: [{ kind: 'gone', name: 'x' }] }],
  ['a file type no longer taken', { ...attachments, accept: ['docx'] }, { files: [pdf], later: false }],
  ['a value of another type', summary, { number: 3 }],
  ['another value still', code, { text: 'x' }],
  ['no code where one is owed', { ...code, none: undefined }, { none: true, note: '字'.repeat(10) }],
  ['rows where a code is asked', code, { rows: [], none: true }],
  ['a code said to be valid', code, { code: '91350100M0001TGQXM', valid: true }],
];

describe('an answer after the files changed', () => {
  it.each(kept)('is kept: %s', (_, step, value) => expect(valueFits(step, value)).toBe(true));
  it.each(asked)('is asked again: %s', (_, step, value) => expect(valueFits(step, value)).toBe(false));
  it('fits right after it was read', () => {
    const reading = talk(metrics, '平均审批时长｜5｜0.5｜天｜2025年1-9月｜信贷系统日志', '好了');
    expect(reading.kind === 'value' && valueFits(metrics, reading.value)).toBe(true);
  });
});
