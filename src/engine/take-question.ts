/**
 * Questions about the rules, answered from the call's knowledge with the clause quoted, offered as three readings, or
 * handed to the organizer. Never judges where the rules give no number, never invents; the form stays where it was.
 */
import type { Entry } from '../flow/faq.ts';
import { actionAt, factOf } from '../flow/faq.ts';
import { inLocale } from '../flow/words.ts';
import type { FaqAnswer } from '../knowledge/answer.ts';
import { askFaq } from '../knowledge/answer.ts';
import { isQuestion } from '../knowledge/question.ts';
import { quote } from './explain.ts';
import { NO_ENTRY } from './hint.ts';
import { hintedEntry } from './hinted.ts';
import { momentIn } from './moment-text.ts';
import { looksLikeQuestion } from './question.ts';
import { withoutNumbers } from './read/personal.ts';
import type { Stage } from './stage.ts';
import { draft, insight, locale, phrases, record, say } from './stage.ts';

/** Longest text taken for an order to the machine: a pasted document may quote one. */
const ORDERS = 160;

/** Is this text a question the assistant should answer, rather than an answer to it? `bare`: even without any sign of asking? */
export function asksSomething(stage: Stage, text: string, bare = false): boolean {
  const known = insight(stage);
  if (known === undefined) return looksLikeQuestion(text);
  if (looksLikeQuestion(text)) return true;
  const asking = { list: draft(stage).list, now: stage.around.now };
  const { entries, injected } = askFaq(known.knowledge, text, asking);
  if (injected && text.length <= ORDERS) return true;
  if (!isQuestion(known.knowledge, text, asking, bare)) return false;
  // 嗯嗯, 好的: small talk is no question, and where an answer is wanted it is none either.
  const [best] = entries;
  return best !== undefined && known.knowledge.faq.entryById.get(best.id)?.action !== 'smalltalk';
}

/** Answers a question, asks which was meant, or hands it over; the open question is put again in short form. */
export function takeQuestion(stage: Stage, said: string): void {
  const text = withoutNumbers(said).text;
  stage.manner = 'short';
  // Offered readings that were passed over are asked no more.
  const { pending } = draft(stage);
  if (pending?.kind === 'meant') {
    stage.closed = pending.rested === true;
    record(stage, { op: 'settled' });
  }
  const known = insight(stage);
  if (known === undefined) {
    record(stage, { op: 'escalated', text });
    say(stage, 'notice', phrases(stage).questionNoted);
    return;
  }
  const answer = askFaq(known.knowledge, text, { list: draft(stage).list, now: stage.around.now });
  const [best] = answer.entries;
  const sure = sureToHandOver(best === undefined ? undefined : known.knowledge.faq.entryById.get(best.id), answer);
  const hinted =
    answer.band === 'answer' || sure !== undefined ? undefined : hintedEntry(stage, text, answer, known.knowledge);
  if (hinted !== undefined) {
    takeHinted(stage, text, answer, hinted);
    return;
  }
  switch (answer.band) {
    case 'answer':
      if (best !== undefined) tellEntry(stage, best.id, text, answer.band);
      return;
    case 'choose':
      // Another question of the machine's own is open: it must not be lost to this one.
      if (draft(stage).pending === undefined) offer(stage, text, answer);
      else handOver(stage, text, answer, sure);
      return;
    case 'handover':
      handOver(stage, text, answer, sure);
      return;
    default:
      answer.band satisfies never;
  }
}

/** The entry named by a hint answers, if answering is what it does now; else the question is handed over. */
function takeHinted(stage: Stage, text: string, answer: FaqAnswer, id: string): void {
  const entry = id === NO_ENTRY ? undefined : insight(stage)?.knowledge.faq.entryById.get(id);
  const action = entry === undefined ? 'handoff' : actionAt(entry, stage.call.organizer, stage.around.now);
  if (action !== 'handoff' && action !== 'pending') {
    tellEntry(stage, id, text, 'answer', true);
    return;
  }
  handOver(stage, text, { ...answer, band: 'handover' }, handsOver(entry) ? entry : undefined);
}

function version(stage: Stage): string {
  return insight(stage)?.knowledge.faq.hash ?? '';
}

