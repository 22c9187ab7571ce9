/**
 * A tapped button: answered at once, taken if it answers a question, and shown on the message it stood on only after it
 * was taken. Options of a multiple choice are switched on the keyboard itself; nobody's buttons work for another person.
 */
import type { Take } from '../../src/channel.ts';
import type { Content } from '../../src/message.ts';
import { chatName, inboundId, placeOfTap } from './hearing.ts';
import type { Rows } from './keyboard.ts';
import { chosenOn, labelOn, switched } from './keyboard.ts';
import { LONGEST_TEXT } from './look.ts';
import type { Moves } from './moves.ts';
import type { Platform } from './platform.ts';
import type { Press } from './press.ts';
import { decodePress } from './press.ts';
import type { Recent } from './recent.ts';
import { refusalOf } from './refusal.ts';
import type { Callback, Message, Update } from './update.ts';
import { wordingFor } from './wording.ts';

export interface PressingParts {
  readonly channel: string;
  readonly platform: Pick<Platform, 'answerPress' | 'editRows' | 'editText'>;
  readonly take: Take;
  readonly moves: Moves;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Keyboards just changed here: a quick second tap still carries the one before. By chat and message. */
  readonly keyboards: Recent<Rows>;
  /** Messages just answered here, so that a double tap is not taken for a late one. */
  readonly answered: Recent<true>;
  /** Taps the phone was told of: one that is taken again is not answered again. */
  readonly toasted: Recent<true>;
  /** Until when Telegram wants no edits in a chat, ms since 1970. */
  readonly waits: Recent<number>;
}

/** `error`: not taken, the same update must come again. */
export type Pressed = 'ok' | 'error';

const NO_ROWS: Rows = [];

export function openPressing(parts: PressingParts): (update: Update, callback: Callback) => Promise<Pressed> {
  const { platform, keyboards, answered, toasted, waits } = parts;

  function answer(id: string, toast?: string): void {
    if (toasted.get(id) === true) return;
    toasted.set(id, true);
    // One that comes too late (400) changes nothing: the phone has given up waiting.
    platform.answerPress(id, toast).catch(() => undefined);
  }

  async function change(key: string, message: Message, rows: Rows): Promise<Pressed> {
    const chat = String(message.chat.id);
    if ((waits.get(chat) ?? 0) > parts.now()) return 'error';
    try {
      await platform.editRows(message.chat.id, message.message_id, rows);
    } catch (error) {
      // 400: it looks like that already, or the message is gone.
      const { code, retryAfter = 0 } = refusalOf(error);
      if (code === 429) waits.set(chat, parts.now() + retryAfter);
      if (code === 0 || code === 429 || code >= 500) return 'error';
    }
    keyboards.set(key, rows);
    return 'ok';
  }

  /** Shows what was tapped and drops the keyboard; not worth waiting for. */
  function close(message: Message, labels: readonly string[]): void {
    const { chat, message_id, text, entities = [] } = message;
    const longer = `${text ?? ''}\n\n${wordingFor(text ?? '').tapped(labels.join('；'))}`;
    const done =
      text === undefined || longer.length > LONGEST_TEXT
        ? platform.editRows(chat.id, message_id, [])
        : platform.editText(chat.id, message_id, longer, entities);
    done.catch(() => undefined);
  }

  async function reply(
    update: Update,
    callback: Callback,
    press: Press,
    message: Message,
    rows: Rows,
  ): Promise<Pressed> {
    const chosen =
      press.deed === 'done'
        ? chosenOn(rows)
        : [{ option: press.option, label: labelOn(rows, press.option) ?? press.option }];
    if (chosen.length === 0) {
      answer(callback.id, wordingFor(message.text ?? '').nothingChosen);
      return 'ok';
    }
    answer(callback.id);
    const taken = await parts.take({
      channel: parts.channel,
      id: inboundId(update, placeOfTap(message)),
      user: press.owner,
      chat: parts.moves.origin(chatName(message.chat)),
      addressed: true,
      at: parts.now(),
      prompt: press.prompt,
      content: contentOf(chosen.map(({ option }) => option)),
    });
    if (taken === 'error') return 'error';
    close(
      message,
      chosen.map(({ label }) => label),
    );
    return 'ok';
  }

  return async (update, callback) => {
    const { id, data, from, message } = callback;
    const press = data === undefined ? undefined : decodePress(data);
    if (press === undefined || message === undefined) {
      answer(id);
      return 'ok';
    }
    const wording = wordingFor(message.text ?? '');
    if (press.owner !== String(from.id)) {
      answer(id, wording.notYours);
      return 'ok';
    }
    const key = `${message.chat.id}:${message.message_id}`;
    if (answered.get(key) === true) {
      answer(id, wording.already);
      return 'ok';
    }
    const shown = keyboards.get(key) ?? message.reply_markup?.inline_keyboard;
    if (shown === undefined && press.deed !== 'pick') {
      // Telegram does not show us what is chosen on it any more.
      answer(id, wording.tooOld);
      return 'ok';
    }
    const rows = shown ?? NO_ROWS;
    switch (press.deed) {
      case 'set':
      case 'unset':
        answer(id);
        return change(key, message, switched(rows, press, press.deed === 'set'));
      case 'pick':
      case 'done': {
        const pressed = await reply(update, callback, press, message, rows);
        if (pressed === 'ok' && (press.deed === 'pick' || chosenOn(rows).length > 0)) answered.set(key, true);
        return pressed;
      }
      default:
        return press.deed satisfies never;
    }
  };
}

/** Ids as a choice; numbers (where ids were too long) as they would be typed. */
function contentOf(options: readonly string[]): Content {
  return options.every((option) => option.startsWith('#'))
    ? { kind: 'text', text: options.map((option) => option.slice(1)).join(',') }
    : { kind: 'choose', options };
}
