/**
 * What is said, both ways: an Inbound from a platform, an Outbound to one, and the Prompt (a step as shown) between
 * them. Knows no platform, no flow and no session; the numbered text here is the base case every channel can show.
 */

/** Languages the machine speaks. Chinese is the default; clause quotations always stay in the language of the rules. */
export type Locale = 'zh-CN' | 'en';

/** A file already received and stored by content; the engine never sees bytes. `size` in bytes. */
export interface FileRef {
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly sha256: string;
  /** Opaque key in the file storage. */
  readonly key: string;
}

/** What an applicant sent: words, taps on the choices of a prompt, one file, or something this channel cannot read. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choose'; readonly options: readonly string[] }
  | { readonly kind: 'file'; readonly file: FileRef }
  | { readonly kind: 'unsupported'; readonly what: string };

/** The name of a one-to-one chat; any other chat name is a group. */
export const PRIVATE = 'private';

/** One message from an applicant, as every adapter hands it over. */
export interface Inbound {
  readonly channel: string;
  /** The platform's id of this delivery: the dedupe id, unique within the channel. */
  readonly id: string;
  readonly user: string;
  /** `PRIVATE` or the group's id. */
  readonly chat: string;
  /** In a group: was the assistant mentioned, replied to or commanded? Always true in private. */
  readonly addressed: boolean;
  /** Milliseconds since 1970, the platform's clock (or the test's). */
  readonly at: number;
  /** The prompt this message answers, when the platform says so (a button, a quotation). */
  readonly prompt?: string | undefined;
  readonly content: Content;
}

export interface PromptOption {
  /** The number printed before it, from 1. */
  readonly n: number;
  readonly id: string;
  readonly label: string;
}

/** A step as shown: enough for a channel to draw buttons or a card, and for a program to answer. */
export interface Prompt {
  /** Unique for one asking of one question; a tap on an older prompt never answers the present one. */
  readonly id: string;
  readonly step: string;
  /** Step type (`single`, `multi`, `text`, …), or `ways`, `doubt`, `confirm` for the machine's own questions. */
  readonly type: string;
  /** May several options be chosen at once? */
  readonly multiple: boolean;
  readonly options: readonly PromptOption[];
}

export type OutboundKind = 'question' | 'rejection' | 'notice' | 'finding' | 'faq' | 'preview' | 'receipt';

/** One message to an applicant. `id` is derived (`session:length:index`), so a resend is recognisable. */
export interface Outbound {
  readonly id: string;
  /** Id of the inbound message it replies to. */
  readonly re: string;
  readonly to: { readonly channel: string; readonly user: string; readonly chat: string };
  readonly kind: OutboundKind;
  /** The words without the numbered choices. */
  readonly body: string;
  /** A last line below the choices, such as a hint. */
  readonly foot?: string | undefined;
  readonly prompt?: Prompt | undefined;
  /** The person is asked to go on in private: a channel adds the way there (a link, a button). */
  readonly door?: 'private' | undefined;
  /** Set on a receipt: the id of the submission it acknowledges. */
  readonly submission?: string | undefined;
}

/**
 * The message as a person sees it where there are no buttons: body, one numbered line a choice, foot.
 * Every channel can show this; answering with the number always works.
 */
export function asText(outbound: Outbound): string {
  let text = outbound.body;
  if (outbound.prompt !== undefined) {
    for (const option of outbound.prompt.options) text += `\n${option.n}. ${option.label}`;
  }
  return outbound.foot === undefined || outbound.foot === '' ? text : `${text}\n${outbound.foot}`;
}
