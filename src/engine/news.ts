/** Does a value read from free words say anything an answer does not say already? Compares; decides nothing. */
import type { MultiStep, Step } from '../flow/step.ts';
import type { Answer } from './session.ts';
import { SKIPPED } from './session.ts';
import type { ChoicesValue, Row, Value } from './value.ts';

/** False where the answer holds all of `told` already. */
export function isNews(answer: Answer | typeof SKIPPED | undefined, told: Value): boolean {
  return answer === undefined || answer === SKIPPED || !holds(answer.value, told);
}

/** What would be recorded: rows and choices join those of the answer, anything else takes its place. */
export function merged(step: Step, answer: Answer | typeof SKIPPED | undefined, told: Value): Value {
  if (answer === undefined || answer === SKIPPED) return told;
  if (step.type === 'multi' && 'ids' in answer.value && 'ids' in told) return joined(step, answer.value, told);
  if (!('rows' in answer.value) || !('rows' in told)) return told;
  const have = answer.value.rows;
  return { ...told, rows: [...have, ...told.rows.filter((row) => !have.some((one) => holdsRow(one, row)))] };
}

function holds(have: Value, told: Value): boolean {
  if ('rows' in told) return 'rows' in have && told.rows.every((row) => have.rows.some((one) => holdsRow(one, row)));
  if ('ids' in told) return 'ids' in have && told.ids.every((id) => have.ids.includes(id));
  if ('id' in told) return 'id' in have && have.id === told.id;
  if ('text' in told) return 'text' in have && bare(have.text) === bare(told.text);
  if ('email' in told)
    return 'email' in have && fields(told).every(([name, said]) => said === '' || have[name] === said);
  return JSON.stringify(have) === JSON.stringify(told);
}

/** In the order of the options. A choice that excludes all others gives way, with what was noted on it. */
function joined(step: MultiStep, have: ChoicesValue, told: ChoicesValue): ChoicesValue {
  const ids = new Set([...have.ids, ...told.ids]);
  const options = step.options.filter((option) => ids.has(option.id) && !option.exclusive);
  return { ...have, ids: options.map((option) => option.id) };
}

type Contact = Extract<Value, { readonly email: string }>;

function fields(contact: Contact): readonly (readonly ['name' | 'title' | 'phone' | 'email', string])[] {
  return (['name', 'title', 'phone', 'email'] as const).map((name) => [name, contact[name]] as const);
}

function holdsRow(have: Row, told: Row): boolean {
  return Object.entries(told).every(([id, cell]) => {
    if (cell === null || cell === '') return true;
    const known = have[id];
    return typeof cell === 'string' && typeof known === 'string' ? bare(known) === bare(cell) : known === cell;
  });
}

/** Width, case, spaces and punctuation make no difference. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '');
}
