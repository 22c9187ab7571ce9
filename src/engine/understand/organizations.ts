/** Names of organizations in a text and what they are in it: the applicant, or who applies with it. Looks nothing up. */
import type { Call } from '../../flow/call.ts';
import type { Passage } from '../../knowledge/passage.ts';
import { valueFits } from '../read/fits.ts';
import { labelsOf } from '../read/labels.ts';
import { mentions } from '../read/mentions.ts';
import { readCode } from '../read/uscc.ts';
import type { Proposal } from './proposal.ts';
import { stepFor } from './proposal.ts';

interface Named {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const ENDING =
  /(?:股份有限公司|有限责任公司|集团有限公司|有限公司|农村商业银行|农商银行|农商行|村镇银行|银行|信用社|联社|保险公司|证券公司|交易所|研究院|研究所|大学|学院|协会|管理中心|数据集团|集团)(?:[\u4e00-\u9fff]{2,6}(?:分行|支行|分公司|营业部|研究院))?/g;
/** 银行 and 集团 inside other words name nobody. */
const GOES_ON = /^(?:卡|业|家|间|级|端|信|账|贷|授|流水|系统|体系|承兑|股份|有限|客户|柜|放款|审批|那边|这边)/;
const SIGN = /[\s，,。；;：:、！!？?（）()《》“”"「」【】\n|｜/]/;
/** What stands before a name and is no part of it; the last one counts. */
const LEAD =
  /(?:申报单位|申报主体|单位名称|单位全称|公司全称|全称|我们是|我们叫|我是|我司是|我司|我行是|本公司是|本单位是|这里是|单位是|公司是|名称是|来自|代表|作为|委托|联合|携手|依托|牵头|合作方|[由叫是与和及跟同为给向在对把将让请经从到于的了])/g;
/** How names begin: inside a name, 为 or 和 leads nothing (华为). */
const OPENING =
  /^(?:上海|北京|天津|重庆|广东|广州|深圳|杭州|宁波|南京|苏州|无锡|合肥|成都|武汉|西安|厦门|青岛|中国|国|江苏|浙江|安徽|福建|山东|河南|湖北|湖南|四川|示例|[A-Za-z])/;
const VAGUE =
  /[某×xX*＊]{1,}|一家|两家|几家|多家|各家|这家|那家|该|贵|我们|我行|本行|其他|\d+\s*家|头部|同业|商业银行$|^(?:银行|集团|大学|学院|交易所|研究院|农商行|村镇银行)$/;
/** What is done, not what is called: 用公共数据帮银行, 服务银行. */
const DOING = /[帮给替让]|^(?:用|服务|支持|面向|对接|赋能|接入)/;
const SELF =
  /(?:申报单位|申报主体|单位名称|单位全称|公司全称|全称|我们是|我们叫|我是|我司是|我司为|本公司是|本单位是|这里是|单位是|公司是|名称是)[\s:：是为叫]*$/;
const WITH = /(?:联合申报单位|联合单位|合作单位|合作方|联合|携手|共同申报|合作伙伴)(?:了|申报)?[\s:：是为有]*$/;
const ROLE = /^[\s，,（(]*(?:，|,)?((?:负责|提供|承担|参与|牵头|分工是|分工为)[^，,。；;）)\n]{2,60})/;
/** Somebody done business with, not the one who tells. */
const OTHERS = /(?:与|和|及|跟|同|给|为|向|对|服务|支持|合作|[、])[^，,。；;\n]{0,4}$/;
/** Nobody applies with them. */
const ALONE =
  /(?:没有|暂无|目前没有|暂时没有|无|没)(?:其他|别的|任何)?(?:联合申报单位|联合单位|联合申报|合作申报单位)|(?<!能|可以|是否|想)(?:独立|单独)申报|no co-applicants?/i;
const CODE = /(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])/gi;

/** Names that end like an organization's and are specific enough to be one. */
export function organizationsIn({ text, script }: Passage): readonly Named[] {
  const found: Named[] = [];
  let floor = 0;
  for (const match of script.matchAll(ENDING)) {
    const to = match.index + match[0].length;
    if (GOES_ON.test(script.slice(to, to + 4))) continue;
    let from = match.index;
    while (from > floor && to - from < 40 && !SIGN.test(text.charAt(from - 1))) from--;
    const run = script.slice(from, to);
    const last = [...script.slice(from, match.index).matchAll(LEAD)].findLast((lead) => leads(run, lead));
    const start = last === undefined ? from : from + last.index + last[0].length;
    const name = text.slice(start, to);
    floor = to;
    if (
      name.length >= 4 &&
      name.length <= 40 &&
      !VAGUE.test(script.slice(start, to)) &&
      !DOING.test(script.slice(start, match.index)) &&
      /^[\u4e00-\u9fffA-Za-z]/.test(name)
    )
      found.push({ name, from: start, to });
  }
  return found;
}

/** Does a word that may lead to a name really do so? A name of at least four characters must follow. */
function leads(run: string, lead: RegExpExecArray): boolean {
  const rest = run.slice(lead.index + lead[0].length);
  return rest.length >= 4 && (lead[0].length > 1 || lead.index === 0 || OPENING.test(rest));
}

/** Those introduced as partners, and those listed beside one of them (甲公司、乙公司). */
function partnersAmong(names: readonly Named[], script: string, before: (named: Named) => string): readonly Named[] {
  const partners: Named[] = [];
  for (const named of names) {
    const last = partners.at(-1);
    const listed = last !== undefined && /^(?:（[^（）]{0,60}）)?[、和与及]$/.test(script.slice(last.to, named.from));
    if (listed || WITH.test(before(named))) partners.push(named);
  }
  return partners;
}

/** A whole name early in the text, not introduced as somebody else. */
function mayApply({ name }: Named, before: string): boolean {
  return before.length < 60 && name.length >= 8 && /(?:公司|银行)$/.test(name) && !OTHERS.test(before);
}

/** Proposals for the applicant's name, its code, its type and its co-applicants. */
export function fromOrganizations(call: Call, passage: Passage): readonly Proposal[] {
  const names = organizationsIn(passage);
  const { text, script } = passage;
  const before = (named: Named): string => script.slice(Math.max(0, named.from - 12), named.from);
  const partners = partnersAmong(names, script, before);
  const self = names.find((named) => SELF.test(before(named)));
  const applicant =
    self ??
    names.find((named) => script.startsWith('牵头', named.to)) ??
    names.find((named) => !partners.includes(named) && mayApply(named, script.slice(0, named.from)));
  const proposals: Proposal[] = [];
  const nameStep = stepFor(call, 'applicant.org_name', 'text');
  if (nameStep !== undefined && applicant !== undefined) {
    const confidence = self === undefined ? 0.6 : 0.9;
    proposals.push({ step: nameStep.id, value: { text: applicant.name }, words: [applicant.name], confidence });
  }
  return [
    ...proposals,
    ...codeIn(call, text),
    ...kindOf(call, passage, applicant),
    ...partnersIn(call, text, partners, applicant),
  ];
}

function codeIn(call: Call, text: string): Proposal[] {
  const step = stepFor(call, 'applicant.uscc', 'uscc');
  if (step === undefined) return [];
  for (const [run] of text.matchAll(CODE)) {
    const read = readCode(run);
    if (read.ok && read.valid)
      return [{ step: step.id, value: { code: read.code, valid: true }, words: [run], confidence: 0.95 }];
  }
  return [];
}

const SELF_KIND = /(?:我们是|我是|我司是|作为|我们这家|这里是|本公司是)(?:一家|家|个|是)*([^，,。；;\n]{2,24})/g;

/** The kind of organization by its own name, or by how it speaks of itself. */
function kindOf(call: Call, { text, script }: Passage, applicant: Named | undefined): Proposal[] {
  const step = stepFor(call, 'applicant.org_type', 'single');
  if (step === undefined) return [];
  const ours = /我行|本行|我们行|我们银行|我們行/.exec(text)?.[0];
  const said: Named[] =
    applicant === undefined ? [] : [{ ...applicant, name: script.slice(applicant.from, applicant.to) }];
  for (const { index, 0: whole, 1: name = '' } of script.matchAll(SELF_KIND))
    said.push({ name, from: index + whole.length - name.length, to: index + whole.length });
  for (const { name, from, to } of said) {
    const { affirmed } = mentions(labelsOf(step.options), name);
    const option = affirmed.length === 1 ? step.options[affirmed[0] ?? -1] : undefined;
    if (option !== undefined && option.note === undefined)
      return [{ step: step.id, value: { id: option.id }, words: [text.slice(from, to)], confidence: 0.75 }];
  }
  const bank = step.options.find((option) => option.aliases.includes('商业银行'));
  return ours !== undefined && bank !== undefined
    ? [{ step: step.id, value: { id: bank.id }, words: [ours], confidence: 0.8 }]
    : [];
}

function partnersIn(call: Call, text: string, partners: readonly Named[], applicant: Named | undefined): Proposal[] {
  const step = stepFor(call, 'co_applicants', 'rows');
  if (step === undefined) return [];
  const seen = new Set(applicant === undefined ? [] : [applicant.name]);
  const whole: { name: string; role: string }[] = [];
  const wholeWords: string[] = [];
  const parts: Proposal[] = [];
  for (const { name, to } of partners) {
    if (seen.has(name)) continue;
    seen.add(name);
    const role = ROLE.exec(text.slice(to, to + 80))?.[1];
    const row = { name, role: role ?? null, uscc: null };
    if (role !== undefined && valueFits(step, { rows: [row] })) {
      whole.push({ name, role });
      wholeWords.push(name, role);
    } else
      parts.push({
        step: step.id,
        value: { rows: [{ ...row, role: null }] },
        words: [name],
        confidence: 0.6,
        incomplete: ['role'],
      });
  }
  const rows = whole.map(({ name, role }) => ({ name, role, uscc: null }));
  const alone = partners.length === 0 && step.none !== undefined ? ALONE.exec(text)?.[0] : undefined;
  if (alone !== undefined)
    return [{ step: step.id, value: { rows: [], none: true }, words: [alone], confidence: 0.85 }];
  return rows.length === 0 ? parts : [{ step: step.id, value: { rows }, words: wholeWords, confidence: 0.8 }, ...parts];
}
