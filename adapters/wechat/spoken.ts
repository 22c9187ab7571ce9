/**
 * What a person meant by a text in WeChat: mentions of the assistant and quotations taken off, and whether it was spoken
 * to. Pure; knows no SDK.
 */

/** A text as it came, and what is known about it. */
export interface Said {
  readonly text: string;
  readonly group: boolean;
  /** The platform says that we were mentioned. */
  readonly mentioned: boolean;
  /** Every name we go by there: in the group, of the account, of the settings. */
  readonly names: readonly string[];
}

export interface Spoken {
  readonly text: string;
  readonly addressed: boolean;
}

/** WeChat writes a quotation as 「name：words」, a line of dashes, and the answer below it. */
const QUOTATION = /^「([^：:\n]{1,64})[：:][\s\S]*?」[^\S\n]*\n[^\S\n]*(?:[-—–]\s?){5,}\n([\s\S]*)$/u;

/** Some puppets fill no list of mentions, so that a name behind @ counts too. */
export function readSaid(said: Said): Spoken {
  const quotation = QUOTATION.exec(said.text);
  const quoted = quotation?.[1]?.trim();
  const names = [...new Set(said.names.map((name) => name.trim()).filter((name) => name !== ''))];
  const { text, found } = withoutMentions(quotation?.[2] ?? said.text, names);
  const addressed = !said.group || said.mentioned || found || (quoted !== undefined && names.includes(quoted));
  return { text, addressed };
}

/** The text without "@name" of any of the names, and whether there was one. */
function withoutMentions(text: string, names: readonly string[]): { readonly text: string; readonly found: boolean } {
  if (names.length === 0) return { text: text.trim(), found: false };
  // The longest first: a name may begin with another.
  const either = names.toSorted((one, other) => other.length - one.length).map(escaped);
  // WeChat ends a mention with U+2005; typed by hand it ends with a space, a mark or the text.
  const mention = new RegExp(
    `[@＠](?:${either.join('|')})(?:[\\u2005\\s]+|(?=[，,。：:、！!？?])[，,：:、]?\\s*|$)`,
    'gu',
  );
  const rest = text.replaceAll(mention, ' ');
  return { text: rest.trim(), found: rest !== text };
}

function escaped(name: string): string {
  return name.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
