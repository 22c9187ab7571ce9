/** A step as an organizer writes it in YAML: the zod schemas of every step type. Compiles and shows nothing. */
import { z } from 'zod';
import { clauseIdSchema } from './clause.ts';
import { wordsSchema } from './words.ts';

const id = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'an id is lower-case ASCII: letters, digits, _');
const optionId = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/);
const cel = z.string().min(1).max(2000);
const bound = z.int().min(0).max(100_000);

/** A note an option demands or a step carries; lengths in characters without white space. */
export const noteSchema = z.strictObject({
  min: bound.default(20),
  max: bound.default(200),
  ask: wordsSchema.optional(),
  example: wordsSchema.optional(),
});

export const optionSchema = z.strictObject({
  id: optionId,
  label: wordsSchema,
  /** The clause this option answers; recorded with it in the submission. */
  clause: clauseIdSchema.optional(),
  /** Other ways applicants name it. */
  aliases: z.array(z.string().min(1).max(40)).max(60).default([]),
  /** Cannot be chosen together with others ("none of these"). */
  exclusive: z.boolean().default(false),
  /** Demands a note. */
  note: noteSchema.optional(),
  hint: wordsSchema.optional(),
});

export const columnSchema = z.strictObject({
  id,
  label: wordsSchema,
  type: z.enum(['text', 'number', 'month', 'period', 'uscc']).default('text'),
  required: z.boolean().default(true),
  min: bound.optional(),
  max: bound.optional(),
  /** Other names of the column in pasted tables. */
  aliases: z.array(z.string()).max(20).default([]),
  /** For text columns: a closed list of values, each with its spellings. */
  values: z
    .array(z.strictObject({ id: optionId, label: wordsSchema, aliases: z.array(z.string()).default([]) }))
    .optional(),
  example: wordsSchema.optional(),
});

/** A condition on the answer itself. `error`: refused; `warn`: the applicant may insist, and `code` is then recorded. */
export const checkSchema = z.strictObject({
  if: cel,
  say: wordsSchema,
  level: z.enum(['error', 'warn']).default('warn'),
  code: z.string().regex(/^[a-z][a-z0-9_]*$/),
});

const shared = {
  id,
  /** Two to eight characters: its name in progress, preview and 修改. */
  title: wordsSchema,
  ask: wordsSchema,
  hint: wordsSchema.optional(),
  /** A good answer, shown on request and after failures. */
  example: wordsSchema.optional(),
  aliases: z.array(z.string().min(1).max(40)).max(20).default([]),
  clauses: z.array(clauseIdSchema).max(20).default([]),
  when: cel.optional(),
  required: z.boolean().default(true),
  /** Personal data: purpose and retention; asked and shown in private only. */
  pii: z.strictObject({ purpose: wordsSchema, retention: wordsSchema }).optional(),
  /** Asked and shown in private only though it is no personal data. */
  private: z.boolean().default(false),
  /** Taken over into another list or draft of the same person. */
  carry: z.boolean().default(false),
  /** Where the answer goes in the submission (dotted path); `scope.<id>` when left out. */
  field: z
    .string()
    .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/)
    .optional(),
  /** Raise it when the question changes its meaning: everybody is asked again. */
  revision: z.int().min(1).max(1000).default(1),
  checks: z.array(checkSchema).max(20).default([]),
};

const options = z.array(optionSchema).min(2).max(40);
const length = { min: bound, max: bound };

