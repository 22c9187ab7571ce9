/**
 * Reads a case told in free words, from one chat message to a pasted document, into proposed answers, each with the
 * words it came from. Offline and by rules; saves nothing and proposes nothing that does not stand in the text.
 */
import type { Call } from '../../flow/call.ts';
import type { Passage } from '../../knowledge/passage.ts';
import { passageOf } from '../../knowledge/passage.ts';
import type { Guide, Recommendation } from '../../knowledge/recommend.ts';
import { recommendPassage } from '../../knowledge/recommend.ts';
import { toldIn } from '../../knowledge/told.ts';
import { valueFits } from '../read/fits.ts';
import { clean, countCharacters } from '../read/normalise.ts';
import { readReply } from '../read/read.ts';
import type { ReadingContext } from '../read/reading.ts';
import { fromConditions } from './conditions.ts';
import { fromFigures } from './indicators.ts';
import type { StepNames } from './labelled.ts';
import { fromLabels, namesOfSteps, namesStep } from './labelled.ts';
import type { OptionNames } from './mentioned.ts';
import { fromMentions, optionNamesOf } from './mentioned.ts';
import { fromDates } from './milestones.ts';
import { fromOrganizations } from './organizations.ts';
import { contactSpans, fromPerson } from './person.ts';
import type { Proposal } from './proposal.ts';
import { stepFor } from './proposal.ts';
import { fromStage } from './stage.ts';

/** What understanding needs, prepared once a call and its knowledge. */
export interface Understanding {
  readonly call: Call;
  readonly guide: Guide;
  readonly options: OptionNames;
  readonly steps: StepNames;
}

/** Longest text read, in UTF-16 units; what comes after is not looked at. */
const LONGEST = 20_000;
/** The list is proposed when it is at least this likely, and more so where a second one is shown beside it. */
const CLEAR = 0.6;
const CLEAREST = 0.85;
/** … and what it looks for was really spoken of: more than one loose word (sum of weights). */
const SPOKEN = 2.4;

export function understandingOf(call: Call, guide: Guide): Understanding {
  return { call, guide, options: optionNamesOf(call), steps: namesOfSteps(call) };
}

/**
 * Proposed answers in the order of the call's steps; a step may have several (whole rows first, then one for each row
 * that lacks something). Never throws.
 */
export function understand(understanding: Understanding, said: string, around: ReadingContext): readonly Proposal[] {
  const text = clean(said).slice(0, LONGEST).toWellFormed();
  const { call, guide } = understanding;
  const passage = passageOf(text);
  const told = toldIn(passage, guide.listening);
  const proposals = [
    ...fromLabels(understanding.steps, text, around),
    ...fromList(call, passage, recommendPassage(call, guide, passage)),
    ...fromOrganizations(call, passage),
    ...fromTitle(call, text),
    ...fromSummary(call, understanding.steps, text, around),
    ...fromStage(call, passage),
    ...fromDates(call, passage, around),
    ...fromFigures(call, passage, around),
    ...fromPerson(call, text),
    ...fromConditions(call, told),
    ...fromMentions(understanding.options, passage),
  ];
  return inOrder(call, proposals);
}

/** What a step was told first by a label, then by its own rule, counts; parts of rows stand beside whole ones. */
function inOrder(call: Call, proposals: readonly Proposal[]): readonly Proposal[] {
  const settled = new Set<string>();
  const kept: Proposal[] = [];
  for (const proposal of proposals) {
    const step = call.stepById.get(proposal.step);
    if (step === undefined) continue;
    const whole = proposal.incomplete === undefined;
    const beside = !whole && step.type === 'rows';
    if ((whole && !valueFits(step, proposal.value)) || (settled.has(step.id) && !beside)) continue;
    if (!beside) settled.add(step.id);
    kept.push(proposal);
  }
  const ordinal = (one: Proposal): number => call.stepById.get(one.step)?.ordinal ?? 0;
  return kept.sort((a, b) => ordinal(a) - ordinal(b));
}

