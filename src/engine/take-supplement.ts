/**
 * Words that come soon after a long text was taken at once: people write in bubbles, and the second one must neither be
 * lost nor land on the next question. Adds them to the answer before, or asks where it is doubtful; it never guesses.
 */
import type { LongTextStep, Step } from '../flow/step.ts';
import { inLocale } from '../flow/words.ts';
import { gatheredFor } from './gathering.ts';
import type { Pending } from './operation.ts';
import { standing, stepOnRoute } from './path.ts';
import { rejections } from './phrases/phrases.ts';
import { looksLikeQuestion, mayAsk } from './question.ts';
import { finished } from './read/finish.ts';
import { countCharacters } from './read/normalise.ts';
import { withoutNumbers } from './read/personal.ts';
import { readReply } from './read/read.ts';
import type { Reading, RejectionCode, Reply } from './read/reading.ts';
import { refuse } from './refuse.ts';
import type { Answer } from './session.ts';
import { SKIPPED } from './session.ts';
import type { Stage } from './stage.ts';
import { draft, inPrivate, locale, phrases, record, say } from './stage.ts';
import { takeAnswer, takeValue } from './take-answer.ts';
import { asksSomething } from './take-question.ts';
import type { Partial } from './value.ts';

/** So long after an answer (ms, by the times the messages were sent) more words may belong to it. */
const SOON = 90_000;
/** Words of fewer characters say too little to be half of a long text: at a text step, and anywhere else. */
const SHORT = { text: 5, other: 8 } as const;
/** Longer words are no bubble (UTF-16 units): they are looked at as an answer only. */
const LONGEST = 3000;
/** How words begin that go on with what was said before. */
const GOES_ON =
  /^(?:另外|此外|除此之外|还有|再补充|补充一|补充[:：，,]|接上|接着|续[:：]|同时|并且|而且|以及|后面还|后续|接下来|今后|未来还|下一步|(?:目前|现在|今年|我们|银行)?(?:也)?还(?:会|将|要|在|为|对|把|跟|和|与|给)|also\b|in addition|additionally|furthermore|moreover|besides)/i;
/** How a text ends that is not finished. */
const UNFINISHED = /[，、；：,;:]$/;

type Asked = Extract<Pending, { kind: 'supplement' }>;

/** Refusals of words that are nothing of the kind that is asked for; the others tell of a slip in an answer. */
const UNREAD: ReadonlySet<RejectionCode> = new Set([
  'no_such_option',
  'not_a_number',
  'not_a_percent',
  'not_a_date',
  'not_a_name',
  'nothing_recognised',
  'uscc_length',
  'bad_row',
  'file_expected',
  'too_long',
]);
/** Separates the columns of a row, which is meant for a table. */
const ROW = /[|｜\t]/;

interface Before {
  readonly step: LongTextStep;
  readonly answer: Answer;
  readonly text: string;
}

/** The long text that was answered last, if that was a moment ago and in one message. */
function textBefore(stage: Stage): Before | undefined {
  const current = draft(stage);
  const step = current.last < 0 ? undefined : stepOnRoute(stage.call, current, current.last);
  const answer = current.answers[current.last];
  if (step?.type !== 'longtext' || answer === undefined || answer === SKIPPED || !('text' in answer.value))
    return undefined;
  // Whoever said 好了 is through with it.
  const sent = stage.inbound?.at ?? stage.around.now;
  if (sent - answer.at > SOON || finished(answer.raw) || (step.private && !inPrivate(stage))) return undefined;
  return { step, answer, text: answer.value.text };
}

/** Takes a reply to `step` that belongs, or may belong, to the long text before it. Returns whether it was taken up. */
export function takeSupplement(stage: Stage, step: Step, reply: Reply): boolean {
  if (reply.kind !== 'text' || reply.text.length > LONGEST) return false;
  // Whoever just asked to change an answer, or has begun this one, goes on with that.
  if (draft(stage).focus >= 0 || gatheredFor(draft(stage), step.ordinal) !== undefined) return false;
  const before = textBefore(stage);
  if (before === undefined || before.step.ordinal === step.ordinal) return false;
  const text = reply.text.trim();
  const reading = readReply(step, reply, undefined, { now: stage.around.now, timezone: stage.call.timezone });
  const title = inLocale(before.step.title, locale(stage));
  if (finished(text)) {
    if (reading.kind === 'value') return false;
    say(stage, 'notice', phrases(stage).supplementDone(title, countCharacters(before.text)));
    stage.manner = 'short';
    return true;
  }
  const belongs = belonging(step, text, reading, before);
  if (belongs === 'no' || looksLikeQuestion(text) || (mayAsk(text) && asksSomething(stage, text))) return false;
  if (belongs === 'yes') addTo(stage, before, text);
  else {
    const kept = withoutNumbers(text).text;
    record(stage, { op: 'pended', pending: { kind: 'supplement', step: before.step.id, text: kept } });
  }
  return true;
}

