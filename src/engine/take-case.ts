/**
 * A case told in free words: which lists fit it, with reasons and clauses, and the answers that can be read from it.
 * Everything is shown with the words it came from; nothing is saved before a yes, and no list is chosen for anybody.
 */

import { inLocale } from '../flow/words.ts';
import type { Recommendation } from '../knowledge/recommend.ts';
import { recommend } from '../knowledge/recommend.ts';
import { quote } from './explain.ts';
import { failedChecks } from './fold-draft.ts';
import { hintedProposals } from './hinted.ts';
import type { Proposed } from './operation.ts';
import { proposedLine, quotedWords } from './proposed-text.ts';
import { isAnswered } from './scope.ts';
import type { Stage } from './stage.ts';
import { draft, inPrivate, insight, locale, phrases, record, say, submittedTitles } from './stage.ts';
import { settleValue, tellFailed } from './take-answer.ts';
import { understand } from './understand/understand.ts';

/** Shortest text that may tell a case, in UTF-16 units. */
const TELLING = 12;
/** Shortest text answers are read from. */
const LONG = 40;
/** Fewer proposals than this are not worth a question. */
const FEW = 3;
const ABOUT_US =
  /我们|我司|我行|本行|本公司|我公司|咱们|公司|银行|项目|平台|产品|案例|机构|做的是|做了|\b(?:we|our|us)\b/iu;

function weigh(stage: Stage, text: string): Recommendation | undefined {
  const known = insight(stage);
  return known === undefined ? undefined : recommend(stage.call, known.understanding.guide, text);
}

/** Does the text tell a case (rather than ask about the rules)? */
export function tellsCase(stage: Stage, text: string): boolean {
  if (text.length < TELLING || !ABOUT_US.test(text)) return false;
  const weighed = weigh(stage, text);
  return (
    weighed !== undefined &&
    (weighed.none ||
      weighed.shown.some((one) => one.reasons.length > 0) ||
      weighed.lists.some((one) => one.failed.length > 0))
  );
}

/** Says which lists fit, why, which do not and why not, and what would decide. */
export function tellFittingLists(stage: Stage, text: string): void {
  const weighed = weigh(stage, text);
  const words = phrases(stage);
  stage.manner = 'short';
  if (weighed === undefined || (weighed.shown.length === 0 && !weighed.none)) {
    say(stage, 'notice', words.recommendMore);
    return;
  }
  if (weighed.none) {
    say(stage, 'notice', words.recommendNone);
    return;
  }
  const name = (id: string): string => {
    const list = stage.call.listById.get(id);
    return list === undefined ? id : inLocale(list.name, locale(stage));
  };
  const lines = [words.recommendHead];
  for (const one of weighed.shown) {
    const list = stage.call.listById.get(one.id);
    lines.push(words.recommendLine(list?.no ?? 0, name(one.id)));
    for (const reason of one.reasons.slice(0, 2)) {
      lines.push(words.recommendWhy(quotedWords(reason.words, words.separator), inLocale(reason.say, locale(stage))));
    }
    const clause = one.reasons[0]?.clause ?? list?.clauses[0];
    if (clause !== undefined) lines.push(`   ${quote(stage.call, clause, locale(stage))}`);
  }
  for (const one of weighed.lists) {
    const [failure] = one.failed;
    if (failure === undefined || weighed.shown.some((shown) => shown.id === one.id)) continue;
    lines.push(
      words.recommendNot(name(one.id), quotedWords(failure.words, words.separator)),
      `   ${quote(stage.call, failure.clause, locale(stage))}`,
    );
  }
  if (weighed.ask !== undefined) lines.push(words.recommendAsk(inLocale(weighed.ask.condition.ask, locale(stage))));
  say(stage, 'notice', lines.join('\n'));
}

/** Proposes the answers a long message holds; false where there are too few to be worth asking. */
export function propose(stage: Stage, text: string): boolean {
  const known = insight(stage);
  if (known === undefined || text.length < LONG) return false;
  const current = draft(stage);
  const found = understand(known.understanding, text, { now: stage.around.now, timezone: stage.call.timezone });
  const wanted = found.filter((one) => {
    const step = stage.call.stepById.get(one.step);
    return step !== undefined && !isAnswered(current, step.ordinal) && (inPrivate(stage) || !step.private);
  });
  const read = wanted
    .filter((one) => one.incomplete === undefined)
    .map(({ step, value, words }): Proposed => ({ step, value, words }));
  const items = read.length < FEW ? [...read, ...hintedProposals(stage, text, read, known.knowledge)] : read;
  if (items.length < FEW) return false;
  const words = phrases(stage);
  const lacking = wanted.flatMap((one) => {
    const step = stage.call.stepById.get(one.step);
    if (one.incomplete === undefined || step === undefined || items.some((item) => item.step === one.step)) return [];
    const columns = 'columns' in step ? step.columns.filter((column) => one.incomplete?.includes(column.id)) : [];
    const names = columns.map((column) => inLocale(column.label, locale(stage))).join(words.separator);
    return names === '' ? [] : [`· ${words.proposedLacking(inLocale(step.title, locale(stage)), names)}`];
  });
  const lines = items.map((item, i) => `${i + 1}) ${proposedLine(stage, item)}`);
  say(stage, 'notice', [words.proposedHead, ...lines, ...new Set(lacking)].join('\n'));
  record(stage, { op: 'pended', pending: { kind: 'proposed', items, at: -1 } });
  return true;
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
