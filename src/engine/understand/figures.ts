/** Figures about an effect in a sentence (从5天缩短到0.5天, 不良率0.8%, 服务86家科技企业), each with its name. Computes nothing. */
import { readFigure } from '../read/figure.ts';

export interface Told {
  readonly name: string;
  readonly before: number | null;
  readonly after: number;
  readonly unit: string;
  /** Where it stands in the sentence. */
  readonly from: number;
  readonly to: number;
}

const COUNTER =
  '个?百分点|个?bp|BP|TPS|tps|MW|GWh|GW|万亩|亿美元|万美元|美元|万元|亿元|元|天|个?工作日|小时|分钟|毫秒|秒|个月|周|年|家|户|笔|单|人次|人|次|个|项|台|套|件|亩|吨|公里|辆|张|只|名|通|条|所|份|头|艘|架|批|例|款|倍|%|％';
const NUMBER = String.raw`(?:百分之[一二三四五六七八九十百零点\d.]{1,8}|(?<![\d.])\d[\d,]{0,14}(?:\.\d{1,6})?|(?<![一二三四五六七八九十两百千半])[一二三四五六七八九十两百千半]{1,10})\s?(?:多|余)?\s?(?:万亿|千亿|百亿|亿|千万|百万|万|千|百)?(?:多|余)?`;
const AMOUNT = String.raw`(${NUMBER})\s*(${COUNTER})?`;
const SURE_AMOUNT = String.raw`(${NUMBER})\s*(${COUNTER})`;
const APPROX =
  '(?:大约|约|近|超过|超|逾|达到了?|达|为|是|只有|仅为?|仅有|控制在|保持在|稳定在|在|高达|不到|平均|到了?|已有|共计?|合计)?\\s*(?:大约|约|近|超过?|逾|达|只要|不到)?\\s*';
const TO =
  '(?:直接)?(?:缩短|压缩|压降|压|下降|降低|降|减少|减|缩减|提升|提高|提|增长|增加|增|升|上升|扩大|变|涨|缩)?\\s*(?:到了?|至|为|成了?)|→|->|变成了?|变为|变';
const VERBS =
  '累计服务|服务|覆盖|支持|累计放款|放款|发放贷款|累计发放|发放|累计投放|投放|授信|拦截|处理|受理|节约|节省|带动投资|带动|承保|接入|惠及|帮助|发行规模|发行|募集|撬动|落地|签约|投资|赔付|理赔|调用|交易|减少|新增|支付|融资|贷出|放出|放了|投了|贷款|开通|办理|完成';
const LEVEL =
  '[\\u4e00-\\u9fffA-Za-z]{0,12}(?:率|额度|余额|金额|规模|时间|时长|周期|耗时|成本|费用|占比|比例|份额|数量|户数|笔数|得分|评分|AUC|KS|吞吐量|时延|延迟|并发|满意度|产值|收入|总额|放款额|交易量|数)';
const CHANGE = '下降|降低|降|减少|缩短|提升|提高|增长|上升|增加|节约|节省|压降';

const FROM_TO = new RegExp(
  String.raw`([^，,。；;：:\n\d]{2,24}?)(?:由|从)?(?:原来的?|过去的?|之前的?|平均)?\s*(?:由|从)?\s*${SURE_AMOUNT}\s*(?:左右|以上)?(?:，|,)?(?:${TO})${APPROX}${AMOUNT}`,
  'g',
);
const CHANGED = new RegExp(
  String.raw`([^，,。；;：:\n\d]{1,20}?(?:${CHANGE}))了?\s*(?:大约|约|近|超过?|逾)?\s*${SURE_AMOUNT}`,
  'g',
);
const LEVELS = new RegExp(String.raw`(${LEVEL})\s*[:：]?\s*${APPROX}${SURE_AMOUNT}`, 'g');
const COUNTS = new RegExp(
  String.raw`((?:户均|笔均|单户|单笔|日均|年均|月均|人均|平均)?(?:${VERBS}))(?:了)?([\u4e00-\u9fff]{0,12}?)\s*(?:累计|共计?|合计|总计|大约|约|近|超过?|逾|达到?|突破)?\s*${SURE_AMOUNT}(?:的)?([\u4e00-\u9fff]{0,12})`,
  'g',
);
/** 142家配套企业用上了 */
const USED = new RegExp(
  String.raw`(${NUMBER})\s*(家|户|台|辆|头|艘|名|人|个)(?:的)?([\u4e00-\u9fff]{2,10}?)(?=用上|接入|在用|参与|受益|拿到|获得|入驻|上线|加入)`,
  'g',
);
const FILLER =
  /^(?:[的了使让把将令对于]|其中|目前|现在|已经|已|并且|并|以及|而且|且|后|使得|累计(?!服务|放款|发放|投放)|我们|我行|本行|至今|今年|全年|截至|末|同时|也|就|实现了?|全部|总共|企业的?(?=平均|融资|综合))+/;
