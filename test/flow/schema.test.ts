/** The JSON Schemas editors check flow files with: in step with the loader, and true of the files we ship. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { FileKind } from '../../src/flow/schema.ts';
import { fileSchemas } from '../../src/flow/schema.ts';
import { editedFaq, SMALL_FAQ } from '../knowledge/small-faq.ts';
import { edited, SMALL_CALL } from './small-call.ts';

const schemas = fileSchemas();
const kinds = Object.keys(schemas) as FileKind[];
const ajv = new Ajv2020({ strict: false, validateFormats: false, discriminator: false });
const validators = new Map(kinds.map((kind) => [kind, ajv.compile(schemas[kind])]));

function kindOf(path: string): FileKind {
  if (path.includes('faq/voices/')) return 'voice';
  if (path.includes('faq/')) return 'faq';
  return path.includes('lists/') ? 'list' : (path.replace(/.*\//u, '').replace('.yaml', '') as FileKind);
}

function errorsOf(path: string, text: string): unknown {
  const validate = validators.get(kindOf(path));
  return validate?.(parse(text)) === true ? null : validate?.errors;
}

describe('The schema of a flow file', () => {
  it.each(kinds)('%s stands in schema/ as the code says (npm run schema)', (kind) => {
    const written: unknown = JSON.parse(
      readFileSync(new URL(`../../schema/${kind}.schema.json`, import.meta.url), 'utf8'),
    );
    expect(written).toEqual(JSON.parse(JSON.stringify(schemas[kind])));
  });

  const knowledge = SMALL_FAQ.filter(({ path }) => !path.endsWith('/regression.yaml'));

  it.each([...SMALL_CALL, ...knowledge])('accepts $path', ({ path, text }) => {
    expect(errorsOf(path, text)).toBeNull();
  });

  it('accepts the files of the call we ship', () => {
    const root = new URL('../../flows/fintech-events-2025/', import.meta.url);
    const lists = readdirSync(new URL('lists/', root)).map((name) => `lists/${name}`);
    const voices = readdirSync(new URL('faq/voices/', root)).map((name) => `faq/voices/${name}`);
    const entries = readdirSync(new URL('faq/', root))
      .filter((name) => name.endsWith('.yaml') && !['calibration.yaml', 'regression.yaml'].includes(name))
      .map((name) => `faq/${name}`);
    for (const path of ['call.yaml', 'rules.yaml', 'common.yaml', ...lists, ...entries, ...voices]) {
      expect(errorsOf(path, readFileSync(new URL(path, root), 'utf8')), path).toBeNull();
    }
  });

  it.each([
    ['an unknown key', 'lists/one.yaml', 'no: 1', 'no: 1\nnumber: 1'],
    ['an unknown step type', 'lists/one.yaml', 'type: longtext', 'type: longtxt'],
    [
      'a clause number without quotes',
      'lists/one.yaml',
      "clauses: ['1.1']\n    options",
      'clauses: [1.1]\n    options',
    ],
    ['a missing title', 'common.yaml', '    title: { zh: 联系人, en: Contact }\n', ''],
    ['an unknown severity', 'rules.yaml', 'severity: review', 'severity: reveiw'],
    ['a missing time zone', 'call.yaml', 'timezone: Asia/Shanghai\n', ''],
  ])('refuses %s', (_, file, from, to) => {
    const changed = edited(file, from, to).find((one) => one.path.endsWith(`/${file}`));
    expect(errorsOf(file, changed?.text ?? '')).not.toBeNull();
  });

  it.each([
    ['an unknown action', 'faq/questions.yaml', 'action: handoff', 'action: hand'],
    ['questions without a voice', 'faq/voices/clerk.yaml', 'voice: clerk\n', ''],
    ['a word of no kind', 'vocabulary.yaml', ', kind: english', ''],
  ])('refuses %s', (_, file, from, to) => {
    const changed = editedFaq(file, from, to).find((one) => one.path.endsWith(`/${file}`));
    expect(errorsOf(file, changed?.text ?? '')).not.toBeNull();
  });
});
