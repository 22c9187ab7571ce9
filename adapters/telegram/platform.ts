/**
 * The calls of the Bot API the assistant makes, over grammY. The only file that loads the SDK, and only when it is asked
 * to; decides nothing about what a failure means.
 */
import type { Api } from 'grammy';
import { ChannelFault } from '../../src/channel.ts';
import type { Rows } from './keyboard.ts';
import type { Entity } from './update.ts';

export interface Account {
  readonly id: number;
  readonly username: string;
  /** Does it hear everything said in groups (privacy mode off)? */
  readonly hearsAll: boolean;
}

export interface Outgoing {
  readonly chat: string;
  readonly text: string;
  readonly html: boolean;
  readonly rows: Rows;
  /** Message in the same chat it answers. */
  readonly replyTo?: number | undefined;
  /** Topic of a forum it belongs to. */
  readonly topic?: number | undefined;
}

/** What Telegram says of the webhook. */
export interface Webhook {
  /** The address it calls; "" for none. */
  readonly url: string;
  /** Updates it could not deliver yet. */
  readonly waiting: number;
  /** When a call failed last, s since 1970; 0 for never. */
  readonly failedAt: number;
}

export interface Platform {
  getMe(): Promise<Account>;
  /** @param seconds how long Telegram waits for something to come */
  getUpdates(offset: number, seconds: number, signal: AbortSignal): Promise<readonly unknown[]>;
  setWebhook(url: string, secret: string): Promise<void>;
  webhook(): Promise<Webhook>;
  deleteWebhook(): Promise<void>;
  setMenu(commands: readonly { command: string; description: string }[], language?: string): Promise<void>;
  send(outgoing: Outgoing, signal?: AbortSignal): Promise<void>;
  editText(chat: number, message: number, text: string, entities: readonly Entity[]): Promise<void>;
  editRows(chat: number, message: number, rows: Rows): Promise<void>;
  /** Ends the waiting of a tapped button. */
  answerPress(id: string, toast?: string): Promise<void>;
  /** Where the file can be fetched: a path below `/file/bot<token>/`. */
  filePath(id: string): Promise<string | undefined>;
}

/** What is asked for from Telegram. */
const WANTED = ['message', 'edited_message', 'callback_query'] as const;
/** Longest wait for an answer to any call but getUpdates, seconds. */
const PATIENCE = 20;

type Signal = Parameters<Api['getUpdates']>[1];
type Entities = NonNullable<NonNullable<Parameters<Api['editMessageText']>[3]>['entities']>;

async function loadApi(): Promise<typeof Api> {
  try {
    const sdk = await import('grammy');
    return sdk.Api;
  } catch (cause) {
    throw new ChannelFault(
      'Telegram 的程序包没有装上，请运行 npm ci',
      'the package for Telegram is missing: run npm ci',
      { cause },
    );
  }
}

/** grammY knows an abort signal by its own, older type; both are the same object to it. */
function signalOf(signal: AbortSignal | undefined): Signal {
  return signal as unknown as Signal;
}

function markup(rows: Rows) {
  return {
    inline_keyboard: rows.map((row) =>
      row.map(({ text, callback_data, url }) => {
        const label = text.toWellFormed();
        return url === undefined ? { text: label, callback_data: callback_data ?? '' } : { text: label, url };
      }),
    ),
  };
}

/** @param root without a slash at its end */
export async function openPlatform(token: string, root: string): Promise<Platform> {
  const LoadedApi = await loadApi();
  const api = new LoadedApi(token, { apiRoot: root, timeoutSeconds: PATIENCE });

  return {
    async getMe() {
      const { id, username, can_read_all_group_messages } = await api.getMe();
      return { id, username, hearsAll: can_read_all_group_messages };
    },
    getUpdates: (offset, seconds, signal) =>
      api.getUpdates({ offset, timeout: seconds, limit: 100, allowed_updates: WANTED }, signalOf(signal)),
    async setWebhook(url, secret) {
      await api.setWebhook(url, { secret_token: secret, allowed_updates: WANTED });
    },
    async webhook() {
      const { url = '', pending_update_count, last_error_date = 0 } = await api.getWebhookInfo();
      return { url, waiting: pending_update_count, failedAt: last_error_date };
    },
    async deleteWebhook() {
      await api.deleteWebhook({ drop_pending_updates: false });
    },
    async setMenu(commands, language) {
      await api.setMyCommands(commands, language === undefined ? {} : { language_code: language as 'en' });
    },
    async send({ chat, text, html, rows, replyTo, topic }, signal) {
      await api.sendMessage(
        Number(chat),
        // Half a character, as another channel may have let it in, would make Telegram refuse the whole message.
        text.toWellFormed(),
        {
          link_preview_options: { is_disabled: true },
          ...(html ? { parse_mode: 'HTML' as const } : {}),
          ...(rows.length > 0 ? { reply_markup: markup(rows) } : {}),
          ...(replyTo === undefined
            ? {}
            : { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
          ...(topic === undefined ? {} : { message_thread_id: topic }),
        },
        signalOf(signal),
      );
    },
    async editText(chat, message, text, entities) {
      await api.editMessageText(chat, message, text, {
        entities: entities as unknown as Entities,
        link_preview_options: { is_disabled: true },
      });
    },
    async editRows(chat, message, rows) {
      await api.editMessageReplyMarkup(chat, message, { reply_markup: markup(rows) });
    },
    async answerPress(id, toast) {
      await api.answerCallbackQuery(id, toast === undefined ? {} : { text: toast });
    },
    filePath: async (id) => (await api.getFile(id)).file_path,
  };
}
