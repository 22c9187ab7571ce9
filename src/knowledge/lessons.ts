/** What a call's own files teach about which text belongs to which list: clauses, options, examples. Questions to the FAQ teach nothing here: they are about rules, not about cases. */
import type { Call } from '../flow/call.ts';
import type { List } from '../flow/list.ts';
import type { Option, Step } from '../flow/step.ts';
import type { Lesson } from './regression.ts';

/** Whole example cases teach more than a name. */
const EXAMPLE = 2;

/** Lessons in file order; the label is the position of the list; the last one teaches what fits none. Steps all lists ask teach nothing. */
export function lessonsOf(call: Call): readonly Lesson[] {
  const lessons: Lesson[] = [];
  const teach = (label: number, weight: number, ...texts: readonly (string | undefined)[]): void => {
    for (const text of texts) if (text !== undefined && text !== '') lessons.push({ text, label, weight });
  };
  for (const [label, list] of call.lists.entries()) {
    teach(label, 1, list.gist.zh, list.gist.en, ...list.aliases.map((alias) => alias));
    for (const clause of ownClauses(call, list)) teach(label, 1, clause);
    teach(label, EXAMPLE, ...(list.fit?.examples ?? []));
    teach(call.lists.length, EXAMPLE, ...(list.fit?.unlike ?? []));
    for (const interest of list.fit?.looksFor ?? []) {
      teach(
        label,
        1,
        interest.say.zh,
        ...interest.patterns.map((one) => (one.kind === 'said' ? one.words.join(' ') : '')),
      );
    }
    for (const step of list.route) {
      if (call.lists.some((other) => other !== list && (other.place[step.ordinal] ?? -1) >= 0)) continue;
      teach(label, EXAMPLE, step.type === 'longtext' ? step.example?.zh : undefined);
      teach(label, 1, ...optionsOf(step).flatMap((option) => [...namesOf(option), option.note?.example?.zh]));
    }
  }
  return lessons;
}

function optionsOf(step: Step): readonly Option[] {
  return step.type === 'single' || step.type === 'multi' ? step.options.filter((option) => !option.exclusive) : [];
}

function namesOf(option: Option): readonly string[] {
  return option.id === 'other' || option.id === 'unsure' ? [] : [[option.label.zh, ...option.aliases].join(' ')];
}

/** Texts of the clauses whose first number only this list introduces. */
function ownClauses(call: Call, list: List): readonly string[] {
  const tops = new Set(list.clauses.map((clause) => clause.split('.')[0]));
  return [...call.clauses.values()].filter((clause) => tops.has(clause.id.split('.')[0])).map((clause) => clause.text);
}
