/**
 * What a button of a question carries: whose it is, which prompt, which option, and what a tap does. At most 64 bytes,
 * never a label; what cannot be carried is not made a button.
 */
import type { Prompt, PromptOption } from '../../src/message.ts';
import { bytes } from '../../src/text-parts.ts';

/** `pick`: the answer · `set`/`unset`: one of several, on or off · `done`: those that are on are the answer. */
export type Deed = 'pick' | 'set' | 'unset' | 'done';

export interface Press {
  readonly deed: Deed;
  /** The person who was asked (`Outbound.to.user`). */
  readonly owner: string;
  readonly prompt: string;
  /** An option's id, or `#` and its number where ids are too long; "" for `done`. */
  readonly option: string;
}

/** Bot API: callback_data, 1-64 bytes. */
export const LONGEST_PRESS = 64;

const CODES: Readonly<Record<Deed, string>> = { pick: 'p', set: 's', unset: 'u', done: 'd' };
const DEEDS = new Map(Object.entries(CODES).map(([deed, code]) => [code, deed as Deed]));
const SEPARATOR = ':';

/** Telegram's user ids are whole numbers; written short. */
function shortOwner(user: string): string {
  return /^\d{1,16}$/u.test(user) ? Number(user).toString(36) : `~${user}`;
}

function longOwner(written: string): string {
  return written.startsWith('~') ? written.slice(1) : String(Number.parseInt(written, 36));
}

/** The press as callback data. */
export function encodePress({ deed, owner, prompt, option }: Press): string {
  return [CODES[deed], shortOwner(owner), prompt, option].join(SEPARATOR);
}

/** Reads callback data; undefined when it is none of ours. */
export function decodePress(written: string): Press | undefined {
  const [code = '', owner = '', prompt = '', ...rest] = written.split(SEPARATOR);
  const deed = DEEDS.get(code);
  if (deed === undefined || owner === '' || prompt === '' || rest.length === 0) return undefined;
  return { deed, owner: longOwner(owner), prompt, option: rest.join(SEPARATOR) };
}

/**
 * How each option of a prompt is named in callback data: by its id, or all by their numbers when one id is too long.
 * Undefined when even numbers do not fit: the prompt goes without buttons.
 */
export function optionNames(prompt: Prompt, owner: string): ((option: PromptOption) => string) | undefined {
  if (prompt.id.includes(SEPARATOR)) return undefined;
  const fits = (name: (option: PromptOption) => string): boolean =>
    prompt.options.every(
      (option) =>
        bytes(encodePress({ deed: 'unset', owner, prompt: prompt.id, option: name(option) })) <= LONGEST_PRESS,
    );
  const byId = (option: PromptOption): string => option.id;
  const byNumber = ({ n }: PromptOption): string => `#${n}`;
  if (prompt.options.every(({ id }) => !id.startsWith('#')) && fits(byId)) return byId;
  return fits(byNumber) ? byNumber : undefined;
}
