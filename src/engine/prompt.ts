/** A step as shown: its words, numbered choices and the line below them, in full or in short. Decides nothing. */
import type { Column, Note, Option, Step } from '../flow/step.ts';
import type { Words } from '../flow/words.ts';
import { inLocale } from '../flow/words.ts';
import type { Locale, Prompt, PromptOption } from '../message.ts';
import type { Standing } from './path.ts';
import { isShell } from './path.ts';
import { dialogue } from './phrases/phrases.ts';
import { countCharacters } from './read/normalise.ts';
import type { Partial } from './value.ts';

/** Option id that ends a gathering of rows. */
export const DONE = 'done';

interface Shown {
  readonly ask: string;
  readonly foot: string;
  readonly options: readonly PromptOption[];
}

const shownZh = new WeakMap<Step, Shown>();
const shownEn = new WeakMap<Step, Shown>();
const NO_OPTIONS: readonly PromptOption[] = [];

function numbered(
  options: readonly { readonly id: string; readonly label: Words }[],
  locale: Locale,
): readonly PromptOption[] {
  return options.map((option, i) => ({ n: i + 1, id: option.id, label: inLocale(option.label, locale) }));
}

function columnName(column: Column, locale: Locale): string {
  const label = inLocale(column.label, locale);
  return column.required ? label : dialogue(locale).optionalCell(label);
}

/** The step's choices before anything was gathered for it. */
function offered(step: Step): readonly { readonly id: string; readonly label: Words }[] {
  switch (step.type) {
    case 'single':
    case 'multi':
    case 'consent':
    case 'confirm':
    case 'list':
    case 'review':
      return step.options;
    case 'rows':
    case 'uscc':
      return step.none === undefined ? [] : [step.none];
    case 'files':
      return [step.later];
    case 'text':
    case 'longtext':
    case 'number':
    case 'percent_note':
    case 'date':
    case 'contact':
      return [];
    default:
      return step satisfies never;
  }
}

function howTo(step: Step, locale: Locale): string {
  const say = dialogue(locale);
  switch (step.type) {
    case 'multi':
      return say.multiFoot;
    case 'longtext':
      return say.longFoot(step.min, step.max);
    case 'rows':
      return step.columns.length === 1
        ? say.oneColumnFoot
        : say.rowsFoot(step.columns.map((column) => columnName(column, locale)).join('｜'));
    case 'files':
      return say.filesFoot(step.accept.join('/'), Math.round(step.maxBytes / (1024 * 1024)), step.max);
    default:
      return '';
  }
}

function lines(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}

/** A paragraph put above another, if there is one. */
function above(upper: string | undefined, lower: string): string {
  return upper === undefined || upper === '' ? lower : `${upper}\n${lower}`;
}

/** The words of a step that never change, made once. */
function shown(step: Step, locale: Locale): Shown {
  const table = locale === 'en' ? shownEn : shownZh;
  const known = table.get(step);
  if (known !== undefined) return known;
  const made: Shown = {
    ask: inLocale(step.ask, locale),
    foot: lines(
      step.hint === undefined ? undefined : inLocale(step.hint, locale),
      howTo(step, locale),
      ...(step.type === 'rows' ? step.suggestions.map((one) => `· ${inLocale(one.say, locale)}`) : []),
      step.required ? undefined : dialogue(locale).optionalFoot,
    ),
    options: numbered(offered(step), locale),
  };
  table.set(step, made);
  return made;
}

/** The option of a step with this id. */
export function optionOf(step: Step, id: string): Option | undefined {
  return 'options' in step ? step.options.find((option) => option.id === id) : undefined;
}

/** A prompt and the words around it; `foot` is "" where there is none. */
export interface Asking {
  readonly body: string;
  readonly foot: string;
  readonly prompt: Prompt;
}

/** What to show with the question: `full` the first time, `short` when it is only asked again. */
export type Manner = 'full' | 'short';

/**
 * The open question of a draft. `before` is a paragraph put in front (the present answer of a changed step). Where part
 * of the answer was gathered already, the prompt is about the rest of it.
 */
export function askStep(
  step: Step,
  partial: Partial | undefined,
  standing: Pick<Standing, 'number' | 'left'> & { readonly editing?: boolean },
  locale: Locale,
  id: string,
  manner: Manner,
  before?: string,
): Asking {
  const say = dialogue(locale);
  const made = shown(step, locale);
  if (partial !== undefined) {
    const rest = askRest(step, partial, locale);
    if (rest !== undefined)
      return {
        body: rest.body,
        foot: '',
        prompt: { id, step: step.id, type: rest.type, multiple: false, options: rest.options },
      };
  }
  const progress =
    standing.editing === true ? say.editing(standing.number) : say.progress(standing.number, standing.left);
  const head = isShell(step) || manner === 'short' ? '' : progress;
  return {
    body: above(head, above(before, made.ask)),
    foot: manner === 'short' && before === undefined ? '' : made.foot,
    prompt: { id, step: step.id, type: step.type, multiple: step.type === 'multi', options: made.options },
  };
}

