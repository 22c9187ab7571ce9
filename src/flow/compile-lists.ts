/** Compiles the lists of a call: route, quick self-check, findings. Checks each against the steps; asks nobody. */
import type { PlacedFinding } from './compile-findings.ts';
import { checkFindings, compileFinding } from './compile-findings.ts';
import { compileFit } from './compile-fit.ts';
import type { Stop } from './compile-route.ts';
import { checkReads, dependentsOf, placesOf } from './compile-route.ts';
import type { Draft } from './compile-steps.ts';
import { variant } from './compile-steps.ts';
import type { Lexicon, Named } from './lexicon.ts';
import { faultAmbiguous, faultTwice, namesOf } from './lexicon.ts';
import type { List, ListFile } from './list.ts';
import { didYouMean } from './nearest.ts';
import type { Spot } from './spot.ts';
import type { Step } from './step.ts';

/** A list's file in shape. `home`: its path as steps name it. */
export interface ListSource {
  readonly file: ListFile;
  readonly spot: Spot;
  readonly home: string;
}

/** What lists are compiled against. `steps` and `drafts` by ordinal; `shared`: home of common.yaml. */
export interface Catalogue {
  readonly steps: readonly Step[];
  readonly drafts: readonly Draft[];
  readonly ordinals: ReadonlyMap<string, number>;
  readonly opening: readonly Step[];
  readonly common: readonly PlacedFinding[];
  readonly shared: string;
}

export function compileLists(sources: readonly ListSource[], catalogue: Catalogue, lexicon: Lexicon): List[] {
  faultTwice(
    sources,
    ({ file }) => file.id,
    (index) => (sources[index] as ListSource).spot.at('id'),
    'list',
  );
  faultTwice(
    sources,
    ({ file }) => String(file.no),
    (index) => (sources[index] as ListSource).spot.at('no'),
    'number',
  );
  const told = new Set<string>();
  const owners = ownersOf(sources);
  for (const finding of catalogue.common) checkOwner(finding, undefined, owners);
  const lists = sources.map((source) => compileList(source, catalogue, lexicon, owners, told));
  faultAmbiguous(
    lists.map((list, index) => ({
      id: list.id,
      names: namesOf(list.name, 'name', list.aliases, (sources[index] as ListSource).spot),
    })),
    'list',
  );
  for (const draft of catalogue.drafts) {
    const asked =
      catalogue.opening.some((step) => step.ordinal === draft.ordinal) ||
      lists.some((list) => (list.place[draft.ordinal] ?? -1) >= 0);
    if (!asked) draft.spot.at('id').fault(`no list asks step "${draft.source.id}"`, 'name it in an order or remove it');
  }
  return lists;
}

function compileList(
  { file, spot, home }: ListSource,
  catalogue: Catalogue,
  lexicon: Lexicon,
  owners: ReadonlyMap<string, string>,
  told: Set<string>,
): List {
  const { steps, ordinals } = catalogue;
  lexicon.citeAll(file.clauses, spot.at('clauses'));
  const stops = [
    ...catalogue.opening.map((step) => stopOf(step, catalogue)),
    ...orderOf(file, spot, home, catalogue, lexicon),
  ];
  const route = stops.map((stop) => stop.step);
  const place = placesOf(route, steps.length);
  checkOrder(file, spot, route.slice(catalogue.opening.length));
  checkReads(stops, steps, file.id, told);
  faultAmbiguous(stops.map(namesOfStop), 'step', told);
  const own = file.findings.map((source, index) =>
    compileFinding(source, spot.at('findings', index), lexicon, ordinals),
  );
  for (const finding of own) checkOwner(finding, file.id, owners);
  const findings = [...catalogue.common, ...own];
  checkFindings(findings, lexicon);
  for (const finding of findings) checkAsked(finding, steps, place, file.id, told);
  const quick = quickOf(file, spot, ordinals);
  const ground = {
    listId: file.id,
    quick: route.filter((step) => quick.has(step.ordinal)),
    tops: new Set(file.clauses.map(topOf)),
  };
  return {
    id: file.id,
    no: file.no,
    name: lexicon.say(file.name, spot.at('name')),
    group: lexicon.say(file.group, spot.at('group')),
    aliases: file.aliases,
    gist: lexicon.say(file.gist, spot.at('gist')),
    clauses: file.clauses,
    tips: file.tips.map((tip, index) => {
      lexicon.cite(tip.clause, spot.at('tips', index, 'clause'));
      return { clause: tip.clause, say: lexicon.say(tip.say, spot.at('tips', index, 'say')) };
    }),
    quick,
    route,
    place,
    dependents: dependentsOf(route, steps.length),
    findings: findings.map(({ rule }) => ({
      ...rule,
      basedOn: rule.basedOn.toSorted((a, b) => placeOf(a) - placeOf(b)),
    })),
    judgedBy: steps.map((step) =>
      [...findings.entries()].filter(([, { rule }]) => rule.reads.includes(step.ordinal)).map(([index]) => index),
    ),
    evidence: file.evidence.map((item, index) => {
      lexicon.cite(item.clause, spot.at('evidence', index, 'clause'));
      return { clause: item.clause, suggest: lexicon.say(item.suggest, spot.at('evidence', index, 'suggest')) };
    }),
    fit: file.fit && compileFit(file.fit, spot.at('fit'), lexicon, ground),
  };

  function placeOf(id: string): number {
    return place[ordinals.get(id) ?? -1] ?? -1;
  }
}

