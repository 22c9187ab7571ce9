/** A draft meets newer flow files: only what really changed is asked again, and nothing disappears without being told. */
import { inLocale } from '../flow/words.ts';
import { isShell } from './path.ts';
import { valueFits } from './read/fits.ts';
import { RELEVANT, SKIPPED } from './session.ts';
import type { Stage } from './stage.ts';
import { draft, locale, phrases, record, say } from './stage.ts';

/** Brings the current draft up to the call's files, if it was last folded over others. */
export function migrateDraft(stage: Stage): void {
  const current = draft(stage);
  if (current.flow === stage.call.hash) return;
  const stale: string[] = [];
  const shown: string[] = [];
  for (const step of stage.call.steps) {
    const answer = current.answers[step.ordinal];
    if (answer === undefined || answer === SKIPPED) continue;
    if (answer.revision === step.revision && valueFits(step, answer.value)) continue;
    stale.push(step.id);
    if (!isShell(step) && ((current.marks[step.ordinal] ?? 0) & RELEVANT) !== 0)
      shown.push(inLocale(step.title, locale(stage)));
  }
  const gone = Object.keys(current.orphans).filter((id) => !current.toldGone.includes(id));
  record(stage, { op: 'migrated', draft: current.id, flow: stage.call.hash, stale, gone });
  if (current.submitted !== undefined) return;
  const words = phrases(stage);
  if (shown.length > 0) say(stage, 'notice', words.migrated(shown.join(words.separator)));
  if (gone.length > 0) say(stage, 'notice', words.migratedGone(gone.join(words.separator)));
}
