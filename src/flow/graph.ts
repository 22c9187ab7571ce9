/** The route of a list as Mermaid text: steps in asking order, conditions on the edges, what can refuse marked. Draws nothing. */
import type { Locale } from '../message.ts';
import type { Call } from './call.ts';
import type { Condition } from './condition.ts';
import type { List } from './list.ts';
import type { Step } from './step.ts';
import { inLocale } from './words.ts';

/** What a picture of a route shows of one step. */
export interface Station {
  readonly step: Step;
  readonly title: string;
  readonly ask: string;
  /** Labels of the options, if it has some. */
  readonly options: readonly string[];
  /** The condition under which it is asked, in CEL. */
  readonly when: string | undefined;
  readonly quick: boolean;
  /** Hard clauses an answer to it can fail. */
  readonly refuses: readonly string[];
}

/** The steps of a list's route with all a picture needs. */
export function stationsOf(call: Call, list: List, locale: Locale): Station[] {
  return list.route.map((step) => ({
    step,
    title: inLocale(step.title, locale),
    ask: inLocale(step.ask, locale),
    options: 'options' in step ? step.options.map((option) => inLocale(option.label, locale)) : [],
    when: step.when === undefined ? undefined : oneLine(step.when),
    quick: list.quick.has(step.ordinal),
    refuses: refusedBy(call, list, step),
  }));
}

function oneLine(condition: Condition): string {
  return condition.source.replaceAll(/\s+/gu, ' ').trim();
}

/** Hard clauses with a case of not_met that reads the step. */
function refusedBy(call: Call, list: List, step: Step): string[] {
  const findings = (list.judgedBy[step.ordinal] ?? []).flatMap((index) => list.findings[index] ?? []);
  return findings
    .filter(
      ({ clause, cases }) =>
        call.clauses.get(clause)?.severity === 'hard' && cases.some((one) => one.status === 'not_met'),
    )
    .map(({ clause }) => clause);
}

const NO: Readonly<Record<Locale, string>> = { 'zh-CN': '否则', en: 'otherwise' };

/**
 * A Mermaid flowchart of the list's route. Before a conditional step stands a fork: an edge with its condition leads to
 * it, another past it. Steps whose answers can fail a hard clause are marked with ✕ and the clauses.
 */
export function mermaid(call: Call, list: List, locale: Locale): string {
  const lines = ['flowchart TD', `  start(["${quoted(inLocale(list.name, locale))}"])`];
  let open: readonly string[] = ['start -->'];
  for (const { step, title, when, quick, refuses } of stationsOf(call, list, locale)) {
    const marks = refuses.length === 0 ? '' : `<br/>✕ ${refuses.join(' ')}`;
    const node = `s_${step.id}`;
    const fork = `f_${step.id}`;
    const first = when === undefined ? node : fork;
    for (const edge of open) lines.push(`  ${edge} ${first}`);
    if (when !== undefined) lines.push(`  ${fork}{"?"}`, `  ${fork} -->|"${quoted(when)}"| ${node}`);
    lines.push(`  ${node}["${quoted(title)}<br/>${step.id} · ${step.type}${marks}"]${classOf(quick, refuses)}`);
    open = when === undefined ? [`${node} -->`] : [`${node} -->`, `${fork} -->|"${NO[locale]}"|`];
  }
  for (const edge of open) lines.push(`  ${edge} finish`);
  lines.push(
    '  finish(["●"])',
    '  classDef quick stroke-dasharray:4 2',
    '  classDef refuses stroke:#b3261e,stroke-width:2px',
  );
  return `${lines.join('\n')}\n`;
}

function classOf(quick: boolean, refuses: readonly string[]): string {
  if (refuses.length > 0) return ':::refuses';
  return quick ? ':::quick' : '';
}

/** Text inside a quoted Mermaid label, where quotes and markup would end it. */
function quoted(text: string): string {
  return text.replaceAll(/["<>#`|]/gu, (character) => `#${character.codePointAt(0)};`).replaceAll('\n', ' ');
}
