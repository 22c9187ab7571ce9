/** What the engine may ask of a call's knowledge: prepared outside, at the first question, and handed into a turn. */
import type { Knowledge } from '../knowledge/answer.ts';
import type { Understanding } from './understand/understand.ts';

export interface Insight {
  readonly knowledge: Knowledge;
  readonly understanding: Understanding;
}
