/** An answer as words for people: in acknowledgements, the preview and "current answer". Masks contacts; changes nothing. */
import type { Option, Step } from '../flow/step.ts';
import { inLocale } from '../flow/words.ts';
import type { Locale } from '../message.ts';
import { maskEmail, maskPhone } from './mask.ts';
import { dialogue } from './phrases/phrases.ts';
import type { Row, Value } from './value.ts';

function label(options: readonly Option[], id: string, locale: Locale): string {
  const option = options.find((one) => one.id === id);
  return option === undefined ? id : inLocale(option.label, locale);
}

function withNote(text: string, note: string | undefined, locale: Locale): string {
  return note === undefined || note === '' ? text : text + dialogue(locale).aside(note);
}

function rowLine(step: Step & { type: 'rows' }, row: Row, locale: Locale): string {
  let line = '';
  for (const column of step.columns) {
    const cell = row[column.id];
    if (line !== '') line += '｜';
    if (cell === null || cell === undefined || cell === '') {
      line += '—';
      continue;
    }
    const known = column.values?.find((one) => one.id === cell);
    line += known === undefined ? String(cell) : inLocale(known.label, locale);
  }
  return line;
}

function choices(step: Step, value: Value, locale: Locale): string {
  const options = 'options' in step ? step.options : [];
  if ('id' in value) return withNote(label(options, value.id, locale), value.notes?.[value.id], locale);
  if ('ids' in value) {
    const parts = value.ids.map((id) => withNote(label(options, id, locale), value.notes?.[id], locale));
    return withNote(parts.join(dialogue(locale).separator), value.note, locale);
  }
  return '';
}

/** The beginning of a long text, with its length in characters. */
function shortened(text: string, limit: number, locale: Locale): string {
  const length = /[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length;
  if (length <= limit) return text;
  const start = length === text.length ? text.slice(0, limit) : Array.from(text).slice(0, limit).join('');
  return `${start}…${dialogue(locale).characters(length)}`;
}

/** The whole answer; `limit` characters at most of a long text (then with its length). */
export function answerText(step: Step, value: Value, locale: Locale, limit = 200): string {
  const say = dialogue(locale);
  switch (step.type) {
    case 'single':
    case 'multi':
    case 'consent':
    case 'confirm':
    case 'list':
    case 'review':
      return choices(step, value, locale);
    case 'text':
    case 'longtext': {
      if (!('text' in value)) return '';
      return value.text.length <= limit ? value.text : shortened(value.text, limit, locale);
    }
    case 'number':
      return 'number' in value ? `${value.number}${step.unit === undefined ? '' : inLocale(step.unit, locale)}` : '';
    case 'percent_note':
      return 'percent' in value
        ? withNote(value.percent === null ? say.unsure : `${value.percent}%`, value.note, locale)
        : '';
    case 'date':
      return 'date' in value ? value.date : '';
    case 'rows': {
      if (!('rows' in value)) return '';
      if (value.rows.length === 0)
        return withNote(step.none === undefined ? say.none : inLocale(step.none.label, locale), value.note, locale);
      const [only] = value.rows;
      if (value.rows.length === 1 && only !== undefined) return rowLine(step, only, locale);
      let lines = '';
      for (const [i, row] of value.rows.entries()) lines += `\n  ${i + 1}) ${rowLine(step, row, locale)}`;
      return lines;
    }
    case 'files': {
      if (!('files' in value)) return '';
      const names = value.files.map((file) => file.name).join(say.separator);
      if (names === '') return say.later;
      return value.later ? names + say.aside(say.later) : names;
    }
    case 'contact':
      return 'email' in value
        ? [value.name, value.title, maskPhone(value.phone), maskEmail(value.email)]
            .filter((part) => part !== '')
            .join(' ')
        : '';
    case 'uscc':
      if ('code' in value) return value.code;
      return 'none' in value
        ? withNote(step.none === undefined ? say.none : inLocale(step.none.label, locale), value.note, locale)
        : '';
    default:
      return step satisfies never;
  }
}
