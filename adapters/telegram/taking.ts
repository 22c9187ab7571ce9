/**
 * One update of Telegram through to the machine: heard, its file fetched, taken. Says `ok` only for what may be
 * acknowledged; what was not taken comes again. Never rejects.
 */
import type { Intake } from '../../src/channel.ts';
import type { Content } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';
import { notFetched } from './download.ts';
import type { Heard, Self } from './hearing.ts';
import { hear, inboundId, placeOf } from './hearing.ts';
import type { Moves } from './moves.ts';
import type { Pressed } from './pressing.ts';
import type { Recent } from './recent.ts';
import type { Attached, Callback, Message, Update } from './update.ts';

export interface TakingParts {
  readonly channel: string;
  readonly intake: Pick<Intake, 'take' | 'tell' | 'now'>;
  readonly moves: Moves;
  /** Undefined until Telegram has said who we are. */
  readonly self: () => Self | undefined;
  readonly fetch: (user: string, file: Attached, name: string, mime: string) => Promise<Content>;
  readonly press: (update: Update, callback: Callback) => Promise<Pressed>;
  /** How often the file of an update could not be fetched, by update. */
  readonly failures: Recent<number>;
  readonly onInbound: () => void;
}

export type TakeUpdate = (update: Update) => Promise<Pressed>;

/** After so many tries a file is given up, and the person asked to send it again. */
const FETCHES = 5;
const EDITED = '改过的旧消息，已经记下的回答没有变：要改请发“修改”，或照现在的题重新发一条';

export function openTaking(parts: TakingParts): TakeUpdate {
  const { intake, moves, failures } = parts;

  /** When it was said, by Telegram's clock (seconds); never in our future, where a clock of ours is slow. */
  const saidAt = (seconds: number): number => Math.min(seconds * 1000, intake.now());

  async function contentOf(update: Update, user: string, heard: Heard): Promise<Content | undefined> {
    if (heard.kind !== 'fetch') return heard;
    try {
      return await parts.fetch(user, heard.file, heard.name, heard.mime);
    } catch {
      const key = String(update.update_id);
      const tries = (failures.get(key) ?? 0) + 1;
      failures.set(key, tries);
      intake.tell('warn', 'telegram: a file could not be fetched', { tries });
      return tries < FETCHES ? undefined : notFetched(heard.name);
    }
  }

  async function takeMessage(update: Update, message: Message, self: Self): Promise<Pressed> {
    const chat = String(message.chat.id);
    if (message.migrate_to_chat_id !== undefined) moves.note(chat, String(message.migrate_to_chat_id));
    if (message.migrate_from_chat_id !== undefined) moves.note(String(message.migrate_from_chat_id), chat);
    const hearing = hear(message, self);
    if (hearing === undefined) return 'ok';
    parts.onInbound();
    const content = await contentOf(update, hearing.user, hearing.heard);
    if (content === undefined) return 'error';
    const inPrivate = hearing.chat === PRIVATE;
    const taken = await intake.take({
      channel: parts.channel,
      id: inboundId(update, placeOf(message)),
      user: hearing.user,
      chat: inPrivate ? PRIVATE : moves.origin(hearing.chat),
      addressed: hearing.addressed,
      at: saidAt(message.date),
      prompt: hearing.prompt,
      content,
    });
    return taken === 'error' ? 'error' : 'ok';
  }

  /** An answer that was taken is not changed behind anybody's back: who edits it is told how to. */
  async function takeEdit(update: Update, message: Message, self: Self): Promise<Pressed> {
    const hearing = hear(message, self);
    // In a group nobody is lectured; and Telegram also calls changes edits which nobody made.
    if (hearing === undefined || hearing.chat !== PRIVATE) return 'ok';
    if (message.text === undefined || message.edit_date === undefined) return 'ok';
    parts.onInbound();
    const taken = await intake.take({
      channel: parts.channel,
      id: inboundId(update, {}),
      user: hearing.user,
      chat: PRIVATE,
      addressed: true,
      at: saidAt(message.edit_date),
      content: { kind: 'unsupported', what: EDITED },
    });
    return taken === 'error' ? 'error' : 'ok';
  }

  return async (update) => {
    const self = parts.self();
    if (self === undefined) return 'error';
    try {
      if (update.message !== undefined) return await takeMessage(update, update.message, self);
      if (update.edited_message !== undefined) return await takeEdit(update, update.edited_message, self);
      if (update.callback_query === undefined) return 'ok';
      parts.onInbound();
      return await parts.press(update, update.callback_query);
    } catch (error) {
      intake.tell('error', 'telegram: an update failed', { error: error instanceof Error ? error.name : 'unknown' });
      return 'error';
    }
  };
}
