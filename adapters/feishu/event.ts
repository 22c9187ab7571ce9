/**
 * The events of Feishu as they arrive, and what they say. Pure: a message becomes words, a file, something unsupported,
 * or nothing; a tap becomes choices. Trusts nothing about their shape.
 */
import { z } from 'zod';
import type { Tap } from './card.ts';
import { checkName, tapSchema } from './card.ts';

const mention = z.object({
  key: z.string(),
  name: z.string().default(''),
  id: z.object({ open_id: z.string().nullish() }),
});

export const messageEvent = z.object({
  sender: z.object({ sender_id: z.object({ open_id: z.string().min(1) }), sender_type: z.string() }),
  message: z.object({
    message_id: z.string().min(1),
    chat_id: z.string().min(1),
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string().default(''),
    create_time: z.coerce.number().optional(),
    parent_id: z.string().optional(),
    root_id: z.string().optional(),
    mentions: z.array(mention).nullish(),
  }),
});
export type MessageEvent = z.infer<typeof messageEvent>;

export const tapEvent = z.object({
  event_id: z.string().min(1),
  operator: z.object({ open_id: z.string().min(1) }),
  action: z.object({
    value: z.unknown(),
    form_value: z.record(z.string(), z.unknown()).nullish(),
  }),
});
export type TapEvent = z.infer<typeof tapEvent>;

export const menuEvent = z.object({
  event_id: z.string().min(1),
  event_key: z.string(),
  operator: z.object({ operator_id: z.object({ open_id: z.string().min(1) }) }),
});

/** What a message says. */
export type Said =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'resource'; readonly type: 'file' | 'image'; readonly key: string; readonly name: string }
  | { readonly kind: 'unsupported'; readonly what: string };

/** Kinds of message nobody can work with, by the name people know them by. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  sticker: '表情包',
  audio: '语音',
  media: '视频',
  video: '视频',
  location: '位置',
  share_chat: '群名片',
  share_user: '个人名片',
  interactive: '卡片',
  merge_forward: '合并转发的消息',
  folder: '文件夹',
  hongbao: '红包',
  todo: '任务',
  vote: '投票',
  calendar: '日程',
  share_calendar_event: '日程',
  general_calendar: '日程',
  video_chat: '视频会议',
};
/** What Feishu itself says in a chat (somebody joined, the name changed). */
const SILENT: readonly string[] = ['system'];

/** Commands as words the machine knows. */
const COMMANDS: ReadonlyMap<string, string> = new Map([
  ['start', '继续'],
  ['go', '继续'],
  ['continue', '继续'],
  ['resume', '继续'],
  ['help', '帮助'],
  ['progress', '进度'],
  ['preview', '预览'],
  ['back', '上一步'],
  ['save', '存草稿'],
  ['human', '转人工'],
  ['language', '语言'],
]);
/** A code to go on with, as it stands in a link. */
const CODE = /^\/start\s+code-(\S+)$/iu;

/** Words for an entry of the menu under the chat; one that is none of ours is said as it is. */
export const menuWords = (key: string): string => COMMANDS.get(key.trim().toLowerCase()) ?? key;

/** Words for a command typed with a stroke; anything else may be an answer and stays as it is. */
function commandWords(text: string): string {
  const typed = text.trim();
  const code = CODE.exec(typed)?.[1];
  if (code !== undefined) return `继续 ${code}`;
  return typed.startsWith('/') ? (COMMANDS.get(typed.slice(1).toLowerCase()) ?? text) : text;
}

const textContent = z.object({ text: z.string() });
const fileContent = z.object({ file_key: z.string().min(1), file_name: z.string().default('') });
const imageContent = z.object({ image_key: z.string().min(1) });
const node = z.looseObject({
  tag: z.string(),
  text: z.string().optional(),
  href: z.string().optional(),
  user_id: z.string().optional(),
});
const postContent = z.object({ title: z.string().default(''), content: z.array(z.array(node)) });
/** As sent, a post may stand under its language. */
const translatedPost = z.record(z.string(), postContent);

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function postWords(content: unknown): string | undefined {
  const post = postContent.safeParse(content).data ?? Object.values(translatedPost.safeParse(content).data ?? {})[0];
  if (post === undefined) return undefined;
  const lines = post.content.map((line) =>
    line
      .map((part) => {
        if (part.tag === 'at') return part.user_id ?? '';
        if (part.tag === 'a' && part.href !== undefined) {
          return part.text === undefined || part.text === part.href ? part.href : `${part.text} ${part.href}`;
        }
        return part.text ?? '';
      })
      .join(''),
  );
  return [post.title, ...lines].join('\n').trim();
}

/** Takes our own name out of the words and puts the names of others in; `@all` names nobody. */
function withNames(text: string, mentions: MessageEvent['message']['mentions'], own: string): string {
  return text
    .replace(/@_all/gu, '@所有人')
    .replace(/@_user_\d+/gu, (key) => {
      const named = mentions?.find((one) => one.key === key);
      if (named === undefined) return '';
      return named.id.open_id === own ? '' : `@${named.name}`;
    })
    .replace(/[ \u00A0]{2,}/gu, ' ')
    .trim();
}

/** What a message says; undefined when it is not for anybody to answer. */
export function saidIn({ message, sender }: MessageEvent, own: string): Said | undefined {
  const { message_type: type, mentions } = message;
  // Other assistants of the group: answering them could go on for ever.
  if (sender.sender_type !== 'user' || SILENT.includes(type)) return undefined;
  const content = parsed(message.content);
  const unsupported: Said = { kind: 'unsupported', what: UNSUPPORTED[type] ?? '这种消息' };
  switch (type) {
    case 'text': {
      const text = textContent.safeParse(content).data?.text;
      if (text === undefined) return unsupported;
      return { kind: 'text', text: commandWords(withNames(text, mentions, own)) };
    }
    case 'post': {
      const text = postWords(content);
      if (text === undefined) return unsupported;
      if (text === '') return { kind: 'unsupported', what: '图文消息里的图片' };
      return { kind: 'text', text: commandWords(withNames(text, mentions, own)) };
    }
    case 'file': {
      const file = fileContent.safeParse(content).data;
      return file === undefined
        ? unsupported
        : { kind: 'resource', type: 'file', key: file.file_key, name: file.file_name };
    }
    case 'image': {
      const image = imageContent.safeParse(content).data;
      return image === undefined ? unsupported : { kind: 'resource', type: 'image', key: image.image_key, name: '' };
    }
    default:
      return unsupported;
  }
}

export const isMentioned = ({ message }: MessageEvent, own: string): boolean =>
  message.mentions?.some(({ id }) => id.open_id === own) ?? false;

/** A tap on a card of ours, with what was chosen; undefined for other cards. */
export function chosenIn({ action }: TapEvent): { readonly tap: Tap; readonly options: readonly number[] } | undefined {
  const tap = tapSchema.safeParse(action.value).data;
  if (tap === undefined) return undefined;
  const form = action.form_value;
  const places = tap.o.map((_, i) => i);
  // Without a form it is a button, and its one option is the choice.
  if (form === undefined || form === null) return tap.o.length === 1 ? { tap, options: places } : undefined;
  return { tap, options: places.filter((i) => form[checkName(i + 1)] === true) };
}
