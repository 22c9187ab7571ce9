/**
 * Asks for a hint where the offline decision is unsure, and judges what comes back: an entry out of those offered, or
 * passages that the readers of their steps accept. A hint never writes what applicants read and saves nothing.
 */
import type { Step } from '../flow/step.ts';
import type { FaqAnswer, Knowledge } from '../knowledge/answer.ts';
import { givesOrders } from '../knowledge/injection.ts';
import type { HintedValue, WantedField } from './hint.ts';
import { NO_ENTRY } from './hint.ts';
import type { Proposed } from './operation.ts';
import { routeOf } from './path.ts';
import { readReply } from './read/read.ts';
import type { Reply } from './read/reading.ts';
import { isAnswered } from './scope.ts';
import { RELEVANT } from './session.ts';
import type { Stage } from './stage.ts';
import { draft, inPrivate } from './stage.ts';

/** Entries offered, best first. */
const ENTRIES = 8;
/** Characters of an entry's text and of a step's question. */
const ENTRY_TEXT = 300;
const DESCRIPTION = 120;
/** Steps asked for at most: the next ones. */
const FIELDS = 40;

/**
 * The entry a hint names for a question that was not answered: its id, NO_ENTRY, or undefined where there is no hint
 * or it names none of those offered. A text that gives orders is never shown to anybody.
 */
export function hintedEntry(stage: Stage, text: string, answer: FaqAnswer, knowledge: Knowledge): string | undefined {
  const { hint } = stage.around;
  if (hint === undefined || answer.injected) return undefined;
  const candidates = answer.entries.slice(0, ENTRIES).flatMap(({ id }) => {
    const entry = knowledge.faq.entryById.get(id);
    if (entry === undefined) return [];
    const said = `${entry.topic.zh}：${entry.answer.zh}`.slice(0, ENTRY_TEXT).toWellFormed();
    return [{ id, clauses: entry.clauses, text: said }];
  });
  if (candidates.length === 0) return undefined;
  const given = hint({ kind: 'entry', text, candidates });
  if (given?.kind !== 'entry') return undefined;
  return given.entry === NO_ENTRY || candidates.some(({ id }) => id === given.entry) ? given.entry : undefined;
}

/** Answers a hint finds in a long message for steps that are neither answered nor in `taken`, as their readers read them. */
export function hintedProposals(
  stage: Stage,
  text: string,
  taken: readonly Proposed[],
  knowledge: Knowledge,
): readonly Proposed[] {
  const { hint } = stage.around;
  if (hint === undefined || givesOrders(knowledge.normalise(text))) return [];
  const steps = wantedSteps(stage).filter((step) => !taken.some((one) => one.step === step.id));
  if (steps.length === 0) return [];
  const given = hint({ kind: 'values', text, fields: steps.map(fieldOf) });
  if (given?.kind !== 'values') return [];
  return steps.flatMap((step) => {
    const told = given.values.filter((one) => one.step === step.id);
    const [only] = told;
    // Two answers to one question are none.
    return only === undefined || told.length > 1 ? [] : readHinted(stage, step, only, text);
  });
}

/** Steps open to a hint: what the applicant agreed to be asked, and nothing that is personal, signed, or a list. */
function wantedSteps(stage: Stage): readonly Step[] {
  const { call } = stage;
  const current = draft(stage);
  if (call.opening.some((step) => step.type === 'consent' && !isAnswered(current, step.ordinal))) return [];
  const asked =
    current.list === undefined
      ? call.steps.filter((step) => call.lists.every((list) => (list.place[step.ordinal] ?? -1) >= 0))
      : routeOf(call, current).filter((step) => ((current.marks[step.ordinal] ?? 0) & RELEVANT) !== 0);
  return asked
    .filter((step) => isHintable(step) && !isAnswered(current, step.ordinal) && (inPrivate(stage) || !step.private))
    .slice(0, FIELDS);
}

function isHintable(step: Step): boolean {
  if (step.pii !== undefined) return false;
  switch (step.type) {
    case 'single':
    case 'multi':
    case 'text':
    case 'longtext':
    case 'number':
    case 'percent_note':
    case 'date':
      return true;
    // Chosen, signed or uploaded by the applicant alone; or made of what is taken out before a text is shown.
    case 'list':
    case 'consent':
    case 'confirm':
    case 'review':
    case 'files':
    case 'rows':
    case 'contact':
    case 'uscc':
      return false;
    default:
      return step satisfies never;
  }
}

function fieldOf(step: Step): WantedField {
  const description = `${step.title.zh}：${step.ask.zh}`.slice(0, DESCRIPTION).toWellFormed();
  if (!('options' in step)) return { step: step.id, description };
  return { step: step.id, description, options: step.options.map(({ id, label }) => ({ id, label: label.zh })) };
}

/** The value, if the passage stands in the text and is read whole and without a doubt. */
function readHinted(stage: Stage, step: Step, { words, options }: HintedValue, text: string): Proposed[] {
  if (words.trim() === '' || !words.isWellFormed() || !text.includes(words)) return [];
  if ('options' in step !== (options !== undefined)) return [];
  const reply: Reply = options === undefined ? { kind: 'text', text: words } : { kind: 'choose', options };
  const around = { now: stage.around.now, timezone: stage.call.timezone };
  const read = readReply(step, reply, undefined, around);
  if (read.kind !== 'value' || read.doubts.some((doubt) => doubt.code !== 'relative_date')) return [];
  return [{ step: step.id, value: read.value, words: [words] }];
}
