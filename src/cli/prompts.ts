/** The question of a step as the engine first puts it, and how every adapter shows it. Loads adapters; opens none. */
import type { Adapter } from '../channel.ts';
import { isShell } from '../engine/path.ts';
import { askStep } from '../engine/prompt.ts';
import type { Partial } from '../engine/value.ts';
import type { List } from '../flow/list.ts';
import type { Step } from '../flow/step.ts';
import type { Locale, Outbound } from '../message.ts';
import { PRIVATE } from '../message.ts';
import { adapterNames, loadAdapter } from './channels.ts';

/** Stands for an id of a draft and for the count behind a prompt's id: as long as they become in practice. */
const DRAFT = 'd99';
const LENGTH = 99_999;
/** A person's id as long as those of Telegram are today, whose buttons have the least room for it. */
const USER = '9999999999';

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

function isShow(value: unknown): value is Adapter['show'] {
  return typeof value === 'function';
}

/** How the adapter of that name shows messages. One that cannot be loaded is told, never thrown. */
async function lookOf(name: string): Promise<Look> {
  try {
    const { show } = await loadAdapter(name);
    return { name, show: isShow(show) ? show : undefined, why: isShow(show) ? '' : 'show' };
  } catch (error) {
    return {
      name,
      show: undefined,
      why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    };
  }
}

/** Every adapter there is, in the order of their names. The terminal is opened by a person and exports its `show` alone. */
export async function looks(): Promise<readonly Look[]> {
  return Promise.all(
    adapterNames()
      .toSorted()
      .map(async (name) => {
        if (name !== 'terminal') return lookOf(name);
        const { show } = await import('../../adapters/terminal.ts');
        return { name, show, why: '' };
      }),
  );
}
