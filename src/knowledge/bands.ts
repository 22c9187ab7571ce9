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
  /** Does the best entry hand over, as long as no fact of the organizer's is set? */
  readonly hands: boolean;
  /** The chance of all entries that hand over together. */
  readonly handing: number;
  /** Where its fact is set and it answers after all: the chance of that entry alone. */
  readonly told?: number | undefined;
}

/** Likeness from which a question counts as word for word known. */
export const VERBATIM = 0.999;
/** Of entries that hand over any is right as long as all do; to tell a fact, its own entry must be this likely. */
const LIKELY = 0.5;
/** Without a calibration nothing this unlike is offered. */
const STRANGE = 0.25;

/** What to do. */
export function bandOf(
  { chance, likeness, hands, handing, told }: Grounds,
  calibration: Calibration | undefined,
): Band {
  const acts: Band = hands && told === undefined ? 'handover' : 'answer';
  if (likeness >= VERBATIM) return acts;
  if (calibration === undefined) return likeness < STRANGE ? 'handover' : 'choose';
  if (chance < calibration.floor) return 'handover';
  if (hands) {
    if (chance < calibration.handover) return 'choose';
    if (told === undefined) return 'handover';
    return told >= LIKELY ? 'answer' : 'choose';
  }
  if (chance >= calibration.answer) return 'answer';
  return handing >= calibration.leave ? 'handover' : 'choose';
}
