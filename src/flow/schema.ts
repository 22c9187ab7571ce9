/** The published JSON Schemas of a call's files, for editors: derived from the one definition the loader uses. Writes no file. */
import { z } from 'zod';
import { callFileSchema } from './call.ts';
import { rulesFileSchema } from './clause.ts';
import { entriesFileSchema, vocabularyFileSchema, voiceFileSchema } from './faq.ts';
import { commonFileSchema, listFileSchema } from './list.ts';

export type FileKind = 'call' | 'rules' | 'common' | 'list' | 'faq' | 'voice' | 'vocabulary';

const FILES: Readonly<
  Record<FileKind, { readonly schema: z.ZodType; readonly title: string; readonly about: string }>
> = {
  call: {
    schema: callFileSchema,
    title: 'call.yaml',
    about: 'A call for applications: its name, the facts of the organizer, what the rules leave open, its lists.',
  },
  rules: {
    schema: rulesFileSchema,
    title: 'rules.yaml',
    about: 'The rules of a call, clause by clause: exact words, printed place, severity.',
  },
  common: {
    schema: commonFileSchema,
    title: 'common.yaml',
    about: 'The questions all lists of a call share.',
  },
  list: {
    schema: listFileSchema,
    title: 'lists/*.yaml',
    about: 'One list of a call: the order of its questions, its own questions, how its clauses are judged.',
  },
  faq: {
    schema: entriesFileSchema,
    title: 'faq/*.yaml',
    about: 'What applicants ask: the entries, the clauses they rest on, and what is answered or handed over.',
  },
  voice: {
    schema: voiceFileSchema,
    title: 'faq/voices/*.yaml',
    about: 'How one kind of applicant asks: questions by entry.',
  },
  vocabulary: {
    schema: vocabularyFileSchema,
    title: 'vocabulary.yaml',
    about: 'Words people use and the words the rules or the entries use for them.',
  },
};

/** JSON Schema, draft 2020-12, of each kind of file as written (defaults may be left out). */
export function fileSchemas(): Readonly<Record<FileKind, Record<string, unknown>>> {
  return {
    call: jsonSchema('call'),
    rules: jsonSchema('rules'),
    common: jsonSchema('common'),
    list: jsonSchema('list'),
    faq: jsonSchema('faq'),
    voice: jsonSchema('voice'),
    vocabulary: jsonSchema('vocabulary'),
  };
}

function jsonSchema(kind: FileKind): Record<string, unknown> {
  const { schema, title, about } = FILES[kind];
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', reused: 'ref' });
  return { $schema, title, description: about, ...rest };
}
