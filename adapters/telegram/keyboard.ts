/**
 * Inline keyboards: made from a prompt, and read back from a message, which is where the state of a multiple choice lives
 * (so that any process can go on with it). Sends nothing.
 */
import type { Outbound, Prompt, PromptOption } from '../../src/message.ts';
import type { Deed, Press } from './press.ts';
import { decodePress, encodePress, optionNames } from './press.ts';
import { wordingFor } from './wording.ts';

/** One button, as the Bot API has it: what it carries, or where it leads. */
export type Button = {
  readonly text: string;
  readonly callback_data?: string | undefined;
  readonly url?: string | undefined;
};
export type Rows = readonly (readonly Button[])[];

/** Longest label; phones cut longer ones. */
export const LONGEST_LABEL = 28;
/** Buttons on one message (Bot API), less the one for 完成. */
export const MOST_BUTTONS = 100;
/** Labels this short stand two in a row. */
const SHORT = 10;
const NUMBERS_IN_ROW = 5;
const MARK = '✅ ';

/** The buttons of a message, and whether they bear numbers only: then the choices stand in the text. */
export interface Keyboard {
  readonly rows: Rows;
  readonly numbersOnly: boolean;
}

/** Splits into rows of so many. */
function inRows(buttons: readonly Button[], each: number): Rows {
  const rows: Button[][] = [];
  for (let i = 0; i < buttons.length; i += each) rows.push(buttons.slice(i, i + each));
  return rows;
}

function labelled({ n, label }: PromptOption): string {
  return `${n}. ${label}`;
}

/** The keyboard of a prompt; undefined when it has no options, too many, or ids that no button can carry. */
export function keyboardOf({ prompt, to }: Outbound): Keyboard | undefined {
  if (prompt === undefined || prompt.options.length === 0 || prompt.options.length >= MOST_BUTTONS) return undefined;
  const name = optionNames(prompt, to.user);
  if (name === undefined) return undefined;
  const room = LONGEST_LABEL - (prompt.multiple ? MARK.length : 0);
  const numbersOnly = prompt.options.some((option) => labelled(option).length > room);
  const deed: Deed = prompt.multiple ? 'set' : 'pick';
  const buttons = prompt.options.map((option) => ({
    text: numbersOnly ? String(option.n) : labelled(option),
    callback_data: encodePress({ deed, owner: to.user, prompt: prompt.id, option: name(option) }),
  }));
  const short = prompt.options.every((option) => labelled(option).length <= SHORT);
  const rows = inRows(buttons, numbersOnly ? NUMBERS_IN_ROW : short ? 2 : 1);
  return { rows: prompt.multiple ? [...rows, [doneButton(prompt, to.user)]] : rows, numbersOnly };
}

function doneButton(prompt: Prompt, owner: string): Button {
  const { done } = wordingFor(prompt.options.map(({ label }) => label).join(''));
  return { text: done, callback_data: encodePress({ deed: 'done', owner, prompt: prompt.id, option: '' }) };
}

function pressOf({ callback_data }: Button): Press | undefined {
  return callback_data === undefined ? undefined : decodePress(callback_data);
}

/** The keyboard with one option on or off; what is so already stays as it is. */
export function switched(rows: Rows, press: Press, on: boolean): Rows {
  return rows.map((row) =>
    row.map((button) => {
      const own = pressOf(button);
      if (own === undefined || own.deed === 'done' || own.option !== press.option) return button;
      const text = button.text.startsWith(MARK) ? button.text.slice(MARK.length) : button.text;
      return {
        text: on ? MARK + text : text,
        callback_data: encodePress({ ...own, deed: on ? 'unset' : 'set' }),
      };
    }),
  );
}

/** Options that are on, in the order shown, with the words on their buttons. */
export function chosenOn(rows: Rows): readonly { readonly option: string; readonly label: string }[] {
  return rows.flat().flatMap((button) => {
    const press = pressOf(button);
    return press?.deed === 'unset' ? [{ option: press.option, label: button.text.slice(MARK.length) }] : [];
  });
}

/** The words on the button of an option. */
export function labelOn(rows: Rows, option: string): string | undefined {
  return rows.flat().find((button) => pressOf(button)?.option === option)?.text;
}

/** Whose question a keyboard is, and which. */
export function promptOn(rows: Rows): { readonly owner: string; readonly prompt: string } | undefined {
  for (const button of rows.flat()) {
    const press = pressOf(button);
    if (press !== undefined) return { owner: press.owner, prompt: press.prompt };
  }
  return undefined;
}
