/**
 * Makes a call of the texts of its files, or throws every fault of every file at once. Pure: reads no file system, so
 * edited copies can be compiled in memory.
 */
import type { Call } from './call.ts';
import { callFileSchema } from './call.ts';
import { conditionCompiler } from './cel.ts';
import { rulesFileSchema } from './clause.ts';
import { compileAbout, policyOf } from './compile-call.ts';
import { compileFinding } from './compile-findings.ts';
import { compileLists } from './compile-lists.ts';
import type { Draft } from './compile-steps.ts';
import { compileStep } from './compile-steps.ts';
import type { Fault } from './fault.ts';
import { FlowFault } from './fault.ts';
import { fingerprint } from './fingerprint.ts';
import type { FolderSource } from './folder.ts';
import { readFolder } from './folder.ts';
import { faultTwice, lexiconOf } from './lexicon.ts';
import { faultUnusedClauses } from './lint.ts';
import { commonFileSchema, listFileSchema } from './list.ts';
import { didYouMean } from './nearest.ts';
import type { Shaped } from './shape.ts';
import { shaped } from './shape.ts';
import type { SourceFile } from './source.ts';
import type { Spot } from './spot.ts';
import { spotOf } from './spot.ts';
import type { ListStep, Option, ReviewStep, Step } from './step.ts';
import { words } from './words.ts';

/**
 * Compiles a call. `files`: every file of its folder (others than the flow's are ignored); paths as faults shall name
 * them, call.yaml at their root. `unread`: faults of files that could not be read. Throws FlowFault.
 */
export function compileCall(files: readonly SourceFile[], unread: readonly Fault[] = []): Call {
  const faults = [...unread];
  const folder = readFolder(files, faults);
  const call = folder === undefined ? undefined : compileFolder(folder, faults);
  if (faults.length > 0 || call === undefined) throw new FlowFault(inOrder(faults));
  return call;
}

function inOrder(faults: readonly Fault[]): Fault[] {
  return faults.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
}

function compileFolder(folder: FolderSource, all: Fault[]): Call | undefined {
  const call = shaped(callFileSchema, folder.call, all);
  const rules = shaped(rulesFileSchema, folder.rules, all);
  const common = shaped(commonFileSchema, folder.common, all);
  const lists = folder.lists.map(({ source, home }) => ({ shape: shaped(listFileSchema, source, all), home }));
  if (call === undefined || rules === undefined || common === undefined) return undefined;
  const shapes: Shaped<unknown>[] = [call, rules, common];
  const faults: Fault[] = [];
  const listSources = lists.flatMap(({ shape, home }) => {
    if (shape === undefined) return [];
    shapes.push(shape);
    return [{ file: shape.value, spot: spotOf(shape.source, faults), home }];
  });
  if (listSources.length < lists.length) return undefined;
  const lost = shapes.flatMap((shape) => shape.lost);
  const whole = shapes.every((shape) => shape.whole) && all.length === 0;

  const callSpot = spotOf(call.source, faults);
  const rulesSpot = spotOf(rules.source, faults);
  const commonSpot = spotOf(common.source, faults);
  const sources = [{ file: common.value, spot: commonSpot, home: folder.common.path }, ...listSources];
  const drafts = draftsOf(sources);
  const policy = policyOf(call.value, callSpot);
  const condition = conditionCompiler({
    steps: drafts.map((draft) => draft.source),
    listIds: [...new Set(listSources.map(({ file }) => file.id))],
    policy: policy.values,
    choices: policy.choices,
  });
  faultTwice(
    rules.value.clauses,
    (clause) => clause.id,
    (index) => rulesSpot.at('clauses', index, 'id'),
    'clause',
  );
  const clauses = new Map(rules.value.clauses.map((clause) => [clause.id, clause]));
  const lexicon = lexiconOf(clauses, call.value.locales.includes('en'), condition);
  lexicon.maybeSay(rules.value.note, rulesSpot.at('note'));

  const about = compileAbout(call.value, callSpot, lexicon);
  const listOptions = listSources.map(
    ({ file }): Option => ({
      id: file.id,
      label: words(file.name),
      clause: undefined,
      aliases: file.aliases,
      exclusive: false,
      note: undefined,
      hint: words(file.gist),
    }),
  );
  const steps = drafts.map((draft) => compileStep(draft, lexicon, listOptions));
  const ordinals = new Map(steps.map((step) => [step.id, step.ordinal]));
  const opening = openingOf(common.value.opening, steps, drafts, folder.common.path, commonSpot.at('opening'));
  const ends = endsOf(steps, drafts, opening, commonSpot, lost.length === 0);
  const findings = common.value.findings.map((source, index) =>
    compileFinding(source, commonSpot.at('findings', index), lexicon, ordinals),
  );
  const catalogue = { steps, drafts, ordinals, opening, common: findings, shared: folder.common.path };
  const compiled = compileLists(listSources, catalogue, lexicon);
  if (whole) faultUnusedClauses(lexicon, rulesSpot.at('clauses'));

  all.push(...withoutEchoes(faults, lost));
  if (ends === undefined) return undefined;
  return {
    ...about,
    ...ends,
    hash: fingerprint(folder.files),
    rulesVersion: rules.value.version,
    rulesSha256: rules.value.sha256,
    rulesText: call.value.rules_text,
    policy: policy.values,
    clauses,
    steps,
    stepById: new Map(steps.map((step) => [step.id, step])),
    opening,
    lists: compiled,
    listById: new Map(compiled.map((list) => [list.id, list])),
  };
}

