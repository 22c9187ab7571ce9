/** The methods of the Bot API on a world: their checks, limits and refusals in Telegram's own words. No HTTP. */
import { parseHtml } from './html.ts';
import type { Button, Posted, World } from './world.ts';
import { ACCOUNT } from './world.ts';

export type Payload = Readonly<Record<string, unknown>>;

/** A refusal of the Bot API. */
export class Refused extends Error {
  readonly code: number;
  readonly parameters: Readonly<Record<string, number>> | undefined;

  constructor(code: number, description: string, parameters?: Readonly<Record<string, number>>) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

const LONGEST = 4096;
const TOO_BIG = 20 * 1024 * 1024;

type Rows = readonly (readonly Button[])[];

function bad(description: string): Refused {
  return new Refused(400, `Bad Request: ${description}`);
}

function rowsOf(payload: Payload): Rows {
  const rows = (payload.reply_markup as { inline_keyboard?: Rows } | undefined)?.inline_keyboard ?? [];
  const buttons = rows.flat();
  if (buttons.length > 100) throw bad('reply markup is too long');
  for (const { text, callback_data, url } of buttons) {
    if (text === '') throw bad('BUTTON_TEXT_EMPTY');
    if (url !== undefined && !/^https?:\/\//u.test(url)) throw bad('BUTTON_URL_INVALID');
    const size = Buffer.byteLength(callback_data ?? '');
    if (url === undefined && (size < 1 || size > 64)) throw bad('BUTTON_DATA_INVALID');
  }
  return rows;
}

function textOf(payload: Payload): Pick<Posted, 'text' | 'entities'> {
  const source = String(payload.text ?? '');
  if (!source.isWellFormed()) throw bad('strings must be encoded in UTF-8');
  const parsed = payload.parse_mode === 'HTML' ? parseHtml(source) : { text: source, entities: [] };
  if (typeof parsed === 'string') throw bad(parsed);
  const text = parsed.text.trim();
  if (text === '') throw bad('message text is empty');
  if (text.length > LONGEST) throw bad('message is too long');
  const given = (payload.entities ?? []) as Posted['entities'];
  return { text, entities: parsed.entities.length > 0 ? parsed.entities : given };
}

function openChat(world: World, id: number): void {
  const to = world.upgraded.get(id);
  if (to !== undefined)
    throw new Refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: to });
  if (world.blocked.has(id)) {
    throw new Refused(403, `Forbidden: bot was ${id > 0 ? 'blocked by the user' : 'kicked from the group chat'}`);
  }
  if (world.reachable.has(id)) return;
  throw id > 0 ? new Refused(403, "Forbidden: bot can't initiate conversation with a user") : bad('chat not found');
}

function send(world: World, payload: Payload): Payload {
  const chat = Number(payload.chat_id);
  openChat(world, chat);
  const written = textOf(payload);
  const rows = rowsOf(payload);
  const reply = payload.reply_parameters as { message_id: number; allow_sending_without_reply?: boolean } | undefined;
  const found = reply === undefined ? undefined : world.find(chat, reply.message_id);
  if (reply !== undefined && found === undefined && reply.allow_sending_without_reply !== true)
    throw bad('message to be replied not found');
  const topic = payload.message_thread_id === undefined ? found?.topic : Number(payload.message_thread_id);
  if (topic !== undefined && world.topicsGone.has(topic)) throw bad('message thread not found');
  const { message_id } = world.post({ ...written, chat, from: ACCOUNT.id, rows, replyTo: found?.message_id, topic });
  return { message_id, date: 1, chat: { id: chat }, text: written.text };
}

function edited(world: World, payload: Payload, change: (post: Posted) => Partial<Posted>): Payload {
  const chat = Number(payload.chat_id);
  openChat(world, chat);
  const post = world.find(chat, Number(payload.message_id));
  if (post === undefined) throw bad('message to edit not found');
  const changes = change(post);
  const before = JSON.stringify([post.text, post.rows]);
  if (JSON.stringify([changes.text ?? post.text, changes.rows ?? post.rows]) === before) {
    throw bad(
      'message is not modified: specified new message content and reply markup are exactly the same as a current ' +
        'content and reply markup of the message',
    );
  }
  Object.assign(post, changes);
  return { message_id: post.message_id, date: 1, chat: { id: chat }, text: post.text };
}

function answerTap(world: World, payload: Payload): true {
  if (String(payload.text ?? '').length > 200) throw bad('MESSAGE_TOO_LONG');
  if (!world.taps.delete(String(payload.callback_query_id)))
    throw bad('query is too old and response timeout expired or query ID is invalid');
  return true;
}

function fileOf(world: World, payload: Payload): Payload {
  const id = String(payload.file_id);
  const file = world.files.get(id);
  if (file === undefined) throw bad('wrong file_id or the file is temporarily unavailable');
  const size = file.size ?? file.bytes.byteLength;
  if (size > TOO_BIG) throw bad('file is too big');
  return { file_id: id, file_unique_id: id, file_size: size, file_path: `documents/${id}` };
}

/** What a method answers; throws `Refused`. Undefined for methods this world does not have. */
export function answer(world: World, method: string, payload: Payload): unknown {
  switch (method) {
    case 'getMe':
      return { ...ACCOUNT, can_join_groups: true, can_read_all_group_messages: true, supports_inline_queries: false };
    case 'setMyCommands':
      return true;
    case 'sendMessage':
      return send(world, payload);
    case 'editMessageText':
      return edited(world, payload, () => ({ ...textOf(payload), rows: rowsOf(payload) }));
    case 'editMessageReplyMarkup':
      return edited(world, payload, () => ({ rows: rowsOf(payload) }));
    case 'answerCallbackQuery':
      return answerTap(world, payload);
    case 'getFile':
      return fileOf(world, payload);
    default:
      return undefined;
  }
}
