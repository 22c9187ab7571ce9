/** The published JSON Schema of a submission, derived from the one definition in `submission.ts`. Writes no file. */
import { z } from 'zod';
import { submissionSchema } from './submission.ts';

/** JSON Schema, draft 2020-12. */
export function submissionJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(submissionSchema, { target: 'draft-2020-12' }),
    title: 'Submission',
    description: 'A submission to a call for applications, as declared by the applicant; nothing in it is verified.',
  };
}
