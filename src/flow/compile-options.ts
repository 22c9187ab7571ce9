/** Compiles what a step offers: options, notes, columns, "none". Judges names and bounds; knows no routes. */
import type { z } from 'zod';
import type { Lexicon } from './lexicon.ts';
import { faultAmbiguous, faultTwice, namesOf } from './lexicon.ts';
import { didYouMean } from './nearest.ts';
import type { Spot } from './spot.ts';
import type { Column, NoneOption, Note, Option } from './step.ts';
import type { noteSchema, OptionSource, StepSource } from './step-source.ts';
import type { WordsSource } from './words.ts';

type RowsSource = Extract<StepSource, { type: 'rows' }>;

/** Faults a range that no value can fit. */
export function faultUpsideDown(
  min: number | string | undefined,
  max: number | string | undefined,
  spot: Spot,
  names = ['min', 'max'],
): void {
  if (min === undefined || max === undefined || min <= max) return;
  spot.at(names[0] ?? '').fault(`${names[0]} ${min} is more than ${names[1]} ${max}`, 'swap them');
}

export function compileNote(source: z.infer<typeof noteSchema>, spot: Spot, lexicon: Lexicon): Note {
  faultUpsideDown(source.min, source.max, spot);
  return {
    min: source.min,
    max: source.max,
    ask: lexicon.maybeSay(source.ask, spot.at('ask')),
    example: lexicon.maybeSay(source.example, spot.at('example')),
  };
}

export function compileOption(source: OptionSource, spot: Spot, lexicon: Lexicon): Option {
  if (source.clause !== undefined) lexicon.cite(source.clause, spot.at('clause'));
  return {
    id: source.id,
    label: lexicon.say(source.label, spot.at('label')),
    clause: source.clause,
    aliases: source.aliases,
    exclusive: source.exclusive,
    note: source.note && compileNote(source.note, spot.at('note'), lexicon),
    hint: lexicon.maybeSay(source.hint, spot.at('hint')),
  };
}

/** Options the machine itself knows by id, where a step type has such. */
const FIXED: Readonly<Partial<Record<StepSource['type'], readonly string[]>>> = {
  consent: ['agree', 'read', 'decline'],
  confirm: ['yes', 'no'],
  review: ['submit', 'edit', 'save'],
};

/** The options of a step of type `type`, standing at `spot`. */
export function compileOptions(
  sources: readonly OptionSource[],
  type: StepSource['type'],
  spot: Spot,
  lexicon: Lexicon,
): Option[] {
  const options = sources.map((source, index) => compileOption(source, spot.at(index), lexicon));
  faultTwice(
    options,
    (option) => option.id,
    (index) => spot.at(index, 'id'),
    'option',
  );
  faultAmbiguous(
    options.map((option, index) => ({
      id: option.id,
      names: namesOf(option.label, 'label', option.aliases, spot.at(index)),
    })),
    'option',
  );
  const fixed = FIXED[type];
  if (fixed !== undefined) {
    for (const [index, { id }] of options.entries()) {
      if (!fixed.includes(id))
        spot.at(index, 'id').fault(`a ${type} step has no option "${id}"`, didYouMean(id, fixed));
    }
    for (const id of fixed)
      if (!options.some((option) => option.id === id)) spot.fault(`a ${type} step needs the option "${id}"`);
  }
  for (const [index, option] of options.entries()) {
    if (option.exclusive && type !== 'multi')
      spot.at(index, 'exclusive').fault('exclusive means something only where several may be chosen', 'remove it');
  }
  if (options.every((option) => option.exclusive)) spot.fault('every option is exclusive', 'make the step single');
  return options;
}

/** "None" of a step; its names must differ from nothing else, for it stands alone. */
export function compileNone(
  source: {
    readonly id: string;
    readonly label: WordsSource;
    readonly aliases: readonly string[];
    readonly note?: z.infer<typeof noteSchema> | undefined;
  },
  spot: Spot,
  lexicon: Lexicon,
): NoneOption {
  return {
    id: source.id,
    label: lexicon.say(source.label, spot.at('label')),
    aliases: source.aliases,
    note: source.note && compileNote(source.note, spot.at('note'), lexicon),
  };
}

export function compileColumns(step: RowsSource, spot: Spot, lexicon: Lexicon): Column[] {
  const at = spot.at('columns');
  const columns = step.columns.map((source, index): Column => {
    const here = at.at(index);
    faultUpsideDown(source.min, source.max, here);
    if (source.id === 'constructor' || source.id === 'prototype')
      here.at('id').fault(`"${source.id}" cannot be a name`);
    if (source.values !== undefined && source.type !== 'text')
      here.at('values').fault('only text columns have values', 'remove the type');
    return {
      id: source.id,
      label: lexicon.say(source.label, here.at('label')),
      type: source.type,
      required: source.required,
      min: source.min,
      max: source.max,
      aliases: source.aliases,
      values: compileValues(source.values, here.at('values'), lexicon),
      example: lexicon.maybeSay(source.example, here.at('example')),
    };
  });
  faultTwice(
    columns,
    (column) => column.id,
    (index) => at.at(index, 'id'),
    'column',
  );
  faultAmbiguous(
    columns.map((column, index) => ({
      id: column.id,
      names: namesOf(column.label, 'label', column.aliases, at.at(index)),
    })),
    'column',
  );
  if (step.unique !== undefined && !columns.some((column) => column.id === step.unique)) {
    spot.at('unique').fault(
      `unknown column "${step.unique}"`,
      didYouMean(
        step.unique,
        columns.map((column) => column.id),
      ),
    );
  }
  return columns;
}

function compileValues(
  sources: RowsSource['columns'][number]['values'],
  spot: Spot,
  lexicon: Lexicon,
): Column['values'] {
  const values = sources?.map((source, index) => ({
    id: source.id,
    label: lexicon.say(source.label, spot.at(index, 'label')),
    aliases: source.aliases,
  }));
  if (values === undefined) return undefined;
  faultTwice(
    values,
    (value) => value.id,
    (index) => spot.at(index, 'id'),
    'value',
  );
  faultAmbiguous(
    values.map((value, index) => ({
      id: value.id,
      names: namesOf(value.label, 'label', value.aliases, spot.at(index)),
    })),
    'value',
  );
  return values;
}
