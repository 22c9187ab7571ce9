/**
 * Recognises texts that try to give the assistant orders instead of asking it something. Such texts go to a person;
 * nothing in them is ever followed, recognised or not.
 */

/** Over normalised text: lower case, simplified, half width. */
const ORDERS: readonly RegExp[] = [
  /(?:忽略|无视|忘(?:记|掉)|不(?:要|用)(?:管|理会|遵守)|抛开|绕过|跳过|推翻|覆盖|清除).{0,12}(?:指令|指示|提示词?|规则|设定|限制|要求|约束|对话|上文|系统)/u,
  /(?:系统|初始|内部|隐藏|原始|开发者).{0,4}(?:提示词|指令|设定|prompt)/u,
  /(?:提示词|提示ci|system ?prompt|prompt).{0,10}(?:发|给|打出|输出|打印|显示|复述|泄露|告诉|贴|是什么|原文)/u,
  /(?:输出|打印|显示|复述|泄露|告诉我|贴出|重复|背出|背一遍|打出).{0,12}(?:提示词|system ?prompt|系统消息|密钥|密码|api ?key|token|环境变量|数据库)/u,
  /(?:别|不要|不用|甭).{0,2}(?:管|理会|理|看).{0,8}(?:规则|细则|条款|限制|要求|规定).{0,12}(?:判|给我|通过|符合|满足|说)/u,
  /(?:发|给|看|亮).{0,6}你的?.{0,4}(?:提示词|提示ci|指令|prompt)/u,
  /(?:从现在(?:开始|起)|接下来|现在).{0,6}你(?:是|就是|将是|扮演|变成|要扮演)/u,
  /你(?:现在|已经)?(?:是|被).{0,8}(?:没有|不受|无).{0,4}(?:限制|约束|规则)/u,
  /(?:扮演|假装|假设)(?:你是|自己是|成)?.{0,8}(?:管理员|组委会|评委|开发者|系统|主办方|黑客|root|dan\b|ai|机器人|另一)/u,
  /(?:开发者|调试|管理员|越狱|上帝|维护|root|debug|developer|admin|jailbreak|dan|god) ?(?:模式|mode)/u,
  /(?:直接|帮我|请)?(?:把|将)?(?:我|我们|这个|本).{0,8}(?:标记|标成|改成|设为|设成|判为|判定为|写成).{0,8}(?:通过|合格|符合|已审|已提交|一等奖|入选|第一)/u,
  /(?:ignore|disregard|forget|override|bypass|skip).{0,30}(?:instruction|prompt|rule|polic|guideline|above|previous|restriction)/u,
  /(?:reveal|print|show|output|repeat|leak|display|dump|give me).{0,24}(?:system prompt|hidden prompt|your (?:\w+ )?prompt|instructions|api key|token|password|secret|environment variable)/u,
  /\bi am (?:the|your|an?) (?:system )?(?:admin|administrator|developer|root)\b/u,
  /you are now |act as (?:an? )?(?:admin|dan|root|developer|unrestricted)|pretend (?:to be|you are)|\bdo anything now\b|\bjailbreak/u,
  /<\/?(?:system|assistant|user|im_start|im_end|instructions?)\b|\[\/?(?:system|inst)\]|<\|.{0,20}\|>|###? ?(?:system|instruction)/u,
  /(?:drop|delete|truncate) (?:table|from|database)|\bselect\b.{1,40}\bfrom\b|union select|<script|\$\{jndi|rm -rf|process\.env|\bexec\(|\beval\(/u,
];

/** Does this text give orders to the machine? */
export function givesOrders(text: string): boolean {
  return ORDERS.some((pattern) => pattern.test(text));
}
