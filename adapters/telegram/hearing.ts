/**
 * What a Telegram message means: words, a file to fetch, something that cannot be read, or nothing for the assistant.
 * Decides who is addressed in a group; fetches nothing.
 */
import { PRIVATE } from '../../src/message.ts';
import { promptOn } from './keyboard.ts';
import type { Attached, Message, Update } from './update.ts';
import { isKnown, saidBy, slashIn } from './words.ts';

/** Who the assistant is on Telegram. */
export interface Self {
  readonly id: number;
  /** Without @. */
  readonly account: string;
}

/** What a message is about, before a file is fetched. */
export type Heard =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unsupported'; readonly what: string }
  | { readonly kind: 'fetch'; readonly file: Attached; readonly name: string; readonly mime: string };

export interface Hearing {
  readonly user: string;
  readonly chat: string;
  readonly addressed: boolean;
  readonly heard: Heard;
  /** The prompt of ours it quotes. */
  readonly prompt?: string | undefined;
}

/** Kinds nobody can fill in a form with, in the order they are looked for (an animation also has a document). */
const UNREADABLE: readonly (readonly [kind: keyof Message, what: string])[] = [
  ['sticker', '贴纸'],
  ['animation', '动图'],
  ['voice', '语音'],
  ['video', '视频'],
  ['video_note', '视频'],
  ['audio', '音频'],
  ['contact', '名片'],
  ['venue', '位置'],
  ['location', '位置'],
  ['poll', '投票'],
  ['dice', '骰子'],
  ['game', '游戏'],
  ['story', '动态'],
  ['paid_media', '付费内容'],
  ['invoice', '账单'],
  ['checklist', '清单'],
];
/** Said when somebody only calls the assistant's name. */
const CALLED = '继续';

/** The name of a chat for the machine. */
export function chatName(chat: Message['chat']): string {
  return chat.type === 'private' ? PRIVATE : String(chat.id);
}

/** Where in a group an answer belongs. */
export interface Place {
  readonly replyTo?: number | undefined;
  /** Topic of a forum. */
  readonly topic?: number | undefined;
}

/** The topic a message stands in, where its group is a forum. */
function topicOf({ is_topic_message, message_thread_id }: Message): number | undefined {
  return is_topic_message === true ? message_thread_id : undefined;
}

/** Where what somebody said is answered; nowhere in particular in private. */
export function placeOf(message: Message): Place {
  return message.chat.type === 'private' ? {} : { replyTo: message.message_id, topic: topicOf(message) };
}

/** Where a tap on a message of ours is answered: at what that message answered. */
export function placeOfTap(message: Message): Place {
  if (message.chat.type === 'private') return {};
  return { replyTo: message.reply_to_message?.message_id, topic: topicOf(message) };
}

/** Inbound id: the update, and in a group the place of the answer, which comes back in `Outbound.re`. */
export function inboundId({ update_id }: Update, { replyTo, topic }: Place): string {
  const parts = topic === undefined ? [update_id, replyTo] : [update_id, replyTo ?? topic, topic];
  return parts.filter((part) => part !== undefined).join('.');
}

/** The place an outbound belongs, from the inbound id in its `re`; none for timers and the like. */
export function placeIn(re: string): Place {
  const [, replyTo, topic] = /^\d+\.(\d+)(?:\.(\d+))?$/u.exec(re) ?? [];
  return {
    replyTo: replyTo === undefined ? undefined : Number(replyTo),
    topic: topic === undefined ? undefined : Number(topic),
  };
}

/** Takes every mention of the assistant out of a text. */
function withoutMentions(text: string, self: Self, message: Message): { readonly text: string; readonly any: boolean } {
  let rest = text;
  let any = false;
  const entities = message.entities ?? message.caption_entities ?? [];
  // From the end, so that the places of the others stay right.
  for (const one of entities.toSorted((a, b) => b.offset - a.offset)) {
    if (one.type !== 'text_mention' || one.user?.id !== self.id) continue;
    rest = rest.slice(0, one.offset) + rest.slice(one.offset + one.length);
    any = true;
  }
  const named = new RegExp(`(?<![\\w@/])@${self.account}(?!\\w)[,，:：]?`, 'giu');
  const bare = rest.replace(named, '');
  return { text: bare.trim(), any: any || bare !== rest };
}

function textHeard(
  text: string,
  self: Self,
  group: boolean,
): { readonly said: string; readonly called: boolean } | undefined {
  const slash = slashIn(text);
  if (slash === undefined) return { said: text, called: false };
  const own = slash.account === self.account.toLowerCase();
  if (slash.account !== '' && !own) return undefined;
  // In a group a bare command may be meant for any of the assistants there.
  if (group && !own && !isKnown(slash)) return undefined;
  return { said: saidBy(slash), called: true };
}

function fileHeard(message: Message): Heard | undefined {
  const { document, photo } = message;
  if (document !== undefined) {
    return { kind: 'fetch', file: document, name: document.file_name ?? 'file', mime: document.mime_type ?? '' };
  }
  // Sizes are listed from the smallest to the largest.
  const largest = photo?.at(-1);
  if (largest === undefined) return undefined;
  return { kind: 'fetch', file: largest, name: `photo-${message.message_id}.jpg`, mime: 'image/jpeg' };
}

/** What a message means; undefined for what is not said to anybody here. */
export function hear(message: Message, self: Self): Hearing | undefined {
  const { from, reply_to_message: quoted } = message;
  const { type } = message.chat;
  if (from === undefined || from.is_bot === true || message.sender_chat !== undefined) return undefined;
  if (type !== 'private' && type !== 'group' && type !== 'supergroup') return undefined;
  const group = type !== 'private';
  const bare = withoutMentions(message.text ?? message.caption ?? '', self, message);
  // What is said in a topic quotes the message that opened it, unless it quotes another.
  const opening = quoted !== undefined && quoted.message_id === topicOf(message);
  const toUs = quoted?.from?.id === self.id && !opening;
  const own = quoted?.reply_markup === undefined ? undefined : promptOn(quoted.reply_markup.inline_keyboard);
  const hearing = {
    user: String(from.id),
    chat: chatName(message.chat),
    addressed: !group || bare.any || toUs,
    ...(toUs && own?.owner === String(from.id) ? { prompt: own.prompt } : {}),
  };
  if (message.text !== undefined) {
    const found = textHeard(bare.text, self, group);
    if (found === undefined) return undefined;
    if (found.called)
      return { ...hearing, prompt: undefined, addressed: true, heard: { kind: 'text', text: found.said } };
    return { ...hearing, heard: { kind: 'text', text: found.said === '' ? CALLED : found.said } };
  }
  const unreadable = UNREADABLE.find(([kind]) => message[kind] !== undefined);
  const heard: Heard | undefined =
    unreadable === undefined ? fileHeard(message) : { kind: 'unsupported', what: unreadable[1] };
  // What was not said to the assistant is neither fetched nor kept.
  return heard === undefined || !hearing.addressed ? undefined : { ...hearing, heard };
}
