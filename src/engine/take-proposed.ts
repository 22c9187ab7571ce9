/**
 * Answers read from a case told in free words: proposed with the words they came from, saved after a yes, kept waiting
 * where they cannot be asked about yet. Before consent nothing personal is kept; nothing known already is proposed again.
 */
import type { Step } from '../flow/step.ts';
import { inLocale } from '../flow/words.ts';
import { failedChecks } from './fold-draft.ts';
import { hintedProposals } from './hinted.ts';
import { isNews, merged } from './news.ts';
import type { Proposed } from './operation.ts';
import { proposedLine, quotedWords } from './proposed-text.ts';
import { valueFits } from './read/fits.ts';
import { excerpt } from './read/normalise.ts';
import { withoutNumbers } from './read/personal.ts';
import { readReply } from './read/read.ts';
import { refuse } from './refuse.ts';
import { isAnswered } from './scope.ts';
import type { Stage } from './stage.ts';
import { draft, inPrivate, insight, listOf, locale, phrases, record, say, submittedTitles } from './stage.ts';
import { settleValue, tellFailed } from './take-answer.ts';
import type { Correction } from './understand/correction.ts';
import { contactSpans } from './understand/person.ts';
import type { Proposal } from './understand/proposal.ts';
import { understand } from './understand/understand.ts';

/** Shortest text answers are read from. */
const LONG = 40;
/** Fewer proposals than this are not worth a question, unless the applicant was promised one. */
const FEW = 3;
/** Confidence from which words may stand against an answer that was given. */
const SURE = 0.6;

/** Did the applicant agree that answers are kept? */
export function hasAgreed(stage: Stage): boolean {
  const current = draft(stage);
  return stage.call.opening.every((step) => step.type !== 'consent' || isAnswered(current, step.ordinal));
}

function read(stage: Stage, text: string): readonly Proposal[] {
  const known = insight(stage);
  if (known === undefined) return [];
  return understand(known.understanding, text, { now: stage.around.now, timezone: stage.call.timezone });
}

/** Those that may be shown here and now, say something new, and are asked by the list chosen (or by `list`). */
function worthAsking(stage: Stage, found: readonly Proposed[], list: string | undefined): readonly Proposed[] {
  const current = draft(stage);
  const asked = stage.call.listById.get(list ?? '');
  return found.flatMap((one) => {
    const step = stage.call.stepById.get(one.step);
    if (step === undefined || (step.private && !inPrivate(stage))) return [];
    if (asked !== undefined && (asked.place[step.ordinal] ?? -1) < 0) return [];
    // A list once chosen is changed by the applicant's own words to that end.
    if (step.type === 'list' && current.list !== undefined) return [];
    const answer = current.answers[step.ordinal];
    const value = merged(step, answer, one.value);
    return isNews(answer, one.value) && valueFits(step, value) ? [{ ...one, value }] : [];
  });
}

/** Proposes the answers a long message holds; false where there are too few to be worth asking. */
export function propose(stage: Stage, text: string): boolean {
  const known = insight(stage);
  if (known === undefined || text.length < LONG || !hasAgreed(stage)) return false;
  const current = draft(stage);
  const found = read(stage, text).filter((one) => one.confidence >= SURE || !answered(stage, one.step));
  const whole = found.filter(isWhole).map(proposed);
  const named = whole.find((one) => one.step === stage.call.listStep.id)?.value;
  const list = current.list ?? (named !== undefined && 'id' in named ? named.id : undefined);
  const wanted = worthAsking(stage, whole, list);
  const items = wanted.length < FEW ? [...wanted, ...hintedProposals(stage, text, wanted, known.knowledge)] : wanted;
  if (items.length < FEW) return false;
  put(stage, items, lackingIn(stage, found, items));
  // What is decided about now is not asked again when a list is chosen.
  const later = current.heard.filter((one) => !items.some((item) => item.step === one.step));
  if (later.length < current.heard.length) record(stage, { op: 'heard', items: later });
  return true;
}

