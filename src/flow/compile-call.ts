/** Compiles what a call says about itself: the organizer's facts, open questions, switches. Guesses no fact. */
import type { Ambiguity, Call, CallFile, Organizer, PolicyValue } from './call.ts';
import { compileTiming } from './compile-timing.ts';
import type { Lexicon } from './lexicon.ts';
import { faultTwice } from './lexicon.ts';
import { didYouMean } from './nearest.ts';
import type { Spot } from './spot.ts';

/** Switches by name with their values, and the few values allowed where the file says so. */
export interface Policy {
  readonly values: Readonly<Record<string, PolicyValue>>;
  readonly choices: Readonly<Record<string, readonly PolicyValue[]>>;
}

export function policyOf(file: CallFile, spot: Spot): Policy {
  const values: Record<string, PolicyValue> = {};
  const choices: Record<string, readonly PolicyValue[]> = {};
  for (const [index, ambiguity] of file.ambiguities.entries()) {
    for (const [number, one] of ambiguity.switches.entries()) {
      const here = spot.at('ambiguities', index, 'switches', number);
      if (Object.hasOwn(values, one.name)) here.at('name').fault(`the switch "${one.name}" is given twice`);
      if (one.name === 'constructor' || one.name === 'prototype')
        here.at('name').fault(`"${one.name}" cannot be a name`);
      if (one.choices !== undefined && !one.choices.includes(one.value)) {
        here
          .at('value')
          .fault(
            `the switch "${one.name}" cannot be "${String(one.value)}"`,
            didYouMean(String(one.value), one.choices.map(String)),
          );
      }
      values[one.name] = one.value;
      if (one.choices !== undefined) choices[one.name] = one.choices;
    }
  }
  return { values, choices };
}

type About = Pick<
  Call,
  | 'id'
  | 'edition'
  | 'year'
  | 'title'
  | 'locales'
  | 'timezone'
  | 'receiptPrefix'
  | 'organizer'
  | 'timing'
  | 'ambiguities'
>;

/** Everything of call.yaml but lists and switches. */
export function compileAbout(file: CallFile, spot: Spot, lexicon: Lexicon): About {
  if (!isTimezone(file.timezone))
    spot.at('timezone').fault(`unknown time zone "${file.timezone}"`, 'write one like Asia/Shanghai');
  faultTwice(
    file.locales,
    (locale) => locale,
    (index) => spot.at('locales', index),
    'language',
  );
  faultTwice(
    file.ambiguities,
    (one) => one.id,
    (index) => spot.at('ambiguities', index, 'id'),
    'ambiguity',
  );
  return {
    id: file.id,
    edition: file.edition,
    year: file.year,
    title: lexicon.say(file.title, spot.at('title')),
    locales: file.locales,
    timezone: file.timezone,
    receiptPrefix: file.receipt_prefix,
    organizer: compileOrganizer(file.organizer, spot.at('organizer'), lexicon),
    timing: compileTiming(file, spot),
    ambiguities: file.ambiguities.map((source, index): Ambiguity => {
      const here = spot.at('ambiguities', index);
      lexicon.citeAll(source.clauses, here.at('clauses'));
      for (const [number, reading] of source.readings.entries()) lexicon.say(reading, here.at('readings', number));
      return {
        id: source.id,
        clauses: source.clauses,
        question: lexicon.say(source.question, here.at('question')),
        practice: lexicon.say(source.practice, here.at('practice')),
      };
    }),
  };
}

function compileOrganizer(source: CallFile['organizer'], spot: Spot, lexicon: Lexicon): Organizer {
  const fact = (
    key: 'name' | 'contact' | 'deadline_text' | 'fee_text' | 'award_text' | 'attachments_text' | 'privacy_text',
  ) => lexicon.maybeSay(source[key], spot.at(key));
  return {
    name: fact('name'),
    contact: fact('contact'),
    deadline: source.deadline === null ? undefined : Date.parse(source.deadline),
    deadlineText: fact('deadline_text'),
    feeText: fact('fee_text'),
    awardText: fact('award_text'),
    attachmentsText: fact('attachments_text'),
    privacyText: fact('privacy_text'),
    retentionUntil: source.retention_until ?? undefined,
  };
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
