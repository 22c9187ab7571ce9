/** Does a text look like a question to the assistant rather than an answer? A cheap guess that only ever leads to asking. */

/** Longest text that is taken for a question. */
const LONGEST = 60;
const ENDS = /[?？]$|[吗呢么]$/;
const STARTS =
  /^(请问|想问|问一下|怎么|怎样|如何|什么是|为什么|为啥|能不能|可不可以|可以.*吗|是不是|有没有|要不要|多少钱|what|how|why|when|where|who|can i|can we|do i|do we|is it|is there|are there|may i)/i;
/** In a short text these ask, wherever they stand. */
const ASKS = /多少|谁是|是谁|什么时候|几号|要不要|能不能|可不可以|会不会|是不是|行不行|怎么|为什么/;
const SHORT = 30;
const NAMES = /(公司|银行|中心|大学|研究院|研究所|集团)$/;

export function looksLikeQuestion(text: string): boolean {
  if (text.length > LONGEST || text.length < 3) return false;
  const trimmed = text.trim();
  if (ENDS.test(trimmed)) return true;
  if (NAMES.test(trimmed)) return false;
  return STARTS.test(trimmed) || (trimmed.length <= SHORT && ASKS.test(trimmed));
}
