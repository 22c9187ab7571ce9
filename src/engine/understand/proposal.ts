/** What a text told in free words proposes as the answer to a step, with the words it came from. Saves nothing. */
import type { Call } from '../../flow/call.ts';
import type { Step } from '../../flow/step.ts';
import type { Value } from '../value.ts';

/**
 * A proposed answer. `value` fits the step, unless `incomplete` names what was not said (columns of its one row, fields
 * of a contact, `note`, or `options` where more of them must hold than were spoken of): then it is what is known of it. `words`: exact passages of the text. `confidence`: 0–1.
 */
export interface Proposal {
  readonly step: string;
  readonly value: Value;
  readonly words: readonly string[];
  readonly confidence: number;
  readonly incomplete?: readonly string[];
}

/** The step of a call whose answer goes to this field of the submission, if it is of that type. */
export function stepFor<T extends Step['type']>(
  call: Call,
  field: string,
  type: T,
): Extract<Step, { type: T }> | undefined {
  const step = call.steps.find((one) => one.field === field);
  return step !== undefined && isOf(step, type) ? step : undefined;
}

function isOf<T extends Step['type']>(step: Step, type: T): step is Extract<Step, { type: T }> {
  return step.type === type;
}