/** The note that is owed of a partly gathered answer, if that is what is owed. */
export function owedNote(step: Step, partial: Partial | undefined): Note | undefined {
  switch (partial?.kind) {
    case 'choice':
      return optionOf(step, partial.awaiting)?.note ?? (step.type === 'multi' ? step.note : undefined);
    case 'percent':
      return step.type === 'percent_note' ? step.note : undefined;
    case 'uscc':
      return step.type === 'uscc' ? step.none?.note : undefined;
    case 'rows':
      return step.type === 'rows' && partial.none === true ? step.none?.note : undefined;
    default:
      return undefined;
  }
}

/** The prompt for what is still owed of a partly gathered answer. */
function askRest(
  step: Step,
  partial: Partial,
  locale: Locale,
): { body: string; type: string; options: readonly PromptOption[] } | undefined {
  const say = dialogue(locale);
  switch (partial.kind) {
    case 'choice': {
      const option = optionOf(step, partial.awaiting);
      const note = option?.note ?? (step.type === 'multi' ? step.note : undefined);
      const label = option === undefined ? inLocale(step.title, locale) : inLocale(option.label, locale);
      const ask =
        note?.ask === undefined ? say.owedNote(label, note?.min ?? 0, note?.max ?? 0) : inLocale(note.ask, locale);
      return { body: ask, type: 'note', options: NO_OPTIONS };
    }
    case 'percent': {
      if (step.type !== 'percent_note') return undefined;
      const ask = step.note.ask;
      return {
        body:
          ask === undefined
            ? say.owedNote(inLocale(step.title, locale), step.note.min, step.note.max)
            : inLocale(ask, locale),
        type: 'note',
        options: NO_OPTIONS,
      };
    }
    case 'uscc': {
      if (step.type !== 'uscc' || step.none === undefined) return undefined;
      const { note, label } = step.none;
      return {
        body:
          note.ask === undefined
            ? say.owedNote(inLocale(label, locale), note.min, note.max)
            : inLocale(note.ask, locale),
        type: 'note',
        options: NO_OPTIONS,
      };
    }
    case 'rows': {
      if (step.type !== 'rows') return undefined;
      if (partial.none === true) {
        const note = step.none?.note;
        if (step.none === undefined || note === undefined) return undefined;
        const ask =
          note.ask === undefined
            ? say.owedNote(inLocale(step.none.label, locale), note.min, note.max)
            : inLocale(note.ask, locale);
        return { body: ask, type: 'note', options: NO_OPTIONS };
      }
      if (partial.awaiting !== undefined) {
        const column = step.columns.find((one) => one.id === partial.awaiting);
        if (column === undefined) return undefined;
        return {
          body: say.owedCell(partial.rows.length + 1, columnName(column, locale)),
          type: 'cell',
          options: NO_OPTIONS,
        };
      }
      return {
        body: say.owedRows(partial.rows.length, 0),
        type: step.type,
        options: [{ n: 1, id: DONE, label: say.rowsDone }],
      };
    }
    case 'contact': {
      const missing = (['name', 'title', 'phone', 'email'] as const).filter(
        (field) => partial.have[field] === undefined,
      );
      return {
        body: say.owedContact(missing.map((field) => say.contactFields[field]).join(say.separator)),
        type: 'contact',
        options: NO_OPTIONS,
      };
    }
    case 'files':
      if (step.type !== 'files') return undefined;
      return {
        body: say.owedFiles(partial.files.length),
        type: step.type,
        options: numbered([step.later, step.done], locale),
      };
    case 'text': {
      if (step.type !== 'longtext') return undefined;
      let have = 0;
      for (const part of partial.parts) have += countCharacters(part);
      return {
        body: have < step.min ? say.owedText(have, step.min) : say.owedTextEnough(have, step.max),
        type: step.type,
        options: NO_OPTIONS,
      };
    }
    default:
      return partial satisfies never;
  }
}

/** A question of the machine's own with a few choices. */
export function askOwn(
  kind: string,
  step: string,
  body: string,
  choices: readonly (readonly [id: string, label: string])[],
  id: string,
): Asking {
  return {
    body,
    foot: '',
    prompt: {
      id,
      step,
      type: kind,
      multiple: false,
      options: choices.map(([option, label], i) => ({ n: i + 1, id: option, label })),
    },
  };
}
