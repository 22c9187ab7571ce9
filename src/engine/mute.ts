/** “别再提醒我” and back: whether the machine may speak first. What is stored stays as it is. */
import { reminderWords } from './phrases/phrases.ts';
import type { Stage } from './stage.ts';
import { locale, record, say } from './stage.ts';

const DAY = 86_400_000;

/** Turns reminders on or off and says so, also when they were already. */
export function setReminders(stage: Stage, on: boolean): void {
  if (stage.fold.reach.muted === on) record(stage, { op: on ? 'unmuted' : 'muted' });
  const words = reminderWords(locale(stage));
  const kept = stage.call.timing?.retention?.drafts;
  const lines = [on ? words.unmuted : words.muted];
  if (!on && kept !== undefined) lines.push(words.mutedUntil(Math.floor(kept / DAY)));
  say(stage, 'notice', lines.join('\n'));
  // Whoever wants to be left alone is not asked again at once; the question stays open.
  stage.manner = 'silent';
}