function stopOf(step: Step, { drafts }: Catalogue): Stop {
  const { spot } = drafts[step.ordinal] as Draft;
  return { step, spot, whenSpot: spot.at('when') };
}

function namesOfStop({ step, spot }: Stop): Named {
  return { id: step.id, names: namesOf(step.title, 'title', step.aliases, spot) };
}

/** The steps of the list's order, overrides applied. */
function orderOf(file: ListFile, spot: Spot, home: string, catalogue: Catalogue, lexicon: Lexicon): Stop[] {
  const usable = catalogue.drafts
    .filter((draft) => draft.home === home || draft.home === catalogue.shared)
    .map((draft) => draft.source.id);
  const seen = new Set(catalogue.opening.map((step) => step.id));
  return file.order.flatMap((entry, index): Stop[] => {
    const id = typeof entry === 'string' ? entry : entry.use;
    const here = spot.at('order', index);
    const named = typeof entry === 'string' ? here : here.at('use');
    const draft = catalogue.drafts[catalogue.ordinals.get(id) ?? -1];
    const step = catalogue.steps[draft?.ordinal ?? -1];
    if (draft === undefined || step === undefined) {
      named.fault(`unknown step "${id}"`, didYouMean(id, usable));
      return [];
    }
    if (!usable.includes(id)) {
      named.fault(`step "${id}" belongs to ${draft.home}`, 'move it to common.yaml to share it');
      return [];
    }
    if (seen.has(id)) {
      named.fault(`step "${id}" is asked twice`, 'remove one of them');
      return [];
    }
    seen.add(id);
    if (typeof entry === 'string') return [stopOf(step, catalogue)];
    const whenSpot = entry.when === undefined ? draft.spot.at('when') : here.at('when');
    return [{ step: variant(step, entry, here, draft.spot, lexicon), spot: draft.spot, whenSpot }];
  });
}

/** Ends of an order: a declaration to confirm, then the review, last. */
function checkOrder(file: ListFile, spot: Spot, asked: readonly Step[]): void {
  const at = spot.at('order');
  const review = asked.findIndex((step) => step.type === 'review');
  if (review < 0) at.fault(`the order of list ${file.id} lacks the review step`, 'end it with the review');
  else if (review < asked.length - 1) at.at(review).fault('the review comes last', 'move it to the end');
  if (!asked.some((step) => step.type === 'confirm'))
    at.fault(`the order of list ${file.id} lacks a declaration (type confirm)`, 'put it before the review');
  for (const step of asked) {
    if (step.type === 'list' || step.type === 'consent')
      at.fault(`step "${step.id}" (${step.type}) belongs to the opening`, 'name it in opening of common.yaml');
  }
}

function quickOf(file: ListFile, spot: Spot, ordinals: ReadonlyMap<string, number>): ReadonlySet<number> {
  const order = file.order.map((entry) => (typeof entry === 'string' ? entry : entry.use));
  const quick = new Set<number>();
  for (const [index, id] of file.quick.entries()) {
    const here = spot.at('quick', index);
    const at = order.indexOf(id);
    const ordinal = ordinals.get(id);
    if (ordinal === undefined || at < 0)
      here.fault(`quick names "${id}", which is not in the order`, didYouMean(id, order));
    else if (at >= file.quick.length)
      here.fault(`quick steps come first in the order; "${id}" is number ${at + 1}`, 'move it to the front');
    else if (quick.has(ordinal)) here.fault(`quick names "${id}" twice`);
    else quick.add(ordinal);
  }
  return quick;
}

/** First parts of clause ids that only one list introduces: they are that list's. */
function ownersOf(sources: readonly ListSource[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  const shared = new Set<string>();
  for (const { file } of sources) {
    for (const top of new Set(file.clauses.map(topOf))) {
      if (owners.has(top)) shared.add(top);
      owners.set(top, file.id);
    }
  }
  for (const top of shared) owners.delete(top);
  return owners;
}

function topOf(clause: string): string {
  return clause.split('.')[0] ?? clause;
}

function checkOwner(
  { rule, spot }: PlacedFinding,
  listId: string | undefined,
  owners: ReadonlyMap<string, string>,
): void {
  const owner = owners.get(topOf(rule.clause));
  if (owner !== undefined && owner !== listId)
    spot.at('clause').fault(`clause "${rule.clause}" belongs to list ${owner}`, 'judge it there');
}

function checkAsked(
  { rule, spot }: PlacedFinding,
  steps: readonly Step[],
  place: readonly number[],
  listId: string,
  told: Set<string>,
): void {
  const ids = new Set([...rule.reads.map((ordinal) => steps[ordinal]?.id ?? ''), ...rule.basedOn]);
  for (const id of ids) {
    const ordinal = steps.findIndex((step) => step.id === id);
    const key = `${spot.file}\n${rule.clause}\n${id}`;
    if (ordinal < 0 || (place[ordinal] ?? -1) >= 0 || told.has(key)) continue;
    told.add(key);
    spot.fault(`the finding on clause "${rule.clause}" reads "${id}", which list ${listId} never asks`);
  }
}