/** A list named as the one applied for (报榜单三), and no question about it. */
const NAMED = /(?:申报|报名|报|选|投)(?:的是|了|的)?第?榜单\s?([1-9一二三四五六七八九])(?!.{0,12}(?:吗|么|[?？]))/;
const NUMBERS = '零123456789〇一二三四五六七八九';

function fromList(call: Call, { flat }: Passage, { shown }: Recommendation): readonly Proposal[] {
  const named = NAMED.exec(flat);
  const list = call.lists.find((one) => one.no === NUMBERS.indexOf(named?.[1] ?? '') % 10);
  if (named !== null && list !== undefined)
    return [{ step: call.listStep.id, value: { id: list.id }, words: [named[0]], confidence: 0.9 }];
  const [first, second] = shown;
  if (first === undefined || first.reasons.length === 0) return [];
  if (first.score < (second === undefined ? CLEAR : CLEAREST)) return [];
  if (first.failed.length > 0 || first.weight < SPOKEN) return [];
  const words = [...new Set(first.reasons.slice(0, 4).flatMap((reason) => reason.words.slice(0, 2)))];
  return [{ step: call.listStep.id, value: { id: first.id }, words, confidence: Math.min(0.9, first.score) }];
}

const TITLED =
  /(?:案例名称|案例名|项目名称|项目名|产品名称|名称|题为|名为|名叫|标题)[是为叫:：\s]*[《“"「]([^《》“”"「」\n]{2,60})[》”"」]/;
const BOOK_TITLE = /《([^《》\n]{2,60})》/g;
/** Names of documents stand between the same marks. */
const DOCUMENT =
  /(?:办法|条例|通知|规定|意见|细则|法|方案|指南|规划|合同|协议|报告|标准|规范|计划|清单|措施|目录|证书|说明|办法（试行）)$/;

function fromTitle(call: Call, text: string): readonly Proposal[] {
  const step = stepFor(call, 'case.title', 'text');
  if (step === undefined) return [];
  const named = TITLED.exec(text)?.[1];
  const book = [...text.matchAll(BOOK_TITLE)].map((match) => match[1] ?? '').find((one) => !DOCUMENT.test(one));
  const title = named ?? book;
  if (title === undefined || !valueFits(step, { text: title })) return [];
  return [{ step: step.id, value: { text: title }, words: [title], confidence: named === undefined ? 0.65 : 0.9 }];
}

/** The longest run of lines that tell the case: no line of a form, no credit code, nobody's contact. */
function fromSummary(call: Call, names: StepNames, text: string, around: ReadingContext): readonly Proposal[] {
  const step = stepFor(call, 'case.summary', 'longtext');
  if (step === undefined) return [];
  const runs = [''];
  for (const line of text.split('\n')) {
    if (namesStep(names, line) || CODE_LIKE.test(line)) runs.push('');
    else runs.push(`${runs.pop() ?? ''}${line}\n`);
  }
  const longest = runs.reduce((a, b) => (b.length > a.length ? b : a));
  const summary = withoutContact(longest);
  if (countCharacters(summary) < step.min || countCharacters(summary) > step.max) return [];
  const read = readReply(step, { kind: 'text', text: summary }, undefined, around);
  if (read.kind !== 'value' || read.doubts.length > 0) return [];
  return [{ step: step.id, value: read.value, words: [summary], confidence: 0.5 }];
}

const CODE_LIKE = /(?<![0-9A-Za-z])[0-9A-Z]{18}(?![0-9A-Za-z])/i;

/** The text up to the part of a sentence in which the contact person begins. */
function withoutContact(text: string): string {
  const places = contactSpans(text).map((words) => text.indexOf(words));
  const first = Math.min(...places, text.length);
  const end = first === text.length ? first : (passageOf(text).parts.findLast((part) => part.from <= first)?.from ?? 0);
  return text
    .slice(0, end)
    .replace(/[\s，,、；;（(:：]+$/, '')
    .trim();
}
