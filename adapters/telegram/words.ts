/**
 * What commands of Telegram's menu and links into the private chat mean in the assistant's own words, and the menu itself
 * in both languages. Recognises only what stands at the beginning of a text.
 */

interface MenuEntry {
  readonly command: string;
  readonly zh: string;
  readonly en: string;
  readonly says: string;
}

const MENU: readonly MenuEntry[] = [
  { command: 'start', zh: '开始或继续申报', en: 'Start or continue', says: '继续' },
  { command: 'progress', zh: '填到哪了', en: 'How far I am', says: '进度' },
  { command: 'preview', zh: '预览全部回答', en: 'Preview my answers', says: '预览' },
  { command: 'back', zh: '回上一题', en: 'Previous question', says: '上一步' },
  { command: 'save', zh: '存草稿，下次再填', en: 'Save as a draft', says: '存草稿' },
  { command: 'human', zh: '转人工', en: 'Ask the organizer', says: '转人工' },
  { command: 'language', zh: '中文 / English', en: 'English / 中文', says: '语言' },
  { command: 'help', zh: '帮助', en: 'Help', says: '帮助' },
];

const SAYS = new Map(MENU.map(({ command, says }) => [command, says]));
/** Customary on Telegram, not in our menu: they must not be taken for an answer. */
const CUSTOMARY = new Map([
  ['settings', '帮助'],
  ['cancel', '帮助'],
  ['stop', '存草稿'],
]);
const RESUME = '继续';

/** The menu as the Bot API takes it. */
export function menuIn(language: 'zh' | 'en'): readonly { readonly command: string; readonly description: string }[] {
  return MENU.map((entry) => ({ command: entry.command, description: entry[language] }));
}

/** A command at the beginning of a message, split: `/name@account rest`. */
export interface Slash {
  readonly name: string;
  /** Whom it is for, in lower case; "" when it does not say. */
  readonly account: string;
  readonly rest: string;
}

export function slashIn(text: string): Slash | undefined {
  const found = /^\/([a-z0-9_]{1,32})(?:@([a-z0-9_]{1,64}))?(?:\s+([\s\S]*))?$/iu.exec(text.trim());
  if (found === null) return undefined;
  return {
    name: (found[1] ?? '').toLowerCase(),
    account: (found[2] ?? '').toLowerCase(),
    rest: (found[3] ?? '').trim(),
  };
}

/** Is it a command of the menu? */
export function isKnown({ name }: Slash): boolean {
  return SAYS.has(name);
}

/** What a command says to the assistant; one that is not in the menu is passed on as it was typed. */
export function saidBy(slash: Slash): string {
  if (slash.name === 'start') return payloadSays(slash.rest);
  const says = SAYS.get(slash.name) ?? CUSTOMARY.get(slash.name) ?? `/${slash.name}`;
  return slash.rest === '' ? says : `${says} ${slash.rest}`;
}

/** What a deep link (t.me/name?start=payload) says: a resume code, a list, or simply to go on. */
function payloadSays(payload: string): string {
  const code = /^code-([A-Za-z0-9-]{1,58})$/u.exec(payload)?.[1];
  if (code !== undefined) return `${RESUME} ${code}`;
  const list = /^list-([A-Za-z0-9_]{1,58})$/u.exec(payload)?.[1];
  return list === undefined ? RESUME : `换榜单 ${list}`;
}
