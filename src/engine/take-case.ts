/**
 * A case told in free words: which lists fit it, with the words and clauses that speak for them and what is still open.
 * Chooses no list for anybody and saves nothing.
 */
import type { FitCondition } from '../flow/fit.ts';
import { inLocale } from '../flow/words.ts';
import type { Recommendation, Recommended } from '../knowledge/recommend.ts';
import { recommend } from '../knowledge/recommend.ts';
import { quote } from './explain.ts';
import { quotedWords } from './proposed-text.ts';
import type { Stage } from './stage.ts';
import { insight, locale, phrases, say } from './stage.ts';

/** Shortest text that may tell a case, in UTF-16 units. */
const TELLING = 12;
/** Conditions named of one list that are still to be confirmed. */
const OPEN = 2;
const ABOUT_US =
  /我们|我司|我行|本行|本公司|我公司|咱们|公司|银行|项目|平台|产品|案例|机构|做的是|做了|报哪|哪个榜|which list|\b(?:we|our|us)\b/iu;

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
    for (const condition of openConditions(stage, one).slice(0, OPEN)) {
      lines.push(
        words.recommendOpen(inLocale(condition.ask, locale(stage))),
        `   ${quote(stage.call, condition.clause, locale(stage))}`,
      );
    }
  }
  for (const one of weighed.lists) {
    const [failure] = one.failed;
    if (failure === undefined || weighed.shown.some((shown) => shown.id === one.id)) continue;
    lines.push(
      words.recommendNot(name(one.id), quotedWords(failure.words, words.separator)),
      `   ${quote(stage.call, failure.clause, locale(stage))}`,
    );
  }
  if (weighed.ask !== undefined && !weighed.shown.some((one) => one.id === weighed.ask?.list))
    lines.push(words.recommendAsk(inLocale(weighed.ask.condition.ask, locale(stage))));
  say(stage, 'notice', lines.join('\n'));
}

/** What decides about a list and was not said, or not in every point; what alone rules it out comes first. */
function openConditions(stage: Stage, { id, unknown, contested, failed }: Recommended): readonly FitCondition[] {
  const conditions = stage.call.listById.get(id)?.fit?.conditions ?? [];
  const isHard = ({ clause }: FitCondition): boolean => stage.call.clauses.get(clause)?.severity === 'hard';
  return conditions
    .filter(
      (condition) =>
        unknown.includes(condition.id) ||
        contested.includes(condition.id) ||
        (condition.needsAll && !failed.some((one) => one.condition === condition.id)),
    )
    .toSorted((a, b) => Number(isHard(b)) - Number(isHard(a)));
}