function isWhole({ incomplete }: Proposed): boolean {
  return incomplete === undefined;
}

function proposed({ step, value, words, incomplete }: Proposal): Proposed {
  return incomplete === undefined ? { step, value, words } : { step, value, words, incomplete };
}

function answered(stage: Stage, id: string): boolean {
  const step = stage.call.stepById.get(id);
  return step !== undefined && draft(stage).answers[step.ordinal] !== undefined;
}

/** What was said in part only, with the words, so that it is asked at its step. */
function lackingIn(stage: Stage, found: readonly Proposed[], items: readonly Proposed[]): readonly string[] {
  const words = phrases(stage);
  const list = listOf(stage);
  const told = new Map<Step, { readonly columns: Set<string>; readonly words: string[] }>();
  for (const { step: id, incomplete, words: passages } of found) {
    const step = stage.call.stepById.get(id);
    if (incomplete === undefined || step?.type !== 'rows' || items.some((item) => item.step === id)) continue;
    if (answered(stage, id) || (step.private && !inPrivate(stage))) continue;
    if (list !== undefined && (list.place[step.ordinal] ?? -1) < 0) continue;
    const one = told.get(step) ?? { columns: new Set<string>(), words: [] };
    for (const column of step.columns)
      if (incomplete.includes(column.id)) one.columns.add(inLocale(column.label, locale(stage)));
    one.words.push(...passages.slice(0, 1));
    told.set(step, one);
  }
  return [...told].map(([step, { columns, words: passages }]) => {
    const title = inLocale(step.title, locale(stage));
    const quoted = quotedWords(passages, words.separator);
    return `· ${words.proposedLacking(title, quoted, [...columns].join(words.separator))}`;
  });
}

function put(stage: Stage, items: readonly Proposed[], lacking: readonly string[]): void {
  const lines = items.map((item, i) => `${i + 1}) ${proposedLine(stage, item)}`);
  say(stage, 'notice', [phrases(stage).proposedHead, ...lines, ...lacking].join('\n'));
  record(stage, { op: 'pended', pending: { kind: 'proposed', items, at: -1 } });
}

/**
 * Keeps what a case told before the choice of a list holds, until that choice. Without consent nothing personal: no
 * contact, nothing said in private only, no passage in which a person, an address or a number of one stands.
 */
export function hear(stage: Stage, text: string): void {
  const current = draft(stage);
  if (current.list !== undefined || current.submitted !== undefined) return;
  const found = read(stage, text).filter((one) => stage.call.stepById.get(one.step)?.type !== 'list');
  const agreed = hasAgreed(stage) && inPrivate(stage);
  const kept = found.filter((one) => agreed || !isPersonal(stage, one));
  const items = worthAsking(stage, kept.filter(isWhole).map(proposed), undefined);
  if (items.length === 0) return;
  const parts = kept.filter((one) => !isWhole(one) && stage.call.stepById.get(one.step)?.type === 'rows');
  record(stage, { op: 'heard', items: [...items, ...parts.map(proposed)] });
  say(stage, 'notice', phrases(stage).heard(hasAgreed(stage), kept.length < found.length));
}

function isPersonal(stage: Stage, { step: id, value, words }: Proposal): boolean {
  const step = stage.call.stepById.get(id);
  if (step === undefined || step.private || step.pii !== undefined || step.type === 'contact') return true;
  const said = [JSON.stringify(value), ...words].join('\n');
  return contactSpans(said).length > 0 || withoutNumbers(said).masked !== undefined;
}

/** Shows what was heard before, once a list is chosen and nothing else is open. */
export function proposeHeard(stage: Stage): void {
  const current = draft(stage);
  if (current.heard.length === 0 || current.list === undefined) return;
  if (current.pending !== undefined || current.submitted !== undefined || !hasAgreed(stage)) return;
  const { heard } = current;
  const items = worthAsking(stage, heard.filter(isWhole), current.list);
  record(stage, { op: 'heard', items: [] });
  if (items.length > 0) put(stage, items, lackingIn(stage, heard, items));
  else say(stage, 'notice', phrases(stage).heardNothing);
}

