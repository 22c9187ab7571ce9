/** The message tables by language. Everything the machine says itself comes from here; the rest from flow files. */
import type { Locale } from '../../message.ts';
import { dialogueEn } from './dialogue-en.ts';
import type { Dialogue } from './dialogue-zh.ts';
import { dialogueZh } from './dialogue-zh.ts';
import { joiningEn } from './joining-en.ts';
import type { JoiningWords } from './joining-zh.ts';
import { joiningZh } from './joining-zh.ts';
import { rejectionEn } from './rejection-en.ts';
import type { Rejections } from './rejection-zh.ts';
import { rejectionZh } from './rejection-zh.ts';
import { reminderEn } from './reminder-en.ts';
import type { ReminderWords } from './reminder-zh.ts';
import { reminderZh } from './reminder-zh.ts';

export function dialogue(locale: Locale): Dialogue {
  return locale === 'en' ? dialogueEn : dialogueZh;
}

export function rejections(locale: Locale): Rejections {
  return locale === 'en' ? rejectionEn : rejectionZh;
}

export function joiningWords(locale: Locale): JoiningWords {
  return locale === 'en' ? joiningEn : joiningZh;
}

export function reminderWords(locale: Locale): ReminderWords {
  return locale === 'en' ? reminderEn : reminderZh;
}