function offer(stage: Stage, text: string, answer: FaqAnswer): void {
  const known = insight(stage)?.knowledge;
  const options = answer.choices.flatMap((id) => {
    const entry = known?.faq.entryById.get(id);
    return entry === undefined ? [] : [{ id, zh: entry.topic.zh, en: entry.topic.en }];
  });
  record(stage, { op: 'missed', text, top: answer.entries.slice(0, 3), version: version(stage), band: answer.band });
  const rested = stage.closed || (stage.fold.open === undefined && stage.fold.length > 0);
  record(stage, { op: 'pended', pending: { kind: 'meant', text, options, ...(rested ? { rested } : {}) } });
}

/** Hands over, in the words of `entry` where it is known to be meant, else in general ones. */
function handOver(stage: Stage, text: string, answer: FaqAnswer, entry: Entry | undefined): void {
  record(stage, { op: 'missed', text, top: answer.entries.slice(0, 3), version: version(stage), band: answer.band });
  if (answer.injected) {
    say(stage, 'faq', phrases(stage).injected);
    return;
  }
  record(stage, { op: 'escalated', text });
  say(
    stage,
    'faq',
    [entry === undefined ? phrases(stage).handedOver : inLocale(entry.answer, locale(stage)), contactLine(stage)]
      .filter((line) => line !== '')
      .join('\n'),
  );
}

/** Chance from which the words of a handing-over entry are said rather than the general ones. */
const SURE = 0.5;

/** The entry, where it is likely enough the one meant and hands over by itself. */
function sureToHandOver(entry: Entry | undefined, answer: FaqAnswer): Entry | undefined {
  return handsOver(entry) && answer.band === 'handover' && answer.chance >= SURE ? entry : undefined;
}

/** Are the words of an entry those of handing over? An expired answer hands over too, yet its words no longer hold. */
function handsOver(entry: Entry | undefined): boolean {
  return entry?.action === 'pending' || entry?.action === 'handoff';
}

function contactLine(stage: Stage): string {
  const { contact } = stage.call.organizer;
  return contact === undefined ? '' : phrases(stage).humanContact(inLocale(contact, locale(stage)));
}

/** Says what an entry says: the organizer's fact where it is one, else the answer with its first clause quoted. */
export function tellEntry(stage: Stage, id: string, text: string, band: 'answer' | 'choose', hinted = false): void {
  const entry = insight(stage)?.knowledge.faq.entryById.get(id);
  if (entry === undefined) return;
  const words = phrases(stage);
  const fact = entry.fact === undefined ? undefined : factOf(entry.fact, stage.call.organizer);
  const told =
    typeof fact === 'number'
      ? momentIn(stage.call.timezone, fact, locale(stage))
      : fact === undefined
        ? undefined
        : inLocale(fact, locale(stage));
  const [clause] = entry.clauses;
  const lines = [
    told === undefined ? inLocale(entry.answer, locale(stage)) : words.fromOrganizer(told),
    clause === undefined ? '' : quote(stage.call, clause, locale(stage)),
    entry.followUp === undefined ? '' : inLocale(entry.followUp, locale(stage)),
  ];
  record(stage, {
    op: 'told_rule',
    text,
    entry: id,
    clauses: entry.clauses,
    version: version(stage),
    band,
    ...(hinted ? { hinted } : {}),
  });
  // Everybody in the group has it before them; in private it is told again.
  if (stage.around.group?.toldAt.has(id) === true) {
    stage.manner = 'silent';
    stage.replies.push({ kind: 'faq', body: words.toldAbove(inLocale(entry.topic, locale(stage))), door: 'private' });
    return;
  }
  say(stage, 'faq', lines.filter((line) => line !== '').join('\n'));
}

/** The applicant said which reading was meant; undefined: none of them. */
export function settleMeaning(stage: Stage, text: string, id: string | undefined): void {
  record(stage, { op: 'settled' });
  stage.manner = 'short';
  if (id !== undefined) {
    tellEntry(stage, id, text, 'choose');
    return;
  }
  record(stage, { op: 'missed', text, top: [], version: version(stage), band: 'choose', chosen: null });
  record(stage, { op: 'escalated', text });
  say(stage, 'faq', [phrases(stage).handedOver, contactLine(stage)].filter((line) => line !== '').join('\n'));
}
