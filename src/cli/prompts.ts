/** The question of a step as the engine first puts it, and how every adapter shows it. Loads adapters; opens none. */
import { join, sep } from 'node:path';
import type { Adapter } from '../channel.ts';
import { isShell } from '../engine/path.ts';
import { askStep } from '../engine/prompt.ts';
import type { Partial } from '../engine/value.ts';
import type { List } from '../flow/list.ts';
import type { Step } from '../flow/step.ts';
import type { Locale, Outbound } from '../message.ts';
import { PRIVATE } from '../message.ts';
import { adapterNames, adaptersFolder, loadShow } from './channels.ts';

/** Stands for an id of a draft and for the count behind a prompt's id: as long as they become in practice. */
const DRAFT = 'd99';
const LENGTH = 99_999;
/** A person's id as long as those of Telegram are today, whose buttons have the least room for it. */
const USER = '9999999999';

/** A message as to somebody with long ids, late in a long conversation. */
export function atItsLongest(outbound: Outbound): Outbound {
  const { prompt, to } = outbound;
  const id = prompt?.id.replace(/^d\d+\./u, `${DRAFT}.`).replace(/\.\d+$/u, `.${LENGTH}`) ?? '';
  return { ...outbound, to: { ...to, user: USER }, prompt: prompt === undefined ? undefined : { ...prompt, id } };
}

/** How one adapter shows a message; `undefined` stands for one that cannot be loaded, with the reason. */
export interface Look {
  readonly name: string;
  readonly show: Adapter['show'] | undefined;
  /** Why there is no `show`; "" where there is one. */
  readonly why: string;
}

/** What may still be owed of an answer to this step, as far as it makes another question. */
function owedOf(step: Step): readonly Partial[] {
  switch (step.type) {
    case 'single':
    case 'multi':
    case 'consent':
    case 'confirm':
    case 'list':
    case 'review': {
      const noted = step.options.filter((option) => option.note !== undefined).map((option) => option.id);
      const own = step.type === 'multi' && step.note !== undefined ? [''] : [];
      return [...noted, ...own].map((awaiting) => ({ kind: 'choice', ids: [], notes: {}, awaiting }));
    }
    case 'rows':
      return [
        { kind: 'rows', rows: [] },
        { kind: 'rows', rows: [], none: true },
        ...step.columns.map((column) => ({ kind: 'rows', rows: [], awaiting: column.id }) as const),
      ];
    case 'uscc':
      return [{ kind: 'uscc' }];
    case 'files':
      return [{ kind: 'files', files: [] }];
    case 'percent_note':
      return [{ kind: 'percent', percent: null }];
    case 'longtext':
      return [{ kind: 'text', parts: [] }];
    case 'contact':
      return [{ kind: 'contact', have: {} }];
    case 'text':
    case 'number':
    case 'date':
      return [];
    default:
      return step satisfies never;
  }
}

function put(list: List, step: Step, partial: Partial | undefined, locale: Locale): Outbound {
  const counted = list.route.filter((one) => !isShell(one));
  const at = counted.indexOf(step);
  const standing = { number: at + 1, left: counted.length - at - 1 };
  const id = `${DRAFT}.${step.id}.${LENGTH}`;
  const { body, foot, prompt } = askStep(step, partial, standing, locale, id, 'full');
  return {
    id: `preview:${step.id}`,
    re: 'preview',
    to: { channel: 'preview', user: USER, chat: PRIVATE },
    kind: 'question',
    body,
    foot: foot === '' ? undefined : foot,
    prompt,
  };
}

/** The question of a step put for the first time on its list, to somebody in private who answered nothing yet. */
export function questionOf(list: List, step: Step, locale: Locale): Outbound {
  return put(list, step, undefined, locale);
}

/** The question of a step, and every question about what is still owed of a partly given answer. */
export function questionsOf(list: List, step: Step, locale: Locale): readonly Outbound[] {
  return [undefined, ...owedOf(step)].map((partial) => put(list, step, partial, locale));
}

/** Why a file could not be loaded, in one line, without the folder of this installation. */
function reasonOf(error: unknown, folder: string): string {
  const said = error instanceof Error ? error.message : String(error);
  const [line = ''] = said.split('\n');
  return line.replaceAll(join(folder, '..', sep), '');
}

/** How the adapter of that name shows messages. One that cannot be loaded is told, never thrown. */
async function lookOf(name: string, folder: string): Promise<Look> {
  try {
    return { name, show: await loadShow(name, folder), why: '' };
  } catch (error) {
    return { name, show: undefined, why: reasonOf(error, folder) };
  }
}

/** Every adapter there is in `folder`, in the order of their names; those that cannot be loaded too, each with the reason. */
export async function looks(folder = adaptersFolder()): Promise<readonly Look[]> {
  return Promise.all(
    adapterNames(folder)
      .toSorted()
      .map((name) => lookOf(name, folder)),
  );
}
