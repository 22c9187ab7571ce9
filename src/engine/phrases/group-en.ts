/** What the machine says in groups only, in English. No rules here. */
import type { GroupWords } from './group-zh.ts';

export const groupEn: GroupWords = {
  toldAbove: (topic) => `“${topic}” was answered in this group just now: see above, or ask me in private.`,
  crowded: 'The group is busy, so I keep it short here: send “continue” in our private chat to go on.',
  handover:
    'This step involves personal information. Please go on in a private chat with me: just send “continue” there.',
};
