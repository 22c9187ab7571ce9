/** Deciding conditions of the lists that a text speaks of, as options of the quick steps that ask them. Judges no list. */
import type { Call } from '../../flow/call.ts';
import type { FitCondition } from '../../flow/fit.ts';
import type { Told } from '../../knowledge/pattern.ts';
import { heldBy } from '../../knowledge/pattern.ts';
import { judge } from '../../knowledge/recommend.ts';
import { valueFits } from '../read/fits.ts';
import type { Proposal } from './proposal.ts';

/** One proposal a condition that is met by words which mean options of its step. */
export function fromConditions(call: Call, told: Told): readonly Proposal[] {
  return call.lists.flatMap((list) =>
    (list.fit?.conditions ?? []).flatMap((condition) => meant(call, condition, told)),
  );
}

function meant(call: Call, condition: FitCondition, told: Told): Proposal[] {
  const step = call.stepById.get(condition.step);
  if (step === undefined || !('options' in step)) return [];
  const { state } = judge(condition, told);
  if (state === 'unknown' || state === 'contested') return [];
  const held = condition[state]
    .filter((pattern) => pattern.means.length > 0)
    .map((pattern) => ({ pattern, words: heldBy(pattern, told) }))
    .filter(({ words }) => words.length > 0);
  const said = new Set(held.flatMap(({ pattern }) => pattern.means));
  const ids = step.options.filter((option) => said.has(option.id)).map((option) => option.id);
  const words = [...new Set(held.flatMap((one) => one.words.slice(0, 3)))];
  const [only] = ids;
  if (only === undefined) return [];
  if (condition.needsAll && state === 'met' && missing(condition, said))
    return [{ step: step.id, value: { ids }, words, confidence: 0.5, incomplete: ['options'] }];
  if (step.type === 'multi')
    return valueFits(step, { ids }) ? [{ step: step.id, value: { ids }, words, confidence: 0.6 }] : [];
  if (ids.length > 1 || !valueFits(step, { id: only })) return [];
  return [{ step: step.id, value: { id: only }, words, confidence: 0.65 }];
}

/** Does the condition need more options than were said? */
function missing(condition: FitCondition, said: ReadonlySet<string>): boolean {
  return condition.met.some((pattern) => pattern.means.some((id) => !said.has(id)));
}
