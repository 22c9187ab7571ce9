/**
 * From the chance that the best entry is right to what the assistant does: answer, offer three, hand over. The
 * thresholds are a calibration's; without one only a question word for word known is answered.
 */
import type { Calibration } from '../flow/faq.ts';

export type Band = 'answer' | 'choose' | 'handover';

/** What a decision is made from. */
export interface Grounds {
  /** The chance that the best entry is the right one. */
  readonly chance: number;
  /** Likeness of the nearest known question of the best entry. */
  readonly likeness: number;
  /** Does the best entry hand over? */
  readonly hands: boolean;
  /** The chance of all entries that hand over together. */
  readonly handing: number;
}

/** Likeness from which a question counts as word for word known. */
export const VERBATIM = 0.999;
/** Without a calibration nothing this unlike is offered. */
const STRANGE = 0.25;

/** What to do. */
export function bandOf({ chance, likeness, hands, handing }: Grounds, calibration: Calibration | undefined): Band {
  const acts: Band = hands ? 'handover' : 'answer';
  if (likeness >= VERBATIM) return acts;
  if (calibration === undefined) return likeness < STRANGE ? 'handover' : 'choose';
  if (chance < calibration.floor) return 'handover';
  if (hands) return chance >= calibration.handover ? 'handover' : 'choose';
  if (chance >= calibration.answer) return 'answer';
  return handing >= calibration.leave ? 'handover' : 'choose';
}
