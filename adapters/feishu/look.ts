/**
 * How a message looks on Feishu: which cards and texts it becomes, each within the platform's limits, and the words it
 * falls back to. Pure: sends nothing.
 */
import type { Shown } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import { asText } from '../../src/message.ts';
import { bytes, textParts } from '../../src/text-parts.ts';
import type { Card } from './card.ts';
import {
  BUTTON_LIMIT,
  buttonLabel,
  doneLabel,
  doorCard,
  doorLabel,
  isRead,
  questionCard,
  questionWords,
  readCard,
} from './card.ts';

/** One message of the platform. `instead`: what a refused card becomes. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'card'; readonly card: Card; readonly instead: readonly string[] };

export interface Setting {
  /** The way to the private chat, where it is known. */
  readonly door?: string | undefined;
  /** The person to name in a group. */
  readonly mention?: string | undefined;
}

/** A card may have 30 KB (https://open.feishu.cn/document/server-docs/im-v1/message/create); some room is left. */
const CARD_BYTES = 28_000;
/** A request with a text may have 150 KB. */
const TEXT_BYTES = 120_000;
/** Room for the words of a question above its choices when they do not fit one card together. */
const HEAD_BYTES = 12_000;

/**
 * Words that Feishu shows as they are: in a text message `<at …>` and other tags are carried out, so no tag is left one.
 */
export function harmless(text: string): string {
  return text.replace(/<(?=[/!a-z])/giu, '＜').replaceAll('](', '] (');
}

/** As they count in a request: JSON within JSON. */
const weight = (text: string): number => bytes(JSON.stringify(JSON.stringify({ text })));
const fits = (card: Card): boolean => bytes(JSON.stringify(card)) <= CARD_BYTES;

function inWords(outbound: Outbound, setting: Setting): readonly string[] {
  const door = outbound.door === 'private' && setting.door !== undefined ? `\n${setting.door}` : '';
  const parts = textParts(`${harmless(asText(outbound))}${door}`, TEXT_BYTES, weight);
  const { mention } = setting;
  return mention === undefined
    ? parts
    : parts.map((part, i) => (i === 0 ? `<at user_id="${mention}"></at> ${part}` : part));
}

function cardFor(outbound: Outbound, setting: Setting): Card | undefined {
  const { prompt } = outbound;
  if (prompt !== undefined && prompt.options.length > 0) {
    return prompt.options.length > BUTTON_LIMIT ? undefined : questionCard(outbound, prompt, setting.mention);
  }
  if (outbound.door === 'private' && setting.door !== undefined)
    return doorCard(outbound, setting.door, setting.mention);
  return isRead(outbound.kind) ? readCard(outbound, setting.mention) : undefined;
}

const texts = (parts: readonly string[]): readonly Piece[] => parts.map((text) => ({ kind: 'text', text }));

/** What is sent for a message, in order; choices are on the last piece. */
export function look(outbound: Outbound, setting: Setting): readonly Piece[] {
  const instead = inWords(outbound, setting);
  const card = cardFor(outbound, setting);
  if (card === undefined) return texts(instead);
  if (fits(card)) return [{ kind: 'card', card, instead }];
  const parts = textParts(outbound.body, HEAD_BYTES, weight);
  const last: Outbound = { ...outbound, body: parts.at(-1) ?? '' };
  const lastCard = cardFor(last, { ...setting, mention: undefined });
  if (outbound.prompt === undefined || lastCard === undefined || !fits(lastCard)) return texts(instead);
  const head: Outbound = { ...outbound, body: outbound.body.slice(0, outbound.body.lastIndexOf(last.body)).trimEnd() };
  const before = inWords({ ...head, prompt: undefined, foot: undefined }, setting);
  return [...texts(before), { kind: 'card', card: lastCard, instead: inWords(last, {}) }];
}

/** As `look`, for people to read: without the links and ids that only an open channel knows. */
export function show(outbound: Outbound): Shown {
  const pieces = look(outbound, outbound.door === undefined ? {} : { door: 'https://applink.feishu.cn/' });
  const { prompt, foot } = outbound;
  const isCard = pieces.at(-1)?.kind === 'card';
  const below = foot === undefined || foot === '' ? '' : `\n${foot}`;
  const parts = pieces.map((piece, i) => {
    if (piece.kind === 'text') return piece.text;
    const body = i === 0 ? outbound.body : (textParts(outbound.body, HEAD_BYTES, weight).at(-1) ?? '');
    return `${questionWords({ ...outbound, body })}${below}`;
  });
  const checks = prompt?.options.map(({ n, label }) => [`☐ ${n}. ${label}`]) ?? [];
  let buttons: readonly (readonly string[])[] = [];
  if (isCard && prompt !== undefined && prompt.options.length > 0) {
    buttons = prompt.multiple
      ? [...checks, [doneLabel(outbound.body)]]
      : prompt.options.map((option) => [buttonLabel(option)]);
  } else if (isCard && outbound.door === 'private') buttons = [[doorLabel(outbound.body)]];
  return { parts, buttons, misfits: outbound.body.trim() === '' ? ['a message without words is refused'] : [] };
}
