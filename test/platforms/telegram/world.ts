/**
 * People, groups and messages as Telegram keeps them, and what people do there: say, tap, send files, block. Turns deeds
 * into updates; knows nothing of HTTP and of what the assistant does.
 */
import type { TextEntity } from './html.ts';

export interface Button {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

/** A message as it stands now. */
export interface Posted {
  readonly message_id: number;
  readonly chat: number;
  readonly from: number;
  text: string;
  entities: readonly TextEntity[];
  rows: readonly (readonly Button[])[];
  readonly replyTo?: number | undefined;
  /** Topic of a forum. */
  readonly topic?: number | undefined;
}

/** An update without its number. */
export type News = Readonly<Record<string, unknown>>;

export interface Saying {
  /** A group; the private chat otherwise. */
  readonly chat?: number;
  readonly replyTo?: number;
  /** Topic of a forum. */
  readonly topic?: number;
  /** Further fields of the message. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface Attachment {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  /** What Telegram says of its size; the real one otherwise. */
  readonly size?: number;
}

export const ACCOUNT = { id: 7_000_000_001, is_bot: true, first_name: '申报助手', username: 'Shenbao_bot' };

export interface World {
  readonly posts: readonly Posted[];
  readonly files: Map<string, Attachment>;
  /** Taps nobody has answered yet. */
  readonly taps: Set<string>;
  /** Who has written to the assistant in private, or shares a group with it, and did not block it. */
  readonly reachable: Set<number>;
  readonly blocked: Set<number>;
  /** Groups that became supergroups: old id → new. */
  readonly upgraded: ReadonlyMap<number, number>;
  /** Topics that were deleted. */
  readonly topicsGone: Set<number>;
  /** The assistant's messages in a chat, oldest first. */
  ours(chat: number): readonly Posted[];
  post(post: Omit<Posted, 'message_id'>): Posted;
  find(chat: number, message: number): Posted | undefined;
  say(user: number, text: string, saying?: Saying): Posted;
  /** Something that is not text: a sticker, a photo, a service message. */
  show(user: number, fields: Readonly<Record<string, unknown>>, saying?: Saying): Posted;
  attach(user: number, file: Attachment, saying?: Saying): Posted;
  /** Taps the button whose words hold `label` on the newest message in the chat that has it. */
  tap(user: number, label: string, chat?: number): void;
  tapOn(user: number, post: Posted, callbackData: string): void;
  /** Changes the words of a message somebody sent. */
  edit(post: Posted, text: string): void;
  /** A message Telegram does not show any more, with a tap on what was below it. */
  tapUnseen(user: number, post: Posted, callbackData: string): void;
  upgrade(group: number): number;
}

function chatOf(id: number): Readonly<Record<string, unknown>> {
  if (id > 0) return { id, type: 'private', first_name: `人${id}` };
  return { id, type: id < -1_000_000_000_000 ? 'supergroup' : 'group', title: `群${id}` };
}

function personOf(id: number): Readonly<Record<string, unknown>> {
  return id === ACCOUNT.id ? ACCOUNT : { id, is_bot: false, first_name: `人${id}`, language_code: 'zh-hans' };
}

/** @param publish takes what the assistant is to hear */
export function openWorld(publish: (news: News) => void): World {
  const posts: Posted[] = [];
  const files = new Map<string, Attachment>();
  const taps = new Set<string>();
  const reachable = new Set<number>();
  const blocked = new Set<number>();
  const upgraded = new Map<number, number>();
  const topicsGone = new Set<number>();
  let messages = 100;
  let queries = 0;

  function wire(post: Posted): Readonly<Record<string, unknown>> {
    const quoted = post.replyTo === undefined ? undefined : find(post.chat, post.replyTo);
    return {
      message_id: post.message_id,
      date: Math.floor(Date.now() / 1000),
      chat: chatOf(post.chat),
      from: personOf(post.from),
      ...(post.text === '' ? {} : { text: post.text }),
      ...(post.topic === undefined ? {} : { message_thread_id: post.topic, is_topic_message: true }),
      ...(post.entities.length === 0 ? {} : { entities: post.entities }),
      ...(post.rows.length === 0 ? {} : { reply_markup: { inline_keyboard: post.rows } }),
      ...(quoted === undefined ? {} : { reply_to_message: { ...wire({ ...quoted, replyTo: undefined }) } }),
    };
  }

  function post(one: Omit<Posted, 'message_id'>): Posted {
    messages++;
    const made = { ...one, message_id: messages };
    posts.push(made);
    return made;
  }

  const find = (chat: number, message: number): Posted | undefined =>
    posts.find((one) => one.chat === chat && one.message_id === message);

  function said(user: number, text: string, saying: Saying, fields: Readonly<Record<string, unknown>>): Posted {
    const made = post({
      chat: saying.chat ?? user,
      from: user,
      text,
      entities: [],
      rows: [],
      replyTo: saying.replyTo,
      topic: saying.topic,
    });
    reachable.add(made.chat);
    publish({ message: { ...wire(made), ...fields, ...saying.more } });
    return made;
  }

  function tapped(user: number, message: Readonly<Record<string, unknown>>, callbackData: string): void {
    queries++;
    const id = `q${queries}`;
    taps.add(id);
    publish({ callback_query: { id, from: personOf(user), message, chat_instance: '1', data: callbackData } });
  }

  const tapOn = (user: number, on: Posted, callbackData: string): void => tapped(user, wire(on), callbackData);

  return {
    posts,
    files,
    taps,
    reachable,
    blocked,
    upgraded,
    topicsGone,
    ours: (chat) => posts.filter((one) => one.chat === chat && one.from === ACCOUNT.id),
    post,
    find,
    say: (user, text, saying = {}) => said(user, text, saying, {}),
    show: (user, fields, saying = {}) => said(user, '', saying, fields),
    attach(user, file, saying = {}) {
      const id = `file${files.size + 1}`;
      files.set(id, file);
      return said(user, '', saying, {
        document: {
          file_id: id,
          file_unique_id: id,
          file_name: file.name,
          mime_type: file.mime,
          file_size: file.size ?? file.bytes.byteLength,
        },
      });
    },
    tap(user, label, chat = user) {
      for (const one of posts.toReversed()) {
        if (one.chat !== chat) continue;
        const button = one.rows.flat().find(({ text }) => text.includes(label));
        if (button?.callback_data === undefined) continue;
        tapOn(user, one, button.callback_data);
        return;
      }
      throw new Error(`no button holds “${label}” in the chat`);
    },
    tapOn,
    tapUnseen: (user, on, callbackData) =>
      tapped(user, { message_id: on.message_id, chat: chatOf(on.chat), date: 0 }, callbackData),
    edit(post, text) {
      post.text = text;
      publish({ edited_message: { ...wire(post), edit_date: Math.floor(Date.now() / 1000) } });
    },
    upgrade(group) {
      const to = -1_001_000_000_000 + group;
      upgraded.set(group, to);
      reachable.add(to);
      publish({
        message: {
          message_id: ++messages,
          date: 1,
          chat: chatOf(group),
          from: personOf(1),
          migrate_to_chat_id: to,
        },
      });
      return to;
    },
  };
}
