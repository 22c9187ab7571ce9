/**
 * How a message looks in WeChat: plain text with numbered choices, three messages at most; a longer one becomes a file
 * with its whole text and a short message. Pure; sends nothing.
 */
import type { Shown } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import { asText, PRIVATE } from '../../src/message.ts';
import { textParts } from '../../src/text-parts.ts';

/** WeChat is said to take about 2,000 characters; room is left for the mention before an answer in a group. */
export const TEXT_LIMIT = 1_800;
export const MOST_PARTS = 3;
/** How much of a text that became a file is still shown, characters. */
const HEAD = 700;
/** How a file is marked where only text can be shown. */
const FILE_NAME = { zh: '全文.txt', en: 'full-text.txt' };

export interface Look {
  readonly parts: readonly string[];
  /** Goes before the parts. */
  readonly file?: { readonly name: string; readonly text: string } | undefined;
}

/** Is the person one the account can write to in private? */
export type Friend = boolean;

function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

/** The line that goes to a friend in private, so that they have a chat to answer in. */
export function doorLine(outbound: Outbound): string {
  return isChinese(outbound.body)
    ? '我们在这里接着填：请在这个私聊里回复“继续”。'
    : 'Let us go on here: please answer "continue" in this chat.';
}

/** What is added in the group when a person is sent to the private chat. */
function wayThere(outbound: Outbound, friend: Friend): string {
  if (isChinese(outbound.body)) {
    return friend
      ? '我已经私聊您了，在那里回复“继续”就接着填。'
      : '还不是好友？点我的头像，选“添加到通讯录”，通过后会自动发来问题。';
  }
  return friend
    ? 'I have just written to you in private: answer "continue" there.'
    : 'Not a contact yet? Tap my picture, choose "Add to Contacts", and the question comes by itself.';
}

/** The messages an outbound becomes. */
export function lookOf(outbound: Outbound, friend: Friend): Look {
  const door = outbound.door === 'private' && outbound.to.chat !== PRIVATE;
  const whole = door ? `${asText(outbound)}\n${wayThere(outbound, friend)}` : asText(outbound);
  const parts = textParts(whole, TEXT_LIMIT);
  if (parts.length <= MOST_PARTS) return { parts };
  const chinese = isChinese(outbound.body);
  const [head = ''] = textParts(outbound.body, HEAD);
  const rest = chinese
    ? `……\n（全文 ${outbound.body.length} 字，见上面的文件。）`
    : `…\n(All ${outbound.body.length} characters are in the file above.)`;
  return {
    parts: textParts(asText({ ...outbound, body: `${head}${rest}` }), TEXT_LIMIT),
    file: { name: chinese ? FILE_NAME.zh : FILE_NAME.en, text: whole },
  };
}

/** As the adapter shows it: for a stranger, who gets the longest text. */
export function show(outbound: Outbound): Shown {
  const look = lookOf(outbound, false);
  const file = look.file === undefined ? [] : [`[${look.file.name}]\n${look.file.text}`];
  const misfits =
    look.parts.length > MOST_PARTS
      ? [`the choices alone take ${look.parts.length} messages; WeChat gets ${MOST_PARTS} at most`]
      : [];
  return { parts: [...file, ...look.parts], buttons: [], misfits };
}
