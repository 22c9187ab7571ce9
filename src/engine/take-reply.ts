/**
 * A reply to the open step, whatever it turns out to be: its answer, a question about the rules, a case told in free
 * words, or something that cannot be read. Decides which; the parts do the rest.
 */
import type { Option, Step } from '../flow/step.ts';
import { inLocale } from '../flow/words.ts';
import { isOwed, routeOf } from './path.ts';
import { owedNote } from './prompt.ts';
import { looksAbout, looksLikeQuestion, mayAsk } from './question.ts';
import { withoutNumbers } from './read/personal.ts';
import type { Params, Reply } from './read/reading.ts';
import { refuse } from './refuse.ts';
import type { Stage } from './stage.ts';
import { draft, locale, record } from './stage.ts';
import { takeAnswer } from './take-answer.ts';
import { tellFittingLists, tellsCase } from './take-case.ts';
import { hasAgreed, hear, propose } from './take-proposed.ts';
import { asksSomething, takeQuestion } from './take-question.ts';

/** Longer words, where a list or a yes is wanted, are more than its name. */
const NAME = 20;
/** Longer words are no yes, whatever they hold. */
const LONGEST_YES = 40;
const POLITE = /[\d\s\p{P}]|please|yes|ok|好的?|[请选第项个吧啊呀哦嗯了的是那就]|帮我|我要|我想|谢谢/gu;
/** What people add when they agree; anything more is not agreed to by a 可以 among it. */
const AGREEING = /我们?|咱们?|已经?|阅读|看完|看过|看了|知道|了解|并且?|申报|报名|填写?|继续|现在|马上|就|呗|哈|啦/gu;
/** Longer words are looked at as an answer only. */
const LONGEST = 30_000;

/** Takes a reply to `step`. */
export function takeReply(stage: Stage, step: Step, reply: Reply): void {
  if (reply.kind === 'text' && takeAside(stage, step, reply.text)) return;
  const refusal = takeAnswer(stage, step, reply);
  if (refusal === undefined) return;
  const text = reply.kind === 'text' && reply.text.length <= LONGEST ? reply.text : undefined;
  if (text !== undefined && isOther(stage, step, text)) takeOther(stage, step, text);
  else if (text === undefined || !propose(stage, text)) {
    const params = refusal.code === 'file_not_expected' ? expected(stage, step) : refusal.params;
    refuse(stage, step, refusal.code, params);
  }
}

/** Words that are no answer, though one could be read out of them. Returns whether they were taken up. */
function takeAside(stage: Stage, step: Step, text: string): boolean {
  // "公共数据算吗？" names an option and yet chooses nothing.
  const chooses = 'options' in step && owedNoteOf(stage, step) === undefined && !isNamed(step, text);
  if (chooses && (looksLikeQuestion(text) || (step.type === 'list' && looksAbout(text)))) {
    takeOther(stage, step, text);
    return true;
  }
  // A case told in a sentence mentions many things: nothing it names in passing is chosen by that.
  if (expectsCase(step) && text.length > NAME && text.length <= LONGEST && tellsCase(stage, text)) {
    takeOther(stage, step, text);
    return true;
  }
  if (isDecisive(step) && !isPlainYes(step, text)) {
    if (text.length <= LONGEST && isOther(stage, step, text)) takeOther(stage, step, text);
    else refuse(stage, step, /^[\d\s\p{P}]+$/u.test(text) ? 'one_option_only' : 'no_such_option', {});
    return true;
  }
  if (!isDoubtful(stage, step, text)) return false;
  record(stage, { op: 'pended', pending: { kind: 'question', step: step.id, text: withoutNumbers(text).text } });
  return true;
}

/** Steps where a yes has consequences: a question, or words that say more than one thing, are never taken for one. */
export function isDecisive(step: Step): boolean {
  return step.type === 'consent' || step.type === 'confirm' || step.type === 'review' || step.ordinal < 0;
}

/**
 * One choice and nothing else: "1 1" and "1,2,3" may be meant for anything, and what is long says more than yes. What
 * cannot be taken back without loss (submitting, erasing, withdrawing) wants the choice alone: no 等我改完再提交.
 */
