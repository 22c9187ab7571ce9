/**
 * Recognises texts that try to give the assistant orders instead of asking it something. Such texts go to a person;
 * nothing in them is ever followed, recognised or not.
 */

/** Who asks whether a thing may be left out orders nobody to leave it out. */
const UNASKED = '(?<!是不是|是否|可以|能|可否|要不要|会不会|如果|怎么)';
const NOT_ASKING = '(?!.{0,14}(?:吗|么|吧|呢|嘛|还是|谁|哪|行不行|\\?))';

/** Rules in Chinese, over normalised text: lower case, simplified, half width. */
const CHINESE: readonly RegExp[] = [
  // Leave the rules.
  /(?:忽略|无视|忘(?:记|掉)|抛开|覆盖|推翻|清除).{0,12}(?:指令|指示|提示词?|设定|对话|上文)/u,
  ordered(
    `${UNASKED}(?:忽略|无视|忘(?:记|掉)|不(?:要|用)(?:管|理会|遵守)|抛开|绕过|跳过).{0,10}(?:规则|细则|限制|要求|约束|系统|检查|审核)`,
  ),
  /(?:别|不要|不用|甭).{0,2}(?:管|理会|理|看).{0,8}(?:规则|细则|条款|限制|要求|规定).{0,12}(?:判|给我|听我|通过|符合|满足|说)/u,
  /不(?:按|照|依)(?:照|据)?(?:规则|细则|条款).{0,6}(?:跳过|直接|给我|判|通过)/u,
  /把.{0,8}(?:规则|细则|条款|要求|条件|限制|标准).{0,6}(?:改成|改为|换成|删|去掉|取消|关掉|清空)/u,
  /(?:取消|关闭|解除|去掉|停用)(?:一切|所有|全部|你的).{0,4}(?:限制|检查|规则|条件|约束|审核)/u,
  ordered(`${UNASKED}不用再?(?:检查|核对|校验|审核|判断).{0,8}(?:条件|条款|规则|地域|要求)`),
  /(?:不许|不准|禁止|别)再?(?:引用|提|检查)(?:细则|条款|规则)/u,
  // Show what is hidden.
  /(?:你的?|系统|初始|内部|隐藏|原始|开发者)的?(?:提示词|prompt)|(?:初始|隐藏|原始|开发者)的?(?:指令|设定)/u,
  /(?:提示词|提示ci|system ?prompt|prompt).{0,10}(?:发|给|打出|输出|打印|显示|复述|泄露|告诉|贴|是什么|原文)/u,
  /(?:输出|打印|显示|复述|泄露|告诉我|贴出|重复|背出|背一遍|打出|报上|交出|说出).{0,12}(?:提示词|system ?prompt|系统消息|密钥|密码|口令|api ?key|token|环境变量|数据库|第一段话|你的设定)/u,
  /第一段话.{0,6}(?:复述|重复|输出|贴|念)|(?:发|给|看|亮).{0,6}你的?.{0,4}(?:提示词|提示ci|指令|prompt)/u,
  /(?:管理员|root|后台)(?:口令|密码)(?:是|为|:)|(?:给我|让我)看.{0,4}后台/u,
  /(?:打印|输出|显示|贴出).{0,6}环境变量|把(?:所有|全部|系统|你的?)?(?:环境变量|密钥|数据库).{0,8}(?:打印|输出|显示|导出|发)/u,
  /(?:脑子|肚子)里.{0,8}(?:底稿|指令|设定|规矩).{0,12}(?:打|发|给|念|背)/u,
  ordered(
    '(?:列出|导出|打印|输出|把)(?:所有|全部|其他|别的|别家|各家)(?:申报|提交|参评|参选)?(?:人|者|方|单位|企业|机构|公司)?的?.{0,6}(?:手机号码?|电话|邮箱|答案|材料|资料)(?:都)?(?:发给我|给我|导出来)?$',
  ),
  ordered('(?:列出|导出|打印|输出)(?:所有|全部|其他|别的|别家|各家).{0,8}(?:手机号码?|电话|邮箱|答案|材料|资料)'),
  // Be somebody else, obey somebody else.
  ordered('(?:从现在(?:开始|起)|接下来|现在).{0,6}你(?:是|就是|将是)'),
  /(?:从现在(?:开始|起)|接下来|现在).{0,6}你(?:扮演|变成|要扮演|只需)/u,
  /你(?:现在|已经)?(?:是|被).{0,8}(?:没有|不受|无).{0,4}(?:限制|约束|规则)|你(?:已经?)?被我.{0,3}(?:接管|控制|黑)/u,
  /(?:扮演|假装|假设你是|假设自己是)(?:你是|自己是|成)?.{0,8}(?:管理员|组委会|评委|评审|开发者|系统|主办方|黑客|root|dan\b|ai|机器人|另一)/u,
  /角色扮演|你(?:来|就)?(?:当|演|充当|模拟)(?:一?个)?.{0,4}(?:组委会|主任|评委|评审|管理员|黑客|主办|审核员)/u,
  /你(?:刚才|之前|原来|现在|原先)?的(?:设定|身份|指令|规则|角色).{0,4}(?:作废|失效|解除|取消)|新的(?:身份|人设|指令):?/u,
  /(?:开发者|调试|管理员|越狱|上帝|维护|反话|root|debug|developer|admin|jailbreak|dan|god) ?(?:模式|mode)/u,
  /你的(?:开发者|主人|创造者|程序员).{0,6}(?:让|叫|要|允许|授权|说)|(?:给你|服从我的?|听从我的?)(?:下|发)?(?:命令|指令)/u,
  /我[是系].{0,8}(?:管理员|开发者|主办方|组委会|超级用户).{0,16}(?:放行|命令|授权你|批准|即刻将|立刻把|马上把)/u,
  /我[是系](?:你们)?(?:系统|后台|管后台|组委会|主办方).{0,8}(?:权限|底稿|密码).{0,4}(?:开|给|交|打)|扮我[是系的]?(?:管理员|组委会|评委|主办)/u,
  /我[是系].{0,8}(?:管理员|组委会|主办方).{0,10}(?:开一?下|打开|给我|交出).{0,6}(?:后台|权限|密码)/u,
  /我[是系].{0,8}管理员.{0,8}(?:校验|检查|审核|限制).{0,2}(?:关|去掉|取消)|(?:指令|设定|提示).{0,6}(?:逐字|一字不[差漏]).{0,4}[念背贴打]|把.{0,8}(?:限制|规则|指令).{0,3}当作?(?:不存在|没有)/u,
  /(?:从现在(?:开始|起)|接下来).{0,4}你不再是|直接给我(?:判|打|标|记)/u,
  /(?:来自|我有|启用|获得|拥有).{0,4}(?:最高|管理员|root|超级)(?:的)?权限/u,
  // Judge as told.
  /(?:把|将|替我|帮我|给我|请|并且).{0,24}(?:标记[为成]?|标[成为]|记成|改[成为做]|设[成为]|设置[成为]|更新[成为]|判定?[为成]|列[为成])(?:已经?|都)?(?:通过|合格(?!率)|符合|已审|已提交|一等奖|入选|获奖|第一名?(?!申报)|true)/u,
  /(?:帮我|替我|给我|把).{0,12}状态.{0,2}改[成为做].{0,3}(?:已?入选|已?通过|合格|获奖)|扮.{0,6}管理员.{0,12}改[成为做]/u,
  /直接(?:判定?|说|算)(?:我们?|本单位|本案例)?(?:都)?(?:符合|通过|合格|满足)(?!吗|么|不)|(?:给我|直接)跳到(?:提交成功|最后|通过)/u,
  /(?:替我|帮我|给我)把.{0,10}都?(?:判定?|勾|选|算|说)[成为]?(?:都)?(?:满足|符合|通过|合格)|(?:甭|别|不要|不用)管.{0,10}就说我.{0,4}(?:符合|合格|通过|满足)/u,
  /(?:一律|统统|全部|给我)判定?[为成]?(?:都)?(?:满足|符合|通过|合格)|不符合.{0,3}[说判][成为]?(?:是)?符合|替我勾选?符合/u,
  /(?:无论|不管|以后|接下来|从现在).{0,20}[都只].{0,8}[说答复].{0,3}(?:符合|通过|没问题|可以|满足|是的|yes)/u,
  /只(?:准|许|能)?(?:回答|说|回复|输出).?(?:完全)?(?:通过|符合|没问题|满足|yes)|直接(?:把|将).{0,10}放行/u,
  // Do what a hidden text says.
  /(?:解码|破译|翻译).{0,24}(?:照着?[做办]|并?执行|照着执行)|base ?64.{0,20}(?:执行|照做|照办|follow|obey|execute)/u,
  /(?:照|按|执行).{0,8}(?:链接|网页|网址|附件|文件|图片|json|代码)[里中上]?的?(?:要求|指令|命令|指示|内容)?(?:做|办|执行|处理)(?!.{0,6}(?:吗|么|行不行|可以|对吗))/u,
  /(?:调用|运行).{0,6}(?:接口|函数|脚本|命令|shell).{0,14}(?:设|改|更新|通过|删|true)/u,
  /hu ?l[uv]e.{0,14}(?:gui ?ze|zhi ?ling|ti ?shi)/u,
];

