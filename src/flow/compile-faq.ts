/**
 * Makes the knowledge of a call of the texts of its faq files, or throws every fault of them at once. Pure; a call
 * without such files knows nothing, which is no fault.
 */
import type { Call } from './call.ts';
import { compileVocabulary } from './compile-vocabulary.ts';
import type { PlacedEntry } from './compile-voices.ts';
import { compileVoices, faultRepeated } from './compile-voices.ts';
import type { Entry, Faq } from './faq.ts';
import { calibrationFileSchema, entriesFileSchema, regressionFileSchema, vocabularyFileSchema } from './faq.ts';
import type { Fault } from './fault.ts';
import { FlowFault } from './fault.ts';
import { fingerprint } from './fingerprint.ts';
import { didYouMean } from './nearest.ts';
import { shaped } from './shape.ts';
import type { Source, SourceFile } from './source.ts';
import { readSource } from './source.ts';
import type { Spot } from './spot.ts';
import { spotOf } from './spot.ts';
import type { WordsSource } from './words.ts';
import { words } from './words.ts';

const OWN_NAMES = new Set(['faq/calibration.yaml', 'faq/regression.yaml', 'vocabulary.yaml']);

/**
 * Compiles the knowledge of a call.
 * @param files paths as faults shall name them, below `root` (the call's folder with its final slash): faq/*.yaml,
 *   faq/voices/*.yaml, vocabulary.yaml; others are ignored
 * @param unread faults of files that could not be read
 * @param now milliseconds since 1970: judge strictly, as an organizer's check does. Without it what is merely poor is no
 *   fault, so that it stops nobody: expired answers, entries with few questions, nearly the same questions of two entries
 * @throws FlowFault
 */
export function compileFaq(
  files: readonly SourceFile[],
  root: string,
  call: Call,
  unread: readonly Fault[] = [],
  now?: number,
): Faq {
  const faults = [...unread];
  const named = files
    .filter((file) => file.path.startsWith(root))
    .map((file) => ({ name: file.path.slice(root.length), file }));
  const sourceOf = (file: SourceFile): Source[] => {
    const source = readSource(file, faults);
    return source === undefined ? [] : [source];
  };
  const sources = (fits: (name: string) => boolean): Source[] =>
    named.filter(({ name }) => fits(name)).flatMap(({ file }) => sourceOf(file));

  const placed = sources((name) => /^faq\/[^/]+\.yaml$/u.test(name) && !OWN_NAMES.has(name)).flatMap((source) =>
    compileEntries(source, call, faults),
  );
  const entryById = new Map<string, Entry>();
  for (const { entry, spot } of placed) {
    if (entryById.has(entry.id)) spot.at('id').fault(`the entry "${entry.id}" is given twice`, 'use another id');
    else if (entry.id === 'none') spot.at('id').fault('"none" cannot be an id: it stands for no entry');
    else entryById.set(entry.id, entry);
    if (now !== undefined && entry.expires !== undefined && now >= entry.expires)
      spot.at('valid_until').fault(`the answer of "${entry.id}" has expired`, 'confirm it and set a later day');
  }
  const voices = compileVoices(
    sources((name) => /^faq\/voices\/[^/]+\.yaml$/u.test(name)),
    entryById,
    faults,
  );
  faultRepeated(placed, voices, now !== undefined, faults.length === 0);
  const vocabulary = sources((name) => name === 'vocabulary.yaml').flatMap((source) => {
    const file = shaped(vocabularyFileSchema, source, faults);
    return file === undefined ? [] : compileVocabulary(file.value.terms, spotOf(file.source, faults).at('terms'));
  });
  const calibration = sources((name) => name === 'faq/calibration.yaml').map(
    (source) => shaped(calibrationFileSchema, source, faults)?.value,
  )[0];
  const regression = sources((name) => name === 'faq/regression.yaml').flatMap((source) =>
    compileRegression(source, entryById, faults),
  );
  if (faults.length > 0) throw new FlowFault(inOrder(faults));
  return {
    hash: fingerprint(named.map(({ name, file }) => ({ path: name, text: file.text }))),
    entries: [...entryById.values()],
    entryById,
    voices: [...new Set(voices.map(({ variant }) => variant.voice))],
    variants: voices.map(({ variant }) => variant),
    vocabulary,
    calibration,
    regression,
  };
}

function inOrder(faults: readonly Fault[]): Fault[] {
  return faults.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
}

function compileEntries(source: Source, call: Call, faults: Fault[]): PlacedEntry[] {
  const file = shaped(entriesFileSchema, source, faults);
  if (file === undefined) return [];
  const spot = spotOf(file.source, faults).at('entries');
  const say = (text: WordsSource, here: Spot) => {
    if (call.locales.includes('en') && (typeof text === 'string' || text.en === undefined))
      here.fault('the English text is missing', 'write {zh: …, en: …}');
    return words(text);
  };
  return file.value.entries.map((entry, index) => {
    const here = spot.at(index);
    faultUnknown(entry.clauses, call.clauses, here.at('clauses'), 'clause');
    faultUnknown(entry.lists, call.listById, here.at('lists'), 'list');
    if (entry.fact !== undefined && entry.action !== 'pending')
      here.at('fact').fault('only a pending entry waits for a fact', 'write action: pending or remove the fact');
    return {
      entry: {
        id: entry.id,
        topic: say(entry.topic, here.at('topic')),
        action: entry.action,
        clauses: entry.clauses,
        lists: entry.lists,
        fact: entry.fact,
        expires: entry.valid_until === undefined ? undefined : Date.parse(entry.valid_until) + 86_400_000,
        answer: say(entry.answer, here.at('answer')),
        followUp: entry.follow_up === undefined ? undefined : say(entry.follow_up, here.at('follow_up')),
        notQuestions: entry.not_questions,
      },
      spot: here,
    };
  });
}

function faultUnknown(ids: readonly string[], known: ReadonlyMap<string, unknown>, spot: Spot, what: string): void {
  for (const [index, id] of ids.entries()) {
    if (!known.has(id)) spot.at(index).fault(`unknown ${what} "${id}"`, didYouMean(id, known.keys()));
    else if (ids.indexOf(id) < index) spot.at(index).fault(`${what} "${id}" is given twice`, 'remove one of them');
  }
}

function compileRegression(source: Source, entries: ReadonlyMap<string, Entry>, faults: Fault[]) {
  const file = shaped(regressionFileSchema, source, faults);
  if (file === undefined) return [];
  const spot = spotOf(file.source, faults).at('cases');
  for (const [index, { entry }] of file.value.cases.entries()) {
    if (entry !== 'none' && !entries.has(entry))
      spot.at(index, 'entry').fault(`unknown entry "${entry}"`, didYouMean(entry, entries.keys()));
  }
  return file.value.cases;
}
