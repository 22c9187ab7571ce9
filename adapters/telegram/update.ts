/**
 * The part of Telegram's updates the assistant reads, checked before anything is done with it. Fields nobody reads are
 * dropped; formatting of our own messages is kept as it came.
 */
import { z } from 'zod';

const person = z.object({ id: z.int(), is_bot: z.boolean().optional() });
const chat = z.object({ id: z.int(), type: z.string() });
const entity = z.looseObject({
  type: z.string(),
  offset: z.int(),
  length: z.int(),
  user: z.looseObject({ id: z.int() }).optional(),
});
const button = z.object({
  text: z.string(),
  callback_data: z.string().optional(),
  url: z.string().optional(),
});
const markup = z.object({ inline_keyboard: z.array(z.array(button)) });
const file = z.object({
  file_id: z.string(),
  file_size: z.number().optional(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
});
/** Only whether it is there matters. */
const present = z.unknown().optional();

const quoted = z.object({ message_id: z.int(), from: person.optional(), reply_markup: markup.optional() });

const messageSchema = z.object({
  message_id: z.int(),
  date: z.int(),
  edit_date: z.int().optional(),
  chat,
  /** The topic of a forum it stands in; also the root of a thread of replies, which is no topic. */
  message_thread_id: z.int().optional(),
  is_topic_message: z.boolean().optional(),
  from: person.optional(),
  sender_chat: present,
  text: z.string().optional(),
  caption: z.string().optional(),
  entities: z.array(entity).optional(),
  caption_entities: z.array(entity).optional(),
  reply_to_message: quoted.optional(),
  reply_markup: markup.optional(),
  document: file.optional(),
  photo: z.array(file).optional(),
  animation: present,
  audio: present,
  checklist: present,
  contact: present,
  dice: present,
  game: present,
  invoice: present,
  location: present,
  paid_media: present,
  poll: present,
  sticker: present,
  story: present,
  venue: present,
  video: present,
  video_note: present,
  voice: present,
  migrate_to_chat_id: z.int().optional(),
  migrate_from_chat_id: z.int().optional(),
});

const callbackSchema = z.object({
  id: z.string(),
  from: person,
  /** Missing for inline messages; without text and with date 0 for one too old to be seen. */
  message: messageSchema.optional(),
  data: z.string().optional(),
});

const updateSchema = z.object({
  update_id: z.int(),
  message: messageSchema.optional(),
  edited_message: messageSchema.optional(),
  callback_query: callbackSchema.optional(),
});

export type Message = z.infer<typeof messageSchema>;
export type Callback = z.infer<typeof callbackSchema>;
export type Update = z.infer<typeof updateSchema>;
export type Attached = z.infer<typeof file>;
export type Entity = z.infer<typeof entity>;

/** An update; undefined when it does not look like one. */
export function readUpdate(value: unknown): Update | undefined {
  return updateSchema.safeParse(value).data;
}

/** Whose update it is: those of one person are taken in order. */
export function personOf({ message, edited_message, callback_query }: Update): number | undefined {
  return message?.from?.id ?? edited_message?.from?.id ?? callback_query?.from.id;
}