const single = z.strictObject({ type: z.literal('single'), ...shared, options });
const multi = z.strictObject({
  type: z.literal('multi'),
  ...shared,
  options,
  min: bound.default(1),
  max: bound.optional(),
  /** "multi with note": one note about the whole choice. Not asked when only exclusive options are chosen. */
  note: noteSchema.optional(),
});
const text = z.strictObject({
  type: z.literal('text'),
  ...shared,
  ...length,
  /** `name`: must not be only digits or punctuation. */
  pattern: z.enum(['any', 'name', 'phone', 'email']).default('any'),
});
const longtext = z.strictObject({ type: z.literal('longtext'), ...shared, ...length });
const number = z.strictObject({
  type: z.literal('number'),
  ...shared,
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  integer: z.boolean().default(false),
  unit: wordsSchema.optional(),
});
const percentNote = z.strictObject({ type: z.literal('percent_note'), ...shared, note: noteSchema });
const date = z.strictObject({
  type: z.literal('date'),
  ...shared,
  precision: z.enum(['month', 'day']).default('month'),
  earliest: z
    .string()
    .regex(/^\d{4}-\d{2}(-\d{2})?$/)
    .optional(),
  latest: z
    .string()
    .regex(/^\d{4}-\d{2}(-\d{2})?$/)
    .optional(),
});
const rows = z.strictObject({
  type: z.literal('rows'),
  ...shared,
  columns: z.array(columnSchema).min(1).max(12),
  min: bound.default(1),
  max: bound.default(20),
  /** "No rows": allowed, named, and perhaps with a note. */
  none: z
    .strictObject({
      id: optionId,
      label: wordsSchema,
      aliases: z.array(z.string()).default([]),
      note: noteSchema.optional(),
    })
    .optional(),
  /** Two rows must not share the value of this column. */
  unique: id.optional(),
  /** Rows worth giving, e.g. indicators the rules name. */
  suggestions: z
    .array(z.strictObject({ clause: clauseIdSchema.optional(), say: wordsSchema }))
    .max(20)
    .default([]),
});
const files = z.strictObject({
  type: z.literal('files'),
  ...shared,
  max: bound.default(20),
  /** Largest file in bytes. */
  max_bytes: z
    .int()
    .min(1)
    .default(20 * 1024 * 1024),
  /** Accepted extensions, lower case. */
  accept: z.array(z.string()).min(1).max(20),
  later: optionSchema,
  done: optionSchema,
});
const contact = z.strictObject({ type: z.literal('contact'), ...shared });
const uscc = z.strictObject({
  type: z.literal('uscc'),
  ...shared,
  /** "No code": allowed, with an explanation. */
  none: z
    .strictObject({ id: optionId, label: wordsSchema, aliases: z.array(z.string()).default([]), note: noteSchema })
    .optional(),
});
/** `agree`, `read` (show the statement) and `decline` are the three options; `statement` is what is consented to. */
const consent = z.strictObject({
  type: z.literal('consent'),
  ...shared,
  options,
  statement: wordsSchema,
  version: z.string().max(40),
});
/** `yes` and `no`; recorded with the hash of `statement`. */
const confirm = z.strictObject({
  type: z.literal('confirm'),
  ...shared,
  options,
  statement: wordsSchema,
  version: z.string().max(40),
});
/** The choice of a list: options are the call's lists plus `help`. */
const list = z.strictObject({ type: z.literal('list'), ...shared, help: optionSchema });
/** The last look: `submit`, `edit`, `save`. */
const review = z.strictObject({ type: z.literal('review'), ...shared, options });

export const stepSchema = z.discriminatedUnion('type', [
  single,
  multi,
  text,
  longtext,
  number,
  percentNote,
  date,
  rows,
  files,
  contact,
  uscc,
  consent,
  confirm,
  list,
  review,
]);

export type StepSource = z.infer<typeof stepSchema>;
export type OptionSource = z.infer<typeof optionSchema>;

/** In a list's order: a step as it is, or with some of its words or bounds replaced for this list only. */
export const useSchema = z.union([
  id,
  z.strictObject({
    use: id,
    ask: wordsSchema.optional(),
    hint: wordsSchema.optional(),
    example: wordsSchema.optional(),
    clauses: z.array(clauseIdSchema).optional(),
    when: cel.optional(),
    required: z.boolean().optional(),
    suggestions: z
      .array(z.strictObject({ clause: clauseIdSchema.optional(), say: wordsSchema }))
      .max(20)
      .optional(),
  }),
]);
export type UseSource = z.infer<typeof useSchema>;
