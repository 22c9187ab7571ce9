/** Does a text look like a question to the assistant rather than an answer? A cheap guess that only ever leads to asking. */

/** Longest text that is taken for a question. */
const LONGEST = 60;
const ENDS = /[?？]$|[吗嗎呢么麼咩]$|[能可以行会用要有算好].*[不否伐㗎]$/;
const STARTS =
  /^(请问|想问|问一下|怎么|怎样|如何|什么是|为什么|为啥|能不能|可不可以|可以.*吗|是不是|有没有|要不要|多少钱|what|which|how|why|when|where|who|can i|can we|do i|do we|is it|is there|are there|may i|should (?:i|we)|must (?:i|we)|does (?:it|the|this))/i;
/** In a short text these ask, wherever they stand. */
const ASKS =
  /哪里|在哪|哪儿|哪个|哪些|哪一|哪条|放哪|啥|咋|什么(?!都|也)|如何|是否|能否|可否|多久|多长|何时|几时|第几|有没有|多少|谁是|是谁|(?:找|问|联系)谁|什么时候|几号|要不要|能不能|可不可以|会不会|是不是|行不行|怎么|为什么/;
/** The same in Cantonese, and in traditional characters. */
const ASKS_ELSEWHERE =
  /(\p{Script=Han})唔\1|有冇|[系係]咪|[点點][样樣解]|[边邊][个個度间間]|幾時|[几幾][钱錢]|哪[裡裏兒個]|什[麼么]|甚[麼么]|怎[麼樣]|為什麼|會不會|多長|誰/u;
/** Words about a thing rather than the choice of it, where one is named among choices: 榜单二的要求, 请介绍榜单3. */
const ABOUT =
  /介绍|介紹|解释|解釋|说说|讲讲|说明|区别|差别|差異|差异|[的有]?(?:要求|条件|標準|标准)$|哪|几条|\b(?:about|tell me|explain|difference|requirements?)\b/i;
const SHORT = 30;
const NAMES =
  /(公司|银行|中心|大学|学院|研究院|研究所|集团|支行|分行|交易所|协会|联盟|基金|事务所|合作社|有限合伙|inc\.?|ltd\.?|limited|bank|group)[）)]?$/i;

/** Longest text the knowledge is asked about. */
const LONGEST_ASKED = 160;
/** Up to this length a few words may name what is asked about (截止日期), without any sign of asking. */
const BARE = 16;
const SIGNS =
  /[?？吗呢么嘛咩谁哪何几咋啥]|多少|多久|多大|是否|能否|可否|可以|能不|要不|会不|是不|有没|算不|够不|行不|需不|需要|怎|为什|要交|要填|要写|截止|期限|规定|要求|忽略|无视|指令|系统|审核通过|请问|想问|问一|咨询|唔|冇|[点點][样樣解]|[系係]咪|[边邊][个個度]|[麼幾誰]|\b(?:what|when|where|who|which|why|how|is|are|do|does|can|could|may|must|should|will|ignore|disregard|pretend|system|prompt)\b/i;

/**
 * Might a text ask something? Cheap, and rather too often yes: it only decides whether the knowledge is asked. `bare`:
 * may a few words without any sign of asking?
 */
export function mayAsk(text: string, bare = true): boolean {
  const said = text.trim();
  if (said.length < 2 || said.length > LONGEST_ASKED || !/[\p{Script=Han}A-Za-z]{2}/u.test(said)) return false;
  if (looksLikeQuestion(said) || (SIGNS.test(said) && !NAMES.test(said))) return true;
  return bare && said.length <= BARE && !NAMES.test(said) && !/\d/.test(said);
}

/** Does it look so much like one that nobody needs to be asked? */
export function looksLikeQuestion(text: string): boolean {
  if (text.length > LONGEST || text.length < 3) return false;
  const trimmed = text.trim();
  if (ENDS.test(trimmed)) return true;
  if (NAMES.test(trimmed)) return false;
  return STARTS.test(trimmed) || (trimmed.length <= SHORT && (ASKS.test(trimmed) || ASKS_ELSEWHERE.test(trimmed)));
}

/** Does a short text that names one of the choices want to hear about it rather than choose it? */
export function looksAbout(text: string): boolean {
  return text.length <= SHORT && ABOUT.test(text.trim());
}
