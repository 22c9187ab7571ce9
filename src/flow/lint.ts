/** Static checks beyond shape and meaning: texts too long for chats, clauses nothing uses. Walks no answers. */
import type { Locale } from '../message.ts';
import type { Lexicon } from './lexicon.ts';
import type { Spot } from './spot.ts';
import type { Step } from './step.ts';
import type { Words } from './words.ts';
import { inLocale } from './words.ts';

/** Longest texts in characters. English says the same in two to three times as many. */
const LONGEST_ASK: Readonly<Record<Locale, number>> = { 'zh-CN': 120, en: 300 };
const LONGEST_LABEL: Readonly<Record<Locale, number>> = { 'zh-CN': 60, en: 120 };
/** A prompt must fit into one message of every channel (Telegram: 4096). */
const LONGEST_PROMPT = 3500;
const LOCALES = ['zh-CN', 'en'] as const;

/** Faults texts of a step that are too long. `home`: where its options stand, `spot`: where its ask stands. */
export function faultTextLengths(step: Step, spot: Spot, home: Spot): void {
  const labels = labelsOf(step);
  for (const locale of LOCALES) {
    const ask = inLocale(step.ask, locale).length;
    if (ask > LONGEST_ASK[locale])
      spot
        .at('ask')
        .fault(`the question has ${ask} characters, at most ${LONGEST_ASK[locale]}`, 'move the rest to hint');
    let prompt = ask + (step.hint === undefined ? 0 : inLocale(step.hint, locale).length);
    for (const { label, path } of labels) {
      const length = inLocale(label, locale).length;
      prompt += length + 4;
      if (spot === home && length > LONGEST_LABEL[locale]) {
        home
          .at(...path, 'label')
          .fault(`the label has ${length} characters, at most ${LONGEST_LABEL[locale]}`, 'move the rest to hint');
      }
    }
    if (prompt > LONGEST_PROMPT)
      spot.fault(`step "${step.id}" is ${prompt} characters as shown, at most ${LONGEST_PROMPT}`, 'shorten the hint');
  }
}

function labelsOf(step: Step): readonly { readonly label: Words; readonly path: readonly (string | number)[] }[] {
  switch (step.type) {
    case 'single':
    case 'multi':
    case 'consent':
    case 'confirm':
    case 'review':
      return step.options.map((option, index) => ({ label: option.label, path: ['options', index] }));
    case 'files':
      return [
        { label: step.later.label, path: ['later'] },
        { label: step.done.label, path: ['done'] },
      ];
    case 'rows':
    case 'uscc':
      return step.none === undefined ? [] : [{ label: step.none.label, path: ['none'] }];
    case 'list':
      return step.options.map((option) => ({ label: option.label, path: ['help'] }));
    case 'text':
    case 'longtext':
    case 'number':
    case 'percent_note':
    case 'date':
    case 'contact':
      return [];
  }
}

/** Faults clauses that no step, option, finding, list or ambiguity refers to. `spot`: `clauses` of rules.yaml. */
export function faultUnusedClauses(lexicon: Lexicon, spot: Spot): void {
  for (const [index, id] of [...lexicon.clauses.keys()].entries()) {
    if (!lexicon.cited.has(id))
      spot.at(index, 'id').fault(`clause "${id}" is used nowhere`, 'name it in a step, option, finding or list');
  }
}
