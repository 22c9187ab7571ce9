/**
 * Is a text, typed where an answer is expected, a question the knowledge knows rather than an answer? Errs towards
 * answers: nothing an applicant writes about a case may be taken for a question lightly.
 */
import type { Asking, Knowledge } from './answer.ts';
import { askFaq } from './answer.ts';

/** Longer texts tell something, whatever mark they end in. */
const LONGEST = 80;
/** Likeness to a known question from which no mark and no question word is needed. */
const KNOWN = 0.85;
const RECOGNISED = 0.3;
/** Without any sign of asking, so few characters may still name what is asked about (截止日期, 可以换榜单), … */
const BARE = 12;
/** … where they are near a known question, and likely enough to be about applying and not about a case. */
const NEAR = 0.15;
const SURE = 0.75;
/** Tells rather than names: 我的材料在邮箱里. */
const TELLS = /我|已|了|在|没/;
const MAY = /可以|可不|能|要|允许|需/;

/** Over normalised text; dialect has been brought to 什么, 怎么, 是不是 by the vocabulary where it is there. */
const CUES =
  /[?]|[吗么呢吧嘛啊][。.!~ ]*$|什么|怎么|怎样|如何|为什么|为何|哪|多少|多久|多长|多大|几[个家项条次年月天点号份]|谁|何时|是否|能否|可否|有没有|是不是|能不能|可不可以|要不要|会不会|行不行|算不算|够不够|好不好|需不需要|用不用|咩|点样|点解|系咪|边个|几时|^(?:请问|想问|问一?下|咨询)|^(?:what|when|where|who|whom|which|why|how|is|are|am|do|does|did|can|could|may|must|should|will|would|have|has)\b/u;

/**
 * True for a short text that asks, and asks something the knowledge can answer, offer a choice for, or must hand over.
 * `bare`: a few words without any sign of asking may ask, too (截止日期).
 */
export function isQuestion(knowledge: Knowledge, text: string, asking: Asking = {}, bare = false): boolean {
  if (text.length > LONGEST * 4) return false;
  const normalised = knowledge.normalise(text);
  if (normalised === '' || [...normalised].length > LONGEST) return false;
  const [best] = knowledge.retrieve(normalised, asking.list).candidates;
  const likeness = best?.likeness ?? 0;
  if (likeness >= KNOWN) return true;
  if (!CUES.test(normalised)) {
    if (!bare || likeness < NEAR || TELLS.test(normalised) || !/^\P{N}{2,}$/u.test(normalised)) return false;
    return [...normalised].length <= BARE && asksToApply(knowledge, text, asking);
  }
  return (
    likeness >= RECOGNISED || askFaq(knowledge, text, asking).band === 'answer' || asksToApply(knowledge, text, asking)
  );
}

/** A fact of the organizer's is named (截止日期), or what may be done is wondered about (可以换榜单). */
function asksToApply(knowledge: Knowledge, text: string, asking: Asking): boolean {
  const { chance, entries } = askFaq(knowledge, text, asking);
  const action = knowledge.faq.entryById.get(entries[0]?.id ?? '')?.action;
  if (chance < SURE) return false;
  return action === 'pending' || (MAY.test(text) && (action === 'handoff' || action === 'product'));
}