/** What was said to the proposals: all, one by one, none; or yes or no to the one asked about. */
export function settleProposals(
  stage: Stage,
  items: readonly Proposed[],
  at: number,
  choice: string | undefined,
): void {
  switch (choice) {
    case 'all':
      record(stage, { op: 'settled' });
      save(stage, items);
      return;
    case 'each':
      record(stage, { op: 'pended', pending: { kind: 'proposed', items, at: 0 } });
      return;
    case 'none':
      record(stage, { op: 'settled' });
      say(stage, 'notice', phrases(stage).proposedDropped);
      return;
    case 'yes':
    case 'no': {
      const kept = choice === 'yes' ? items : items.filter((_, i) => i !== at);
      const next = choice === 'yes' ? at + 1 : at;
      if (next < kept.length) {
        record(stage, { op: 'pended', pending: { kind: 'proposed', items: kept, at: next } });
        return;
      }
      record(stage, { op: 'settled' });
      save(stage, kept);
      return;
    }
    default:
  }
}

/**
 * A proposal is said to be wrong: left out, or shown again with what was said instead. Nothing is saved by that. Returns
 * false where no proposal is meant. `own`: the step of the question they are put by.
 */
export function correctProposal(
  stage: Stage,
  items: readonly Proposed[],
  at: number,
  correction: Correction,
  own: Step,
): boolean {
  const index = correction.at ?? at;
  const item = items[index];
  const step = item === undefined ? undefined : stage.call.stepById.get(item.step);
  if (item === undefined || step === undefined) return false;
  if (correction.instead === '') {
    if (at >= 0) return false;
    showRemaining(
      stage,
      items.filter((_, i) => i !== index),
    );
    return true;
  }
  const said = { kind: 'text', text: correction.instead } as const;
  const read = readReply(step, said, undefined, { now: stage.around.now, timezone: stage.call.timezone });
  if (read.kind === 'rejection') refuse(stage, step, read.code, { ...read.params, text: excerpt(correction.instead) });
  else if (read.kind === 'partial' || read.doubts.length > 0) refuse(stage, own, 'yes_or_no', {});
  else {
    const mended = items.with(index, { step: step.id, value: read.value, words: [correction.instead] });
    if (at < 0) showRemaining(stage, mended);
    else record(stage, { op: 'pended', pending: { kind: 'proposed', items: mended, at } });
  }
  return true;
}

function showRemaining(stage: Stage, items: readonly Proposed[]): void {
  if (items.length > 0) {
    put(stage, items, []);
    return;
  }
  record(stage, { op: 'settled' });
  say(stage, 'notice', phrases(stage).proposedDropped);
}

/** Saves confirmed proposals: the list first, so that the others find their place; what a check refuses is left out. */
function save(stage: Stage, items: readonly Proposed[]): void {
  let saved = 0;
  const done: number[] = [];
  const first = stage.call.listStep.id;
  for (const item of items.toSorted((a, b) => Number(b.step === first) - Number(a.step === first))) {
    const step = stage.call.stepById.get(item.step);
    if (step === undefined) continue;
    if (step.type === 'list') {
      settleValue(stage, step, item.value, item.words.join(' '), []);
    } else {
      const failed = failedChecks(stage.call, draft(stage), step, item.value, submittedTitles(stage));
      if (failed.some((check) => check.level === 'error')) continue;
      record(stage, {
        op: 'answered',
        step: step.id,
        value: item.value,
        raw: item.words.join(' ').slice(0, 200).toWellFormed(),
      });
      done.push(step.ordinal);
    }
    saved += 1;
  }
  say(stage, 'notice', saved === 0 ? phrases(stage).proposedDropped : phrases(stage).proposedSaved(saved));
  for (const ordinal of done) tellFailed(stage, ordinal);
}
