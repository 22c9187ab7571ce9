/**
 * Findings in words: the failed clauses with their quotation and what would satisfy them, and the whole self-check. Says
 * only what the rules and the answers say; never "approved".
 */
import type { Call } from '../flow/call.ts';
import type { List } from '../flow/list.ts';
import { inLocale } from '../flow/words.ts';
import type { Locale } from '../message.ts';
import type { Dialogue } from './phrases/dialogue-zh.ts';
import { dialogue } from './phrases/phrases.ts';
import type { Draft } from './session.ts';
import type { Finding, Verdict } from './verdict.ts';

/** The words to quote for a clause: its own, or those of the clause it was cut from where it is a cut of ours. */
export function quotable(call: Call, id: string): string {
  for (let at = id; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) {
    const clause = call.clauses.get(at);
    if (clause?.source === 'verbatim') return clause.text;
  }
  return call.clauses.get(id)?.text ?? id;
}

/** A clause with its printed place and the exact words of the rules. */
export function quote(call: Call, id: string, locale: Locale): string {
  const clause = call.clauses.get(id);
  if (clause === undefined) return id;
  const quoted = dialogue(locale).clauseQuote(clause.printed, clause.id, quotable(call, id));
  return locale === 'en' ? `${quoted} — ${clause.en}` : quoted;
}

function titles(call: Call, finding: Finding, locale: Locale): string {
  return finding.basedOn
    .map((id) => call.stepById.get(id))
    .filter((step) => step !== undefined)
    .map((step) => inLocale(step.title, locale))
    .join(dialogue(locale).separator);
}

/** One clause: status, quotation, why, what it rests on, what would satisfy it. */
export function explainFinding(call: Call, draft: Draft, finding: Finding, locale: Locale): string {
  const say = dialogue(locale);
  const objected = draft.objections.some((objection) => objection.clause === finding.clause);
  const status = objected ? say.status[finding.status] + say.aside(say.objected) : say.status[finding.status];
  const rests = titles(call, finding, locale);
  let text = say.tag(status) + quote(call, finding.clause, locale);
  if (finding.say !== undefined) text += `\n${inLocale(finding.say, locale)}`;
  if (finding.fix !== undefined) text += `\n${say.fixBy(inLocale(finding.fix, locale))}`;
  return rests === '' ? text : `${text}\n${say.restsOn(rests)}`;
}

/** Failed hard clauses, said at once. The ways out are asked after it. */
export function explainRefusal(
  call: Call,
  list: List,
  draft: Draft,
  failed: readonly Finding[],
  locale: Locale,
): string {
  return [
    dialogue(locale).refused(inLocale(list.name, locale)),
    ...failed.map((one) => explainFinding(call, draft, one, locale)),
  ].join('\n');
}

function overallWords(verdict: Verdict, say: Dialogue, final: boolean): string {
  if (verdict.overall !== 'eligible') return say.overall[verdict.overall];
  if (!final) return say.soFar;
  return verdict.hard.total === 0 ? say.nothingHard : say.overall.eligible;
}

/** What is told of a finding that is not met, in this order. */
const OPEN = ['not_met', 'needs_explanation', 'organizer_review'] as const;

/** The whole self-check (`final`: over a complete application), clause by clause: what is not met first, then what is left to explain, then what is met. */
export function explainVerdict(call: Call, draft: Draft, verdict: Verdict, locale: Locale, final: boolean): string {
  const say = dialogue(locale);
  let text = overallWords(verdict, say, final);
  if (verdict.hard.total > 0) text += say.aside(say.hardCount(verdict.hard.met, verdict.hard.total));
  for (const status of OPEN) {
    for (const one of verdict.findings)
      if (one.status === status) text += `\n${explainFinding(call, draft, one, locale)}`;
  }
  let met = '';
  for (const one of verdict.findings)
    if (one.status === 'met') met += met === '' ? one.clause : say.separator + one.clause;
  if (met !== '') text += `\n${say.metClauses(met)}`;
  return `${text}\n${say.disclaimer}`;
}
