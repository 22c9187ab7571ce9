/** Writes the published JSON Schemas to schema/: those of a call's files and that of a submission. `npm run schema`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { submissionJsonSchema } from '../engine/submission-schema.ts';
import { fileSchemas } from '../flow/schema.ts';

const folder = new URL('../../schema/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries({ ...fileSchemas(), submission: submissionJsonSchema() })) {
  const file = `${name}.schema.json`;
  writeFileSync(new URL(file, folder), `${JSON.stringify(schema, null, 2)}\n`);
  console.log(`schema/${file}`);
}
