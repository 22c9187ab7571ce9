/**
 * How a message looks on Telegram: its parts, its formatting and its buttons, all from the outbound message alone. Pure;
 * what is sent and what `check` and `preview` show is made here.
 */
import type { Shown } from '../../src/channel.ts';
import type { Outbound } from '../../src/message.ts';
import { asText } from '../../src/message.ts';
import { bytes, textParts, units } from '../../src/text-parts.ts';
import type { Rows } from './keyboard.ts';
import { keyboardOf, LONGEST_LABEL, MOST_BUTTONS } from './keyboard.ts';
import { LONGEST_PRESS } from './press.ts';
import { wordingFor } from './wording.ts';

/** Bot API: text of a message, 1-4096 characters after entities parsing. */
export const LONGEST_TEXT = 4096;
/** The commands and payload a person is sent to the private chat with. */
const DOOR = 'go';
/** Stands for the account's name while none is known (before the channel is open). */
const NO_NAME = 'telegram';

export interface Part {
  readonly plain: string;
  /** The same with formatting; undefined where there is none. */
  readonly html?: string | undefined;
}

export interface Look {
  readonly parts: readonly Part[];
  /** Below the last part. */
  readonly rows: Rows;
}

/** Escapes what Telegram's HTML would read as markup. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A part in pieces that fit: a single character may be longer than a message when marks are heaped on it. */
function cut(part: string): readonly string[] {
  if (units(part) <= LONGEST_TEXT) return [part];
  const pieces: string[] = [];
  let piece = '';
  for (const sign of part) {
    if (units(piece) + units(sign) > LONGEST_TEXT) {
      pieces.push(piece);
      piece = '';
    }
    piece += sign;
  }
  return [...pieces, piece];
}

/** The last part with its foot in italics; only where the foot was not cut in two. */
function dressed(plain: string, foot: string | undefined): Part {
  if (foot === undefined || foot.trim() === '' || !plain.endsWith(foot) || plain.length === foot.length)
    return { plain };
  const head = plain.slice(0, plain.length - foot.length);
  return { plain, html: `${escapeHtml(head)}<i>${escapeHtml(foot)}</i>` };
}

/**
 * @param account the assistant's own name on Telegram, without @
 * @param buttons false: as text alone (the platform refused the buttons)
 */
export function lookOf(outbound: Outbound, account: string | undefined, buttons = true): Look {
  const keyboard = buttons ? keyboardOf(outbound) : undefined;
  const { prompt, ...bare } = outbound;
  const text = asText(keyboard === undefined || keyboard.numbersOnly ? outbound : bare);
  const split = textParts(text, LONGEST_TEXT).flatMap(cut);
  const parts = split.map((plain, i) => (i === split.length - 1 ? dressed(plain, outbound.foot) : { plain }));
  const door =
    outbound.door === undefined || account === undefined
      ? []
      : [[{ text: wordingFor(outbound.body).goPrivate, url: `https://t.me/${account}?start=${DOOR}` }]];
  return { parts, rows: [...(keyboard?.rows ?? []), ...door] };
}

function misfitsOf({ parts, rows }: Look): readonly string[] {
  const found: string[] = [];
  for (const [i, { plain }] of parts.entries()) {
    if (units(plain) > LONGEST_TEXT)
      found.push(`part ${i + 1} has ${units(plain)} characters, ${LONGEST_TEXT} at most`);
    if (plain.trim() === '') found.push(`part ${i + 1} is empty`);
  }
  const buttons = rows.flat();
  if (buttons.length > MOST_BUTTONS) found.push(`${buttons.length} buttons, ${MOST_BUTTONS} at most`);
  for (const { text, callback_data = '' } of buttons) {
    if (text.length > LONGEST_LABEL) found.push(`the label “${text}” is longer than ${LONGEST_LABEL} characters`);
    if (bytes(callback_data) > LONGEST_PRESS)
      found.push(`the button “${text}” carries more than ${LONGEST_PRESS} bytes`);
  }
  return found;
}

/** How it looks, for people and programs that check it. */
export function show(outbound: Outbound): Shown {
  const look = lookOf(outbound, NO_NAME);
  return {
    parts: look.parts.map(({ plain }) => plain),
    buttons: look.rows.map((row) => row.map(({ text }) => text)),
    misfits: misfitsOf(look),
  };
}
