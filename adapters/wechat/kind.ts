/** What kinds of WeChat messages mean to us. Pure; kinds are named as wechaty names them. */

/** Words to read, a file to fetch, something to refuse in words (`what`), or nothing to react to. */
export type Kind =
  | { readonly kind: 'text' }
  | { readonly kind: 'file'; readonly what: string }
  | { readonly kind: 'unsupported'; readonly what: string }
  | { readonly kind: 'silence' };

const REFUSED: Readonly<Record<string, string>> = {
  Audio: '语音',
  Video: '视频',
  Contact: '名片',
  Location: '位置',
  MiniProgram: '小程序',
  Url: '链接卡片',
  ChatHistory: '聊天记录',
};

/** @param name of the message type: `Text`, `Image`, …; what is not known is passed over */
export function kindOf(name: string): Kind {
  if (name === 'Text') return { kind: 'text' };
  if (name === 'Image') return { kind: 'file', what: '图片' };
  if (name === 'Attachment') return { kind: 'file', what: '文件' };
  const what = REFUSED[name];
  return what === undefined ? { kind: 'silence' } : { kind: 'unsupported', what };
}