/** An item dropped for its shape is missed elsewhere: those faults would only repeat the first. */
function withoutEchoes(faults: readonly Fault[], lost: readonly string[]): Fault[] {
  return faults.filter((fault) => !lost.some((id) => fault.message.includes(`"${id}"`)));
}

/** Every step once, in file order; a second one of the same id is a fault and left out. */
function draftsOf(
  sources: readonly { file: { readonly steps: readonly Draft['source'][] }; spot: Spot; home: string }[],
): Draft[] {
  const drafts: Draft[] = [];
  const homes = new Map<string, string>();
  for (const { file, spot, home } of sources) {
    for (const [index, source] of file.steps.entries()) {
      const here = spot.at('steps', index);
      const other = homes.get(source.id);
      if (other === undefined) drafts.push({ ordinal: drafts.length, source, spot: here, home });
      else here.at('id').fault(`step "${source.id}" stands in ${other} already`, 'use another id');
      homes.set(source.id, other ?? home);
    }
  }
  return drafts;
}

function openingOf(
  ids: readonly string[],
  steps: readonly Step[],
  drafts: readonly Draft[],
  shared: string,
  spot: Spot,
): Step[] {
  const common = drafts.filter((draft) => draft.home === shared).map((draft) => draft.source.id);
  faultTwice(
    ids,
    (id) => id,
    (index) => spot.at(index),
    'step',
  );
  const opening = [...new Set(ids)].flatMap((id) => {
    const step = common.includes(id) ? steps.find((one) => one.id === id) : undefined;
    if (step === undefined) spot.at(ids.indexOf(id)).fault(`unknown step "${id}"`, didYouMean(id, common));
    return step === undefined ? [] : [step];
  });
  if (opening.at(-1)?.type !== 'list') spot.fault('the opening ends with the choice of a list (type list)');
  return opening;
}

/** The list and the review step: one each, as there is one consent, in the opening. */
function endsOf(
  steps: readonly Step[],
  drafts: readonly Draft[],
  opening: readonly Step[],
  spot: Spot,
  sure: boolean,
): { listStep: ListStep; reviewStep: ReviewStep } | undefined {
  for (const type of ['list', 'consent', 'review'] as const) {
    const [first, ...more] = steps.filter((step) => step.type === type);
    if (first === undefined && sure) spot.at('steps').fault(`no step has the type ${type}`, 'a call needs one');
    for (const step of more)
      drafts[step.ordinal]?.spot
        .at('type')
        .fault(`"${step.id}" is a second ${type} step beside "${first?.id}"`, 'a call has one');
    if (type === 'consent' && first !== undefined && !opening.includes(first)) {
      drafts[first.ordinal]?.spot
        .at('id')
        .fault(`consent "${first.id}" is not asked in the opening`, 'name it in opening');
    }
  }
  const listStep = steps.find((step) => step.type === 'list');
  const reviewStep = steps.find((step) => step.type === 'review');
  return listStep === undefined || reviewStep === undefined ? undefined : { listStep, reviewStep };
}