export function isPlainYes(step: Step, text: string): boolean {
  if (isNamed(step, text)) return true;
  const said = text.normalize('NFKC').trim();
  if (/^[\d\s\p{P}\p{S}和]+$/u.test(said)) return !/\d\D+\d/.test(said);
  if (said.length > (/\p{Script=Han}/u.test(said) ? NAME : LONGEST_YES)) return false;
  // 可以报两个榜的 agrees to nothing.
  if (step.type === 'consent' && agreesIn(step, said)) return rest(step, said).replace(AGREEING, '') === '';
  return step.type !== 'review' && step.id !== 'erase' && step.id !== 'withdraw' ? true : rest(step, said) === '';
}

/** Chinese words in which a name of agreeing stands, and of nothing else. */
function agreesIn(step: Extract<Step, { type: 'consent' }>, said: string): boolean {
  if (!/\p{Script=Han}/u.test(said)) return false;
  const named = step.options.filter((one) => namesOf(one).some((name) => name.length > 1 && said.includes(name)));
  return named.every((one) => one.id === 'agree');
}

/** Is the text the name of an option, word for word? */
function isNamed(step: Step, text: string): boolean {
  const said = text.trim().toLowerCase();
  return 'options' in step && step.options.some((option) => namesOf(option).includes(said));
}

function namesOf({ label, aliases }: Option): readonly string[] {
  return [label.zh, label.en, ...aliases].map((name) => name.toLowerCase());
}

/** What is said besides names of options, numbers and words of politeness. */
function rest(step: Step, said: string): string {
  const names = 'options' in step ? step.options.flatMap(namesOf) : [];
  let left = said.toLowerCase();
  for (const name of names.toSorted((a, b) => b.length - a.length))
    if (name.length > 1) left = left.replaceAll(name, '');
  return left.replace(POLITE, '');
}

function expectsCase(step: Step): boolean {
  return step.type === 'list' || step.type === 'consent';
}

/** Where free words are wanted: something that asks is not taken for the answer without asking back. */
function isDoubtful(stage: Stage, step: Step, text: string): boolean {
  // Cells of rows are bare words.
  const bare = step.type !== 'rows';
  return takesWords(stage, step, text) && mayAsk(text, bare) && asksSomething(stage, text, bare);
}

function takesWords(stage: Stage, step: Step, text: string): boolean {
  switch (step.type) {
    case 'text':
    case 'longtext':
    case 'contact':
      return true;
    case 'rows':
      return step.none === undefined || ![step.none.label.zh, ...step.none.aliases].includes(text.trim());
    default:
      return owedNoteOf(stage, step) !== undefined;
  }
}

function owedNoteOf(stage: Stage, step: Step): unknown {
  const current = draft(stage);
  return current.gathering === step.ordinal ? owedNote(step, current.partial) : undefined;
}

function isOther(stage: Stage, step: Step, text: string): boolean {
  return asksSomething(stage, text, true) || (expectsCase(step) && tellsCase(stage, text));
}

/** A question, or a case told where a list is to be chosen ("…，报哪个？"). */
function takeOther(stage: Stage, step: Step | undefined, text: string): void {
  if ((step === undefined || expectsCase(step)) && tellsCase(stage, text)) {
    tellFittingLists(stage, text);
    // Who did not agree has nothing kept; somebody new is about to be asked.
    if (step === undefined && stage.fold.length > 0 && !hasAgreed(stage)) return;
    if (step?.type !== 'list' || !propose(stage, text)) hear(stage, text);
    return;
  }
  takeQuestion(stage, text);
}

/** Words that answer no question of the form: before it began, or after it ended. Returns whether they were taken up. */
export function takeFreeWords(stage: Stage, text: string): boolean {
  if (text.length > LONGEST) return false;
  if (!asksSomething(stage, text) && !tellsCase(stage, text)) return false;
  takeOther(stage, undefined, text);
  return true;
}

/** What the step takes instead of a file, and where files belong. */
export function expected(stage: Stage, step: Step): Params {
  const takes = 'options' in step ? 'choice' : step.type === 'rows' ? 'rows' : 'words';
  const current = draft(stage);
  const asked = routeOf(stage.call, current).find((one) => one.type === 'files');
  if (asked === undefined) return current.list === undefined ? { takes, files: 'later' } : { takes };
  if (isOwed(current, asked.ordinal)) return { takes, files: 'later' };
  return { takes, files: 'edit', title: inLocale(asked.title, locale(stage)) };
}
