/** Words that end an answer given in several messages (好了, 完成, done …). Knows nothing of the answer. */
import { isHan, plain } from './normalise.ts';

const LAST = new Set([
  '好了',
  '好啦',
  '好了好了',
  '完成',
  '完成了',
  '已完成',
  '完了',
  '完毕',
  '结束',
  '结束了',
  '发完',
  '发完了',
  '已发完',
  '全部发完',
  '都发完了',
  '写完',
  '写完了',
  '填完',
  '填完了',
  '说完了',
  '就这些',
  '就这些了',
  '就这样',
  '就这么多',
  '没了',
  '没有了',
  '没有其他了',
  '没有别的了',
  '没别的了',
  '可以了',
  '搞定',
  '齐了',
  '以上',
  '以上就是全部',
  'ok了',
  'done',
  'finish',
  'finished',
  'complete',
  'completed',
  'end',
  'the end',
  'no more',
  'nothing more',
  'thats all',
  "that's all",
  'that’s all',
  'thats it',
  "that's it",
  'all done',
  "i'm done",
  'im done',
]);
const FIRSTS = new Set(Array.from(LAST, (words) => words.charAt(0)));
const LONGEST = 24;

/** Does the whole text only say that nothing more will come? */
export function finished(text: string): boolean {
  if (text.length > LONGEST) return false;
  const first = text.charAt(0);
  // Most answers in Chinese are known by their first character to say something else.
  if (isHan(text.charCodeAt(0)) && !FIRSTS.has(first)) return false;
  return LAST.has(text) || LAST.has(plain(text).replace(/^[\s,.。，、~～]+|[\s!！,.。，、~～]+$/g, ''));
}

/** Splits a last line that only says 好了 off the text. `end` tells whether there was one (the text may be it alone). */
export function splitFinish(text: string): { readonly body: string; readonly end: boolean } {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('\n');
  if (!finished(trimmed.slice(at + 1).trim())) return { body: trimmed, end: false };
  return { body: at === -1 ? '' : trimmed.slice(0, at).trim(), end: true };
}
