/** Compiles one step as written into one the engine asks, and its variants in lists. Judges the step by itself only. */
import { alike } from './alike.ts';
import { RESERVED } from './cel-walk.ts';
import {
  compileColumns,
  compileNone,
  compileNote,
  compileOption,
  compileOptions,
  faultUpsideDown,
} from './compile-options.ts';
import type { Lexicon } from './lexicon.ts';
import { faultTextLengths } from './lint.ts';
import type { Spot } from './spot.ts';
import type { Option, RowsStep, Step, StepBase } from './step.ts';
import type { StepSource, UseSource } from './step-source.ts';

type Use = Exclude<UseSource, string>;

/** Steps that are private whatever their file says: what a group must never see or ask. */
const PRIVATE_TYPES: ReadonlySet<StepSource['type']> = new Set(['consent', 'contact', 'files', 'review']);

/** A step of the call before it is compiled. `home`: relative path of the file it stands in. */
export interface Draft {
  readonly ordinal: number;
  readonly source: StepSource;
  readonly spot: Spot;
  readonly home: string;
}

/** The step as the engine asks it. `listOptions`: the call's lists, for the list step. */
export function compileStep(draft: Draft, lexicon: Lexicon, listOptions: readonly Option[]): Step {
  const { source, spot } = draft;
  if (RESERVED.has(source.id))
    spot.at('id').fault(`"${source.id}" has a meaning in conditions already`, 'use another id');
  const step = alike(typed(source, baseOf(draft, lexicon), spot, lexicon, listOptions));
  const personal =
    source.type === 'contact' || (source.type === 'text' && (source.pattern === 'phone' || source.pattern === 'email'));
  if (personal && source.pii === undefined)
    spot.fault(`step "${source.id}" asks for personal data but has no pii`, 'add pii: {purpose: …, retention: …}');
  faultTextLengths(step, spot, spot);
  return step;
}

function baseOf({ ordinal, source, spot }: Draft, lexicon: Lexicon): StepBase {
  lexicon.citeAll(source.clauses, spot.at('clauses'));
  return {
    ordinal,
    id: source.id,
    title: lexicon.say(source.title, spot.at('title')),
    ask: lexicon.say(source.ask, spot.at('ask')),
    hint: lexicon.maybeSay(source.hint, spot.at('hint')),
    example: lexicon.maybeSay(source.example, spot.at('example')),
    aliases: source.aliases,
    clauses: source.clauses,
    when: source.when === undefined ? undefined : lexicon.condition(source.when, spot.at('when')),
    required: source.required,
    pii: source.pii && {
      purpose: lexicon.say(source.pii.purpose, spot.at('pii', 'purpose')),
      retention: lexicon.say(source.pii.retention, spot.at('pii', 'retention')),
    },
    private: source.private || source.pii !== undefined || PRIVATE_TYPES.has(source.type),
    carry: source.carry,
    field: source.field,
    revision: source.revision,
    checks: source.checks.flatMap((check, index) => {
      const here = spot.at('checks', index);
      const when = lexicon.condition(check.if, here.at('if'));
      const say = lexicon.say(check.say, here.at('say'));
      return when === undefined ? [] : [{ when, say, level: check.level, code: check.code }];
    }),
  };
}

