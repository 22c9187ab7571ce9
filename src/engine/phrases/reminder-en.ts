/** What the machine says first, unasked, in English: one entry for each of the Chinese table. */
import type { ReminderWords } from './reminder-zh.ts';

const counted = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`;

export const reminderEn: ReminderWords = {
  away: 'The system is recovering. I will take this message as soon as it is back: no need to send it again, and everything you answered is safe.',
  unfinished: (name, left) => `Your application ${name} is not finished yet: about ${counted(left, 'question')} left.`,
  allAnswered: (name) => `Everything in your application ${name} is answered; it only needs a last look and “submit”.`,
  title: (title) => `“${title}”`,
  list: (name) => `for ${name}`,
  deadline: (deadline) => `Deadline: ${deadline}.`,
  others: (n) => `${counted(n, 'other application')} not finished either; send “my applications” to see.`,
  goTo: (n) => `Send “draft ${n}” to go on with it.`,
  expiry: (until) => `Unless you go on before ${until}, this draft will be deleted for good. Any reply keeps it.`,
  stop: 'To get no more reminders, reply “stop reminding me”.',
  muted:
    'OK, no more reminders. Your draft is still here: send “continue” at any time. Send “remind me” to have reminders again.',
  mutedUntil: (days) =>
    `Please note: drafts left alone for ${counted(days, 'day')} are deleted, without further notice.`,
  unmuted: 'OK, I will remind you here of unfinished applications. Reply “stop reminding me” to end it.',
  pausedText: (have) => `${counted(have, 'character')} so far. Reply “done” when that’s all, or just send more.`,
  pausedRows: (rows) => `${counted(rows, 'row')} so far. Reply “done” when that’s all, or just send more.`,
  pausedFiles: (files) => `${counted(files, 'file')} so far. Reply “done” when that’s all, or just send more.`,
};
