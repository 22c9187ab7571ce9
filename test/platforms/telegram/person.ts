/** A person on the local Telegram who does something and reads on until the assistant has said what was expected. */
import type { TelegramServer } from '../telegram-server.ts';
import type { Attachment, Posted, Saying } from './world.ts';
import { ACCOUNT } from './world.ts';

export interface Person {
  readonly id: number;
  say(text: string, expected: string, saying?: Saying): Promise<Posted>;
  tap(label: string, expected: string, chat?: number): Promise<Posted>;
  attach(file: Attachment, expected: string, saying?: Saying): Promise<Posted>;
}

const PATIENCE = 8_000;
const STEP = 5;

/** Resolves with the first truthy value `look` gives. */
export async function until<T>(look: () => T | undefined | false, what: () => string, ms = PATIENCE): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`in vain for ${ms} ms: ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
}

export function personAt({ world }: TelegramServer, id: number): Person {
  async function after(from: number, expected: string, chat: number): Promise<Posted> {
    const said = (): Posted[] =>
      world.posts.filter((one, i) => i >= from && one.chat === chat && one.from === ACCOUNT.id);
    return until(
      () => said().find(({ text }) => text.includes(expected)),
      () =>
        `“${expected}”; said was:\n${said()
          .map(({ text }) => text)
          .join('\n---\n')}`,
    );
  }
  return {
    id,
    say(text, expected, saying = {}) {
      const from = world.posts.length;
      world.say(id, text, saying);
      return after(from, expected, saying.chat ?? id);
    },
    tap(label, expected, chat = id) {
      const from = world.posts.length;
      world.tap(id, label, chat);
      return after(from, expected, chat);
    },
    attach(file, expected, saying = {}) {
      const from = world.posts.length;
      world.attach(id, file, saying);
      return after(from, expected, saying.chat ?? id);
    },
  };
}