/** Where the object of a count ends. */
const OBJECT_END =
  /(?:其中|累计|合计|平均|共|放款|贷款|授信|发放|投放|不良|从|由|到|提供|获得|拿到|以及|和|与|且|并|后|里|用|都|是|在|的|了|，|,)/;
/** Figures of a date, an ordinal or a rate card are no effect. */
const NO_NAME = /(?:第|年|月|日|注册资本|编号|号|等保|至|截至|邮编|版|条|届|期)$/;

/** Longest sentence looked at, in UTF-16 units: what is longer was not written by a person. */
const LONGEST = 1200;

/** The figures of one sentence in order; none twice. `sentence` in simplified characters. */
export function figuresTold(sentence: string): readonly Told[] {
  if (sentence.length > LONGEST) return [];
  const told: Told[] = [];
  const take = (one: Told | undefined): void => {
    if (one !== undefined && !told.some(({ from, to }) => one.from < to && one.to > from)) told.push(one);
  };
  for (const match of sentence.matchAll(FROM_TO)) {
    const [whole, name = '', first = '', firstUnit = '', second = '', secondUnit = firstUnit] = match;
    const before = amount(first, firstUnit);
    const after = amount(second, secondUnit);
    if (before?.unit === after?.unit) take(row(name, before, after, match.index, whole));
  }
  for (const pattern of [CHANGED, LEVELS]) {
    for (const { index, 0: whole, 1: name = '', 2: number = '', 3: unit = '' } of sentence.matchAll(pattern))
      take(row(name, undefined, amount(number, unit), index, whole));
  }
  for (const match of sentence.matchAll(COUNTS)) {
    const [whole, verb = '', between = '', number = '', unit = '', after = ''] = match;
    const object = after.slice(0, OBJECT_END.exec(after)?.index ?? after.length);
    const written = whole.slice(0, whole.length - after.length + object.length);
    take(row(verb + between + object, undefined, amount(number, unit), match.index, written));
  }
  for (const { index, 0: whole, 1: number = '', 2: unit = '', 3: noun = '' } of sentence.matchAll(USED))
    take(row(noun, undefined, amount(number, unit), index, whole));
  return told.sort((a, b) => a.from - b.from);
}

interface Amount {
  readonly number: number;
  readonly unit: string;
}

/** A figure with its name; undefined where there is no amount or no name worth keeping. `at`: where `whole` begins. */
function row(
  raw: string,
  before: Amount | undefined,
  after: Amount | undefined,
  at: number,
  whole: string,
): Told | undefined {
  const name = raw
    .replace(/^[年月日号度]/, '')
    .replace(FILLER, '')
    .replace(/(?:由|从|为|是|达|约|平均)$/, '')
    .trim();
  if (after === undefined || name.length < 2 || NO_NAME.test(name)) return undefined;
  const from = at + Math.max(0, whole.indexOf(name.slice(0, 2)));
  const to = at + whole.trimEnd().length;
  return { name, before: before?.number ?? null, after: after.number, unit: after.unit, from, to };
}

/** Money keeps its scale in the unit (15.2 亿元); counts are written out (1.2万户 is 12000 户). */
function amount(number: string, unit: string): Amount | undefined {
  const flat = number.replace(/\s+/g, '').replace(/[多余]/g, '');
  const scale = /(?:万亿|千亿|百亿|亿|千万|百万|万)$/.exec(flat)?.[0];
  const written = unit.replace('％', '%').replace(/\s+/g, '');
  if (scale !== undefined && /元$/.test(written)) {
    const read = readFigure(flat.slice(0, -scale.length));
    return read.ok ? { number: read.number, unit: scale + written } : undefined;
  }
  if (flat.startsWith('百分之')) {
    const read = readFigure(flat);
    return read.ok ? { number: read.number, unit: '%' } : undefined;
  }
  const half = flat === '半' ? 0.5 : undefined;
  const read = half === undefined ? readFigure(flat) : ({ ok: true, number: half } as const);
  return read.ok && written !== '' ? { number: read.number, unit: written } : undefined;
}
