/** How an answer is recorded in a submission: schemas of the values below `scope` and its sections. Builds nothing. */
import { z } from 'zod';

/** An option as it read when it was chosen: stable id, Chinese label, the clause it answers (null where it answers none). */
export const recordedOptionSchema = z.strictObject({
  id: z.string().min(1),
  label: z.string().min(1),
  clause: z.string().nullable(),
  note: z.string().optional(),
});
export type RecordedOption = z.infer<typeof recordedOptionSchema>;

/** The same under a named field, where no clause is recorded. */
export const recordedChoiceSchema = z.strictObject({
  id: z.string().min(1),
  label: z.string().min(1),
  note: z.string().optional(),
});
export type RecordedChoice = z.infer<typeof recordedChoiceSchema>;

/** A cell: text, number, empty, or one of a closed list of values. */
export const recordedCellSchema = z.union([
  z.string(),
  z.number(),
  z.null(),
  z.strictObject({ id: z.string().min(1), label: z.string().min(1) }),
]);
export type RecordedCell = z.infer<typeof recordedCellSchema>;

export const recordedRowSchema = z.record(z.string(), recordedCellSchema);
export type RecordedRow = z.infer<typeof recordedRowSchema>;

/** A check digit that does not fit is a warning and no refusal; `explanation`: why there is no code. */
export const usccCheckSchema = z.strictObject({
  valid_checksum: z.boolean().nullable(),
  warning: z.enum(['uscc_checksum_warning', 'no_uscc']).nullable(),
  explanation: z.string().nullable(),
});
export type UsccCheck = z.infer<typeof usccCheckSchema>;

export const recordedContactSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  phone: z.string(),
  email: z.string(),
  /** For places where not everybody may read the whole of it. */
  masked: z.strictObject({ phone: z.string(), email: z.string() }),
});
export type RecordedContact = z.infer<typeof recordedContactSchema>;

/**
 * One answer, by step type: single, multi, list → options (multi with a note: {options, note}); text, longtext, date →
 * text; number → number; percent_note → {percent, note}; rows → rows, or {none, rows: []}; files → {attachments, later};
 * uscc → {code, check}; contact → contact.
 */
export const recordedSchema = z.union([
  z.string(),
  z.number(),
  z.array(recordedOptionSchema),
  z.strictObject({ options: z.array(recordedOptionSchema), note: z.string() }),
  recordedChoiceSchema,
  z.strictObject({ percent: z.number().nullable(), note: z.string() }),
  z.array(recordedRowSchema),
  z.strictObject({ none: recordedChoiceSchema, rows: z.array(recordedRowSchema) }),
  z.strictObject({ attachments: z.array(z.string()), later: z.boolean() }),
  z.strictObject({ code: z.string().nullable(), check: usccCheckSchema }),
  recordedContactSchema,
]);
export type Recorded = z.infer<typeof recordedSchema>;
