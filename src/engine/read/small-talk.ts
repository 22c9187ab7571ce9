/** Words that acknowledge, decline or end something and so name nobody and nothing. Judges whole messages and cells only. */
import { finished } from './finish.ts';
import { key } from './labels.ts';

const LONGEST = 16;
const WORDS = new Set(
  (
    '好 好的 好吧 好呀 好啊 行 可以 嗯 嗯嗯 哦 噢 是 是的 对 对的 收到 知道了 明白 了解 谢谢 多谢 辛苦了 稍等 等一下 你好 您好 在 在吗 ' +
    '不 不是 不行 没 没有 无 暂无 暂时没有 都没有 没有呢 空 略 不用 不用了 不需要 不要 不填 先不填 不写 不知道 不清楚 不确定 不懂 ' +
    '不方便 不方便说 不方便透露 不方便提供 不想说 不想填 不告诉你 不便透露 保密 匿名 随便 测试 待定 待补 待补充 以后再说 稍后 稍后再说 稍后补充 跳过 ' +
    '确定 确认 同意 继续 提交 下一步 下一题 没问题 ' +
    'ok okay okk yes no y n none nil null na n/a nope sure thanks thankyou hi hello test skip later secret private anonymous'
  )
    .split(' ')
    .map(key),
);

/** Does the whole text only acknowledge, decline or end, such as 好的, 不方便说, 完成, n/a? */
export function isSmallTalk(text: string): boolean {
  if (text.length > LONGEST) return false;
  return finished(text) || WORDS.has(key(text).replace(/ /g, ''));
}