/** Do these words belong to the text before? Not when they answer the question; plainly when they can be no answer to it. */
function belonging(step: Step, text: string, reading: Reading, before: Before): 'yes' | 'perhaps' | 'no' {
  const free = step.type === 'text' || step.type === 'longtext';
  const size = countCharacters(text);
  // Nothing else tells a second bubble from the next answer: whoever has the answers ready sends them one after another.
  if (!UNFINISHED.test(before.text) && !GOES_ON.test(text)) return 'no';
  if (size < (free ? SHORT.text : SHORT.other)) return 'no';
  switch (reading.kind) {
    case 'rejection':
      if (!free) return isProse(text) && UNREAD.has(reading.code) && !ROW.test(text) ? 'yes' : 'no';
      // Too long for a name or a title is a sentence; too long for a text is most likely that text.
      return reading.code === 'too_long' || reading.code === 'too_short' ? 'perhaps' : 'no';
    case 'partial':
      if (free) return 'perhaps';
      return begunInWords(reading.partial) ? 'perhaps' : 'no';
    case 'value':
      return 'perhaps';
    default:
      return reading satisfies never;
  }
}

/** Words rather than a code, a number or a few names. */
function isProse(text: string): boolean {
  return (text.match(/\p{Script=Han}/gu) ?? []).length >= 10 || (text.match(/[A-Za-z]{2,}/g) ?? []).length >= 6;
}

/** A row or a contact begun with words that could be anything; a whole row, a number or a choice is meant as it is. */
function begunInWords(partial: Partial): boolean {
  if (partial.kind === 'rows') return partial.awaiting !== undefined;
  return partial.kind === 'contact' && partial.have.phone === undefined && partial.have.email === undefined;
}

function addTo(stage: Stage, before: Before, text: string): void {
  const { step, answer } = before;
  const words = phrases(stage);
  const title = inLocale(step.title, locale(stage));
  const reply = { kind: 'text', text: `${before.text}\n${text}` } as const;
  const reading = readReply(step, reply, undefined, { now: stage.around.now, timezone: stage.call.timezone });
  stage.manner = 'short';
  if (reading.kind !== 'value') {
    const over = countCharacters(reply.text) - step.max;
    say(stage, 'notice', words.supplementTooLong(title, Math.max(over, 0), step.max));
    return;
  }
  const raw = withoutNumbers(reply.text).text;
  if (takeValue(stage, step, reading.value, reading.doubts, raw, answer.confirmed) && 'text' in reading.value)
    say(stage, 'notice', words.supplementAdded(title, countCharacters(reading.value.text)));
}

/** Takes the reply to "does this go on with the answer before, or answer this?". More words are asked about together. */
export function settleSupplement(stage: Stage, pending: Asked, choice: string | undefined, reply: Reply): void {
  const current = draft(stage);
  const base = stage.call.stepById.get(pending.step);
  const before = base === undefined ? undefined : stepOnRoute(stage.call, current, base.ordinal);
  const answer = before === undefined ? undefined : current.answers[before.ordinal];
  if (choice === undefined) {
    const more = reply.kind === 'text' ? withoutNumbers(reply.text.trim()).text : '';
    if (more === '' || pending.text.length + more.length > LONGEST)
      stage.refusal = rejections(locale(stage)).yes_or_no({});
    else record(stage, { op: 'pended', pending: { ...pending, text: `${pending.text}\n${more}` } });
    return;
  }
  record(stage, { op: 'settled' });
  if (choice === 'add' && before?.type === 'longtext' && answer !== undefined && answer !== SKIPPED) {
    addTo(stage, { step: before, answer, text: 'text' in answer.value ? answer.value.text : '' }, pending.text);
    return;
  }
  const { step } = standing(stage.call, current);
  if (choice !== 'answer' || step === undefined) return;
  const refusal = takeAnswer(stage, step, { kind: 'text', text: pending.text });
  if (refusal !== undefined) refuse(stage, step, refusal.code, refusal.params);
}