function typed(source: StepSource, base: StepBase, spot: Spot, lexicon: Lexicon, listOptions: readonly Option[]): Step {
  switch (source.type) {
    case 'single':
      return {
        ...base,
        type: source.type,
        options: compileOptions(source.options, source.type, spot.at('options'), lexicon),
      };
    case 'review':
      return {
        ...base,
        type: source.type,
        options: compileOptions(source.options, source.type, spot.at('options'), lexicon),
      };
    case 'consent':
    case 'confirm':
      return {
        ...base,
        type: source.type,
        options: compileOptions(source.options, source.type, spot.at('options'), lexicon),
        statement: lexicon.say(source.statement, spot.at('statement')),
        version: source.version,
      };
    case 'multi': {
      const options = compileOptions(source.options, source.type, spot.at('options'), lexicon);
      faultUpsideDown(source.min, source.max, spot);
      const choosable = options.filter((option) => !option.exclusive).length;
      if (source.min > choosable)
        spot.at('min').fault(`min ${source.min} is more than the ${choosable} options that go together`);
      if ((source.max ?? 0) > options.length)
        spot.at('max').fault(`max ${source.max} is more than the ${options.length} options`);
      const note = source.note && compileNote(source.note, spot.at('note'), lexicon);
      return { ...base, type: source.type, options, min: source.min, max: source.max, note };
    }
    case 'text':
      faultUpsideDown(source.min, source.max, spot);
      return { ...base, type: source.type, min: source.min, max: source.max, pattern: source.pattern };
    case 'longtext':
      faultUpsideDown(source.min, source.max, spot);
      return { ...base, type: source.type, min: source.min, max: source.max };
    case 'number':
      faultUpsideDown(source.minimum, source.maximum, spot, ['minimum', 'maximum']);
      return {
        ...base,
        type: source.type,
        minimum: source.minimum,
        maximum: source.maximum,
        integer: source.integer,
        unit: lexicon.maybeSay(source.unit, spot.at('unit')),
      };
    case 'percent_note':
      return { ...base, type: source.type, note: compileNote(source.note, spot.at('note'), lexicon) };
    case 'date':
      faultUpsideDown(source.earliest, source.latest, spot, ['earliest', 'latest']);
      return {
        ...base,
        type: source.type,
        precision: source.precision,
        earliest: source.earliest,
        latest: source.latest,
      };
    case 'rows':
      return rowsStep(source, base, spot, lexicon);
    case 'files':
      return {
        ...base,
        type: source.type,
        max: source.max,
        maxBytes: source.max_bytes,
        accept: source.accept,
        later: compileOption(source.later, spot.at('later'), lexicon),
        done: compileOption(source.done, spot.at('done'), lexicon),
      };
    case 'contact':
      return { ...base, type: source.type };
    case 'uscc': {
      const none = source.none;
      if (none === undefined) return { ...base, type: source.type, none: undefined };
      const note = compileNote(none.note, spot.at('none', 'note'), lexicon);
      return {
        ...base,
        type: source.type,
        none: { ...compileNone({ ...none, note: undefined }, spot.at('none'), lexicon), note },
      };
    }
    case 'list':
      return {
        ...base,
        type: source.type,
        options: [...listOptions, compileOption(source.help, spot.at('help'), lexicon)],
      };
  }
}

function rowsStep(
  source: Extract<StepSource, { type: 'rows' }>,
  base: StepBase,
  spot: Spot,
  lexicon: Lexicon,
): RowsStep {
  faultUpsideDown(source.min, source.max, spot);
  return {
    ...base,
    type: source.type,
    columns: compileColumns(source, spot, lexicon),
    min: source.min,
    max: source.max,
    none: source.none && compileNone(source.none, spot.at('none'), lexicon),
    unique: source.unique,
    suggestions: suggestionsOf(source.suggestions, spot.at('suggestions'), lexicon),
  };
}

function suggestionsOf(
  sources: NonNullable<Use['suggestions']>,
  spot: Spot,
  lexicon: Lexicon,
): RowsStep['suggestions'] {
  return sources.map((source, index) => {
    if (source.clause !== undefined) lexicon.cite(source.clause, spot.at(index, 'clause'));
    return { clause: source.clause, say: lexicon.say(source.say, spot.at(index, 'say')) };
  });
}

/** The step with the words and bounds one list replaces; the ordinal stays. `spot`: the entry in the list's order. */
export function variant(step: Step, use: Use, spot: Spot, home: Spot, lexicon: Lexicon): Step {
  if (use.clauses !== undefined) lexicon.citeAll(use.clauses, spot.at('clauses'));
  const changed = alike<Step>({
    ...step,
    ask: lexicon.maybeSay(use.ask, spot.at('ask')) ?? step.ask,
    hint: lexicon.maybeSay(use.hint, spot.at('hint')) ?? step.hint,
    example: lexicon.maybeSay(use.example, spot.at('example')) ?? step.example,
    clauses: use.clauses ?? step.clauses,
    when: use.when === undefined ? step.when : lexicon.condition(use.when, spot.at('when')),
    required: use.required ?? step.required,
  });
  faultTextLengths(changed, spot, home);
  if (use.suggestions === undefined) return changed;
  if (changed.type !== 'rows') {
    spot.at('suggestions').fault(`only rows have suggestions; step "${step.id}" is ${step.type}`, 'remove them');
    return changed;
  }
  return alike({ ...changed, suggestions: suggestionsOf(use.suggestions, spot.at('suggestions'), lexicon) });
}