/** Rules in English. The normalised text may have lost its apostrophes. */
const ENGLISH: readonly RegExp[] = [
  /(?:ignore|disregard|override|bypass).{0,30}(?:instruction|prompt|rule|polic|guideline|above|previous|restriction|requirement|check)/u,
  /forget (?:about )?(?:all|every|any|your|what you|the (?:above|previous|earlier)).{0,24}(?:above|before|instruct|prompt|rule|told|said|message)/u,
  /\b(?:skip|disable|turn off|lift|switch off) (?:all |your |every )+(?:\w+ )?(?:checks?|filters?|restrictions?|guardrails?|rules?|reviews?|safety)/u,
  /(?:reveal|print|show|output|repeat|leak|display|dump|translate|send|tell me|give me|what are|what is|what s|summari[sz]e|reads? me).{0,24}(?:system prompt|(?:hidden|initial|original|internal|secret|system|developer) (?:prompt|instructions?|message)|api key|access token|environment variable)/u,
  /(?:reveal|print|show|output|repeat|leak|display|dump|give me).{0,12}your (?:\w+ )?prompt\b(?! (?:repl|answer|response|attention|help))/u,
  /^(?:please )?(?:show|give|send|list|dump|print|export|reveal)(?: me)? (?:all |the |every )*(?:(?:phone|contact|email)s?(?: numbers?| details?)? of (?:all|other|the other)|other applicants?|dump all|all (?:submissions|applicants))/u,
  /^(?:please )?dump (?:all|every|the)|\b(?:enable|enter|switch to|activate) (?:the )?(?:debug|developer|admin|root|god)\b/u,
  /(?<!\b(?:do|should|must|need|have) (?:\w+ ){0,3})repeat (?:all |every)?(?:the )?(?:text|words|thing|message)s? (?:above|before)|(?:above|prompt|instructions).{0,24}(?:word for word|verbatim)/u,
  /\bi(?: a)?m (?:(?:the|your|an?) (?:\w+ )?(?:admin|administrator|root)|(?:the|your) (?:\w+ )?(?:developer|creator))\b|\bas your (?:admin|administrator|developer|creator|owner)/u,
  /\bi (?:hereby )?(?:authori[sz]e|order|command|instruct) you to.{0,16}(?:bypass|ignore|approve|skip|reveal|mark|override|disable|accept)/u,
  /you are now |act as (?:an? )?(?:admin|dan|root|developer|unrestricted)|pretend (?:to be|you are|that you)|\bdo anything now\b|\bjailbreak/u,
  /from now on,? (?:you|answer|reply|respond|say|act|speak)|(?:answer|reply|respond|say)(?: with)? (?:only|just) .?(?:yes|approved|pass|compliant)/u,
  /let ?s role ?-?play|\brole ?-?play as|no matter what i (?:say|ask)|you must (?:comply|obey)|\bnew (?:policy|rules?|instructions?) ?:/u,
  /(?<!\b(?:do|does|did|will|would|can|could|may|how|should|to|when|if) (?:\w+ ){0,3})\b(?:mark|treat|flag|set|label|rate|approve|declare) (?:every|all|this|the|us|our|my|me|each)\b.{0,40}(?:approved|qualified|as met|compliant|passed|eligible|winner|to none|to true|application)/u,
];

/** What belongs to machines and never to a question. */
const MARKUP: readonly RegExp[] = [
  /<\/?(?:system|assistant|user|im_start|im_end|instructions?)\b|\[\/?(?:system|inst)\]|<\|.{0,20}\|>|#{2,3} ?(?:system|instruction)|<!--/u,
  /^\W{0,3}(?:system|assistant|developer)(?: prompt| message)? ?:|^\[(?:管理员|系统|开发者|主办方|组委会)\]/u,
  /"(?:role|override|approve|system)" ?:|\bjavascript:|\bsudo \w|<script|\$\{jndi|rm -rf|process\.env|\bexec\(|\beval\(/u,
  /(?:drop|truncate) (?:table|database)\b|delete from \w+ ?(?:where|;|$)|select .{1,30} from \w+ where|select \* from|union select/u,
];

const ORDERS: readonly RegExp[] = [...CHINESE, ...ENGLISH, ...MARKUP];

/** Does this text (as the knowledge writes it) give orders to the machine? */
export function givesOrders(text: string): boolean {
  return ORDERS.some((pattern) => pattern.test(text));
}

function ordered(source: string): RegExp {
  return new RegExp(source + NOT_ASKING, 'u');
}
